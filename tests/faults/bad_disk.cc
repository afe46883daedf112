// The disk under the real server fails while people work: it is full, it cannot be written, its syncs fail, it loses
// its power. What was answered is there once, with its revision, whatever came after; what cannot be kept is refused at
// once, with the time to ask again; reads go on; and when the disk is well again, so is the server, without a restart.
//
//   bad_disk_test PHANCONGD ROUNDS [SEED]
//
// Prints the seed and what happened; exits with 1 where a check fails.

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "fmt/format.h"
#include "grpc/health/v1/health.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "tests/faults/disk.h"
#include "tests/faults/people_at_work.h"
#include "tests/faults/real_server.h"
#include "tests/faults/trial.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr size_t kPeople = 6;
// What an answer may take on a disk that fails, or does not. A busy machine is slow; who waits for a disk waits for
// ever.
constexpr milliseconds kAtOnce(5'000);
constexpr char kCommands[] = "phancong.v1.GrassrootsUnionService";

const google::protobuf::MethodDescriptor& Method(const char* name) {
  const auto* const method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) Fail(std::string("there is no ") + name);
  return *method;
}

// What the server says of one of its services, or of itself.
bool IsServing(support::Wire& wire, const std::string& service) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const auto health = wire.Call(Method("grpc.health.v1.Health.Check"), request, {});
  if (!health.answered.ok()) Fail("the server does not say how it is: " + health.answered.message);
  return static_cast<const grpc::health::v1::HealthCheckResponse&>(*health.messages.at(0)).status() ==
         grpc::health::v1::HealthCheckResponse::SERVING;
}

// Somebody who reads all the time, and looks whether the server is well.
class Reader {
 public:
  Reader(const std::string& address, const std::string& federation, const std::string& token)
      : thread_([this, address, federation, token] {
          support::Wire wire(address);
          wire.GivesUpAfter(kAtOnce);
          v1::ListIndicatorProgressRequest progress;
          progress.set_parent(federation + "/rounds/2025");
          while (!stopping_) {
            const auto read = wire.As(token, Method("phancong.v1.ProgressService.ListIndicatorProgress"), progress);
            if (!read.answered.ok()) Fail("a read failed: " + read.answered.message);
            if (!IsServing(wire, "")) Fail("the server says that it does not serve, and reads are served");
            takes_commands_ = IsServing(wire, kCommands);
            ++reads_;
          }
        }) {}
  ~Reader() {
    stopping_ = true;
    thread_.join();
  }
  [[nodiscard]] int64_t reads() const { return reads_.load(); }
  // What the server said last of the services that only take commands.
  [[nodiscard]] bool takes_commands() const { return takes_commands_.load(); }

 private:
  std::atomic<bool> stopping_ = false;
  std::atomic<int64_t> reads_ = 0;
  std::atomic<bool> takes_commands_ = true;
  std::thread thread_;
};

class Trial {
 public:
  Trial(std::string program, int64_t rounds, uint64_t seed)
      : program_(std::move(program)),
        rounds_(rounds),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-bad-disk-{}", getpid())),
        disk_((fs::create_directories(folder_ / "served"), folder_ / "served")),
        db_(folder_ / "served" / "db"),
        people_(folder_ / "served", kPeople, seed),
        server_(program_, db_, {"--clear-text"}) {
    server_.SetEnvironment(disk_.Environment());
    server_.LogTo(Log());
    disk_.KeepsDurable();
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    address_ = server_.Start();
    for (int64_t round = 0; round < rounds_; ++round) {
      IsFull();
      CannotBeWritten();
      DoesNotSync();
      LosesItsPower();
      LosesItsPowerAfterAKill();
    }
    people_.CheckAll(address_);
    server_.Stop();
    DoesNotStart();
    const PeopleAtWork::Figures& figures = people_.figures();
    fmt::print("{} commands answered, {} done without an answer, {} not done; longest wait {} ms\n", figures.answered,
               figures.done_unanswered, figures.not_done, figures.longest.count() / 1000);
    for (const auto& [what, times] : happened_) fmt::print("{:<60} {}\n", what, times);
  }

 private:
  [[nodiscard]] fs::path Log() const { return folder_ / "log"; }
  int64_t Below(int64_t end) { return std::uniform_int_distribution<int64_t>(0, end - 1)(random_); }
  void WorkFor(milliseconds time) { std::this_thread::sleep_for(time); }
  // Works on a disk that fails as `fails` says, until it has refused something, and some time more; then on one that is
  // well: people wait for no restart.
  void FailAndHeal(const std::string& what, const std::function<void(DiskFaults&)>& fails) {
    const int64_t log_before = fs::exists(Log()) ? static_cast<int64_t>(fs::file_size(Log())) : 0;
    const int64_t refused_before = people_.not_kept();
    int64_t reads = 0;
    {
      const Reader reader(address_, people_.federation(), people_.chair_token());
      people_.Begin(address_);
      WorkFor(milliseconds(50 + Below(100)));
      fails(disk_.faults());
      WaitUntil(what + ": nothing was refused", [&] { return people_.not_kept() > refused_before; });
      const int64_t reads_before = reader.reads();
      WorkFor(milliseconds(200));
      // One is under way since before.
      WaitUntil(what + ": nobody can read", [&] { return reader.reads() >= reads_before + 2; });
      reads = reader.reads() - reads_before;
      WaitUntil(what + ": the server says that it takes commands", [&] { return !reader.takes_commands(); });
      // It notices by itself, where nobody asks for anything.
      const bool nobody_works = Below(2) == 0;
      if (nobody_works) people_.Rest();
      disk_.Heal();
      WaitUntil(what + ": it is over, and the server says that it takes no commands",
                [&] { return reader.takes_commands(); });
      if (nobody_works) people_.Begin(address_);
      const int64_t answered = people_.answered();
      WaitUntil(what + ": it is over, and nothing goes on", [&] { return people_.answered() >= answered + 20; });
      people_.Rest();
    }
    if (!server_.IsRunning()) Fail(what + ": the server ended");
    if (people_.figures().longest > kAtOnce) Fail(what + ": somebody waited");
    // Why, in the log.
    if (!absl::StrContains(ReadWhole(Log()).substr(static_cast<size_t>(log_before)), "were not kept")) {
      Fail(what + ": the log does not say so");
    }
    happened_[what + ": commands refused"] += people_.not_kept() - refused_before;
    happened_[what + ": reads meanwhile"] += reads;
    people_.Check(address_);
    Verify();
  }

  void IsFull() {
    FailAndHeal("full", [this](DiskFaults& faults) {
      // In the middle of a transaction, or of a checkpoint.
      faults.bytes_left = Below(300'000);
      faults.is_full = 1;
    });
  }
  void CannotBeWritten() {
    FailAndHeal("cannot be written", [](DiskFaults& faults) { faults.is_read_only = 1; });
  }
  // And then it is not as if it had: what was not synced is not believed to be there.
  void DoesNotSync() {
    FailAndHeal("does not sync", [](DiskFaults& faults) { faults.syncs_fail = 1; });
    if (Below(2) == 0) LosePower("after a sync failed", AnyShare());
  }

  void LosesItsPower() {
    people_.Begin(address_);
    WorkFor(milliseconds(50 + Below(400)));
    LosePower("under load", AnyShare());
  }

  // What a process wrote and did not sync is in the log that the next one reads. Before anybody hears of it, it is
  // durable.
  void LosesItsPowerAfterAKill() {
    disk_.faults().dies_in_writes = 0;
    disk_.faults().dies_in_syncs = 1 + Below(10);
    disk_.faults().dies = Dies::kAtLog;
    people_.Begin(address_);
    server_.WaitForEnd(std::chrono::seconds(30));
    people_.Rest();
    disk_.Heal();
    const int64_t syncs = disk_.faults().syncs;
    address_ = server_.Start();
    if (disk_.faults().syncs == syncs) Fail("after a kill: the log is read, and not synced");
    happened_["asked again after a kill before the sync, and told"] += people_.AskForWhatIsDone(address_);
    LosePower("after a kill", 0);
  }

  int AnyShare() { return static_cast<int>(Below(3)) * 50; }

  void LosePower(const std::string& when, int keeps) {
    server_.Kill();
    people_.Rest();
    disk_.LosePower(random_, keeps);
    address_ = server_.Start();
    people_.Check(address_);
    Verify();
    ++happened_[fmt::format("lost its power {}, keeping {} % of what was not synced", when, keeps)];
  }

  // A server that cannot serve says why.
  void DoesNotStart() {
    const auto ends = [this](const std::string& what, const std::string& says) {
      server_.Begin();
      if (server_.Await()) Fail(what + ": and it serves");
      const std::optional<int> ended = server_.WaitForEnd(std::chrono::seconds(10));
      if (ended != 1) Fail(what + ": it did not end by itself");
      const std::string log = ReadWhole(Log());
      if (!absl::StrContains(log.substr(log.size() - std::min<size_t>(log.size(), 600)), says)) {
        Fail(what + ": it does not say so, but: " + log.substr(log.size() - std::min<size_t>(log.size(), 600)));
      }
      disk_.Heal();
    };
    disk_.faults().is_read_only = 1;
    ends("started where nothing can be written", "db");
  }

  void Verify() {
    const support::Ran ran = support::Runs({program_, "verify", "--db", db_.string()});
    if (!ran.succeeded) Fail("verify: " + ran.out);
  }

  const std::string program_;
  const int64_t rounds_;
  std::mt19937_64 random_;
  const fs::path folder_;
  Disk disk_;
  const fs::path db_;
  PeopleAtWork people_;
  Server server_;
  std::string address_;
  std::map<std::string, int64_t> happened_;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  return phancong::faults::RunTrial(argc, argv, "ROUNDS", [](const std::string& program, int64_t count, uint64_t seed) {
    phancong::faults::Trial(program, count, seed).Run();
  });
}
