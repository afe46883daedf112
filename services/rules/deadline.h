// How a task stands against its deadline at a moment: derived, stored nowhere. Pure.
#ifndef PHANCONG_SERVICES_RULES_DEADLINE_H_
#define PHANCONG_SERVICES_RULES_DEADLINE_H_

#include <cstdint>
#include <optional>

#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// The facts of the present cycle. A cycle is made of legs: the first ends with the first submission that was not
// recalled, against the date in force at that moment; each return opens another, against its rework date. The cycle is
// on time when every leg is: a slow reviewer cannot make a union late, and a recalled submission made nobody punctual.
struct DeadlineFacts {
  v1::TaskState state = v1::TASK_STATE_UNSPECIFIED;
  // In force: of the present leg.
  Day due_day = 0;
  // The present leg's submission, if there is one that was not recalled: its local day, and the date in force then.
  std::optional<Day> submitted_day;
  Day submitted_due_day = 0;
  // Days late in the legs before, the greatest; 0 where all were on time.
  int64_t days_late_before = 0;
};

struct TimingAt {
  v1::Timing timing = v1::TIMING_UNSPECIFIED;
  // Of OVERDUE: days since the due date. Of DONE_LATE and AWAITING_REVIEW: the greatest days late of all legs.
  int64_t days_late = 0;
};

// `due_soon_days`: from so many days before the due date on it is DUE_SOON; 0 or more.
[[nodiscard]] TimingAt TimingOf(const DeadlineFacts& facts, Day today, int64_t due_soon_days);

// The greatest days late over all legs so far, the present one's submission included.
[[nodiscard]] int64_t DaysLate(const DeadlineFacts& facts);

// The date in force of a task that is resumed on `today`: later by the days since it was suspended, so that as many are
// left as were left then.
[[nodiscard]] Day DueDayResumed(Day due_day, Day suspended_day, Day today);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_DEADLINE_H_
