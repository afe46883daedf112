// How a union stands against the day by which its own plan is to be sent. Pure.
#ifndef PHANCONG_SERVICES_RULES_PLAN_TIMING_H_
#define PHANCONG_SERVICES_RULES_PLAN_TIMING_H_

#include <cstdint>
#include <optional>

#include "services/rules/dates.h"
#include "services/rules/deadline.h"

namespace phancong::rules {

// As of a task that is done once it is sent. `due_day` 0: none is asked for (NO_DEADLINE). `submitted_day`: of the
// first version; later ones make nobody late. `due_soon_days` as in TimingOf.
[[nodiscard]] TimingAt PlanTimingOf(Day due_day, std::optional<Day> submitted_day, Day today, int64_t due_soon_days);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_PLAN_TIMING_H_
