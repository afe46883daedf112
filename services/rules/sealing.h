// When a period may be sealed, what may be put down for a day, and when a sealed result may be restated. Pure.
#ifndef PHANCONG_SERVICES_RULES_SEALING_H_
#define PHANCONG_SERVICES_RULES_SEALING_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "services/rules/dates.h"
#include "services/rules/scope.h"

namespace phancong::rules {

// A round that is issued.
struct SealFacts {
  Day period_end = 0;
  // Tasks of the round, and of others with their date in force in its period, that are open; one of them by name.
  int64_t open_tasks = 0;
  std::string open_task;
  bool has_decision = false;
};
// PERIOD_NOT_OVER on the period's last day and before it, TASKS_OPEN, DECISION_REQUIRED: the first that fails.
[[nodiscard]] absl::Status MaySeal(const SealFacts& facts, Day today);

// The day that figures of a term's item are of. INVALID_FIELD under "as_of_date" where it is after today, or before the
// round's period; PERIOD_SEALED where that day is sealed.
[[nodiscard]] absl::Status CheckAsOf(Day as_of, const Period& period, bool sealed, Day today);

// The correction of a sealed result; who corrects it is a member of the Standing Committee.
struct RestatementFacts {
  bool sealed = false;
  bool accepted = false;
  // The person who restates: wrote any of the report, has a position in the union, accepted the result.
  bool author = false;
  bool position_in_assignee = false;
  bool accepted_by_them = false;
  // The figures as they should have been are as complete as a submission's, and differ from those in force.
  absl::Status fit = absl::OkStatus();
  bool differs = false;
  bool has_reason = false;
  bool has_decision = false;
};
// The first that fails, in this order: PERIOD_NOT_SEALED, TASK_NOT_ACCEPTED, AUTHOR_OF_REPORT, POSITION_IN_ASSIGNEE,
// DECIDED_BY_REQUESTER, `fit`, REASON_REQUIRED, DECISION_REQUIRED, NOTHING_TO_DO.
[[nodiscard]] absl::Status MayRestate(const RestatementFacts& facts);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_SEALING_H_
