#include "tests/bench/national_set.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "fmt/format.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr char kSuperior[] = "cap-tren";
constexpr int64_t kLargeUnions = 5000;
constexpr int64_t kUnions = 60;
constexpr size_t kCallers = 64;
constexpr size_t kDrafters = 8;
// Of ten unions, one hands in all its tasks; and one in thirty may be asked to while it is measured, or, where there
// are few federations, each.
constexpr int64_t kActiveOf = 10;
constexpr int64_t kReadyOf = 30;
constexpr int64_t kFew = 100;

fs::path FileIn(const fs::path& folder) { return folder / "set.txt"; }

// "issued 500 of 2001", each twentieth part of what is long.
size_t StepOf(size_t all) { return std::max<size_t>(all / 20, 100); }
class Progress {
 public:
  Progress(std::string what, size_t all) : what_(std::move(what)), all_(all) {}
  void At(size_t done) {
    if (done != all_ && done % StepOf(all_) != 0) return;
    fmt::print("{:6.0f} s: {} {} of {}\n", Seconds(), what_, done, all_);
    std::fflush(stdout);
  }
  [[nodiscard]] double Seconds() const { return std::chrono::duration<double>(steady_clock::now() - begun_).count(); }

 private:
  const std::string what_;
  const size_t all_;
  const steady_clock::time_point begun_ = steady_clock::now();
};

std::vector<FederationPlan> PlansOf(const NationalPlan& plan) {
  std::vector<FederationPlan> plans = {{.id = kSuperior, .unions = 1, .heads = 0}};
  const auto add = [&](std::string id, int64_t unions) {
    plans.push_back(
        {.id = std::move(id),
         .unions = unions,
         .heads = unions == kUnions && plan.federations < kFew ? unions : unions / kActiveOf + unions / kReadyOf,
         .superior = kSuperior});
  };
  if (plan.large) add("lon", kLargeUnions);
  for (int64_t i = 1; i <= plan.federations; ++i) add(fmt::format("lien-doan-{}", i), kUnions);
  return plans;
}

// The calls of one union's head, or of the chair on that union's tasks, of all members in turn.
std::vector<ReadyCall> ForTasks(
    const NationalSet& set, const std::function<std::pair<int64_t, int64_t>(const NationalMember&)>& unions,
    const std::function<ReadyCall(const NationalMember&, const std::string& task, int item, int64_t of_union)>& call) {
  std::vector<ReadyCall> calls;
  int64_t most = 0;
  for (const NationalMember& member : set.members) most = std::max(most, member.unions);
  for (int64_t at = 0; at < most; ++at) {
    for (int year = set.first_year; year < set.first_year + set.plan.years; ++year) {
      for (int item = 0; item < set.plan.items; ++item) {
        for (const NationalMember& member : set.members) {
          const auto [from, to] = unions(member);
          if (from + at >= to) continue;
          calls.push_back(call(member, TaskName(member.federation.name, year, item, from + at), item, from + at));
        }
      }
    }
  }
  return calls;
}

ReadyCall SubmitOf(const NationalMember& member, const std::string& task, int item, int64_t of_union) {
  return Ready("/phancong.v1.GrassrootsUnionService/SubmitTask", SubmissionOf(task, item),
               member.federation.head_tokens[static_cast<size_t>(of_union)]);
}

void MakeAll(const faults::Caller& door, const std::string& what, const std::vector<ReadyCall>& calls) {
  Progress progress(what, calls.size());
  std::atomic<size_t> at = 0;
  std::mutex mutex;
  const Figures figures =
      Measure(Connections(door, kCallers), kCallers, std::chrono::hours(24), [&]() -> const ReadyCall* {
        const size_t next = at++;
        if (next >= calls.size()) return nullptr;
        if ((next + 1) % StepOf(calls.size()) == 0) {
          const std::lock_guard lock(mutex);
          progress.At(next + 1);
        }
        return &calls[next];
      });
  if (figures.calls_in_all != calls.size()) faults::Fail("not all calls were made");
}

void IssueAll(const faults::Caller& door, const NationalSet& set) {
  Progress progress("issued the rounds of federation", set.members.size() - 1);
  std::atomic<size_t> next = 1;
  std::mutex mutex;
  size_t done = 0;
  std::vector<std::thread> drafters;
  for (size_t i = 0; i < kDrafters; ++i) {
    drafters.emplace_back([&] {
      const auto channel = faults::Connect(door);
      for (size_t at = next++; at < set.members.size(); at = next++) {
        const Federation& federation = set.members[at].federation;
        for (int year = set.first_year; year < set.first_year + set.plan.years; ++year) {
          IssueRound(channel, federation, DraftRound(channel, federation, year, 0, set.plan.items));
        }
        const std::lock_guard lock(mutex);
        progress.At(++done);
      }
    });
  }
  for (std::thread& drafter : drafters) drafter.join();
}

// By the chair, of half of what was handed in.
template <class Request>
std::vector<ReadyCall> ForAccepted(const NationalSet& set, const std::string& method) {
  return ForTasks(
      set, [](const NationalMember& member) { return std::pair(int64_t{0}, member.active / 2); },
      [&](const NationalMember& member, const std::string& task, int, int64_t) {
        Request request;
        request.set_name(task);
        request.set_request_id(method + "-" + task.substr(task.rfind("rounds/") + 7));
        return Ready("/phancong.v1.StandingCommitteeService/" + method, request, member.federation.chair_token);
      });
}

template <class Part>
double SecondsOf(const Part& part) {
  const auto begun = steady_clock::now();
  part();
  return std::chrono::duration<double>(steady_clock::now() - begun).count();
}

}  // namespace

int64_t NationalSet::tasks() const {
  int64_t unions = -superior().unions;
  for (const NationalMember& member : members) unions += member.unions;
  return unions * plan.items * plan.years;
}

int64_t NationalSet::events() const {
  int64_t active = 0;
  int64_t accepted = 0;
  for (const NationalMember& member : members) {
    active += member.active;
    accepted += member.active / 2;
  }
  return tasks() + (active + 2 * accepted) * plan.items * plan.years;
}

std::vector<ReadyCall> NationalSet::Submissions() const {
  std::vector<ReadyCall> calls = ForTasks(
      *this,
      [](const NationalMember& member) {
        return std::pair(member.active, static_cast<int64_t>(member.federation.head_tokens.size()));
      },
      SubmitOf);
  calls.erase(calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(std::min(used, calls.size())));
  return calls;
}

NationalSet MakeNationalSet(const std::string& phancongd, const fs::path& folder, const NationalPlan& plan,
                            Making& making) {
  NationalSet set{.plan = plan, .first_year = ThisYear(), .used = 0, .members = {}};
  const std::vector<FederationPlan> plans = PlansOf(plan);
  making.founded = SecondsOf([&] {
    Progress progress("founded federation", plans.size());
    std::vector<Federation> founded =
        FoundFederations(folder, plans, set.first_year, [&](size_t done) { progress.At(done); });
    for (size_t i = 0; i < plans.size(); ++i) {
      set.members.push_back(
          {.federation = std::move(founded[i]), .unions = plans[i].unions, .active = plans[i].unions / kActiveOf});
    }
  });
  making.founded_bytes = static_cast<int64_t>(fs::file_size(folder / "db"));

  faults::Server server(phancongd, folder / "db", {"--clear-text"});
  faults::Caller door;
  door.address = server.Start();
  making.issued = SecondsOf([&] { IssueAll(door, set); });
  const std::vector<ReadyCall> submits = ForTasks(
      set, [](const NationalMember& member) { return std::pair(int64_t{0}, member.active); }, SubmitOf);
  making.submissions = static_cast<int64_t>(submits.size());
  making.submitted = SecondsOf([&] { MakeAll(door, "submitted task", submits); });
  const std::vector<ReadyCall> takes = ForAccepted<v1::TakeReviewRequest>(set, "TakeReview");
  const std::vector<ReadyCall> accepts = ForAccepted<v1::AcceptTaskRequest>(set, "AcceptTask");
  making.acceptances = static_cast<int64_t>(accepts.size());
  making.accepted = SecondsOf([&] {
    MakeAll(door, "took the review of task", takes);
    MakeAll(door, "accepted task", accepts);
  });
  server.Stop();
  WriteNationalSet(set, folder);
  return set;
}

bool HasNationalSet(const fs::path& folder) { return fs::exists(FileIn(folder)); }

NationalSet ReadNationalSet(const fs::path& folder) {
  NationalSet set;
  std::ifstream file(FileIn(folder));
  size_t members = 0;
  file >> set.plan.federations >> set.plan.large >> set.plan.items >> set.plan.years >> set.first_year >> set.used >>
      members;
  for (size_t i = 0; i < members; ++i) {
    NationalMember member;
    size_t heads = 0;
    file >> member.federation.name >> member.unions >> member.active >> member.federation.chair_token >> heads;
    member.federation.head_tokens.resize(heads);
    for (std::string& token : member.federation.head_tokens) file >> token;
    set.members.push_back(std::move(member));
  }
  if (!file || members < 2) faults::Fail("the set can't be read; make it anew");
  return set;
}

void WriteNationalSet(const NationalSet& set, const fs::path& folder) {
  std::ofstream file(FileIn(folder), std::ios::trunc);
  file << set.plan.federations << ' ' << set.plan.large << ' ' << set.plan.items << ' ' << set.plan.years << ' '
       << set.first_year << ' ' << set.used << ' ' << set.members.size() << '\n';
  for (const NationalMember& member : set.members) {
    const Federation& federation = member.federation;
    file << federation.name << ' ' << member.unions << ' ' << member.active << ' ' << federation.chair_token << ' '
         << federation.head_tokens.size();
    for (const std::string& token : federation.head_tokens) file << ' ' << token;
    file << '\n';
  }
  file.close();
  if (!file) faults::Fail("the set can't be written");
}

}  // namespace phancong::bench
