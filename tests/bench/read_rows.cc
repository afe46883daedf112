#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/peers.h"
#include "tests/bench/rows.h"

namespace phancong::bench {
namespace {

constexpr char kSection[] = "Reads of a large federation; peer: a bare gRPC server, as large a request and answer";
constexpr size_t kCallers = 64;

class Reads : public RowGroup {
 public:
  Reads(Stage& stage, std::string what) : stage_(stage), large_(stage.Large()), what_(std::move(what)) {}

  void Measure(Table& table) override {
    for (const bool tls : {false, true}) {
      Figures reads;
      {
        const ServedCopy server(stage_, stage_.large_folder(), tls);
        if (calls_.empty()) calls_ = CallsOn(server.door());
        reads = bench::Measure(Connections(server.door(), kCallers), kCallers, stage_.lasting(), OverAndOver(calls_));
      }
      const EchoServer echo(stage_, tls);
      const std::vector<ReadyCall> like = {EchoServer::Like(calls_[0], reads.answer_bytes)};
      const Figures echoes =
          bench::Measure(Connections(echo.door(), kCallers), kCallers, stage_.lasting(), OverAndOver(like));
      table.AddCalls(kSection, fmt::format("{}{}", what_, tls ? ", TLS" : ""), reads, echoes);
    }
  }

 protected:
  [[nodiscard]] const LargeFederation& large() const { return large_; }

 private:
  // What is called again and again.
  [[nodiscard]] virtual std::vector<ReadyCall> CallsOn(const faults::Caller& door) = 0;

  Stage& stage_;
  const LargeFederation& large_;
  const std::string what_;
  std::vector<ReadyCall> calls_;
};

class Gets final : public Reads {
 public:
  explicit Gets(Stage& stage) : Reads(stage, "GetTask") {}

 private:
  std::vector<ReadyCall> CallsOn(const faults::Caller&) override {
    std::vector<ReadyCall> calls;
    for (const Submission& submission : large().submissions) {
      v1::GetTaskRequest request;
      request.set_name(submission.request.name());
      calls.push_back(Ready("/phancong.v1.TaskService/GetTask", request, large().chair_token));
    }
    return calls;
  }
};

// Each page of the round, by the token that the page before gave.
class Lists final : public Reads {
 public:
  explicit Lists(Stage& stage) : Reads(stage, "ListTasks of 50") {}

 private:
  std::vector<ReadyCall> CallsOn(const faults::Caller& door) override {
    constexpr char kMethod[] = "/phancong.v1.TaskService/ListTasks";
    const auto channel = faults::Connect(door);
    std::vector<ReadyCall> calls;
    v1::ListTasksRequest request;
    request.set_parent(large().name + "/rounds/" + kLargeRound);
    request.set_page_size(50);
    do {
      calls.push_back(Ready(kMethod, request, large().chair_token));
      v1::ListTasksResponse page;
      Call(channel, kMethod, request, large().chair_token, &page);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return calls;
  }
};

class Progresses final : public Reads {
 public:
  explicit Progresses(Stage& stage) : Reads(stage, "ListIndicatorProgress") {}

 private:
  std::vector<ReadyCall> CallsOn(const faults::Caller&) override {
    v1::ListIndicatorProgressRequest request;
    request.set_parent(large().name + "/rounds/" + kLargeRound);
    return {Ready("/phancong.v1.ProgressService/ListIndicatorProgress", request, large().chair_token)};
  }
};

}  // namespace

std::unique_ptr<RowGroup> GetRows(Stage& stage) { return std::make_unique<Gets>(stage); }
std::unique_ptr<RowGroup> ListRows(Stage& stage) { return std::make_unique<Lists>(stage); }
std::unique_ptr<RowGroup> ProgressRows(Stage& stage) { return std::make_unique<Progresses>(stage); }

}  // namespace phancong::bench
