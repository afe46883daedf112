#include "services/rules/sealing.h"

#include <gtest/gtest.h>

#include <string>

#include "services/rules/refusal.h"
#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

constexpr Day kEnd = 20'453;  // 2025-12-31

std::string Outcome(const absl::Status& status) { return status.ok() ? "" : ReasonOf(status); }

TEST(ASeal, WaitsForThePeriodsEndForOpenTasksAndForADecisionInThisOrder) {
  for (const Day today : {kEnd - 1, kEnd, kEnd + 1}) {
    for (const int64_t open : {0, 1, 7}) {
      for (const bool decision : {false, true}) {
        std::string expected;
        if (!decision) expected = "DECISION_REQUIRED";
        if (open > 0) expected = "TASKS_OPEN";
        if (today <= kEnd) expected = "PERIOD_NOT_OVER";
        EXPECT_EQ(Outcome(MaySeal({.period_end = kEnd, .open_tasks = open, .open_task = "t", .has_decision = decision},
                                  today)),
                  expected)
            << today - kEnd << ' ' << open << ' ' << decision;
      }
    }
  }
}

TEST(TheDayOfAFigure, IsInTheTermNotAfterTodayAndNotSealed) {
  const Period term = {.begin = kEnd - 700, .end = kEnd + 1000};
  for (const bool sealed : {false, true}) {
    EXPECT_EQ(Outcome(CheckAsOf(term.begin - 1, term, sealed, kEnd)), "INVALID_FIELD");
    EXPECT_EQ(Outcome(CheckAsOf(kEnd + 1, term, sealed, kEnd)), "INVALID_FIELD");
    for (const Day day : {term.begin, kEnd}) {
      EXPECT_EQ(Outcome(CheckAsOf(day, term, sealed, kEnd)), sealed ? "PERIOD_SEALED" : "");
    }
  }
}

// Every combination, against the order that the header states.
TEST(ARestatement, IsRefusedForTheFirstThingThatIsInItsWay) {
  for (unsigned bits = 0; bits < 512; ++bits) {
    const auto bit = [bits](unsigned place) { return (bits >> place & 1) != 0; };
    const RestatementFacts facts = {.sealed = bit(0),
                                    .accepted = bit(1),
                                    .author = bit(2),
                                    .position_in_assignee = bit(3),
                                    .accepted_by_them = bit(4),
                                    .fit = bit(5) ? absl::OkStatus() : Refuse(v1::ERROR_REASON_FIGURES_MISSING),
                                    .differs = bit(6),
                                    .has_reason = bit(7),
                                    .has_decision = bit(8)};
    std::string expected;
    if (!bit(6)) expected = "NOTHING_TO_DO";
    if (!bit(8)) expected = "DECISION_REQUIRED";
    if (!bit(7)) expected = "REASON_REQUIRED";
    if (!bit(5)) expected = "FIGURES_MISSING";
    if (bit(4)) expected = "DECIDED_BY_REQUESTER";
    if (bit(3)) expected = "POSITION_IN_ASSIGNEE";
    if (bit(2)) expected = "AUTHOR_OF_REPORT";
    if (!bit(1)) expected = "TASK_NOT_ACCEPTED";
    if (!bit(0)) expected = "PERIOD_NOT_SEALED";
    EXPECT_EQ(Outcome(MayRestate(facts)), expected) << bits;
  }
}

}  // namespace
}  // namespace phancong::rules
