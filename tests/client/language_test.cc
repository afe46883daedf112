#include "client/cli/language.h"

#include <cstdint>
#include <limits>

#include "gtest/gtest.h"

namespace phancong::client {
namespace {

TEST(Language, FlagThenVariableThenLangThenVietnamese) {
  EXPECT_EQ(ChooseLanguage("en", "vi", "vi_VN.UTF-8"), Language::kEnglish);
  EXPECT_EQ(ChooseLanguage("", "en", "vi_VN.UTF-8"), Language::kEnglish);
  EXPECT_EQ(ChooseLanguage("", "", "en_GB.UTF-8"), Language::kEnglish);
  EXPECT_EQ(ChooseLanguage("", "", "vi_VN.UTF-8"), Language::kVietnamese);
  EXPECT_EQ(ChooseLanguage("", "", "C.UTF-8"), Language::kVietnamese);
  EXPECT_EQ(ChooseLanguage("", "", "fr_FR"), Language::kVietnamese);
  EXPECT_EQ(ChooseLanguage("", "", ""), Language::kVietnamese);
}

TEST(Language, NumbersAreGrouped) {
  EXPECT_EQ(FormatNumber(0, Language::kVietnamese), "0");
  EXPECT_EQ(FormatNumber(999, Language::kVietnamese), "999");
  EXPECT_EQ(FormatNumber(1234567, Language::kVietnamese), "1.234.567");
  EXPECT_EQ(FormatNumber(1234567, Language::kEnglish), "1,234,567");
  EXPECT_EQ(FormatNumber(-1000, Language::kEnglish), "-1,000");
}

// 849 of 1,000 is 84.9 %, and 8,499 of 10,000 too: what misses 85 % must not look as if it met it.
TEST(Language, PercentagesAreCutAndNeverRoundedUp) {
  EXPECT_EQ(FormatPercent(57, 60, Language::kVietnamese), "95,0%");
  EXPECT_EQ(FormatPercent(8499, 10000, Language::kVietnamese), "84,9%");
  EXPECT_EQ(FormatPercent(2, 3, Language::kEnglish), "66.6%");
  EXPECT_EQ(FormatPercent(105, 100, Language::kEnglish), "105.0%");
  EXPECT_EQ(FormatPercent(0, 5, Language::kEnglish), "0.0%");
  EXPECT_EQ(FormatPercent(1, 0, Language::kEnglish), "–");
  const int64_t most = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(FormatPercent(most, most, Language::kEnglish), "100.0%");
}

TEST(Language, DatesAndTimes) {
  google::type::Date date;
  EXPECT_EQ(FormatDate(date, Language::kVietnamese), "");
  date.set_year(2025);
  date.set_month(3);
  date.set_day(1);
  EXPECT_EQ(FormatDate(date, Language::kVietnamese), "01/03/2025");
  EXPECT_EQ(FormatDate(date, Language::kEnglish), "2025-03-01");

  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
  google::protobuf::Timestamp time;
  time.set_seconds(1735693200);  // 2025-01-01T01:00:00Z
  EXPECT_EQ(FormatTime(time, zone, Language::kVietnamese), "01/01/2025 08:00");
  EXPECT_EQ(FormatTime(time, zone, Language::kEnglish), "2025-01-01 08:00");
  EXPECT_EQ(IsoTime(time), "2025-01-01T01:00:00Z");
  for (const char* text : {"2025-01-01 08:00", "01/01/2025 08:00", "2025-01-01T01:00:00Z"}) {
    ASSERT_TRUE(ParseTime(text, zone)) << text;
    EXPECT_EQ(absl::ToUnixSeconds(*ParseTime(text, zone)), 1735693200) << text;
  }
  EXPECT_EQ(absl::ToUnixSeconds(*ParseTime("2025-01-01", zone)), 1735664400);
  EXPECT_FALSE(ParseTime("hôm qua", zone));
  EXPECT_FALSE(ParseTime("2025-02-30 08:00", zone));
}

}  // namespace
}  // namespace phancong::client
