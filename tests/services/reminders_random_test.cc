// Each rung of a task and cycle is rung exactly once, and each mail is delivered, whatever restarts, clock jumps and
// dead mail servers come between: 1,000 random sequences on real databases against a few lines that say what should be.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "services/reminders/mail.h"
#include "services/reminders/ringing.h"
#include "services/rules/dates.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/commands.h"
#include "services/serving/entropy.h"
#include "services/serving/writer.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/services/reminded_federation.h"
#include "tests/support/from_environment.h"
#include "tests/support/invariants.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::World;

constexpr uint64_t kSeed = 20250331;
constexpr int64_t kSequences = 1000;
constexpr int kSteps = 14;
constexpr int64_t kMinute = int64_t{60} * 1'000'000;
constexpr int64_t kDay = 24 * 60 * kMinute;
constexpr int64_t kOffsets[] = {-14, -3, 1, 7, 30};

// A mail server that is there, is not, refuses, or takes a mail and is not heard any more.
class Postman final : public reminders::MailTransport {
 public:
  enum Mood { kThere, kDead, kRefuses, kServerDiesAfterTaking };

  absl::Status Send(const reminders::Mail& mail) override {
    if (mood == kDead) return absl::UnavailableError("nobody there");
    if (mood == kRefuses) return absl::UnknownError("refused");
    ++delivered[mail.id];
    if (mood == kServerDiesAfterTaking) {
      ++deaths;
      die();
    }
    return absl::OkStatus();
  }

  Mood mood = kThere;
  std::map<std::string, int> delivered;
  int64_t deaths = 0;
  std::function<void()> die;
};

// The server without its port.
struct Site {
  Site(const std::string& path, const serving::Clock& clock, Postman& postman)
      : store(storage::SqliteStore::Open(path).value()),
        writer(*store),
        commands(writer, clock, entropy, announcements),
        ringing(*store, commands, clock, /*by_mail=*/true),
        mail(*store, writer, postman) {
    postman.die = [this] { writer.Stop(); };
  }

  std::unique_ptr<storage::SqliteStore> store;
  serving::SystemEntropy entropy;
  serving::Announcements announcements;
  serving::Writer writer;
  serving::Commands commands;
  reminders::Ringing ringing;
  reminders::MailQueue mail;
};

// What is known of a task without asking the server.
struct Expected {
  int64_t cycle = 1;
  rules::Day due_day = 0;
  rules::Day in_force_from = 0;
  enum { kWithUnion, kSubmitted, kAccepted, kGone } at = kWithUnion;
  std::set<int64_t> rung;
};

using Recorded = std::tuple<int64_t, int64_t, int64_t, bool>;  // task, cycle, offset, overtaken

class Sequence {
 public:
  Sequence(const std::string& path, uint64_t seed, int64_t now, std::map<int64_t, Expected> tasks)
      : path_(path), random_(seed), clock_(now), latest_(now), tasks_(std::move(tasks)) {
    Reopen();
  }

  void Play() {
    for (int step = 0; step < kSteps && !testing::Test::HasFailure(); ++step) {
      switch (Below(10)) {
        case 0:
          Reopen();
          break;
        case 1:
        case 2:
        case 3:
          // Days, or hours, and sometimes back.
          clock_.Set(clock_.NowMicros() + (Below(3) == 0 ? Below(40) * kDay : Below(30) * kDay / 24) -
                     (Below(4) == 0 ? Below(20) * kDay : 0));
          break;
        case 4:
          postman_.mood = static_cast<Postman::Mood>(Below(4));
          break;
        case 5:
          Send();
          break;
        case 6:
          Change();
          break;
        default:
          Ring();
      }
    }
    // The server is there again, and everything comes to rest.
    Reopen();
    postman_.mood = Postman::kThere;
    Ring();
    clock_.Set(std::max(latest_, clock_.NowMicros()));
    // Nothing waits longer than six hours, whatever clock it was queued or put off by.
    for (int i = 0; i < 2; ++i) {
      clock_.Set(clock_.NowMicros() + 7 * 60 * kMinute);
      Send();
    }
    Check();
  }

  [[nodiscard]] storage::Store& store() { return *site_->store; }
  int64_t rung_entries = 0;

 private:
  int64_t Below(int64_t end) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(end)); }

  void Reopen() {
    site_.reset();
    site_ = std::make_unique<Site>(path_, clock_, postman_);
  }

  rules::Day Today() {
    latest_ = std::max(latest_, clock_.NowMicros());
    return (latest_ + 7 * 60 * kMinute) / kDay;  // Vietnam is seven hours ahead
  }

  void Ring() {
    // A look alone moves no time; an entry does.
    const rules::Day today = (std::max(latest_, clock_.NowMicros()) + 7 * 60 * kMinute) / kDay;
    bool anything = false;
    for (auto& [task, expected] : tasks_) {
      if (expected.at != Expected::kWithUnion) continue;
      std::vector<int64_t> due;
      for (const int64_t offset : kOffsets) {
        const rules::Day day = expected.due_day + offset;
        if (day >= expected.in_force_from && day <= today && expected.rung.insert(offset).second) due.push_back(offset);
      }
      for (const int64_t offset : due) records_.insert({task, expected.cycle, offset, offset != due.back()});
      anything = anything || !due.empty();
    }
    const absl::StatusOr<int64_t> rung = site_->ringing.RingDue();
    ASSERT_TRUE(rung.ok()) << rung.status();
    EXPECT_EQ(*rung > 0, anything);
    rung_entries += *rung;
    if (anything) Today();
  }

  void Send() {
    const absl::StatusOr<int64_t> sent = site_->mail.SendDue(clock_.NowMicros());
    // Only a server that died in between may fail to say so.
    if (!sent.ok()) {
      EXPECT_EQ(postman_.mood, Postman::kServerDiesAfterTaking) << sent.status();
    }
    if (postman_.mood == Postman::kServerDiesAfterTaking) Reopen();
  }

  void Emit(const v1::Event& event) {
    std::promise<absl::Status> done;
    ASSERT_TRUE(site_->commands
                    .RunOwn({.federation = 1,
                             .name = "Test",
                             .body = [&](serving::CommandContext& command) { return command.Emit(event); },
                             .done = [&](const absl::Status& status) { done.set_value(status); }})
                    .ok());
    const absl::Status committed = done.get_future().get();
    ASSERT_TRUE(committed.ok()) << committed;
  }

  // Something happens to a task: its date moves, it is submitted, returned, accepted, reopened, or withdrawn.
  void Change() {
    // The duties, which have no figures.
    const auto chosen = std::prev(tasks_.end(), 1 + Below(9));
    Expected& expected = chosen->second;
    if (expected.at == Expected::kGone) return;
    const rules::Day today = Today();
    v1::Event event;
    switch (expected.at) {
      case Expected::kWithUnion:
        if (Below(3) == 0) {
          expected.due_day += 1 + Below(30);
          expected.in_force_from = today;
          event.mutable_tasks_extended()->add_tasks(chosen->first);
          event.mutable_tasks_extended()->add_due_days(expected.due_day);
        } else if (Below(8) == 0) {
          expected.at = Expected::kGone;
          event.mutable_task_withdrawn()->set_task(chosen->first);
        } else {
          expected.at = Expected::kSubmitted;
          event.mutable_task_submitted()->set_task(chosen->first);
        }
        break;
      case Expected::kSubmitted:
        if (Below(2) == 0) {
          expected.at = Expected::kWithUnion;
          expected.due_day = today + Below(20);
          expected.in_force_from = today;
          event.mutable_task_returned()->set_task(chosen->first);
          event.mutable_task_returned()->set_rework_due_day(expected.due_day);
        } else {
          expected.at = Expected::kAccepted;
          event.mutable_task_accepted()->set_task(chosen->first);
          event.mutable_task_accepted()->set_met(true);
        }
        break;
      case Expected::kAccepted:
        expected = {.cycle = expected.cycle + 1,
                    .due_day = today + 1 + Below(30),
                    .in_force_from = today,
                    .at = Expected::kWithUnion,
                    .rung = {}};
        event.mutable_task_reopened()->set_task(chosen->first);
        event.mutable_task_reopened()->set_due_day(expected.due_day);
        break;
      case Expected::kGone:
        return;
    }
    Emit(event);
  }

  void Check() {
    // The journal says each rung once, and nothing but what should have rung.
    std::multiset<Recorded> in_journal;
    std::map<int64_t, int64_t> told;
    storage::Rows mail;
    storage::Rows messages;
    storage::Rows addressed;
    ASSERT_TRUE(site_->store
                    ->Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      auto entries = storage::ReadEntries(tx, 1, 1, 100'000);
                      if (!entries.ok()) return entries.status();
                      for (const storage::StoredEntry& entry : *entries) {
                        for (const auto& stored : entry.events) {
                          for (const auto& rung : stored.event.reminders_rung().rungs()) {
                            EXPECT_EQ(entry.header.account(), 0);
                            EXPECT_EQ(entry.header.command(), "RingReminders");
                            in_journal.insert({rung.task(), rung.cycle(), rung.offset_days(), rung.overtaken()});
                            for (const int64_t account : rung.accounts()) ++told[account];
                          }
                        }
                      }
                      auto waiting = tx.Query("SELECT queued_at, given_up_at FROM mail", {});
                      if (!waiting.ok()) return waiting.status();
                      mail = *std::move(waiting);
                      auto all =
                          tx.Query("SELECT account, COUNT(*), MAX(message) FROM inbox_message GROUP BY account", {});
                      if (!all.ok()) return all.status();
                      messages = *std::move(all);
                      auto with_address = tx.Query("SELECT account FROM mail_address", {});
                      if (!with_address.ok()) return with_address.status();
                      addressed = *std::move(with_address);
                      return absl::OkStatus();
                    })
                    .ok());
    EXPECT_EQ(in_journal, std::multiset<Recorded>(records_.begin(), records_.end()));
    std::map<int64_t, int64_t> in_inboxes;
    for (const storage::Row& row : messages) {
      in_inboxes[row.Int(0)] = row.Int(1);
      EXPECT_EQ(row.Int(1), row.Int(2)) << "messages of account " << row.Int(0) << " are numbered with holes";
    }
    EXPECT_EQ(in_inboxes, told);

    int64_t wanted = 0;
    for (const storage::Row& row : addressed) wanted += told.contains(row.Int(0)) ? told.at(row.Int(0)) : 0;
    int64_t given_up = 0;
    for (const storage::Row& row : mail) {
      EXPECT_GT(row.Int(1), 0) << "a mail still waits";
      EXPECT_GE(row.Int(1) - row.Int(0), 3 * kDay);
      ++given_up;
    }
    int64_t twice = 0;
    for (const auto& [id, times] : postman_.delivered) twice += times - 1;
    EXPECT_LE(twice, postman_.deaths);
    // One that the server died over may be given up later, too.
    EXPECT_LE(static_cast<int64_t>(postman_.delivered.size()), wanted);
    EXPECT_GE(static_cast<int64_t>(postman_.delivered.size()) + given_up, wanted);
  }

  const std::string path_;
  std::mt19937_64 random_;
  serving::VirtualClock clock_;
  int64_t latest_;
  std::map<int64_t, Expected> tasks_;
  Postman postman_;
  std::set<Recorded> records_;
  std::unique_ptr<Site> site_;
};

void Copy(const std::string& from, const std::string& to) {
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::remove(to + suffix);
    if (std::filesystem::exists(from + suffix)) std::filesystem::copy_file(from + suffix, to + suffix);
  }
  std::filesystem::remove(to + "-shm");
}

// The truths about the journal alone: what happens to tasks here is nobody's act.
void CheckJournal(storage::Store& store) {
  const std::set<std::string> names = {"RevisionsHaveNoHoles", "TimeNeverGoesBack", "ReplayGivesTheSameTables",
                                       "EveryTaskChangeIsInTheJournal", "EveryReopeningBeginsACycle"};
  size_t checked = 0;
  for (const support::Invariant& invariant : support::Invariants()) {
    if (!names.contains(invariant.name)) continue;
    EXPECT_EQ(invariant.broken(store), "") << invariant.name;
    ++checked;
  }
  EXPECT_EQ(checked, names.size());
}

TEST(EveryRung, IsRungOnceInAThousandRandomSequences) {
  const int64_t sequences = FromEnvironment("PHANCONG_SEQUENCES", kSequences);
  std::cout << "seed " << kSeed << ", PHANCONG_SEQUENCES=" << sequences << "\n";
  World world;
  MakeRemindedFederation(world);
  for (const char* unit : {"xa", "truong", "nha-may"}) {
    ASSERT_DONE(world.UnionChair(unit).SetsMailAddress(std::string(unit) + "@congdoan.vn"));
  }
  world.UnionOfficer("xa");
  ASSERT_DONE(world.Chair().PutsInChargeOfUnion(world.Member(1).account(), "xa"));
  ASSERT_DONE(world.Member(1).SetsMailAddress("uv1@congdoan.vn"));
  std::map<int64_t, Expected> tasks;
  const rules::Day today = support::MomentOf("2025-01-06") / kDay;
  for (const char* due : {"2025-01-20", "2025-02-10", "2025-03-31"}) {
    GivesDuty(world, {"xa", "truong", "nha-may"}, due);
  }
  // Every task of the round, whatever it is about.
  ASSERT_TRUE(world.store()
                  .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                    auto rows = tx.Query("SELECT task, due_day FROM task WHERE federation = 1", {});
                    if (!rows.ok()) return rows.status();
                    for (const storage::Row& row : *rows) {
                      tasks[row.Int(0)] = {.cycle = 1, .due_day = row.Int(1), .in_force_from = today, .rung = {}};
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  const std::string before = world.path();
  // On a file system in memory, where there is one: this is about what is written, not about how long a disk takes.
  const std::string memory = "/dev/shm/phancong-reminders-" + std::to_string(getpid()) + ".db";
  const std::string path = std::filesystem::exists("/dev/shm") ? memory : before + ".played";
  world.Stop();
  int64_t entries = 0;
  for (int64_t number = 0; number < sequences && !testing::Test::HasFailure(); ++number) {
    SCOPED_TRACE("sequence " + std::to_string(number) + " of seed " + std::to_string(kSeed));
    Copy(before, path);
    Sequence sequence(path, kSeed + static_cast<uint64_t>(number), world.now_micros(), tasks);
    sequence.Play();
    entries += sequence.rung_entries;
    if (number % 100 == 0) CheckJournal(sequence.store());
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  EXPECT_GT(entries, sequences);
  std::cout << entries << " entries of reminders\n";
}

}  // namespace
}  // namespace phancong::services_test
