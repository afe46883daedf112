// The ladder of reminders of a task: which rung is due on a day, and who is told at it. Pure.
#ifndef PHANCONG_SERVICES_RULES_REMINDER_H_
#define PHANCONG_SERVICES_RULES_REMINDER_H_

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "phancong/v1/programme.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// Days by which a rung may be before or after the due date.
inline constexpr int64_t kGreatestOffset = 366;

// A day on which a task is reminded of, so many days after its due date; before it, where negative.
struct Rung {
  int64_t offset_days = 0;
  // The members in charge of the task hear of it too; and the chair of the Standing Committee.
  bool to_members = false;
  bool to_chair = false;

  friend bool operator==(const Rung&, const Rung&) = default;
};

// The rungs that a programme names, earliest first. Members hear of those that member_days_after names, the chair of
// those of chair_days_after; where these are not given, of the first and of the last after the due date.
[[nodiscard]] std::vector<Rung> LadderOf(const v1::Reminders& reminders);

struct ReminderFacts {
  v1::TaskState state = v1::TASK_STATE_UNSPECIFIED;
  bool period_sealed = false;
  // The date in force, and the day from which on it has been.
  Day due_day = 0;
  Day in_force_from = 0;
  // Offsets of the rungs that were rung or overtaken in this cycle, under whatever date.
  std::set<int64_t> rung;
};

struct RungsDue {
  // The one to ring now; nothing where none is due.
  std::optional<Rung> speaks;
  // Due too, and earlier on the ladder: recorded as overtaken, nobody is told.
  std::vector<int64_t> overtaken;
};

// A rung is due where the task is with its assignee, its period is not sealed, and in_force_from ≤ due_day + offset ≤
// today, and it has not rung in this cycle. So a rung that had passed before the date came into force is left out for
// good, and a date that is moved moves the rungs that have not rung yet. The latest of those due speaks for all.
[[nodiscard]] RungsDue RungsDueOn(const std::vector<Rung>& ladder, const ReminderFacts& facts, Day today);

// The people around a task on that day.
struct Circle {
  // A task of the federation's own: it has no union.
  bool federations_own = false;
  // Chair and officers of the union.
  std::vector<int64_t> union_people;
  std::vector<int64_t> members_in_charge;
  // Of the Standing Committee.
  std::vector<int64_t> chairs;
};

// Who is told: the union's people; of a federation's own task the members in charge, or the chair where there are none;
// with them whom the rung names. Sorted, each once.
[[nodiscard]] std::vector<int64_t> ToldAt(const Rung& rung, const Circle& circle);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_REMINDER_H_
