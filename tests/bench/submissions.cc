// Submits tasks: many callers, each waiting for one answer before sending the next, on the real server.
//
//   submissions_bench PHANCONGD [--callers 64] [--submissions 800] [--strangers 0] [--clear-text]
//
// Prepares a federation, its programme and the year's tasks, starts the server, submits so many tasks in all, and stops
// it. Meanwhile so many strangers ask for the journal's checkpoint, again as soon as they are answered. Prints
// submissions a second, and how long one took (median, 99 of 100). PHANCONGD may be a script that runs the server under
// a profiler. Exits with 1 where a submission was refused. With --submissions 0 nothing is submitted: what the server
// spends on starting and stopping.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "phancong/v1/grassroots_union_service.grpc.pb.h"
#include "phancong/v1/journal_service.grpc.pb.h"
#include "tests/bench/large_federation.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

// The sample's.
constexpr int64_t kUnions = 64;

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;
using std::chrono::steady_clock;

// Seconds that each took, sorted.
std::vector<double> Submit(const LargeFederation& stage, size_t callers, size_t count) {
  std::atomic<size_t> next = 0;
  std::vector<std::vector<double>> took(callers);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < callers; ++i) {
    threads.emplace_back([&, i] {
      const auto stub = v1::GrassrootsUnionService::NewStub(faults::Connect(stage.caller));
      for (size_t at = next++; at < count; at = next++) {
        const Submission& submission = stage.submissions[at];
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer " + submission.token);
        v1::SubmitTaskResponse response;
        const auto begun = steady_clock::now();
        const grpc::Status status = stub->SubmitTask(&context, submission.request, &response);
        took[i].push_back(Seconds(steady_clock::now() - begun).count());
        if (!status.ok()) faults::Fail(submission.request.name() + ": " + status.error_message());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<double> all;
  for (const std::vector<double>& of_caller : took) all.insert(all.end(), of_caller.begin(), of_caller.end());
  std::sort(all.begin(), all.end());
  return all;
}

// Asks until it is told to stop; how many checkpoints that made.
int64_t AskForCheckpoints(const LargeFederation& stage, const std::atomic<bool>& stop) {
  const auto stub = v1::JournalService::NewStub(faults::Connect(stage.caller));
  v1::GetCheckpointRequest request;
  request.set_parent(stage.name);
  int64_t answered = 0;
  while (!stop) {
    grpc::ClientContext context;
    v1::GetCheckpointResponse response;
    const grpc::Status status = stub->GetCheckpoint(&context, request, &response);
    if (!status.ok() || response.note().empty()) {
      faults::Fail("a stranger got no checkpoint: " + status.error_message());
    }
    ++answered;
  }
  return answered;
}

int Run(int argc, char** argv) {
  CLI::App app("Submits tasks on the real server.");
  std::string program;
  size_t callers = 64;
  size_t count = 800;
  size_t strangers = 0;
  bool clear_text = false;
  app.add_option("phancongd", program)->required();
  app.add_option("--callers", callers)->check(CLI::Range(1, 1024));
  app.add_option("--submissions", count);
  app.add_option("--strangers", strangers)->check(CLI::Range(0, 64));
  app.add_flag("--clear-text", clear_text);
  CLI11_PARSE(app, argc, argv);

  std::string name = (fs::temp_directory_path() / "phancong-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) faults::Fail("no folder");
  const fs::path folder = name;
  LargeFederation stage = MakeLargeFederation(folder, kUnions, kUnions);
  if (count > stage.submissions.size()) {
    faults::Fail(fmt::format("there are {} tasks to submit", stage.submissions.size()));
  }
  faults::Server server(program, folder / "db",
                        clear_text ? std::vector<std::string>{"--clear-text"} : std::vector<std::string>{});
  stage.caller.address = server.Start();
  if (clear_text) stage.caller.certificate.clear();
  std::atomic<bool> stop = false;
  std::atomic<int64_t> checkpoints = 0;
  std::vector<std::thread> asking;
  for (size_t i = 0; i < strangers; ++i) {
    asking.emplace_back([&] { checkpoints += AskForCheckpoints(stage, stop); });
  }
  const auto begun = steady_clock::now();
  const std::vector<double> took = Submit(stage, callers, count);
  const double seconds = Seconds(steady_clock::now() - begun).count();
  stop = true;
  for (std::thread& thread : asking) thread.join();
  server.Stop();
  fs::remove_all(folder);
  if (took.empty()) return 0;
  fmt::print("{} callers, {} submissions: {:.0f}/s, median {:.2f} ms, 99 of 100 within {:.2f} ms\n", callers,
             took.size(), static_cast<double>(took.size()) / seconds, took[took.size() / 2] * 1e3,
             took[took.size() * 99 / 100] * 1e3);
  if (strangers > 0) fmt::print("{} strangers got {} checkpoints meanwhile\n", strangers, checkpoints.load());
  return 0;
}

}  // namespace
}  // namespace phancong::bench

int main(int argc, char** argv) { return phancong::bench::Run(argc, argv); }
