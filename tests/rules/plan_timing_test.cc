#include "services/rules/plan_timing.h"

#include <gtest/gtest.h>

namespace phancong::rules {
namespace {

constexpr Day kDue = 20'119;  // 2025-01-31

TEST(AUnionsPlan, IsOnTimeByItsFirstVersion) {
  const struct {
    Day due_day;
    std::optional<Day> submitted_day;
    Day today;
    v1::Timing timing;
    int64_t days_late;
  } expected[] = {
      {0, std::nullopt, kDue + 100, v1::TIMING_NO_DEADLINE, 0},
      {0, kDue, kDue + 100, v1::TIMING_NO_DEADLINE, 0},
      {kDue, std::nullopt, kDue - 8, v1::TIMING_NOT_DUE, 0},
      {kDue, std::nullopt, kDue - 7, v1::TIMING_DUE_SOON, 0},
      {kDue, std::nullopt, kDue, v1::TIMING_DUE_SOON, 0},
      {kDue, std::nullopt, kDue + 1, v1::TIMING_OVERDUE, 1},
      {kDue, std::nullopt, kDue + 40, v1::TIMING_OVERDUE, 40},
      {kDue, kDue - 20, kDue + 40, v1::TIMING_DONE_ON_TIME, 0},
      {kDue, kDue, kDue + 40, v1::TIMING_DONE_ON_TIME, 0},
      {kDue, kDue + 1, kDue + 40, v1::TIMING_DONE_LATE, 1},
      {kDue, kDue + 30, kDue + 40, v1::TIMING_DONE_LATE, 30},
  };
  for (const auto& row : expected) {
    const TimingAt timing = PlanTimingOf(row.due_day, row.submitted_day, row.today, 7);
    EXPECT_EQ(timing.timing, row.timing) << "due " << row.due_day << ", today " << row.today;
    if (row.timing == v1::TIMING_OVERDUE || row.timing == v1::TIMING_DONE_LATE) {
      EXPECT_EQ(timing.days_late, row.days_late) << "due " << row.due_day << ", today " << row.today;
    }
  }
}

}  // namespace
}  // namespace phancong::rules
