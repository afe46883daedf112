#include "services/rules/plan_timing.h"

namespace phancong::rules {

TimingAt PlanTimingOf(Day due_day, std::optional<Day> submitted_day, Day today, int64_t due_soon_days) {
  if (due_day == 0) return {.timing = v1::TIMING_NO_DEADLINE};
  DeadlineFacts facts;
  facts.state = submitted_day ? v1::TASK_STATE_ACCEPTED : v1::TASK_STATE_ISSUED;
  facts.due_day = due_day;
  facts.submitted_day = submitted_day;
  facts.submitted_due_day = due_day;
  return TimingOf(facts, today, due_soon_days);
}

}  // namespace phancong::rules
