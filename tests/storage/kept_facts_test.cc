// Facts kept in memory: found again under the revision they are of, and under no other; and each event that changes
// what they are read from says so.
#include "storage/kept_facts.h"

#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/rules/propagate.h"
#include "storage/accounts.h"
#include "storage/apply.h"
#include "storage/journal.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"
#include "tests/storage/history.h"
#include "tests/storage/inside_transaction.h"
#include "tests/storage/noted_changes.h"

namespace phancong::storage {
namespace {

KeptFacts::Key KeyOf(int64_t first) {
  return {typeid(int64_t), FactsOf::kPeople, 1, {.what = "account", .first = first, .second = 2, .text = "an"}};
}

constexpr KeptFacts::Version kVersion{.revision = 7, .own = 3};
constexpr size_t kBytes = 8;

KeptFacts::Fact FactOf(int64_t number) { return std::make_shared<const int64_t>(number); }

TEST(KeptFacts, AreFoundUnderTheSameKeyAlone) {
  KeptFacts kept;
  EXPECT_EQ(kept.Find(KeyOf(1), kVersion), nullptr);
  kept.Keep(KeyOf(1), kVersion, FactOf(42), kBytes);
  const KeptFacts::Fact found = kept.Find(KeyOf(1), kVersion);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(*std::static_pointer_cast<const int64_t>(found), 42);

  std::vector<KeptFacts::Key> others(8, KeyOf(1));
  others[0].type = typeid(std::string);
  others[1].of = FactsOf::kDefinitions;
  others[2].federation = 2;
  others[3].name.what = "accounz";  // as long
  others[4].name.first = 2;
  others[5].name.second = 1;
  others[6].name.third = 1;
  others[7].name.text = "na";
  for (size_t i = 0; i < others.size(); ++i) EXPECT_EQ(kept.Find(others[i], kVersion), nullptr) << i;
  for (const KeptFacts::Version& other : {KeptFacts::Version{6, 3}, {8, 3}, {7, 2}, {7, 4}}) {
    EXPECT_EQ(kept.Find(KeyOf(1), other), nullptr) << other.revision << " " << other.own;
  }
}

TEST(KeptFacts, OfEachTheLatestAlone) {
  KeptFacts kept;
  std::weak_ptr<const void> before;
  for (const KeptFacts::Version& version : {KeptFacts::Version{7, 3}, {7, 4}, {8, 1}}) {
    const KeptFacts::Fact fact = FactOf(version.revision);
    kept.Keep(KeyOf(1), version, fact, kBytes);
    EXPECT_EQ(kept.Find(KeyOf(1), version), fact);
    EXPECT_TRUE(before.expired()) << "what it replaces is not held";
    before = fact;
  }
  // Of a snapshot that began before.
  kept.Keep(KeyOf(1), {7, 4}, FactOf(7), kBytes);
  EXPECT_EQ(kept.Find(KeyOf(1), {7, 4}), nullptr);
  EXPECT_NE(kept.Find(KeyOf(1), {8, 1}), nullptr);
}

TEST(KeptFacts, AStaleOneIsNotHeldAmongTheOld) {
  KeptFacts kept;
  KeptFacts::Fact fact = FactOf(1);
  const std::weak_ptr<const void> stale = fact;
  kept.Keep(KeyOf(1), {7, 0}, std::move(fact), kBytes);
  // The young ones become old somewhere on the way, of which it is one then.
  for (int64_t i = 2; i < static_cast<int64_t>(KeptFacts::kGreatestCount) * 3 / 4; ++i) {
    kept.Keep(KeyOf(i), {7, 0}, FactOf(i), kBytes);
  }
  ASSERT_FALSE(stale.expired());
  kept.Keep(KeyOf(1), {8, 0}, FactOf(2), kBytes);
  EXPECT_TRUE(stale.expired());
}

TEST(KeptFacts, AreThoseOfTheirKeyWhileOthersKeepAndForget) {
  KeptFacts kept;
  constexpr int64_t kKeys = 50;
  std::atomic<int64_t> found = 0;
  std::vector<std::thread> threads;
  for (int64_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&kept, &found, thread] {
      for (int64_t i = 0; i < 20'000; ++i) {
        const int64_t number = (i * (thread + 1)) % kKeys;
        if (i % 5'000 == 4'999) kept.Forget();
        const KeptFacts::Fact fact = kept.Find(KeyOf(number), kVersion);
        if (fact == nullptr) {
          kept.Keep(KeyOf(number), kVersion, FactOf(number), kBytes);
          continue;
        }
        EXPECT_EQ(*std::static_pointer_cast<const int64_t>(fact), number);
        ++found;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(found, 4 * 10'000);
}

TEST(KeptFacts, AreOfSoManyThoseThatAreAskedFor) {
  KeptFacts kept;
  std::vector<std::weak_ptr<const void>> all;
  const KeptFacts::Key asked_for = KeyOf(-1);
  kept.Keep(asked_for, kVersion, FactOf(-1), kBytes);
  const auto count = static_cast<int64_t>(KeptFacts::kGreatestCount);
  for (int64_t i = 0; i < 3 * count; ++i) {
    KeptFacts::Fact fact = FactOf(i);
    all.emplace_back(fact);
    kept.Keep(KeyOf(i), kVersion, std::move(fact), kBytes);
    if (i % 100 == 0) {
      ASSERT_NE(kept.Find(asked_for, kVersion), nullptr) << i;
    }
  }
  int64_t there = 0;
  for (const auto& fact : all) there += fact.expired() ? 0 : 1;
  EXPECT_LE(there, count);
  EXPECT_GT(there, count / 4);
  EXPECT_EQ(kept.Find(KeyOf(0), kVersion), nullptr);
  EXPECT_NE(kept.Find(KeyOf(3 * count - 1), kVersion), nullptr);
}

TEST(KeptFacts, AreOfSoManyBytesAtMost) {
  KeptFacts kept;
  std::mt19937_64 random(20261127);  // the sizes
  std::vector<std::pair<std::weak_ptr<const void>, size_t>> all;
  const KeptFacts::Key asked_for = KeyOf(-1);
  kept.Keep(asked_for, kVersion, FactOf(-1), kBytes);
  // Some are kept anew, of another size.
  for (int64_t i = 0; i < 3000; ++i) {
    KeptFacts::Fact fact = FactOf(i);
    const size_t bytes = random() % (400 << 10);
    all.emplace_back(fact, bytes);
    kept.Keep(KeyOf(i % 2000), {.revision = 7, .own = 3 + i / 2000}, std::move(fact), bytes);
    if (i % 10 == 0) {
      ASSERT_NE(kept.Find(asked_for, kVersion), nullptr) << i;
    }
  }
  size_t held = 0;
  for (const auto& [fact, bytes] : all) held += fact.expired() ? 0 : bytes;
  EXPECT_LE(held, KeptFacts::kGreatestBytes);
  EXPECT_GT(held, KeptFacts::kGreatestBytes / 4);

  kept.Keep(KeyOf(9000), kVersion, FactOf(1), KeptFacts::kGreatestFact + 1);
  EXPECT_EQ(kept.Find(KeyOf(9000), kVersion), nullptr) << "one alone would drive out all others";
}

TEST(KeptFacts, TakeWhatTheirTextsAndListsTake) {
  const std::string text(1000, 'x');
  EXPECT_GE(BytesOf(text), 1000U);
  EXPECT_LE(BytesOf(text), 1100U);
  v1::Item item;
  item.mutable_title()->set_vi(text);
  EXPECT_GE(BytesOf(item), 1000U);
  EXPECT_GE(BytesOf(std::vector<std::string>(10, text)), 10'000U);
  const std::map<int64_t, std::vector<int64_t>> numbers{{1, std::vector<int64_t>(100)}};
  EXPECT_GE(BytesOf(numbers), 800U);
  EXPECT_EQ(BytesOf(int64_t{1}), sizeof(int64_t));
}

TEST(KeptFacts, AreForgottenTogether) {
  KeptFacts kept;
  for (int64_t i = 0; i < 1000; ++i) kept.Keep(KeyOf(i), kVersion, FactOf(i), kBytes);
  kept.Forget();
  for (int64_t i = 0; i < 1000; ++i) EXPECT_EQ(kept.Find(KeyOf(i), kVersion), nullptr) << i;
}

class FactsInViewTest : public testing::Test {
 protected:
  // How often it was read from the tables so far, this time included, if it was.
  int64_t Reads(const FactsInView& view, FactsOf of = FactsOf::kPeople, int64_t federation = 1) {
    const auto fact =
        view.Get<int64_t>(of, federation, {.what = "count"}, [this]() -> absl::StatusOr<int64_t> { return ++reads_; });
    EXPECT_TRUE(fact.ok()) << fact.status();
    return reads_;
  }

  KeptFacts kept_;
  int64_t reads_ = 0;
};

TEST_F(FactsInViewTest, NothingIsKeptBeforeTheRevisionsAreKnown) {
  const FactsInView view(&kept_);
  EXPECT_EQ(Reads(view), 1);
  EXPECT_EQ(Reads(view), 2);
  FactsInView without_memory;
  without_memory.Look(1, {.people = 7, .definitions = 7});
  EXPECT_EQ(Reads(without_memory), 3);
  EXPECT_EQ(Reads(without_memory), 4);
}

TEST_F(FactsInViewTest, AFactIsReadOnceInARevision) {
  FactsInView view(&kept_);
  view.Look(1, {.people = 7, .definitions = 3});
  EXPECT_EQ(Reads(view), 1);
  EXPECT_EQ(Reads(view), 1);
  FactsInView later(&kept_);
  later.Look(1, {.people = 7, .definitions = 4});
  EXPECT_EQ(Reads(later), 1) << "the definitions alone have changed";
  later.Look(1, {.people = 8, .definitions = 4});
  EXPECT_EQ(Reads(later), 2);
  // A snapshot that is older than what somebody else has seen reads its tables, and the later fact stays.
  EXPECT_EQ(Reads(view), 3);
  const auto at = [&](const FactsInView& of) {
    const auto fact =
        of.Get<int64_t>(FactsOf::kPeople, 1, {.what = "count"}, [] { return absl::StatusOr<int64_t>(-1); });
    return fact.ok() ? **fact : 0;
  };
  EXPECT_EQ(at(view), -1);
  EXPECT_EQ(at(later), 2);
}

TEST_F(FactsInViewTest, AnotherFederationsFactsAreReadFromTheTables) {
  FactsInView view(&kept_);
  view.Look(1, {.people = 7, .definitions = 7});
  EXPECT_EQ(Reads(view, FactsOf::kPeople, 2), 1);
  EXPECT_EQ(Reads(view, FactsOf::kPeople, 2), 2);
  view.Look(2, {.people = 7, .definitions = 7});
  EXPECT_EQ(Reads(view, FactsOf::kPeople, 2), 3);
  EXPECT_EQ(Reads(view, FactsOf::kPeople, 2), 3);
}

TEST_F(FactsInViewTest, WhatTheEntryChangesIsReadFromTheTables) {
  FactsInView view(&kept_);
  view.Look(1, {.people = 7, .definitions = 7});
  EXPECT_EQ(Reads(view, FactsOf::kPeople), 1);
  EXPECT_EQ(Reads(view, FactsOf::kDefinitions), 2);
  view.Change(FactsOf::kPeople);
  EXPECT_EQ(Reads(view, FactsOf::kPeople), 3);
  EXPECT_EQ(Reads(view, FactsOf::kPeople), 4);
  EXPECT_EQ(Reads(view, FactsOf::kDefinitions), 4);
  view.Change(FactsOf::kDefinitions);
  EXPECT_EQ(Reads(view, FactsOf::kDefinitions), 5);
  // The next one begins: its facts would be kept under a revision that may be given up.
  view.Look(1, {.people = 8, .definitions = 8});
  EXPECT_EQ(Reads(view, FactsOf::kPeople), 6);
  EXPECT_EQ(Reads(view, FactsOf::kPeople), 7);
  // Those of another federation are not changed.
  view.Look(2, {.people = 8, .definitions = 8});
  EXPECT_EQ(Reads(view, FactsOf::kPeople, 2), 8);
  EXPECT_EQ(Reads(view, FactsOf::kPeople, 2), 8);
}

TEST_F(FactsInViewTest, WhatFollowsFromPeopleAndDefinitionsIsReadAgainWhenEitherHasChanged) {
  FactsInView view(&kept_);
  view.Look(1, {.people = 7, .definitions = 3});
  EXPECT_EQ(Reads(view, FactsOf::kBoth), 1);
  EXPECT_EQ(Reads(view, FactsOf::kBoth), 1);
  view.Look(1, {.people = 7, .definitions = 8});
  EXPECT_EQ(Reads(view, FactsOf::kBoth), 2);
  view.Look(1, {.people = 9, .definitions = 8});
  EXPECT_EQ(Reads(view, FactsOf::kBoth), 3);
  EXPECT_EQ(Reads(view, FactsOf::kBoth), 3);
  for (const FactsOf changed : {FactsOf::kPeople, FactsOf::kDefinitions}) {
    FactsInView writer(&kept_);
    writer.Look(1, {.people = 9, .definitions = 8});
    writer.Change(changed);
    const int64_t before = reads_;
    EXPECT_EQ(Reads(writer, FactsOf::kBoth), before + 1);
    EXPECT_EQ(Reads(writer, FactsOf::kBoth), before + 2);
  }
  FactsInView unknown(&kept_);
  unknown.Look(1, {.people = 9});
  const int64_t before = reads_;
  EXPECT_EQ(Reads(unknown, FactsOf::kBoth), before + 1);
  EXPECT_EQ(Reads(unknown, FactsOf::kBoth), before + 2);
}

TEST_F(FactsInViewTest, WhatIsKeptByHandIsFoundUnderItsNameAndRevision) {
  FactsInView view(&kept_);
  const FactName name = {.what = "number", .first = 3};
  view.Keep(FactsOf::kJournal, 1, name, std::make_shared<const int64_t>(1));
  EXPECT_EQ(view.Find<int64_t>(FactsOf::kJournal, 1, name), nullptr) << "nobody has said of which revision it is";
  view.Look(1, {.people = 7, .definitions = 3, .journal = 9});
  EXPECT_EQ(view.Find<int64_t>(FactsOf::kJournal, 1, name), nullptr);
  view.Keep(FactsOf::kJournal, 1, name, std::make_shared<const int64_t>(2));
  const auto found = view.Find<int64_t>(FactsOf::kJournal, 1, name);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(*found, 2);
  EXPECT_EQ(view.Find<int64_t>(FactsOf::kJournal, 2, name), nullptr);
  EXPECT_EQ(view.Find<int64_t>(FactsOf::kPeople, 1, name), nullptr);
  view.Look(1, {.people = 7, .definitions = 3, .journal = 10});
  EXPECT_EQ(view.Find<int64_t>(FactsOf::kJournal, 1, name), nullptr);
}

TEST_F(FactsInViewTest, AReplayForgetsAndKeepsNothing) {
  FactsInView view(&kept_);
  view.Look(1, {.people = 7, .definitions = 7});
  EXPECT_EQ(Reads(view), 1);
  FactsInView replay(&kept_);
  replay.Close();
  replay.Look(1, {.people = 7, .definitions = 7});
  EXPECT_EQ(Reads(replay), 2);
  EXPECT_EQ(Reads(replay), 3);
  EXPECT_EQ(Reads(view), 4);
  EXPECT_EQ(Reads(view), 4);
}

TEST_F(FactsInViewTest, WhatCouldNotBeReadIsNotKept) {
  FactsInView view(&kept_);
  view.Look(1, {.people = 7, .definitions = 7});
  const auto failed = view.Get<int64_t>(FactsOf::kPeople, 1, {.what = "count"}, []() -> absl::StatusOr<int64_t> {
    return absl::UnavailableError("the disk is gone");
  });
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reads(view), 1);
  EXPECT_EQ(Reads(view), 1);
}

// --- Of a store with a history.
// ---------------------------------------------------------------------------------------

constexpr int64_t kBacQuang = 1;
constexpr int64_t kLastMoment = int64_t{40'000} * 86'400 * 1'000'000;

class KeptFactsOfAStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Migrate(*store_).ok());
    History(*store_).Play();
  }

  // One command of a batch, but for its entry in the journal.
  static absl::Status Enables(WriteTransaction& tx, int64_t account, bool enabled) {
    EntryContext entry;
    RETURN_IF_ERROR(BeginEntry(tx, kBacQuang, kLastMoment, entry));
    v1::Event event;
    if (enabled) {
      event.mutable_account_enabled()->set_account(account);
    } else {
      event.mutable_account_disabled()->set_account(account);
    }
    return Apply(tx, entry, event);
  }
  static absl::StatusOr<bool> IsDisabled(WriteTransaction& tx, int64_t account) {
    EntryContext entry;
    RETURN_IF_ERROR(BeginEntry(tx, kBacQuang, kLastMoment, entry));
    ASSIGN_OR_RETURN(const AccountRow row, GetAccount(tx, kBacQuang, account));
    return row.disabled;
  }

  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
};

TEST_F(KeptFactsOfAStoreTest, WhatWasNeverCommittedIsNotRemembered) {
  // The next command of the batch sees what this one did.
  const absl::Status taken_back = store_->Write([](WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(Enables(tx, 2, false));
    ASSIGN_OR_RETURN(const bool disabled, IsDisabled(tx, 2));
    EXPECT_TRUE(disabled);
    return absl::UnavailableError("the disk is full");
  });
  ASSERT_EQ(taken_back.code(), absl::StatusCode::kUnavailable) << taken_back;
  // Another one is at the same revision now.
  const absl::Status kept = store_->Write([](WriteTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(Enables(tx, 3, false));
    ASSIGN_OR_RETURN(const bool second, IsDisabled(tx, 2));
    EXPECT_FALSE(second);
    ASSIGN_OR_RETURN(const bool third, IsDisabled(tx, 3));
    EXPECT_TRUE(third);
    return absl::OkStatus();
  });
  EXPECT_TRUE(kept.ok()) << kept;
}

TEST_F(KeptFactsOfAStoreTest, WhatASavepointTookBackIsNotRemembered) {
  const absl::Status kept = store_->Write([](WriteTransaction& tx) -> absl::Status {
    const absl::Status refused = tx.Savepoint([&]() -> absl::Status {
      RETURN_IF_ERROR(Enables(tx, 2, false));
      ASSIGN_OR_RETURN(const AccountRow row, GetAccount(tx, kBacQuang, 2));
      EXPECT_TRUE(row.disabled);
      return absl::FailedPreconditionError("refused after all");
    });
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << refused;
    ASSIGN_OR_RETURN(const bool disabled, IsDisabled(tx, 2));
    EXPECT_FALSE(disabled);
    return absl::OkStatus();
  });
  EXPECT_TRUE(kept.ok()) << kept;
}

TEST_F(KeptFactsOfAStoreTest, WhatAnEventChangesIsSeenAtOnce) {
  const absl::Status kept = store_->Write([](WriteTransaction& tx) -> absl::Status {
    for (const bool enabled : {false, true, false, true}) {
      ASSIGN_OR_RETURN(const bool before, IsDisabled(tx, 2));
      EXPECT_EQ(before, enabled);
      RETURN_IF_ERROR(Enables(tx, 2, enabled));
      ASSIGN_OR_RETURN(const AccountRow row, GetAccount(tx, kBacQuang, 2));
      EXPECT_EQ(row.disabled, !enabled);
      ASSIGN_OR_RETURN(const bool after, IsDisabled(tx, 2));
      EXPECT_EQ(after, !enabled);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(kept.ok()) << kept;
}

// --- Every event that changes them says so.
// ---------------------------------------------------------------------------

class NotedChangesTest : public KeptFactsOfAStoreTest {
 protected:
  void SetUp() override {
    KeptFactsOfAStoreTest::SetUp();
    ASSERT_TRUE(Migrate(*replayed_).ok());
    const absl::Status watched = WatchChanges(*replayed_);
    ASSERT_TRUE(watched.ok()) << watched;
    const absl::StatusOr<VerifyReport> report = Verify(*store_, *replayed_, {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->first_difference, "");
  }

  std::unique_ptr<Store> replayed_ = *SqliteStore::OpenPrivate();
};

TEST_F(NotedChangesTest, AreThoseOfEveryKindOfEvent) {
  EXPECT_EQ(*ChangeThatIsNotNoted(*replayed_), "");
  // Each of the tables was changed by some.
  for (const auto& kept : KeptTables()) {
    const auto& noted_in = kept.first;
    for (const std::string& table : kept.second) {
      EXPECT_TRUE(replayed_
                      ->Read([&](ReadTransaction& tx) -> absl::Status {
                        ASSIGN_OR_RETURN(const Rows rows,
                                         tx.Query("SELECT COUNT(*) FROM changed WHERE place = $1 AND noted_in = $2",
                                                  {table, noted_in}));
                        EXPECT_GT(rows[0].Int(0), 0) << table;
                        return absl::OkStatus();
                      })
                      .ok());
    }
  }
}

TEST_F(NotedChangesTest, AreMissedWhereNobodySaysSo) {
  for (const auto& kept : KeptTables()) {
    const auto& noted_in = kept.first;
    for (const std::string& table : kept.second) {
      const absl::Status taken_back = replayed_->Write([&](WriteTransaction& tx) -> absl::Status {
        RETURN_IF_ERROR(tx.Execute("UPDATE federation SET revision = revision + 1", {}));
        RETURN_IF_ERROR(tx.Execute("DELETE FROM " + table, {}));
        InsideTransaction inside(tx);
        ASSIGN_OR_RETURN(const std::string missed, ChangeThatIsNotNoted(inside));
        EXPECT_NE(missed.find(" changes " + table + " and is not the " + noted_in), std::string::npos) << missed;
        return absl::AbortedError("taken back");
      });
      EXPECT_EQ(taken_back.code(), absl::StatusCode::kAborted) << taken_back;
    }
  }
}

}  // namespace
}  // namespace phancong::storage
