// What was known on a day: facts, names, ends, responsibilities and rounds, recorded of one day on another.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/accounts.h"
#include "storage/apply_people.h"
#include "storage/calendars.h"
#include "storage/directory.h"
#include "storage/rounds.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"

namespace phancong::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t kFederation = 1;

// Days are counted from 1 here.
class AsOfTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Migrate(*store_).ok()); }

  // Something is recorded on a day.
  template <typename Body>
  void On(rules::Day day, Body body) {
    EntryContext entry;
    entry.federation = kFederation;
    entry.revision = ++revision_;
    entry.day = day;
    const absl::Status done = store_->Write([&](WriteTransaction& tx) { return body(tx, entry); });
    ASSERT_TRUE(done.ok()) << done;
  }
  template <typename Body>
  auto Read(Body body) {
    typename std::invoke_result_t<Body, ReadTransaction&>::value_type answer;
    const absl::Status read = store_->Read([&](ReadTransaction& tx) {
      auto got = body(tx);
      if (got.ok()) answer = *std::move(got);
      return got.status();
    });
    EXPECT_TRUE(read.ok()) << read;
    return answer;
  }

  void Imports(rules::Day on, rules::Day of, const std::string& title, const std::string& type, int64_t members,
               rules::Day founded = 0) {
    On(on, [&](WriteTransaction& tx, const EntryContext& entry) {
      v1::UnionsImported::Union put;
      put.set_union_number(1);
      put.set_id("xa");
      put.set_name(title);
      put.set_sort_key(title);
      put.set_type(type);
      put.set_founded_day(founded);
      (*put.mutable_facts())["members"] = members;
      return PutUnion(tx, entry, put, of);
    });
  }
  // "title type members" of the union on a day, as it was known; "" where it was not.
  std::string Union(rules::Day day, rules::Day known) {
    const AsOf as_of{.day = day, .known_day = known};
    const auto unions = Read([&](ReadTransaction& tx) { return UnionsOn(tx, kFederation, as_of); });
    if (unions.empty()) return "";
    const auto facts = Read([&](ReadTransaction& tx) { return AllFactsOn(tx, kFederation, as_of); });
    const auto& held = facts.at(1).facts;
    EXPECT_EQ(facts.at(1).type, unions[0].type);
    return unions[0].title + " " + unions[0].type + " " +
           (held.contains("members") ? std::to_string(held.at("members")) : "-");
  }

  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
  int64_t revision_ = 0;
};

TEST_F(AsOfTest, AFactOfAPastDayIsKnownFromTheDayOnThatItIsRecorded) {
  Imports(/*on=*/10, /*of=*/10, "A", "PUBLIC", 100);
  Imports(/*on=*/20, /*of=*/20, "A", "PUBLIC", 200);
  // On day 30 it turns out that from day 15 on it was otherwise; and on day 40, that this was wrong, too.
  On(30, [](WriteTransaction& tx, const EntryContext& entry) { return PutFact(tx, entry, 1, "members", 15, 150); });
  On(40, [](WriteTransaction& tx, const EntryContext& entry) { return PutFact(tx, entry, 1, "members", 15, 151); });
  struct {
    rules::Day day;
    rules::Day known;
    const char* expected;
  } const cases[] = {
      {10, 9, ""},            // nobody knew of it yet
      {9, 10, "A PUBLIC -"},  // before its first form it has the first, and no facts
      {10, 10, "A PUBLIC 100"},
      {19, 19, "A PUBLIC 100"},
      {20, 20, "A PUBLIC 200"},
      {15, 29, "A PUBLIC 100"},
      {15, 30, "A PUBLIC 150"},
      {19, 39, "A PUBLIC 150"},
      {15, 40, "A PUBLIC 151"},
      {20, 40, "A PUBLIC 200"},
      {14, 40, "A PUBLIC 100"},
  };
  for (const auto& [day, known, expected] : cases) {
    EXPECT_EQ(Union(day, known), expected) << "day " << day << ", known on " << known;
  }
}

TEST_F(AsOfTest, ALaterRecordOfTheSameDayReplacesWhatIsShownAndNotWhatWasShown) {
  Imports(/*on=*/10, /*of=*/10, "A", "PUBLIC", 100);
  Imports(/*on=*/12, /*of=*/10, "B", "ENTERPRISE", 90);
  // Twice on one day: the last.
  Imports(/*on=*/13, /*of=*/10, "C", "ENTERPRISE", 80);
  Imports(/*on=*/13, /*of=*/10, "D", "PUBLIC", 70);
  EXPECT_EQ(Union(11, 11), "A PUBLIC 100");
  EXPECT_EQ(Union(11, 12), "B ENTERPRISE 90");
  EXPECT_EQ(Union(12, 12), "B ENTERPRISE 90");
  EXPECT_EQ(Union(11, 13), "D PUBLIC 70");
}

TEST_F(AsOfTest, AnEndIsKnownOnceItIsRecorded) {
  Imports(/*on=*/10, /*of=*/10, "A", "PUBLIC", 100, /*founded=*/5);
  Imports(/*on=*/11, /*of=*/11, "A", "PUBLIC", 100, /*founded=*/8);
  On(30, [](WriteTransaction& tx, const EntryContext& entry) { return EndUnion(tx, entry, 1, /*day=*/20); });
  EXPECT_EQ(Union(6, 10), "A PUBLIC -") << "founded on day 5, as it was known";
  EXPECT_EQ(Union(6, 11), "") << "founded on day 8, as it was known then";
  EXPECT_EQ(Union(25, 29), "A PUBLIC 100");
  EXPECT_EQ(Union(25, 30), "");
  EXPECT_EQ(Union(19, 30), "A PUBLIC 100");
}

TEST_F(AsOfTest, WhoIsInChargeIsWhoWasKnownToBe) {
  On(10, [](WriteTransaction& tx, const EntryContext& entry) {
    v1::ResponsibilityAssigned event;
    event.set_responsibility(1);
    event.set_account(7);
    event.set_field("work");
    event.set_from_day(5);
    return ApplyEvent(tx, entry, event);
  });
  On(20, [](WriteTransaction& tx, const EntryContext& entry) {
    v1::ResponsibilityEnded event;
    event.set_responsibility(1);
    event.set_to_day(12);
    return ApplyEvent(tx, entry, event);
  });
  const auto in_charge = [this](rules::Day day, rules::Day known) {
    std::vector<int64_t> accounts;
    for (const ResponsibilityRow& row : Read([&](ReadTransaction& tx) {
           return ResponsibilitiesOn(tx, kFederation, {.day = day, .known_day = known});
         })) {
      accounts.push_back(row.account);
    }
    return accounts;
  };
  EXPECT_THAT(in_charge(6, 9), IsEmpty()) << "not assigned yet";
  EXPECT_THAT(in_charge(6, 10), ElementsAre(7));
  EXPECT_THAT(in_charge(15, 19), ElementsAre(7));
  EXPECT_THAT(in_charge(15, 20), IsEmpty());
  EXPECT_THAT(in_charge(12, 20), ElementsAre(7));
}

TEST_F(AsOfTest, ARoundIsWhatItWasKnownToBe) {
  const auto drafts = [this](rules::Day on, int64_t version) {
    On(on, [&](WriteTransaction& tx, const EntryContext& entry) {
      v1::RoundDrafted event;
      event.set_round_number(1);
      event.set_id("2025");
      event.set_programme_version(version);
      event.set_period_end_day(99);
      return ApplyEvent(tx, entry, event);
    });
  };
  drafts(10, 1);
  drafts(12, 2);
  On(15, [](WriteTransaction& tx, const EntryContext& entry) {
    v1::RoundIssued event;
    event.set_round_number(1);
    return ApplyEvent(tx, entry, event);
  });
  const RoundRow now = Read([](ReadTransaction& tx) { return GetRound(tx, kFederation, 1); });
  const auto known = [&](rules::Day day) {
    return Read([&](ReadTransaction& tx) { return RoundAsKnown(tx, kFederation, now, day); });
  };
  EXPECT_FALSE(known(9).has_value());
  EXPECT_EQ(known(11)->programme_version, 1);
  EXPECT_EQ(known(12)->programme_version, 2);
  EXPECT_EQ(known(14)->state, v1::ROUND_STATE_DRAFT);
  EXPECT_EQ(known(15)->state, v1::ROUND_STATE_ISSUED);
  EXPECT_EQ(known(15)->period.end, 99);
}

TEST_F(AsOfTest, GuidanceIsThereFromTheDayOnThatItIsRecorded) {
  On(1, [](WriteTransaction& tx, const EntryContext& entry) {
    return tx.Execute(
        "INSERT INTO federation (federation, id, title_vi, title_en, time_zone, demo, revision, entry_time, "
        "programme_version, people_revision, definitions_revision) VALUES ($1, 'bac-quang', '', '', 'UTC', 0, 1, 0, 3, "
        "1, 1)",
        {entry.federation});
  });
  const auto records = [this](rules::Day on, const std::string& number) {
    On(on, [&](WriteTransaction& tx, const EntryContext& entry) {
      v1::GuidanceRecorded event;
      event.set_item_number(4);
      event.set_document_number(number);
      return ApplyEvent(tx, entry, event);
    });
  };
  records(10, "12/HD");
  records(20, "13/HD");
  const auto known = [&](rules::Day day) {
    const auto guidance = Read([&](ReadTransaction& tx) { return AllGuidance(tx, kFederation, day); });
    const auto found = guidance.find(4);
    return found == guidance.end() ? std::string() : found->second.document_number;
  };
  EXPECT_EQ(known(9), "");
  EXPECT_EQ(known(10), "12/HD");
  EXPECT_EQ(known(19), "12/HD");
  EXPECT_EQ(known(20), "13/HD");
}

}  // namespace
}  // namespace phancong::storage
