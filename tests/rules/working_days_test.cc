// Working days and terms counted in them, by hand from a wall calendar.
#include "services/rules/working_days.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/rules/calendar_check.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

using testing::HasSubstr;

// January and February 2025: Tết from Monday 27 to Friday 31 January; Saturday 8 February is worked for Monday the
// 10th.
constexpr char kTet[] = R"(
id: "tet-2025"
title { vi: "Tết 2025" }
first_day { year: 2025 month: 1 day: 1 }
last_day { year: 2025 month: 2 day: 28 }
weekend: WEEKDAY_SATURDAY
weekend: WEEKDAY_SUNDAY
holidays { date { year: 2025 month: 1 day: 1 } title { vi: "Tết Dương lịch" } }
holidays {
  date { year: 2025 month: 1 day: 27 }
  to_date { year: 2025 month: 1 day: 31 }
  title { vi: "Tết Ất Tỵ" }
}
holidays { date { year: 2025 month: 2 day: 10 } title { vi: "Nghỉ hoán đổi" } }
working_days { date { year: 2025 month: 2 day: 8 } title { vi: "Làm bù" } }
)";

v1::Calendar Tet() {
  const CalendarReading reading = ReadCalendar(kTet);
  EXPECT_TRUE(reading.problems.empty()) << reading.problems.front().field << ": " << reading.problems.front().en;
  return reading.calendar.value_or(v1::Calendar());
}

std::string With(const std::string& what, const std::string& instead) {
  std::string text = kTet;
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), instead);
}

TEST(Weekdays, AreThoseOfTheWallCalendar) {
  EXPECT_EQ(WeekdayOf(DayOf(1970, 1, 1)), v1::WEEKDAY_THURSDAY);
  EXPECT_EQ(WeekdayOf(DayOf(1969, 12, 28)), v1::WEEKDAY_SUNDAY);
  EXPECT_EQ(WeekdayOf(DayOf(2025, 1, 1)), v1::WEEKDAY_WEDNESDAY);
  EXPECT_EQ(WeekdayOf(DayOf(2025, 1, 6)), v1::WEEKDAY_MONDAY);
  EXPECT_EQ(WeekdayOf(DayOf(2024, 2, 29)), v1::WEEKDAY_THURSDAY);
}

TEST(WorkingDays, AreNeitherWeekendsNorHolidaysButSwappedDaysAre) {
  const v1::Calendar calendar = Tet();
  const struct {
    Day day;
    bool working;
  } kDays[] = {
      {DayOf(2025, 1, 1), false}, {DayOf(2025, 1, 2), true},   {DayOf(2025, 1, 4), false},  {DayOf(2025, 1, 5), false},
      {DayOf(2025, 1, 24), true}, {DayOf(2025, 1, 27), false}, {DayOf(2025, 1, 31), false}, {DayOf(2025, 2, 1), false},
      {DayOf(2025, 2, 3), true},  {DayOf(2025, 2, 8), true},   {DayOf(2025, 2, 9), false},  {DayOf(2025, 2, 10), false},
      {DayOf(2025, 2, 11), true},
  };
  for (const auto& one : kDays) EXPECT_EQ(IsWorkingDay(calendar, one.day), one.working) << IsoDate(one.day);
}

TEST(ATerm, BeginsOnTheWorkingDayAfter) {
  const v1::Calendar calendar = Tet();
  const struct {
    Day from;
    int64_t days;
    Day due;
  } kTerms[] = {
      {DayOf(2025, 1, 6), 1, DayOf(2025, 1, 7)},    // Monday to Tuesday
      {DayOf(2025, 1, 6), 5, DayOf(2025, 1, 13)},   // over a weekend
      {DayOf(2025, 1, 4), 1, DayOf(2025, 1, 6)},    // from a Saturday
      {DayOf(2025, 1, 24), 1, DayOf(2025, 2, 3)},   // over Tết
      {DayOf(2025, 1, 28), 1, DayOf(2025, 2, 3)},   // from within Tết
      {DayOf(2025, 2, 7), 1, DayOf(2025, 2, 8)},    // the swapped Saturday
      {DayOf(2025, 2, 7), 2, DayOf(2025, 2, 11)},   // and the day off that it is for
      {DayOf(2025, 1, 1), 17, DayOf(2025, 1, 24)},  // all of January: 2–3, 6–10, 13–17, 20–24
      {DayOf(2025, 1, 1), 18, DayOf(2025, 2, 3)},
      {DayOf(2025, 2, 27), 1, DayOf(2025, 2, 28)},  // the last day that the calendar knows
  };
  for (const auto& one : kTerms) {
    const absl::StatusOr<Day> due = WorkingDaysAfter(calendar, one.from, one.days);
    ASSERT_TRUE(due.ok()) << due.status();
    EXPECT_EQ(IsoDate(*due), IsoDate(one.due)) << IsoDate(one.from) << " + " << one.days;
  }
}

TEST(ATerm, ThatLeavesTheCalendarIsRefusedWithTheDay) {
  const v1::Calendar calendar = Tet();
  const struct {
    Day from;
    int64_t days;
    const char* day;
  } kTerms[] = {{DayOf(2024, 12, 31), 1, "2024-12-31"},
                {DayOf(2025, 2, 28), 1, "2025-03-01"},
                {DayOf(2025, 2, 27), 2, "2025-03-01"},
                {DayOf(2025, 1, 6), 1'000, "2025-03-01"}};
  for (const auto& one : kTerms) {
    const std::optional<RefusalFacts> refusal = RefusalOf(WorkingDaysAfter(calendar, one.from, one.days).status());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->reason, v1::ERROR_REASON_CALENDAR_MISSING);
    EXPECT_EQ(refusal->values.at("day.en"), one.day);
  }
}

RC_GTEST_PROP(ATerm, EndsOnAWorkingDayWithSoManyBetween, ()) {
  static const v1::Calendar calendar = Tet();
  const Day from = *rc::gen::inRange<Day>(DayOf(2025, 1, 1), DayOf(2025, 2, 20));
  const int64_t days = *rc::gen::inRange<int64_t>(1, 30);
  const absl::StatusOr<Day> due = WorkingDaysAfter(calendar, from, days);
  if (!due.ok()) return;
  RC_ASSERT(IsWorkingDay(calendar, *due));
  int64_t counted = 0;
  for (Day day = from + 1; day <= *due; ++day) counted += IsWorkingDay(calendar, day) ? 1 : 0;
  RC_ASSERT(counted == days);
}

TEST(ACalendarFile, SaysAllThatIsWrongAtOnce) {
  const struct {
    std::string source;
    std::string field;
    std::string en;
  } kWrong[] = {
      {With("id: \"tet-2025\"", "id: \"tết 2025\""), "id", "letters"},
      {With("title { vi: \"Tết 2025\" }", ""), "title.vi", "missing"},
      {With("first_day { year: 2025 month: 1 day: 1 }", ""), "first_day", "missing"},
      {With("last_day { year: 2025 month: 2 day: 28 }", "last_day { year: 2025 month: 2 day: 29 }"), "last_day",
       "no such date"},
      {With("last_day { year: 2025", "last_day { year: 2024"), "last_day", "first day or later"},
      {With("weekend: WEEKDAY_SUNDAY", "weekend: WEEKDAY_SATURDAY"), "weekend[#2]", "only once"},
      {With("weekend: WEEKDAY_SUNDAY", "weekend: [SUNDAY]"), "weekend[#2]", "WEEKDAY_MONDAY"},
      {With("to_date { year: 2025 month: 1 day: 31 }", "to_date { year: 2025 month: 1 day: 26 }"),
       "holidays[#2].to_date", "before its first day"},
      {With("to_date { year: 2025 month: 1 day: 31 }", "to_date { year: 2025 month: 2 day: 10 }"), "holidays[#3]",
       "named on line"},
      {With("date { year: 2025 month: 2 day: 8 }", "date { year: 2025 month: 2 day: 7 }"), "working_days[#1]",
       "is a working day anyway"},
      {With("date { year: 2025 month: 2 day: 8 }", "date { year: 2025 month: 3 day: 8 }"), "working_days[#1].to_date",
       "outside"},
      {With("holidays { date { year: 2025 month: 1 day: 1 }", "holidays { dates { year: 2025 }"), "holidays[#1].dates",
       "no field"},
      {"\xff", "", "UTF-8"},
      {std::string(900 * 1024 + 1, ' '), "", "900 KiB"},
  };
  for (const auto& one : kWrong) {
    const CalendarReading reading = ReadCalendar(one.source);
    EXPECT_FALSE(reading.calendar) << one.en;
    bool found = false;
    for (const FileProblem& problem : reading.problems) {
      found |= problem.field == one.field && problem.en.find(one.en) != std::string::npos;
      EXPECT_FALSE(problem.vi.empty());
    }
    EXPECT_TRUE(found) << one.field << ": " << one.en << "; first is "
                       << (reading.problems.empty() ? "none"
                                                    : reading.problems[0].field + ": " + reading.problems[0].en);
  }
  const CalendarReading several = ReadCalendar(
      "id: \"?\" title { vi: \"x\" } first_day { year: 2025 month: 1 day: 1 }\nlast_day { year: 2025 month: 13 day: 1 }"
      "\nholidays { date { year: 2025 month: 4 day: 31 } title { vi: \"x\" } }");
  EXPECT_EQ(several.problems.size(), 3U);
}

TEST(TheCalendarOfVietnam, HasNoProblemAndTheDaysOfTheNotices) {
  std::ifstream file(PHANCONG_SOURCE_DIR "/deploy/programmes/calendar-vn.textproto");
  std::stringstream source;
  source << file.rdbuf();
  const CalendarReading reading = ReadCalendar(source.str());
  ASSERT_TRUE(reading.calendar) << reading.problems.front().field << ": " << reading.problems.front().en;
  const v1::Calendar& calendar = *reading.calendar;
  EXPECT_FALSE(IsWorkingDay(calendar, DayOf(2024, 4, 29)));
  EXPECT_TRUE(IsWorkingDay(calendar, DayOf(2024, 5, 4)));
  EXPECT_FALSE(IsWorkingDay(calendar, DayOf(2025, 4, 7)));
  EXPECT_TRUE(IsWorkingDay(calendar, DayOf(2025, 4, 26)));
  EXPECT_FALSE(IsWorkingDay(calendar, DayOf(2025, 5, 2)));
  EXPECT_FALSE(IsWorkingDay(calendar, DayOf(2026, 4, 27)));
  // 2025-04-25 is a Friday: the swapped Saturday, Monday, Tuesday; then four days off; Monday the 5th.
  EXPECT_EQ(IsoDate(*WorkingDaysAfter(calendar, DayOf(2025, 4, 25), 4)), "2025-05-05");
}

}  // namespace
}  // namespace phancong::rules
