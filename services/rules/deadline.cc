#include "services/rules/deadline.h"

#include <algorithm>

#include "services/rules/task_machine.h"

namespace phancong::rules {

TimingAt TimingOf(const DeadlineFacts& facts, Day today, int64_t due_soon_days) {
  switch (PhaseOf(facts.state)) {
    case TaskPhase::kWithAssignee:
      // The due day is met until 24:00.
      if (today > facts.due_day) return {.timing = v1::TIMING_OVERDUE, .days_late = today - facts.due_day};
      return {.timing = facts.due_day - today <= due_soon_days ? v1::TIMING_DUE_SOON : v1::TIMING_NOT_DUE};
    case TaskPhase::kWithReviewer:
      return {.timing = v1::TIMING_AWAITING_REVIEW, .days_late = DaysLate(facts)};
    case TaskPhase::kAccepted: {
      const int64_t days_late = DaysLate(facts);
      return {.timing = days_late > 0 ? v1::TIMING_DONE_LATE : v1::TIMING_DONE_ON_TIME, .days_late = days_late};
    }
    case TaskPhase::kNotMet:
      return {.timing = v1::TIMING_NOT_MET};
    case TaskPhase::kSuspended:
    case TaskPhase::kWithdrawn:
      break;
  }
  return {.timing = v1::TIMING_NO_DEADLINE};
}

int64_t DaysLate(const DeadlineFacts& facts) {
  if (!facts.submitted_day) return facts.days_late_before;
  return std::max(facts.days_late_before, *facts.submitted_day - facts.submitted_due_day);
}

Day DueDayResumed(Day due_day, Day suspended_day, Day today) { return due_day + (today - suspended_day); }

}  // namespace phancong::rules
