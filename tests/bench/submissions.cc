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
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

constexpr char kRound[] = "2025";

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;
using std::chrono::steady_clock;

// A task that is to be submitted, and by whom.
struct Submission {
  std::string token;
  v1::SubmitTaskRequest request;
};

struct Stage {
  faults::Caller caller;
  std::vector<Submission> submissions;
};

// Takes from every union in turn, so that callers who follow each other are of different unions.
std::vector<Submission> Interleaved(std::vector<std::vector<Submission>> by_unit) {
  std::vector<Submission> all;
  for (size_t place = 0;; ++place) {
    const size_t before = all.size();
    for (std::vector<Submission>& of_unit : by_unit) {
      if (place < of_unit.size()) all.push_back(std::move(of_unit[place]));
    }
    if (all.size() == before) return all;
  }
}

std::vector<Submission> OfUnit(support::World& world, const std::string& unit,
                               std::map<std::string, v1::Report>& reports) {
  support::Person& chair = world.UnionChair(unit);
  const auto tasks = chair.Lists(kRound);
  if (!tasks.ok()) faults::Fail("a union's tasks could not be listed");
  std::vector<Submission> submissions;
  for (const v1::Task& task : tasks->tasks()) {
    auto report = reports.find(task.item());
    if (report == reports.end()) {
      report = reports.emplace(task.item(), world.CompleteReport(task.name())).first;
    }
    Submission submission{.token = chair.token(), .request = {}};
    submission.request.set_name(task.name());
    submission.request.set_request_id("bench-" + task.name().substr(task.name().rfind('/') + 1).substr(0, 50));
    *submission.request.mutable_report() = report->second;
    submissions.push_back(std::move(submission));
  }
  return submissions;
}

Stage PrepareStage(const fs::path& folder) {
  Stage stage;
  // Issued in the year that it is of; today all of it is late, and may still be submitted.
  const auto plays = [&stage](support::World& world) {
    world.IssuesTheYear();
    world.GoTo(faults::Today());
    std::map<std::string, v1::Report> reports;
    std::vector<std::vector<Submission>> by_unit;
    v1::ListUnionsRequest request;
    request.set_parent(world.FederationName());
    request.set_page_size(1000);
    const auto unions = world.Chair().Call<v1::ListUnionsResponse>(request);
    for (const v1::GrassrootsUnion& unit : unions->unions()) {
      by_unit.push_back(OfUnit(world, unit.name().substr(unit.name().rfind('/') + 1), reports));
    }
    stage.submissions = Interleaved(std::move(by_unit));
  };
  stage.caller = faults::Prepare(folder, "thpt-viet-vinh", plays, "2025-01-06");
  return stage;
}

// Seconds that each took, sorted.
std::vector<double> Submit(const Stage& stage, size_t callers, size_t count) {
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
int64_t AskForCheckpoints(const Stage& stage, const std::atomic<bool>& stop) {
  const auto stub = v1::JournalService::NewStub(faults::Connect(stage.caller));
  v1::GetCheckpointRequest request;
  request.set_parent(stage.caller.parent.substr(0, stage.caller.parent.find("/unions/")));
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
  Stage stage = PrepareStage(folder);
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
