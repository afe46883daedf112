#include "services/rules/dates.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace phancong::rules {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// Days as `date -u -d 2025-01-31 +%s`, divided by 86,400, says them.
struct Known {
  int year, month, day;
  Day days;
  const char* iso;
};
constexpr Known kKnown[] = {
    {1970, 1, 2, 1, "1970-01-02"},      {1969, 12, 31, -1, "1969-12-31"},      {2000, 1, 1, 10957, "2000-01-01"},
    {2023, 9, 1, 19601, "2023-09-01"},  {2024, 2, 29, 19782, "2024-02-29"},    {2025, 1, 31, 20119, "2025-01-31"},
    {2025, 6, 30, 20269, "2025-06-30"}, {2025, 12, 31, 20453, "2025-12-31"},   {2028, 12, 31, 21549, "2028-12-31"},
    {1, 1, 1, -719162, "0001-01-01"},   {9999, 12, 31, 2932896, "9999-12-31"},
};

TEST(ADay, IsCountedFrom1970) {
  for (const Known& known : kKnown) {
    EXPECT_EQ(DayOf(known.year, known.month, known.day), known.days);
    EXPECT_EQ(DayOf(Date(known.year, known.month, known.day)), known.days);
    EXPECT_EQ(IsoDate(known.days), known.iso);
    EXPECT_EQ(ParseDate(known.iso), known.days);
    EXPECT_EQ(YearOf(known.days), known.year);
    const google::type::Date back = DateOf(known.days);
    EXPECT_EQ(back.year(), known.year);
    EXPECT_EQ(back.month(), known.month);
    EXPECT_EQ(back.day(), known.day);
  }
}

TEST(ADate, ThatDoesNotExistIsNone) {
  for (const google::type::Date& date :
       {Date(2025, 2, 30), Date(2025, 2, 29), Date(2025, 4, 31), Date(2025, 13, 1), Date(2025, 0, 1), Date(2025, 1, 0),
        Date(2025, 1, 32), Date(0, 1, 1), Date(10000, 1, 1), Date(-1, 1, 1), Date(2025, -1, 1), Date(2025, 1, -1),
        Date(2147483647, 12, 31), Date(2025, 2147483647, 1)}) {
    EXPECT_EQ(DayOf(date), std::nullopt) << date.ShortDebugString();
    EXPECT_TRUE(IsGiven(date));
  }
}

TEST(ADate, MayBeLeftOut) {
  EXPECT_FALSE(IsGiven(Date(0, 0, 0)));
  EXPECT_EQ(DayOf(Date(0, 0, 0)), std::nullopt);
  EXPECT_FALSE(IsGiven(OptionalDateOf(0)));
  EXPECT_TRUE(IsGiven(OptionalDateOf(20119)));
  EXPECT_EQ(OptionalDateOf(20119).day(), 31);
}

TEST(ADate, IsReadAsWrittenInVietnamOrByIso) {
  EXPECT_EQ(ParseDate("31/01/2025"), 20119);
  EXPECT_EQ(ParseDate("2025-01-31"), 20119);
  EXPECT_EQ(VietnameseDate(20119), "31/01/2025");
  EXPECT_EQ(VietnameseDate(DayOf(2025, 2, 3)), "03/02/2025");
}

TEST(ADate, WrittenOtherwiseIsNone) {
  for (const char* text :
       {"",           "2025",       "2025-1-31",  "2025-01-3",  "31-01-2025",  "2025/01/31",     "1/31/2025",
        "3/1/2025",   "01/31/2025", "2025-02-30", "30/02/2025", "2025-01-31 ", " 2025-01-31",    "2025-01-3x",
        "20a5-01-31", "+025-01-31", "2025-+1-31", "-025-01-31", "0000-01-01",  "２０２５-01-31", "2025-01-31T00:00:00Z",
        "31/01/25",   "00/00/0000"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(ALocalDay, EndsAtMidnightInItsZone) {
  absl::TimeZone hanoi;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &hanoi));
  // 2025-12-31 23:59:59.999999 and 2026-01-01 00:00 in Hà Nội, seven hours before UTC's.
  const int64_t last = (int64_t{20453} * 24 + 17) * 3'600'000'000 - 1;
  EXPECT_EQ(LocalDay(last, hanoi), DayOf(2025, 12, 31));
  EXPECT_EQ(LocalDay(last + 1, hanoi), DayOf(2026, 1, 1));
  EXPECT_EQ(LocalDay(last + 1, absl::UTCTimeZone()), DayOf(2025, 12, 31));
}

TEST(ALocalDay, FollowsSummerTime) {
  absl::TimeZone new_york;
  ASSERT_TRUE(absl::LoadTimeZone("America/New_York", &new_york));
  // 04:30 UTC is 23:30 of the day before in winter (−5 h), 00:30 in summer (−4 h).
  const int64_t half_past_four = int64_t{16'200} * 1'000'000;
  EXPECT_EQ(LocalDay(DayOf(2025, 1, 15) * 86'400'000'000 + half_past_four, new_york), DayOf(2025, 1, 14));
  EXPECT_EQ(LocalDay(DayOf(2025, 7, 15) * 86'400'000'000 + half_past_four, new_york), DayOf(2025, 7, 15));
}

TEST(ALocalDay, IsRightBefore1970) {
  EXPECT_EQ(LocalDay(-1, absl::UTCTimeZone()), -1);
  EXPECT_EQ(LocalDay(0, absl::UTCTimeZone()), 0);
}

RC_GTEST_PROP(ADay, SurvivesEveryWayOfWriting, ()) {
  const Day day = *rc::gen::inRange<Day>(-719162, 2932897);
  RC_ASSERT(DayOf(DateOf(day)) == day);
  RC_ASSERT(ParseDate(IsoDate(day)) == day);
  RC_ASSERT(ParseDate(VietnameseDate(day)) == day);
}

}  // namespace
}  // namespace phancong::rules
