// Everything that people do, for long, over TLS: commands, reads, lists, watches, uploads, sign-ins, reviews. Each
// minute it prints how much was done and how fast, and what the server holds of memory and of the disk; at the end
// whether that is flat, or grows with the entries, and whether a call gets slower and slower.
//
//   soak_test PHANCONGD MINUTES [SEED]
//
// Prints the seed; exits with 1 where something failed, or where memory, a file or the time of a call grows that should
// not.

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/journal_service.grpc.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/merkle.h"
#include "storage/evidence_content.h"
#include "tests/faults/median.h"
#include "tests/faults/people_at_work.h"
#include "tests/faults/people_beside.h"
#include "tests/faults/real_server.h"
#include "tests/faults/trial.h"
#include "tests/support/contract.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr size_t kPeople = 8;
constexpr int kReaders = 3;
constexpr int kWatchers = 5;
// What memory may vary by, and the log may hold.
constexpr double kMostGrowth = 1.05;
constexpr int64_t kMostGrowthKib = 8 * 1024;
constexpr int64_t kMostLogBytes = int64_t{64} << 20;
// What a call may take longer at the end than at the beginning, beside all others, which the machine slows as well;
// less than so much more is noise.
constexpr double kMostSlower = 2;
constexpr int64_t kMostSlowerMicros = 3'000;

struct Sample {
  int64_t entries = 0;
  int64_t memory_kib = 0;
  int64_t database_bytes = 0;
  int64_t log_bytes = 0;
  int64_t evidence_bytes = 0;
  std::map<std::string, int64_t> micros = {};  // of each call: the median of this minute
};

// Of the minutes from `first` on and before `last` in which this was called; 0 where it was not.
int64_t MedianOfMinutes(const std::vector<Sample>& samples, size_t first, size_t last, const std::string& call) {
  std::vector<int64_t> minutes;
  for (size_t i = first; i < last; ++i) {
    if (const auto found = samples[i].micros.find(call); found != samples[i].micros.end()) {
      minutes.push_back(found->second);
    }
  }
  return minutes.empty() ? 0 : Median(minutes);
}

// A call whose cost grows with what is there ends the test: its median in the last third of the minutes beside that in
// the first, and that beside all calls' together.
void JudgeCalls(const std::vector<Sample>& samples) {
  struct Call {
    std::string what;
    int64_t before;
    int64_t after;
    [[nodiscard]] double Growth() const { return static_cast<double>(after) / static_cast<double>(before); }
  };
  const size_t third = samples.size() / 3;
  std::vector<Call> calls;
  std::vector<double> growths;
  for (const auto& [what, micros] : samples.front().micros) {
    const Call call = {.what = what,
                       .before = MedianOfMinutes(samples, 0, third, what),
                       .after = MedianOfMinutes(samples, samples.size() - third, samples.size(), what)};
    if (call.before == 0 || call.after == 0) Fail(what + " was not called in the first third, or in the last");
    growths.push_back(call.Growth());
    calls.push_back(call);
  }
  const double common = Median(growths);
  std::string slower;
  for (const Call& call : calls) {
    fmt::print("{}: {:.1f} ms in the first third, {:.1f} in the last, {:.2f} of it; all together {:.2f}\n", call.what,
               static_cast<double>(call.before) / 1000, static_cast<double>(call.after) / 1000, call.Growth(), common);
    if (call.Growth() > kMostSlower * common && call.after > call.before + kMostSlowerMicros) slower += " " + call.what;
  }
  if (!slower.empty()) Fail("gets slower and slower:" + slower);
}

int64_t SizeOf(const fs::path& path) {
  std::error_code none;
  if (!fs::is_directory(path, none)) {
    const std::uintmax_t size = fs::file_size(path, none);
    return none ? 0 : static_cast<int64_t>(size);
  }
  int64_t all = 0;
  for (const auto& entry : fs::recursive_directory_iterator(path, none)) {
    if (entry.is_regular_file(none)) all += static_cast<int64_t>(entry.file_size(none));
  }
  return all;
}

class Trial {
 public:
  Trial(std::string program, int64_t minutes, uint64_t seed)
      : program_(std::move(program)),
        minutes_(minutes),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-soak-{}", getpid())),
        db_((fs::create_directories(folder_), folder_ / "db")),
        people_(folder_, kPeople, seed, [this](support::World& world) { Plays(world); }),
        server_(program_, db_) {
    people_.CallOverTls();
    people_.TellOf([this](const std::string&, microseconds took) { Took("commands", took); });
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    address_ = server_.Start();
    support::Wire wire(people_.ConnectionTo(address_));
    const support::Reply signed_in = Ask(wire, "sign-ins", "", sign_in_);
    head_token_ = static_cast<const v1::SignInResponse&>(*signed_in.messages.at(0)).token();
    people_.Begin(address_, milliseconds(20));
    std::vector<std::thread> threads;
    for (int i = 0; i < kReaders; ++i) threads.emplace_back([this, i] { Reads(static_cast<uint64_t>(i)); });
    for (int i = 0; i < kWatchers; ++i) threads.emplace_back([this] { Watches(); });
    threads.emplace_back([this] { Uploads(); });
    threads.emplace_back([this] { SignsIn(); });
    threads.emplace_back([this] { Reviews(); });
    std::vector<Sample> samples;
    for (int64_t minute = 1; minute <= minutes_; ++minute) {
      std::this_thread::sleep_for(std::chrono::minutes(1));
      samples.push_back(Look(minute));
    }
    stopping_ = true;
    {
      const std::lock_guard lock(mutex_);
      for (grpc::ClientContext* const watch : watches_) watch->TryCancel();
    }
    for (std::thread& thread : threads) thread.join();
    people_.Rest();
    people_.Check(address_);
    server_.Stop();
    const support::Ran ran = support::Runs({program_, "verify", "--db", db_.string()});
    fmt::print("{}", ran.out);
    if (!ran.succeeded) Fail("verify finds something");
    Judge(samples);
  }

 private:
  // Somebody whose tasks wait to be reviewed, and whose password is known.
  void Plays(support::World& world) {
    support::Person& head = world.UnionChair("thpt-hung-an");
    const auto unit = world.UnitName("thpt-hung-an");
    v1::ListTasksRequest list;
    list.set_parent(world.RoundName("2025"));
    list.set_assignee(unit);
    list.set_page_size(50);
    const auto tasks = head.Call<v1::ListTasksResponse>(list);
    if (!tasks.ok()) Fail("tasks are not listed");
    for (const v1::Task& task : tasks->tasks()) {
      if (!head.Submits(task.name(), world.CompleteReport(task.name())).ok()) Fail(task.name() + " is not submitted");
      to_review_.push_back(task.name());
    }
    sign_in_.set_parent(world.FederationName());
    sign_in_.set_account_id(head.account());
    sign_in_.set_password(head.password());
    upload_parent_ = unit;
  }

  void Took(const std::string& what, microseconds time) {
    const std::lock_guard lock(mutex_);
    took_[what].push_back(time.count());
  }

  // Asks until it is over; whatever is refused but for being too much ends the test.
  support::Reply Ask(support::Wire& wire, const std::string& what, const std::string& token, const Message& request) {
    const google::protobuf::MethodDescriptor* method = nullptr;
    for (const auto* const one : support::MethodsOfTheContract()) {
      if (one->input_type() == request.GetDescriptor()) method = one;
    }
    wire.GivesUpAfter(std::chrono::seconds(30));
    const auto begun = steady_clock::now();
    support::Reply reply = wire.As(token, *method, request);
    Took(what, std::chrono::duration_cast<microseconds>(steady_clock::now() - begun));
    if (!reply.answered.ok()) {
      const std::lock_guard lock(mutex_);
      ++errors_[what + " " + reply.answered.reason];
      if (reply.answered.reason != "OVERLOADED" && !stopping_) Fail(what + ": " + reply.answered.message);
    }
    return reply;
  }

  void Reads(uint64_t seed) {
    std::mt19937_64 random(seed);
    support::Wire wire(people_.ConnectionTo(address_));
    const std::string round = people_.federation() + "/rounds/2025";
    while (!stopping_) {
      switch (random() % 4) {
        case 0: {
          v1::ListIndicatorProgressRequest request;
          request.set_parent(round);
          Ask(wire, "progress", people_.chair_token(), request);
          break;
        }
        case 1: {
          v1::ListTasksRequest request;
          request.set_parent(round);
          request.set_page_size(50);
          Ask(wire, "lists", people_.chair_token(), request);
          break;
        }
        case 2: {
          v1::ListEntriesRequest request;
          request.set_parent(people_.federation());
          request.set_from_revision(1 + static_cast<int64_t>(random() % 1000));
          request.set_page_size(50);
          Ask(wire, "journal", people_.chair_token(), request);
          break;
        }
        default: {
          v1::GetTaskRequest request;
          request.set_name(to_review_[random() % to_review_.size()]);
          Ask(wire, "tasks", people_.chair_token(), request);
        }
      }
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  // All that is written from now on; some hundreds, then anew.
  void Watches() {
    const auto stub = v1::JournalService::NewStub(people_.ConnectionTo(address_));
    while (!stopping_) {
      grpc::ClientContext context;
      context.AddMetadata("authorization", "Bearer " + people_.chair_token());
      {
        const std::lock_guard lock(mutex_);
        watches_.insert(&context);
      }
      v1::WatchEntriesRequest request;
      request.set_parent(people_.federation());
      request.set_after_revision(last_entry_);
      const auto stream = stub->WatchEntries(&context, request);
      v1::WatchEntriesResponse response;
      for (int seen = 0; seen < 500 && !stopping_ && stream->Read(&response); ++seen) {
        int64_t last = last_entry_;
        while (last < response.entry().revision() &&
               !last_entry_.compare_exchange_weak(last, response.entry().revision())) {
        }
      }
      context.TryCancel();
      static_cast<void>(stream->Finish());
      const std::lock_guard lock(mutex_);
      watches_.erase(&context);
    }
  }

  void Uploads() {
    std::mt19937_64 random(1);
    support::Wire wire(people_.ConnectionTo(address_));
    for (int64_t i = 0; !stopping_; ++i) {
      v1::UploadEvidenceRequest request;
      request.set_parent(upload_parent_);
      request.set_request_id(fmt::format("upload-{}", i));
      request.set_file_name("bien-ban.pdf");
      request.set_kind("minutes");
      std::string content = fmt::format("%PDF-1.4\n{} ", i);
      content.resize(20 + random() % 100'000, 'x');
      request.set_size(static_cast<int64_t>(content.size()));
      request.set_sha256(rules::Sha256(content));
      request.set_chunk(content);
      Ask(wire, "uploads", head_token_, request);
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  }

  // And out again.
  void SignsIn() {
    support::Wire wire(people_.ConnectionTo(address_));
    while (!stopping_) {
      const support::Reply reply = Ask(wire, "sign-ins", "", sign_in_);
      if (reply.answered.ok()) {
        v1::SignOutRequest out;
        out.set_parent(sign_in_.parent());
        Ask(wire, "sign-outs", static_cast<const v1::SignInResponse&>(*reply.messages.at(0)).token(), out);
      }
      std::this_thread::sleep_for(std::chrono::seconds(2));
    }
  }

  void Reviews() {
    support::Wire wire(people_.ConnectionTo(address_));
    for (int64_t i = 0; !stopping_; ++i) {
      const std::string& task = to_review_[static_cast<size_t>(i) % to_review_.size()];
      v1::TakeReviewRequest take;
      take.set_name(task);
      take.set_request_id(fmt::format("take-{}", i));
      Ask(wire, "reviews", people_.chair_token(), take);
      v1::ReleaseReviewRequest release;
      release.set_name(task);
      release.set_request_id(fmt::format("release-{}", i));
      Ask(wire, "reviews", people_.chair_token(), release);
      std::this_thread::sleep_for(milliseconds(200));
    }
  }

  Sample Look(int64_t minute) {
    Sample sample{.entries = last_entry_,
                  .memory_kib = MemoryKib(server_.process(), "VmRSS"),
                  .database_bytes = SizeOf(db_),
                  .log_bytes = SizeOf(db_.string() + "-wal"),
                  .evidence_bytes = SizeOf(storage::EvidenceFolderOf(db_.string()))};
    const std::lock_guard lock(mutex_);
    fmt::print(
        "minute {:>3}: {:>7} entries, {:>4} MiB memory, database {:>6.1f} MiB, log {:>5.1f} MiB, evidence {:>5.1f} "
        "MiB;",
        minute, sample.entries, sample.memory_kib / 1024, static_cast<double>(sample.database_bytes) / 1048576,
        static_cast<double>(sample.log_bytes) / 1048576, static_cast<double>(sample.evidence_bytes) / 1048576);
    for (auto& [what, times] : took_) {
      std::sort(times.begin(), times.end());
      const int64_t p99 = times.empty() ? 0 : times[times.size() * 99 / 100];
      if (!times.empty()) sample.micros[what] = times[times.size() / 2];
      fmt::print(" {} {:.1f}/s p99 {:.1f} ms,", what, static_cast<double>(times.size()) / 60,
                 static_cast<double>(p99) / 1000);
      times.clear();
    }
    for (const auto& [what, times] : errors_) fmt::print(" {}: {}", what, times);
    fmt::print("\n");
    std::fflush(stdout);
    return sample;
  }

  void Judge(const std::vector<Sample>& samples) {
    const size_t middle = samples.size() / 2;
    const Sample& half = samples[middle];
    const Sample& end = samples.back();
    int64_t most = 0;
    int64_t log = 0;
    for (size_t i = 0; i < samples.size(); ++i) {
      if (i >= middle) most = std::max(most, samples[i].memory_kib);
      log = std::max(log, samples[i].log_bytes);
    }
    fmt::print("memory: {} KiB in the middle, {} at most since\n", half.memory_kib, most);
    fmt::print("log: {} bytes at most\n", log);
    const auto each = [](const Sample& from, const Sample& to) {
      return static_cast<double>(to.database_bytes - from.database_bytes) /
             static_cast<double>(to.entries - from.entries);
    };
    fmt::print("database: {:.0f} bytes an entry in the first half, {:.0f} in the second\n", each(samples.front(), half),
               each(half, end));
    if (most > static_cast<int64_t>(static_cast<double>(half.memory_kib) * kMostGrowth) &&
        most > half.memory_kib + kMostGrowthKib) {
      Fail("memory grows");
    }
    if (log > kMostLogBytes) Fail("the log grows");
    if (each(half, end) > 1.5 * each(samples.front(), half)) Fail("the database grows faster than its entries");
    JudgeCalls(samples);
  }

  const std::string program_;
  const int64_t minutes_;
  std::mt19937_64 random_;
  const fs::path folder_;
  const fs::path db_;
  std::vector<std::string> to_review_;
  v1::SignInRequest sign_in_;
  std::string upload_parent_;
  std::string head_token_;
  PeopleAtWork people_;
  Server server_;
  std::string address_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int64_t> last_entry_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::vector<int64_t>> took_;  // in the minute under way; guarded by mutex_
  std::map<std::string, int64_t> errors_;             // guarded by mutex_
  std::set<grpc::ClientContext*> watches_;            // guarded by mutex_
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  // In less there is no half to compare with.
  const bool too_short = argc > 2 && std::stoll(argv[2]) < 3;
  return phancong::faults::RunTrial(too_short ? 2 : argc, argv, "MINUTES (3 at least)",
                                    [](const std::string& program, int64_t minutes, uint64_t seed) {
                                      phancong::faults::Trial(program, minutes, seed).Run();
                                    });
}
