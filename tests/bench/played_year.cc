#include "tests/bench/played_year.h"

#include <chrono>
#include <functional>
#include <utility>
#include <vector>

#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "tests/bench/federations.h"
#include "tests/bench/load.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kUnions = 250;
constexpr size_t kCallers = 64;

// Calls on the real server, which is stopped after each part.
class Player {
 public:
  Player(std::string phancongd, fs::path db) : phancongd_(std::move(phancongd)), db_(std::move(db)) {}

  void Play(const std::function<void(const faults::Caller&)>& part) {
    faults::Server server(phancongd_, db_, {"--clear-text"});
    faults::Caller door;
    door.address = server.Start();
    part(door);
    memory_ = MemoryOf(server.process());
    server.Stop();
  }

  [[nodiscard]] int64_t Bytes() const { return static_cast<int64_t>(fs::file_size(db_)); }
  [[nodiscard]] const Memory& memory() const { return memory_; }

 private:
  const std::string phancongd_;
  const fs::path db_;
  Memory memory_;
};

// One call for each task of the federation.
std::vector<ReadyCall> ForEachTask(
    const Federation& federation,
    const std::function<ReadyCall(const std::string& task, int item, size_t head)>& call) {
  std::vector<ReadyCall> calls;
  for (int item = 0; item < kIndicators; ++item) {
    for (size_t head = 0; head < federation.head_tokens.size(); ++head) {
      calls.push_back(call(TaskName(federation.name, ThisYear(), item, static_cast<int64_t>(head)), item, head));
    }
  }
  return calls;
}

template <class Request>
Request Named(const std::string& task, const std::string& verb) {
  Request request;
  request.set_name(task);
  request.set_request_id(verb + "-" + task.substr(task.rfind('/') + 1));
  return request;
}

void MakeAll(const faults::Caller& door, const std::vector<ReadyCall>& calls) {
  const Figures figures = Measure(Connections(door, kCallers), kCallers, std::chrono::hours(1), Once(calls));
  if (figures.calls_in_all != calls.size()) faults::Fail("not all calls were made");
}

void SubmitAll(const faults::Caller& door, const Federation& federation) {
  MakeAll(door, ForEachTask(federation, [&](const std::string& task, int item, size_t head) {
            return Ready("/phancong.v1.GrassrootsUnionService/SubmitTask", SubmissionOf(task, item),
                         federation.head_tokens[head]);
          }));
}

void GoAllTheWay(const faults::Caller& door, const Federation& federation) {
  MakeAll(door, ForEachTask(federation, [&](const std::string& task, int, size_t head) {
            return Ready("/phancong.v1.GrassrootsUnionService/AcknowledgeTask",
                         Named<v1::AcknowledgeTaskRequest>(task, "acknowledge"), federation.head_tokens[head]);
          }));
  SubmitAll(door, federation);
  MakeAll(door, ForEachTask(federation, [&](const std::string& task, int, size_t) {
            return Ready("/phancong.v1.StandingCommitteeService/TakeReview", Named<v1::TakeReviewRequest>(task, "take"),
                         federation.chair_token);
          }));
  MakeAll(door, ForEachTask(federation, [&](const std::string& task, int, size_t) {
            return Ready("/phancong.v1.StandingCommitteeService/AcceptTask",
                         Named<v1::AcceptTaskRequest>(task, "accept"), federation.chair_token);
          }));
}

}  // namespace

PlayedYear PlayYear(const std::string& phancongd, const fs::path& folder) {
  const std::vector<Federation> federations = FoundFederations(
      folder, {{.id = "mot", .unions = kUnions, .heads = kUnions}, {.id = "hai", .unions = kUnions, .heads = kUnions}},
      ThisYear());
  PlayedYear year;
  year.tasks = kUnions * kIndicators;
  year.task = TaskName(federations[0].name, ThisYear(), 0, 0);
  year.chair_token = federations[0].chair_token;
  // Both issues, one command for each of the first one's tasks, four for each of the second one's.
  year.events = 2 * year.tasks + year.tasks + 4 * year.tasks;
  Player player(phancongd, folder / "db");
  year.founded_bytes = player.Bytes();
  player.Play([&](const faults::Caller& door) {
    const auto channel = faults::Connect(door);
    for (const Federation& federation : federations)
      IssueRound(channel, federation, DraftRound(channel, federation, ThisYear()));
  });
  year.issued_bytes = player.Bytes();
  player.Play([&](const faults::Caller& door) { SubmitAll(door, federations[0]); });
  year.submitted_bytes = player.Bytes();
  player.Play([&](const faults::Caller& door) { GoAllTheWay(door, federations[1]); });
  year.accepted_bytes = player.Bytes();
  year.memory = player.memory();
  return year;
}

}  // namespace phancong::bench
