// What a disk, or a hand, may do to the files of a server that was killed: the log is cut off or scrambled anywhere, a
// page of the database is scrambled. What is left is the beginning of what was answered, or the server or `verify` says
// that something is wrong: nothing else is shown as if it were right.
//
//   damage_test PHANCONGD TRIALS [SEED]
//
// Prints the seed and what happened; exits with 1 where a check fails.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "fmt/format.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/faults/people_at_work.h"
#include "tests/faults/real_server.h"
#include "tests/faults/trial.h"
#include "tests/support/contract.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;

constexpr size_t kPeople = 6;
constexpr size_t kPage = 4096;
constexpr size_t kLogHeader = 32;
constexpr size_t kFrame = 24 + kPage;

// What the server shows, page by page: the answer, or the code of what it says instead.
struct Shown {
  std::string what;
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string answer;
};

class Trial {
 public:
  Trial(std::string program, int64_t trials, uint64_t seed)
      : program_(std::move(program)),
        trials_(trials),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-damage-{}", getpid())),
        prepared_((fs::create_directories(folder_ / "prepared"), folder_ / "prepared")),
        people_(prepared_, kPeople, seed),
        server_(program_, Db(), {"--clear-text"}) {
    server_.LogTo(folder_ / "log");
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    WorkAndKill();
    for (int64_t i = 0; i < trials_; ++i) DamageTheLog();
    for (int64_t i = 0; i < trials_; ++i) DamageAPage();
    for (const auto& [what, times] : happened_) fmt::print("{:<75} {}\n", what, times);
  }

 private:
  // The folder in which each trial damages a copy.
  [[nodiscard]] fs::path Served() const { return folder_ / "served"; }
  [[nodiscard]] fs::path Db() const { return Served() / "db"; }
  [[nodiscard]] fs::path Log() const { return Served() / "db-wal"; }
  int64_t Below(int64_t end) { return std::uniform_int_distribution<int64_t>(0, end - 1)(random_); }

  void Copy(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
  }

  support::Reply Asks(const std::string& address, const Message& request) {
    support::Wire wire(address);
    return Asks(wire, request);
  }
  support::Reply Asks(support::Wire& wire, const Message& request) {
    wire.GivesUpAfter(std::chrono::seconds(30));
    for (const auto* const method : support::MethodsOfTheContract()) {
      if (method->input_type() == request.GetDescriptor()) return wire.As(people_.chair_token(), *method, request);
    }
    Fail("no method takes it");
  }

  // Two databases: one whose server was killed, with a log, which has signed a checkpoint on its way; and one that was
  // stopped.
  void WorkAndKill() {
    Copy(prepared_, Served());
    // What was prepared goes from the log into the database: else a log that is cut off takes the sign-in with it, by
    // which the test reads what is left.
    server_.Start();
    server_.Stop();
    std::string address = server_.Start();
    people_.Begin(address);
    std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
    people_.Rest();
    v1::GetCheckpointRequest checkpoint;
    checkpoint.set_parent(people_.federation());
    const support::Reply signed_one = Asks(address, checkpoint);
    if (!signed_one.answered.ok()) Fail("no checkpoint: " + signed_one.answered.message);
    signed_ = static_cast<const v1::GetCheckpointResponse&>(*signed_one.messages.at(0)).revision();
    people_.Begin(address);
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    people_.Rest();
    server_.Kill();
    Copy(Served(), folder_ / "killed");
    const auto frames = (fs::file_size(Log()) - kLogHeader) / kFrame;
    address = server_.Start();
    // All that the kill has left: the last command may have been kept after its caller had given up.
    entries_ = Entries(address);
    if (entries_.empty()) Fail("entries are not shown");
    fmt::print("{} entries, {} of them under a signed checkpoint; the log has {} frames\n", entries_.size(), signed_,
               frames);
    shown_ = Show(address);
    for (const Shown& page : shown_) {
      if (page.code != grpc::StatusCode::OK) Fail(page.what + " is not shown");
    }
    server_.Stop();
    Copy(Served(), folder_ / "stopped");
  }

  std::vector<std::string> Entries(const std::string& address) {
    std::vector<std::string> entries;
    v1::ListEntriesRequest request;
    request.set_parent(people_.federation());
    request.set_page_size(1000);
    do {
      const support::Reply reply = Asks(address, request);
      if (!reply.answered.ok()) {
        fmt::print(stderr, "entries after {} are not shown: code {}, {}\n", entries.size(),
                   static_cast<int>(reply.answered.code), reply.answered.message);
        return entries;
      }
      const auto& page = static_cast<const v1::ListEntriesResponse&>(*reply.messages.at(0));
      for (const v1::Entry& entry : page.entries()) entries.push_back(entry.SerializeAsString());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }

  // What people look at.
  std::vector<Shown> Show(const std::string& address) {
    std::vector<Shown> shown;
    support::Wire wire(address);
    const auto asks = [&](const std::string& what, const Message& request) {
      const support::Reply reply = Asks(wire, request);
      shown.push_back({.what = what, .code = reply.answered.code, .answer = {}});
      if (reply.answered.ok()) shown.back().answer = reply.messages.at(0)->SerializeAsString();
    };
    const std::string round = people_.federation() + "/rounds/2025";
    v1::ListIndicatorProgressRequest progress;
    progress.set_parent(round);
    asks("the progress", progress);
    for (size_t from = 1; from <= entries_.size(); from += 200) {
      v1::ListEntriesRequest entries;
      entries.set_parent(people_.federation());
      entries.set_from_revision(static_cast<int64_t>(from));
      entries.set_page_size(200);
      asks(fmt::format("entries from {}", from), entries);
    }
    if (tasks_.empty()) ListTasks(address, round);
    for (const std::string& name : tasks_) {
      v1::GetTaskRequest task;
      task.set_name(name);
      asks(name, task);
    }
    return shown;
  }

  void ListTasks(const std::string& address, const std::string& round) {
    v1::ListTasksRequest request;
    request.set_parent(round);
    request.set_page_size(50);
    const support::Reply reply = Asks(address, request);
    if (!reply.answered.ok()) Fail("tasks are not listed");
    for (const v1::Task& task : static_cast<const v1::ListTasksResponse&>(*reply.messages.at(0)).tasks()) {
      tasks_.push_back(task.name());
    }
  }

  // Nothing: it finds nothing. Else what it says.
  std::optional<std::string> WhatVerifyFinds() {
    const support::Ran ran = support::Runs({program_, "verify", "--db", Db().string()});
    if (ran.succeeded) return std::nullopt;
    if (ran.out.empty()) Fail("verify finds something, and does not say what");
    return ran.out;
  }

  // Starts on what was damaged. Nothing where it says that it cannot.
  std::optional<std::string> Starts() {
    server_.Begin();
    std::optional<std::string> address = server_.Await();
    if (!address && server_.WaitForEnd(std::chrono::seconds(10)) != 1) Fail("a server did not end by itself");
    return address;
  }

  void Overwrite(const fs::path& path, size_t at, size_t count) {
    std::string noise;
    while (noise.size() < count) noise += static_cast<char>(random_() & 0xff);
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at));
    file << noise;
  }

  void DamageTheLog() {
    Copy(folder_ / "killed", Served());
    const auto size = static_cast<int64_t>(fs::file_size(Log()));
    const bool cut = Below(2) == 0;
    const int64_t at = Below(size);
    if (cut) {
      fs::resize_file(Log(), static_cast<uintmax_t>(at));
    } else {
      Overwrite(Log(), static_cast<size_t>(at), std::min<size_t>(static_cast<size_t>(size - at), 1 + Below(5'000)));
    }
    // The server's own index of the log is made anew when it starts.
    fs::remove(Db().string() + "-shm");
    const std::string damage = cut ? "log cut off" : "log scrambled";
    const std::optional<std::string> address = Starts();
    if (!address) return Count(damage + ": not served, and it says why");
    std::vector<std::string> left = Entries(*address);
    const std::optional<std::string> found = WhatVerifyFinds();
    server_.Kill();
    if (found) return Count(damage + ": verify says what is wrong");
    const size_t kept =
        std::mismatch(entries_.begin(), entries_.end(), left.begin(), left.end()).first - entries_.begin();
    // Not less than was signed, or the journal itself says so.
    if (kept < static_cast<size_t>(signed_)) {
      v1::Entry declared;
      if (left.size() != kept + 1 || !declared.ParseFromString(left.back()) || declared.command() != "restore") {
        Fail(fmt::format("{} of {} entries are left, {} were signed, and nothing says so", kept, entries_.size(),
                         signed_));
      }
      return Count(damage + ": less is left than was signed, and the journal says so");
    }
    if (left.size() != kept) {
      v1::Entry other;
      other.ParseFromString(left[kept]);
      Fail(fmt::format("{}: {} of {} entries are left, {} were signed, and {} others follow: first {}", damage, kept,
                       entries_.size(), signed_, left.size() - kept, other.ShortDebugString()));
    }
    Count(damage + (kept == entries_.size() ? ": all is left" : ": the beginning is left, and it holds"));
  }

  void DamageAPage() {
    Copy(folder_ / "stopped", Served());
    const int64_t page = Below(static_cast<int64_t>(fs::file_size(Db()) / kPage));
    Overwrite(Db(), static_cast<size_t>(page) * kPage, kPage);
    const std::optional<std::string> found = WhatVerifyFinds();
    const std::optional<std::string> address = Starts();
    int64_t withheld = 0;
    if (address) {
      const std::vector<Shown> shown = Show(*address);
      for (size_t i = 0; i < shown.size(); ++i) {
        if (shown[i].code == grpc::StatusCode::OK) {
          if (shown[i].answer != shown_[i].answer)
            Fail(fmt::format("page {}: {} is shown otherwise", page, shown[i].what));
        } else if (shown[i].code == grpc::StatusCode::DATA_LOSS || shown[i].code == grpc::StatusCode::UNAUTHENTICATED) {
          ++withheld;
        } else {
          Fail(fmt::format("page {}: {} is answered with code {}", page, shown[i].what,
                           static_cast<int>(shown[i].code)));
        }
      }
      if (!server_.IsRunning()) Fail(fmt::format("page {}: the server ended", page));
      server_.Kill();
    }
    if (withheld > 0 && !found) Fail(fmt::format("page {}: {} reads fail, and verify finds nothing", page, withheld));
    if (!address) return Count("page scrambled: not served, and it says why");
    if (!found) return Count("page scrambled: of no table");
    Count(withheld > 0 ? "page scrambled: verify says so, and reads of it do"
                       : "page scrambled: verify says so, and what people look at is right");
  }

  void Count(const std::string& what) { ++happened_[what]; }

  const std::string program_;
  const int64_t trials_;
  std::mt19937_64 random_;
  const fs::path folder_;
  const fs::path prepared_;
  PeopleAtWork people_;
  Server server_;
  int64_t signed_ = 0;
  std::vector<std::string> entries_;
  std::vector<std::string> tasks_;
  std::vector<Shown> shown_;
  std::map<std::string, int64_t> happened_;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  return phancong::faults::RunTrial(argc, argv, "TRIALS", [](const std::string& program, int64_t count, uint64_t seed) {
    phancong::faults::Trial(program, count, seed).Run();
  });
}
