#include "services/rules/working_days.h"

#include <algorithm>

#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

using CalendarDays = google::protobuf::RepeatedPtrField<v1::CalendarDay>;

bool Names(const CalendarDays& spans, Day day) {
  return std::any_of(spans.begin(), spans.end(), [&](const v1::CalendarDay& span) {
    const Day first = DayOf(span.date()).value_or(0);
    const Day last = DayOf(span.to_date()).value_or(first);
    return first <= day && day <= last;
  });
}

}  // namespace

v1::Weekday WeekdayOf(Day day) {
  // 1970-01-01, day 0, was a Thursday.
  constexpr Day kThursday = v1::WEEKDAY_THURSDAY - v1::WEEKDAY_MONDAY;
  const Day from_monday = ((day + kThursday) % 7 + 7) % 7;
  return static_cast<v1::Weekday>(v1::WEEKDAY_MONDAY + from_monday);
}

bool Covers(const v1::Calendar& calendar, Day day) {
  const std::optional<Day> first = DayOf(calendar.first_day());
  const std::optional<Day> last = DayOf(calendar.last_day());
  return first && last && *first <= day && day <= *last;
}

bool IsWorkingDay(const v1::Calendar& calendar, Day day) {
  if (Names(calendar.holidays(), day)) return false;
  if (Names(calendar.working_days(), day)) return true;
  const auto& weekend = calendar.weekend();
  return std::find(weekend.begin(), weekend.end(), WeekdayOf(day)) == weekend.end();
}

absl::StatusOr<Day> WorkingDaysAfter(const v1::Calendar& calendar, Day from, int64_t days) {
  if (days < 1 || days > kMostWorkingDays) return absl::InternalError("a term in working days is out of range");
  if (!Covers(calendar, from)) return RefuseCalendarMissing(from);
  Day day = from;
  for (int64_t counted = 0; counted < days;) {
    ++day;
    if (!Covers(calendar, day)) return RefuseCalendarMissing(day);
    if (IsWorkingDay(calendar, day)) ++counted;
  }
  return day;
}

absl::Status RefuseCalendarMissing(Day day) {
  return Refuse(v1::ERROR_REASON_CALENDAR_MISSING, {{"day.vi", VietnameseDate(day)}, {"day.en", IsoDate(day)}});
}

}  // namespace phancong::rules
