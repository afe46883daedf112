#include "services/rules/deadline.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace phancong::rules {
namespace {

constexpr Day kDue = 20'269;  // 2025-06-30

TimingAt Timing(v1::TaskState state, Day today, int64_t due_soon_days = 7) {
  return TimingOf({.state = state, .due_day = kDue, .submitted_day = {}}, today, due_soon_days);
}

DeadlineFacts Submitted(v1::TaskState state, Day submitted_day, Day submitted_due_day, int64_t days_late_before = 0) {
  return {.state = state,
          .due_day = submitted_due_day,
          .submitted_day = submitted_day,
          .submitted_due_day = submitted_due_day,
          .days_late_before = days_late_before};
}

TEST(AnUnsubmittedTask, IsDueSoonFromTheReminderDayOnAndOverdueTheDayAfter) {
  struct {
    Day today;
    v1::Timing timing;
    int64_t days_late;
  } const expected[] = {
      {kDue - 365, v1::TIMING_NOT_DUE, 0}, {kDue - 8, v1::TIMING_NOT_DUE, 0}, {kDue - 7, v1::TIMING_DUE_SOON, 0},
      {kDue - 1, v1::TIMING_DUE_SOON, 0},  {kDue, v1::TIMING_DUE_SOON, 0},    {kDue + 1, v1::TIMING_OVERDUE, 1},
      {kDue + 31, v1::TIMING_OVERDUE, 31},
  };
  for (const v1::TaskState state : {v1::TASK_STATE_ISSUED, v1::TASK_STATE_IN_PROGRESS, v1::TASK_STATE_RETURNED}) {
    for (const auto& [today, timing, days_late] : expected) {
      EXPECT_EQ(Timing(state, today).timing, timing) << today - kDue;
      EXPECT_EQ(Timing(state, today).days_late, days_late) << today - kDue;
    }
  }
}

TEST(AnUnsubmittedTask, IsDueSoonOnTheDueDayEvenWithoutReminders) {
  EXPECT_EQ(Timing(v1::TASK_STATE_ISSUED, kDue - 1, 0).timing, v1::TIMING_NOT_DUE);
  EXPECT_EQ(Timing(v1::TASK_STATE_ISSUED, kDue, 0).timing, v1::TIMING_DUE_SOON);
}

// An earlier leg that was late does not make the present one overdue.
TEST(AReturnedTask, RunsAgainstItsReworkDate) {
  const DeadlineFacts facts = {
      .state = v1::TASK_STATE_RETURNED, .due_day = kDue + 20, .submitted_day = {}, .days_late_before = 3};
  EXPECT_EQ(TimingOf(facts, kDue + 10, 7).timing, v1::TIMING_NOT_DUE);
  EXPECT_EQ(TimingOf(facts, kDue + 20, 7).timing, v1::TIMING_DUE_SOON);
  EXPECT_EQ(TimingOf(facts, kDue + 22, 7).timing, v1::TIMING_OVERDUE);
  EXPECT_EQ(TimingOf(facts, kDue + 22, 7).days_late, 2);
}

TEST(ASubmittedTask, AwaitsReviewHoweverLongItTakes) {
  for (const v1::TaskState state : {v1::TASK_STATE_SUBMITTED, v1::TASK_STATE_IN_REVIEW}) {
    for (const Day today : {kDue - 5, kDue, kDue + 400}) {
      const TimingAt timing = TimingOf(Submitted(state, kDue - 5, kDue), today, 7);
      EXPECT_EQ(timing.timing, v1::TIMING_AWAITING_REVIEW);
      EXPECT_EQ(timing.days_late, 0);
    }
    EXPECT_EQ(TimingOf(Submitted(state, kDue + 2, kDue), kDue + 2, 7).days_late, 2);
  }
}

TEST(AnAcceptedTask, IsOnTimeUntilTheEndOfTheDueDay) {
  const auto accepted = [](Day submitted_day) {
    return TimingOf(Submitted(v1::TASK_STATE_ACCEPTED, submitted_day, kDue), kDue + 100, 7);
  };
  EXPECT_EQ(accepted(kDue - 30).timing, v1::TIMING_DONE_ON_TIME);
  EXPECT_EQ(accepted(kDue).timing, v1::TIMING_DONE_ON_TIME);
  EXPECT_EQ(accepted(kDue).days_late, 0);
  EXPECT_EQ(accepted(kDue + 1).timing, v1::TIMING_DONE_LATE);
  EXPECT_EQ(accepted(kDue + 1).days_late, 1);
}

TEST(AnAcceptedTask, IsLateWhereAnyLegWas) {
  const TimingAt first_leg = TimingOf(Submitted(v1::TASK_STATE_ACCEPTED, kDue + 10, kDue + 14, 2), kDue + 20, 7);
  EXPECT_EQ(first_leg.timing, v1::TIMING_DONE_LATE);
  EXPECT_EQ(first_leg.days_late, 2);
  const TimingAt both_legs = TimingOf(Submitted(v1::TASK_STATE_ACCEPTED, kDue + 19, kDue + 14, 2), kDue + 20, 7);
  EXPECT_EQ(both_legs.days_late, 5);
}

// An extension decided after the submission does not change the date that was in force.
TEST(AnAcceptedTask, IsJudgedByTheDateInForceWhenItWasSubmitted) {
  DeadlineFacts facts = Submitted(v1::TASK_STATE_ACCEPTED, kDue + 3, kDue);
  facts.due_day = kDue + 30;
  EXPECT_EQ(TimingOf(facts, kDue + 40, 7).days_late, 3);
}

TEST(ATask, ThatIsNotMetStaysSo) { EXPECT_EQ(Timing(v1::TASK_STATE_NOT_MET, kDue + 500).timing, v1::TIMING_NOT_MET); }

TEST(ATask, ThatIsSuspendedOrWithdrawnHasNoDeadline) {
  for (const v1::TaskState state : {v1::TASK_STATE_SUSPENDED, v1::TASK_STATE_WITHDRAWN}) {
    EXPECT_EQ(Timing(state, kDue + 500).timing, v1::TIMING_NO_DEADLINE);
    EXPECT_EQ(Timing(state, kDue + 500).days_late, 0);
  }
}

TEST(ATask, SubmittedEarlyIsNotLateByLessThanNothing) {
  EXPECT_EQ(DaysLate(Submitted(v1::TASK_STATE_SUBMITTED, kDue - 9, kDue)), 0);
  EXPECT_EQ(DaysLate({.state = v1::TASK_STATE_RETURNED, .due_day = kDue, .submitted_day = {}, .days_late_before = 4}),
            4);
}

// A task's way: for every leg a date, the day of a submission that was recalled, the day of the one that counts, and
// how long the reviewer took.
struct Leg {
  Day due_day;
  Day submitted_day;
  int64_t review_days;
};

rc::Gen<std::vector<Leg>> AnyLegs() {
  return rc::gen::exec([] {
    std::vector<Leg> legs;
    Day now = kDue - 100;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i) {
      const Day due = now + *rc::gen::inRange(0, 40);
      const Day submitted = now + *rc::gen::inRange(0, 60);
      const int64_t review = *rc::gen::inRange(0, 200);
      legs.push_back({.due_day = due, .submitted_day = submitted, .review_days = review});
      now = submitted + review;
    }
    return legs;
  });
}

// What the legs leave behind after the last submission.
DeadlineFacts FactsAfter(const std::vector<Leg>& legs, v1::TaskState state) {
  DeadlineFacts facts;
  for (size_t i = 0; i < legs.size(); ++i) {
    if (i > 0) facts.days_late_before = DaysLate(facts);
    facts.due_day = legs[i].due_day;
    facts.submitted_day = legs[i].submitted_day;
    facts.submitted_due_day = legs[i].due_day;
  }
  facts.state = state;
  return facts;
}

RC_GTEST_PROP(AUnion, IsNeverLateThroughASlowReviewer, ()) {
  std::vector<Leg> legs = *AnyLegs();
  for (Leg& leg : legs) leg.due_day = std::max(leg.due_day, leg.submitted_day);
  const Day today = legs.back().submitted_day + legs.back().review_days;
  RC_ASSERT(TimingOf(FactsAfter(legs, v1::TASK_STATE_ACCEPTED), today, 7).timing == v1::TIMING_DONE_ON_TIME);
  RC_ASSERT(TimingOf(FactsAfter(legs, v1::TASK_STATE_IN_REVIEW), today, 7).days_late == 0);
}

RC_GTEST_PROP(AUnion, IsLateByItsWorstLeg, ()) {
  const std::vector<Leg> legs = *AnyLegs();
  int64_t worst = 0;
  for (const Leg& leg : legs) worst = std::max(worst, leg.submitted_day - leg.due_day);
  const TimingAt timing = TimingOf(FactsAfter(legs, v1::TASK_STATE_ACCEPTED), kDue + 2000, 7);
  RC_ASSERT(timing.days_late == worst);
  RC_ASSERT(timing.timing == (worst > 0 ? v1::TIMING_DONE_LATE : v1::TIMING_DONE_ON_TIME));
}

// As long as nothing happens, a task only ever goes from not due to due soon to overdue.
RC_GTEST_PROP(ATask, OnlyGrowsOlder, ()) {
  const int64_t due_soon_days = *rc::gen::inRange<int64_t>(0, 40);
  const Day today = kDue + *rc::gen::inRange<Day>(-60, 60);
  const TimingAt now = Timing(v1::TASK_STATE_IN_PROGRESS, today, due_soon_days);
  const TimingAt tomorrow = Timing(v1::TASK_STATE_IN_PROGRESS, today + 1, due_soon_days);
  RC_ASSERT(now.timing <= tomorrow.timing);
  RC_ASSERT(tomorrow.days_late == (today + 1 > kDue ? today + 1 - kDue : 0));
}

TEST(ASuspension, LeavesAsManyDaysAsWereLeft) {
  constexpr Day kDue = 20'000;
  for (const Day suspended : {kDue - 30, kDue - 1, kDue, kDue + 7}) {
    for (const Day length : {0, 1, 45}) {
      const Day resumed = suspended + length;
      EXPECT_EQ(DueDayResumed(kDue, suspended, resumed) - resumed, kDue - suspended);
      EXPECT_GE(DueDayResumed(kDue, suspended, resumed), kDue);
    }
  }
}

}  // namespace
}  // namespace phancong::rules
