// Reads a calendar file and says everything that is wrong with it. Pure.
#ifndef PHANCONG_SERVICES_RULES_CALENDAR_CHECK_H_
#define PHANCONG_SERVICES_RULES_CALENDAR_CHECK_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "phancong/v1/calendar.pb.h"
#include "services/rules/file_problem.h"

namespace phancong::rules {

inline constexpr size_t kCalendarBytes = 900 * 1024;

// Either a calendar, or problems.
struct CalendarReading {
  // Its dates exist and lie within its days, no day is named twice, a swapped day lies on a weekend.
  std::optional<v1::Calendar> calendar;
  // In the order of the file. Fields are paths such as "holidays[#4].date".
  std::vector<FileProblem> problems;
};

// `source` is a v1::Calendar in protobuf text format, read as ReadProgramme reads a programme; at most kCalendarBytes.
[[nodiscard]] CalendarReading ReadCalendar(std::string_view source);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_CALENDAR_CHECK_H_
