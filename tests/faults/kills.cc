// The server is killed (SIGKILL) again and again while people work: at random moments, while it starts, while a backup
// is made, in the middle of a write to its log or its database, and before a sync; while a round is issued, and while
// an older database is migrated. After each it is started anew: what was answered is there once, with its revision,
// what was not is there whole or not at all, whoever asks again hears the same, and `verify`, after every fifth, finds
// nothing.
//
//   kills_test PHANCONGD KILLS [SEED]
//
// At the end a second server is started on the same database, and refuses. Prints the seed and what happened; exits
// with 1 where a check fails. A tenth of the kills more are of each round and migration.

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "fmt/format.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/faults/disk.h"
#include "tests/faults/people_at_work.h"
#include "tests/faults/real_server.h"
#include "tests/faults/trial.h"
#include "tests/support/contract.h"
#include "tests/support/nodes_table.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr size_t kPeople = 6;
constexpr char kNextRound[] = "2027";

microseconds Since(steady_clock::time_point begun) {
  return std::chrono::duration_cast<microseconds>(steady_clock::now() - begun);
}

class Trial {
 public:
  Trial(std::string program, int64_t kills, uint64_t seed)
      : program_(std::move(program)),
        kills_(kills),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-kills-{}", getpid())),
        drafted_(folder_ / "drafted"),
        disk_((fs::create_directories(folder_ / "served"), folder_ / "served")),
        db_(folder_ / "served" / "db"),
        people_(folder_ / "served", kPeople, seed, [this](support::World& world) { Drafts(world); }),
        server_(program_, db_, {"--clear-text"}) {
    // What rounds and migrations begin with.
    fs::copy(folder_ / "served", drafted_, fs::copy_options::recursive);
    server_.SetEnvironment(disk_.Environment());
    server_.LogTo(folder_ / "log");
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    const auto begun = steady_clock::now();
    std::string address = server_.Start();
    usual_start_ = Since(begun);
    for (int64_t kill = 0; kill < kills_; ++kill) {
      people_.Begin(address);
      KillSomehow();
      people_.Rest();
      disk_.Heal();
      address = server_.Start();
      people_.Check(address);
      if (kill % 5 == 0) Verify(db_);
      if (kill % 50 == 49) Tell(kill + 1);
    }
    people_.CheckAll(address);
    Tell(kills_);
    StartASecond();
    people_.Begin(address);
    Sleep(std::chrono::milliseconds(100));
    people_.Rest();
    people_.Check(address);
    server_.Stop();
    for (int64_t i = 0; i < (kills_ + 9) / 10; ++i) KillWhileARoundIsIssued(i);
    for (int64_t i = 0; i < (kills_ + 9) / 10; ++i) KillWhileItIsMigrated(i);
    for (const auto& [how, times] : how_often_) fmt::print("killed {:<40} {}\n", how, times);
  }

 private:
  int64_t Below(int64_t end) { return std::uniform_int_distribution<int64_t>(0, end - 1)(random_); }
  void Sleep(microseconds most) { std::this_thread::sleep_for(microseconds(Below(most.count() + 1))); }

  void Tell(int64_t kills) {
    const PeopleAtWork::Figures& figures = people_.figures();
    fmt::print("{} kills: {} commands answered before, {} done without an answer, {} not done; longest wait {} ms\n",
               kills, figures.answered, figures.done_unanswered, figures.not_done, figures.longest.count() / 1000);
    std::fflush(stdout);
  }

  void KillSomehow() {
    const int64_t chance = Below(100);
    if (chance < 10) {
      // And once more, or twice, while it starts.
      server_.Kill();
      for (int64_t again = 1 + Below(2); again > 0; --again) {
        server_.Begin();
        Sleep(usual_start_);
        server_.Kill();
      }
      ++how_often_["while it started"];
    } else if (chance < 18) {
      KillWithABackup();
    } else if (chance < 60 && Disk::CanFail()) {
      KillAtTheDisk();
    } else {
      Sleep(std::chrono::milliseconds(300));
      server_.Kill();
      ++how_often_["at a moment"];
    }
  }

  void KillAtTheDisk() {
    const bool in_write = Below(3) != 0;
    const bool of_database = Below(2) == 0;
    DiskFaults& faults = disk_.faults();
    // Of one transaction some tens of pages go into the log; of a checkpoint hundreds go into the database.
    faults.dies_in_writes = in_write ? 1 + Below(of_database ? 700 : 60) : 0;
    faults.dies_in_syncs = in_write ? 0 : 1 + Below(of_database ? 2 : 20);
    faults.dies = of_database ? Dies::kAtDatabase : Dies::kAtLog;
    const auto begun = steady_clock::now();
    // A checkpoint may be some time away.
    while (server_.IsRunning() && Since(begun) < std::chrono::seconds(10)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    const bool died = !server_.IsRunning();
    server_.Kill();
    ++how_often_[!died ? "at a moment"
                       : fmt::format("{} {}", in_write ? "in a write to" : "before a sync of",
                                     of_database ? "the database" : "the log")];
  }

  // On the same database: it says that there is one already, and ends.
  void StartASecond() {
    Server second(program_, db_, {"--clear-text"});
    second.LogTo(folder_ / "second");
    second.Begin();
    if (second.Await()) Fail("two servers serve one database");
    if (second.WaitForEnd(std::chrono::seconds(10)) != 1) Fail("the second server did not end by itself");
    if (!absl::StrContains(ReadWhole(folder_ / "second"), "stop it first") &&
        !absl::StrContains(ReadWhole(folder_ / "second"), "hãy dừng nó trước")) {
      Fail("the second server does not say why: " + ReadWhole(folder_ / "second"));
    }
  }

  // Of the server, of the backup, or of both.
  void KillWithABackup() {
    const fs::path backups = folder_ / "backups";
    WaitForAnotherSecond(backups);
    const pid_t backup =
        Spawn({program_, "--log", "error", "backup", "--db", db_.string(), "--to", backups.string()}, folder_ / "log");
    Sleep(std::chrono::milliseconds(150));
    if (Below(3) != 0)
      faults::Kill(backup);
    else
      WaitForEnd(backup, std::chrono::seconds(60));
    server_.Kill();
    // The next one is whole.
    const std::string address = server_.Start();
    WaitForAnotherSecond(backups);
    const support::Ran ran =
        support::Runs({program_, "backup", "--db", db_.string(), "--to", backups.string(), "--keep", "1"});
    if (!ran.succeeded) Fail("no backup after a kill: " + ran.out);
    int64_t there = 0;
    for (const auto& entry : fs::directory_iterator(backups)) {
      if (entry.path().filename() == "evidence") continue;
      ++there;
      Verify(entry.path() / "database");
    }
    if (there != 1) Fail(fmt::format("{} backups are there", there));
    server_.Kill();
    ++how_often_["with a backup"];
  }

  // A backup is called by its second.
  static void WaitForAnotherSecond(const fs::path& backups) {
    if (!fs::exists(backups)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
  }

  void Verify(const fs::path& db) {
    const support::Ran ran = support::Runs({program_, "verify", "--db", db.string()});
    if (!ran.succeeded) Fail("verify: " + ran.out);
  }

  // --- A round: all of it or nothing.

  void Drafts(support::World& world) {
    const auto draft = world.Chair().DraftsRound(kNextRound);
    if (!draft.ok()) Fail("the round could not be drafted: " + draft.message);
    issue_.set_name(world.RoundName(kNextRound));
    issue_.set_etag(draft->round().etag());
    issue_.set_request_id("issue");
    issue_.set_decision_number("03/QĐ-BTV");
  }

  fs::path Copied(const std::string& name) {
    const fs::path copy = folder_ / name;
    fs::remove_all(copy);
    fs::copy(drafted_, copy, fs::copy_options::recursive);
    return copy / "db";
  }

  support::Reply Asks(const std::string& address, const google::protobuf::Message& request) {
    support::Wire wire(address);
    wire.GivesUpAfter(std::chrono::seconds(60));
    for (const auto* const method : support::MethodsOfTheContract()) {
      if (method->input_type() == request.GetDescriptor()) return wire.As(people_.chair_token(), *method, request);
    }
    Fail("no method takes it");
  }

  int64_t TasksOfTheRound(const std::string& address) {
    v1::ListTasksRequest list;
    list.set_parent(issue_.name());
    list.set_page_size(1000);
    int64_t tasks = 0;
    do {
      const support::Reply reply = Asks(address, list);
      if (!reply.answered.ok()) Fail("tasks could not be listed: " + reply.answered.message);
      const auto& page = static_cast<const v1::ListTasksResponse&>(*reply.messages.at(0));
      tasks += page.tasks_size();
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    return tasks;
  }

  void KillWhileARoundIsIssued(int64_t which) {
    const fs::path db = Copied("round");
    Server server(program_, db, {"--clear-text"});
    server.LogTo(folder_ / "log");
    std::string address = server.Start();
    bool answered = false;
    // The first is not killed: how long it takes, and how many tasks it makes.
    if (which > 0) {
      std::thread issuing([&] { answered = Asks(address, issue_).answered.ok(); });
      Sleep(usual_issue_ + usual_issue_ / 10);
      server.Kill();
      issuing.join();
      address = server.Start();
      const int64_t there = TasksOfTheRound(address);
      if (there != 0 && there != tasks_of_round_) Fail(fmt::format("{} of {} tasks", there, tasks_of_round_));
      if (answered && there == 0) Fail("a round was issued, and is not there");
      Verify(db);
      ++how_often_[answered     ? "after a round was issued"
                   : there != 0 ? "when a round was there, unanswered"
                                : "before a round was there"];
    }
    const auto begun = steady_clock::now();
    const support::Reply reply = Asks(address, issue_);
    if (!reply.answered.ok()) Fail("the round could not be issued: " + reply.answered.message);
    if (which == 0) {
      usual_issue_ = Since(begun);
      tasks_of_round_ = TasksOfTheRound(address);
      fmt::print("a round of {} tasks takes {} ms\n", tasks_of_round_, usual_issue_.count() / 1000);
    }
    if (TasksOfTheRound(address) != tasks_of_round_) Fail("the round is issued otherwise");
    server.Stop();
    Verify(db);
  }

  // --- A migration: the database is of the old version or of the new one.

  // The journal, and what is in no journal, of a database of now, under the schema before the newest.
  void MakeOlder(const fs::path& from, const fs::path& to) {
    const auto now = storage::SqliteStore::Open(from.string());
    const auto old = storage::SqliteStore::Open(to.string(), {.create = true});
    if (!now.ok() || !old.ok()) Fail("no older database");
    const absl::Status made = (*old)->Write([&](storage::WriteTransaction& tx) {
      absl::Status done =
          tx.ExecuteScript("CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);");
      for (const storage::Migration& migration : storage::Migrations()) {
        if (migration.version == storage::NewestVersion()) break;
        done.Update(tx.ExecuteScript(migration.sql));
        done.Update(tx.Execute("INSERT INTO schema_version (version, name) VALUES ($1, $2)",
                               {migration.version, std::string(migration.name)}));
      }
      done.Update((*now)->Read([&](storage::ReadTransaction& read) { return CopyJournal(read, tx); }));
      return done;
    });
    if (!made.ok()) Fail("no older database: " + std::string(made.message()));
  }

  static absl::Status CopyJournal(storage::ReadTransaction& from, storage::WriteTransaction& to) {
    const auto tables = storage::DeclaredTables(to);
    if (!tables.ok()) return tables.status();
    for (const storage::TableDeclaration& table : *tables) {
      if (table.kind != "journal" || table.name == "journal_node") continue;
      const auto columns = to.Columns(table.name);
      if (!columns.ok()) return columns.status();
      std::string names;
      std::string places;
      for (size_t i = 0; i < columns->size(); ++i) {
        names += (i == 0 ? "" : ", ") + (*columns)[i];
        places += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
      }
      const auto rows = from.Query(fmt::format("SELECT {} FROM {}", names, table.name), {});
      if (!rows.ok()) return rows.status();
      for (const storage::Row& row : *rows) {
        const absl::Status put =
            to.Execute(fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, names, places), row.values());
        if (!put.ok()) return put;
      }
    }
    const auto entries = from.Query("SELECT federation, revision, nodes FROM journal_entry", {});
    if (!entries.ok()) return entries.status();
    for (const storage::Row& entry : *entries) {
      const absl::Status put =
          support::PutNodes(to, entry.values()[0], entry.Int(1), std::get<storage::Blob>(entry.values()[2]).bytes);
      if (!put.ok()) return put;
    }
    return absl::OkStatus();
  }

  void KillWhileItIsMigrated(int64_t which) {
    const fs::path db = Copied("older");
    for (const char* const suffix : {"", "-wal", "-shm"}) fs::remove(db.string() + suffix);
    MakeOlder(drafted_ / "db", db);
    const auto migrates = [&] { return Spawn({program_, "migrate", "--db", db.string()}, folder_ / "log"); };
    if (which > 0) {
      const pid_t process = migrates();
      Sleep(usual_migration_ + usual_migration_ / 10);
      const bool done = faults::Kill(process) == 0;
      // Not served before it is of the newest version.
      Server server(program_, db, {"--clear-text"});
      server.LogTo(folder_ / "log");
      server.Begin();
      const bool serves = server.Await().has_value();
      if (done && !serves) Fail("a database was migrated, and is not served");
      server.Kill();
      ++how_often_[serves ? "when it was migrated" : "before it was migrated"];
    }
    const auto begun = steady_clock::now();
    const std::optional<int> ended = WaitForEnd(migrates(), std::chrono::minutes(5));
    if (ended != 0) Fail("it could not be migrated");
    if (which == 0) usual_migration_ = Since(begun);
    Verify(db);
  }

  const std::string program_;
  const int64_t kills_;
  std::mt19937_64 random_;
  const fs::path folder_;
  const fs::path drafted_;
  Disk disk_;
  const fs::path db_;
  v1::IssueRoundRequest issue_;
  PeopleAtWork people_;
  Server server_;
  microseconds usual_start_{};
  microseconds usual_issue_{};
  microseconds usual_migration_{};
  int64_t tasks_of_round_ = 0;
  std::map<std::string, int64_t> how_often_;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  return phancong::faults::RunTrial(argc, argv, "KILLS", [](const std::string& program, int64_t count, uint64_t seed) {
    phancong::faults::Trial(program, count, seed).Run();
  });
}
