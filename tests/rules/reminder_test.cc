#include "services/rules/reminder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace phancong::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Day kDue = 20'269;  // 2025-06-30

v1::Reminders Named(const std::vector<int32_t>& before, const std::vector<int32_t>& after,
                    const std::vector<int32_t>& members = {}, const std::vector<int32_t>& chair = {}) {
  v1::Reminders reminders;
  reminders.mutable_days_before()->Add(before.begin(), before.end());
  reminders.mutable_days_after()->Add(after.begin(), after.end());
  reminders.mutable_member_days_after()->Add(members.begin(), members.end());
  reminders.mutable_chair_days_after()->Add(chair.begin(), chair.end());
  return reminders;
}

TEST(TheLadder, EscalatesAtTheFirstAndTheLastRungWhereTheProgrammeDoesNotSay) {
  EXPECT_THAT(LadderOf(Named({14, 3}, {1, 7, 30})),
              ElementsAre(Rung{-14, false, false}, Rung{-3, false, false}, Rung{1, true, false}, Rung{7, false, false},
                          Rung{30, false, true}));
}

TEST(TheLadder, WithOneRungAfterTellsBothAtIt) {
  EXPECT_THAT(LadderOf(Named({7}, {5})), ElementsAre(Rung{-7, false, false}, Rung{5, true, true}));
}

TEST(TheLadder, EscalatesWhereTheProgrammeSays) {
  EXPECT_THAT(LadderOf(Named({}, {1, 7, 30}, {7, 30}, {7})),
              ElementsAre(Rung{1, false, false}, Rung{7, true, true}, Rung{30, true, false}));
}

TEST(TheLadder, OfAProgrammeWithoutRemindersIsEmpty) { EXPECT_THAT(LadderOf({}), IsEmpty()); }

const std::vector<Rung>& Ladder() {
  static const auto& ladder =
      *new std::vector<Rung>{{-14, false, false}, {-3, false, false}, {1, true, false}, {30, false, true}};
  return ladder;
}

ReminderFacts Open(Day in_force_from, std::set<int64_t> rung = {}) {
  return {
      .state = v1::TASK_STATE_IN_PROGRESS, .due_day = kDue, .in_force_from = in_force_from, .rung = std::move(rung)};
}

TEST(ARung, IsDueFromItsDayOnUntilItHasRung) {
  struct {
    const char* what;
    Day in_force_from;
    std::set<int64_t> rung;
    Day today;
    std::optional<int64_t> speaks;
    std::vector<int64_t> overtaken;
  } const cases[] = {
      {"the day before the first", kDue - 100, {}, kDue - 15, {}, {}},
      {"the day of the first", kDue - 100, {}, kDue - 14, -14, {}},
      {"rung already", kDue - 100, {-14}, kDue - 14, {}, {}},
      {"rung days late", kDue - 100, {}, kDue - 4, -14, {}},
      {"two at once", kDue - 100, {}, kDue - 3, -3, {-14}},
      {"the second after the first", kDue - 100, {-14}, kDue - 3, -3, {}},
      {"the due day itself has none", kDue - 100, {-14, -3}, kDue, {}, {}},
      {"the day after", kDue - 100, {-14, -3}, kDue + 1, 1, {}},
      {"all at once, years later", kDue - 100, {}, kDue + 1000, 30, {-14, -3, 1}},
      {"a hole is filled", kDue - 100, {-14, 1}, kDue + 2, -3, {}},
      {"nothing left", kDue - 100, {-14, -3, 1, 30}, kDue + 1000, {}, {}},
      {"issued on a rung's day", kDue - 14, {}, kDue - 14, -14, {}},
      {"issued after a rung's day", kDue - 13, {}, kDue - 13, {}, {}},
      {"issued after a rung's day, later", kDue - 13, {}, kDue - 3, -3, {}},
      {"given a date in the past", kDue + 2, {}, kDue + 2, {}, {}},
      {"given a date in the past, later", kDue + 2, {}, kDue + 30, 30, {}},
      {"the clock went back", kDue - 100, {-14, -3}, kDue - 50, {}, {}},
  };
  for (const auto& one : cases) {
    const RungsDue due = RungsDueOn(Ladder(), Open(one.in_force_from, one.rung), one.today);
    EXPECT_EQ(due.speaks ? std::optional(due.speaks->offset_days) : std::nullopt, one.speaks) << one.what;
    EXPECT_EQ(due.overtaken, one.overtaken) << one.what;
  }
}

TEST(ARung, IsDueOnlyWhileTheTaskIsWithItsAssignee) {
  const std::map<v1::TaskState, bool> reminded = {
      {v1::TASK_STATE_UNSPECIFIED, false}, {v1::TASK_STATE_ISSUED, true},     {v1::TASK_STATE_IN_PROGRESS, true},
      {v1::TASK_STATE_SUBMITTED, false},   {v1::TASK_STATE_IN_REVIEW, false}, {v1::TASK_STATE_RETURNED, true},
      {v1::TASK_STATE_SUSPENDED, false},   {v1::TASK_STATE_ACCEPTED, false},  {v1::TASK_STATE_NOT_MET, false},
      {v1::TASK_STATE_WITHDRAWN, false},
  };
  ASSERT_EQ(static_cast<int>(reminded.size()), v1::TaskState_ARRAYSIZE);
  for (const auto& [state, expected] : reminded) {
    ReminderFacts facts = Open(kDue - 100);
    facts.state = state;
    EXPECT_EQ(RungsDueOn(Ladder(), facts, kDue + 5).speaks.has_value(), expected) << v1::TaskState_Name(state);
    facts.period_sealed = true;
    EXPECT_FALSE(RungsDueOn(Ladder(), facts, kDue + 5).speaks) << v1::TaskState_Name(state);
  }
}

// Whatever days it is looked at, each rung is recorded once, the speaking ones in the order of the ladder, and all that
// came after the date was in force are recorded in the end.
RC_GTEST_PROP(TheRungsOfACycle, AreEachRecordedOnce, ()) {
  const auto before = *rc::gen::unique<std::vector<int32_t>>(rc::gen::inRange(1, 40));
  const auto after = *rc::gen::unique<std::vector<int32_t>>(rc::gen::inRange(1, 40));
  const std::vector<Rung> ladder = LadderOf(Named(before, after));
  ReminderFacts facts = Open(kDue + *rc::gen::inRange(-60, 60));
  auto days = *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange(-60, 60));
  std::sort(days.begin(), days.end());
  days.push_back(60);
  int64_t last = -1000;
  for (const int64_t day : days) {
    const RungsDue due = RungsDueOn(ladder, facts, kDue + day);
    for (const int64_t offset : due.overtaken) {
      RC_ASSERT(offset < due.speaks->offset_days);
      RC_ASSERT(facts.rung.insert(offset).second);
    }
    if (!due.speaks) continue;
    RC_ASSERT(due.speaks->offset_days > last);
    RC_ASSERT(due.speaks->offset_days <= day);
    last = due.speaks->offset_days;
    RC_ASSERT(facts.rung.insert(last).second);
  }
  for (const Rung& rung : ladder) {
    RC_ASSERT(facts.rung.contains(rung.offset_days) == (kDue + rung.offset_days >= facts.in_force_from));
  }
}

TEST(WhoIsTold, FollowsTheRungAndWhoseTaskItIs) {
  const Rung before = {-3, false, false};
  const Rung to_members = {1, true, false};
  const Rung to_chair = {30, false, true};
  const Rung to_both = {30, true, true};
  const Circle unions = {.union_people = {8, 7}, .members_in_charge = {3, 2}, .chairs = {1}};
  EXPECT_THAT(ToldAt(before, unions), ElementsAre(7, 8));
  EXPECT_THAT(ToldAt(to_members, unions), ElementsAre(2, 3, 7, 8));
  EXPECT_THAT(ToldAt(to_chair, unions), ElementsAre(1, 7, 8));
  EXPECT_THAT(ToldAt(to_both, unions), ElementsAre(1, 2, 3, 7, 8));

  const Circle own = {.federations_own = true, .union_people = {}, .members_in_charge = {3, 2}, .chairs = {1}};
  EXPECT_THAT(ToldAt(before, own), ElementsAre(2, 3));
  EXPECT_THAT(ToldAt(to_members, own), ElementsAre(2, 3));
  EXPECT_THAT(ToldAt(to_chair, own), ElementsAre(1, 2, 3));

  const Circle nobodys = {.federations_own = true, .union_people = {}, .members_in_charge = {}, .chairs = {1}};
  EXPECT_THAT(ToldAt(before, nobodys), ElementsAre(1));
  EXPECT_THAT(ToldAt(to_both, nobodys), ElementsAre(1));
}

TEST(WhoIsTold, HoldsNobodyTwiceAndMayBeNobody) {
  EXPECT_THAT(ToldAt({30, true, true}, {.union_people = {2, 1}, .members_in_charge = {1}, .chairs = {1}}),
              ElementsAre(1, 2));
  EXPECT_THAT(ToldAt({-3, false, false}, {.union_people = {}, .members_in_charge = {1}, .chairs = {1}}), IsEmpty());
}

}  // namespace
}  // namespace phancong::rules
