// Civil dates as days since 1970-01-01, and the local day of a moment.
#ifndef PHANCONG_SERVICES_RULES_DATES_H_
#define PHANCONG_SERVICES_RULES_DATES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace phancong::rules {

// Days since 1970-01-01; negative before. 0 stands for "no date" wherever a date may be missing.
using Day = int64_t;

// Of a date that exists; one that does not is carried into the next month, as 2025-02-30 into 2025-03-02.
[[nodiscard]] Day DayOf(int year, int month, int day);
// Nothing where the date does not exist (2025-02-30), is not whole, or is not given. Years 1 to 9999.
[[nodiscard]] std::optional<Day> DayOf(const google::type::Date& date);
// Any part of it is set.
[[nodiscard]] bool IsGiven(const google::type::Date& date);
[[nodiscard]] google::type::Date DateOf(Day day);
// The unset date for day 0.
[[nodiscard]] google::type::Date OptionalDateOf(Day day);
[[nodiscard]] int YearOf(Day day);

// "2025-01-31".
[[nodiscard]] std::string IsoDate(Day day);
// "31/01/2025", as Vietnamese text has it.
[[nodiscard]] std::string VietnameseDate(Day day);
// "2025-01-31" or "31/01/2025"; nothing where it is neither, or does not exist. Two digits for day and month:
// "3/1/2025" may be the first of March or the third of January, depending on which spreadsheet wrote it.
[[nodiscard]] std::optional<Day> ParseDate(std::string_view text);

// The local day of a moment (microseconds since 1970 UTC). A deadline's day is met until 24:00 of it.
[[nodiscard]] Day LocalDay(int64_t time_micros, const absl::TimeZone& zone);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_DATES_H_
