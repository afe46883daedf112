// Working days by a calendar: which they are, and terms counted in them. Pure.
#ifndef PHANCONG_SERVICES_RULES_WORKING_DAYS_H_
#define PHANCONG_SERVICES_RULES_WORKING_DAYS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/calendar.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// The longest term in working days.
inline constexpr int64_t kMostWorkingDays = 1'000;

// Monday is 1, Sunday 7, as in v1::Weekday.
[[nodiscard]] v1::Weekday WeekdayOf(Day day);

// The calendar knows the day: it lies between its first and its last day, both included.
[[nodiscard]] bool Covers(const v1::Calendar& calendar, Day day);

// People work on the day: it is no day off and no day of a weekend, unless it is swapped for a working day. Only of a
// day that the calendar covers.
[[nodiscard]] bool IsWorkingDay(const v1::Calendar& calendar, Day day);

// The `days`-th working day after `from`, which itself does not count, working day or not; 1 to kMostWorkingDays.
// CALENDAR_MISSING, with the first day that the calendar would have to cover and does not: `from`, or the day after
// its last. `calendar` has passed calendar_check.
[[nodiscard]] absl::StatusOr<Day> WorkingDaysAfter(const v1::Calendar& calendar, Day from, int64_t days);

// CALENDAR_MISSING for a day.
[[nodiscard]] absl::Status RefuseCalendarMissing(Day day);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_WORKING_DAYS_H_
