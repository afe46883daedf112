#include "client/cli/table.h"

#include "client/cli/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/text.h"

namespace phancong::client {
namespace {

using rules::DisplayWidth;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::string_view line : Split(text, '\n')) lines.emplace_back(line);
  EXPECT_TRUE(lines.back().empty());
  lines.pop_back();
  return lines;
}

Table Unions() {
  return {.headings = {{"Đơn vị", false, true}, {"Tên"}, {"Đoàn viên", true}},
          .rows = {{{"thpt-viet-vinh"}, {"CĐCS Trường THPT Việt Vinh"}, {"1.286"}},
                   {{"xa-dong-yen"}, {"CĐCS xã Đồng Yên"}, {"21"}}}};
}

TEST(Table, ColumnsLineUpForVietnameseText) {
  EXPECT_THAT(Lines(RenderTable(Unions(), 80, false)),
              ElementsAre("Đơn vị          Tên                         Đoàn viên",
                          "thpt-viet-vinh  CĐCS Trường THPT Việt Vinh      1.286",
                          "xa-dong-yen     CĐCS xã Đồng Yên                   21"));
}

// Marks that stand apart (NFD) take no column.
TEST(Table, CombiningMarksTakeNoColumn) {
  Table table{.headings = {{"a"}, {"b"}}, .rows = {{{"Vie\u0323\u0302t"}, {"x"}}, {{"Viet"}, {"y"}}}};
  EXPECT_THAT(Lines(RenderTable(table, 80, false)), ElementsAre("a     b", "Vie\u0323\u0302t  x", "Viet  y"));
}

TEST(Table, FitsIntoItsWidth) {
  Table table = Unions();
  table.rows[0][1].text = "Công đoàn cơ sở Trường Trung học phổ thông Việt Vinh, huyện Bắc Quang, tỉnh Hà Giang";
  for (const int width : {80, 60, 45}) {
    for (const std::string& line : Lines(RenderTable(table, width, false)))
      EXPECT_LE(DisplayWidth(line), width) << line;
  }
  // The id, which people copy, and the number stay whole; the name is cut.
  const std::string narrow = RenderTable(table, 45, false);
  EXPECT_THAT(narrow, HasSubstr("thpt-viet-vinh"));
  EXPECT_THAT(narrow, HasSubstr("1.286"));
  EXPECT_THAT(narrow, HasSubstr("…"));
}

TEST(Table, SentencesAreWrappedInsteadOfCut) {
  const Table table{.headings = {{"Số", true}, {"Lỗi", false, false, /*wrap=*/true}},
                    .rows = {{{"3"}, {"ngày thành lập không đọc được: viết 31/01/2025 hoặc 2025-01-31"}}}};
  EXPECT_THAT(Lines(RenderTable(table, 40, false)),
              ElementsAre("Số  Lỗi", " 3  ngày thành lập không đọc được: viết", "    31/01/2025 hoặc 2025-01-31"));
}

// As `extension list` has it: four columns that people copy or compare leave six letters a line for why.
TEST(Table, SentencesWithoutRoomStandBelowTheirRow) {
  const Table table{.headings = {{"Đề nghị", false, true},
                                 {"Đơn vị"},
                                 {"Hạn", false, true},
                                 {"Xin đến", false, true},
                                 {"Lý do", false, false, /*wrap=*/true}},
                    .rows = {{{"2025/2.3.che-suoi-xanh/1"},
                              {"CĐCS Hợp tác xã chè Suối Xanh"},
                              {"30/11/2025"},
                              {"10/12/2025"},
                              {"Mưa lũ đầu tháng làm sạt đường vào xã, đoàn viên chưa họp được"}},
                             {{"2025/1.3.xa-huu-san/1"}, {"CĐCS xã Hữu Sản"}, {"31/03/2025"}, {"15/04/2025"}, {""}}}};
  EXPECT_THAT(Lines(RenderTable(table, 80, false)),
              ElementsAre("Đề nghị                   Đơn vị                         Hạn         Xin đến",
                          "2025/2.3.che-suoi-xanh/1  CĐCS Hợp tác xã chè Suối Xanh  30/11/2025  10/12/2025",
                          "    Lý do: Mưa lũ đầu tháng làm sạt đường vào xã, đoàn viên chưa họp được",
                          "2025/1.3.xa-huu-san/1     CĐCS xã Hữu Sản                31/03/2025  15/04/2025"));
  for (const std::string& line : Lines(RenderTable(table, 60, false))) EXPECT_LE(DisplayWidth(line), 60) << line;
  // Where there is room it is a column.
  EXPECT_THAT(RenderTable(table, 120, false), HasSubstr("Xin đến     Lý do\n"));
}

TEST(Table, AColumnWithNothingInItIsLeftOut) {
  const Table table{.headings = {{"a"}, {"b"}, {"c"}}, .rows = {{{"1"}, {""}, {"2"}}, {{"3"}, {""}, {""}}}};
  EXPECT_THAT(Lines(RenderTable(table, 80, false)), ElementsAre("a  c", "1  2", "3"));
}

TEST(Table, ColourOnlyWhereItIsWanted) {
  Table table = Unions();
  table.rows[0][2].paint = Paint::kBad;
  EXPECT_THAT(RenderTable(table, 80, false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(RenderTable(table, 80, true), HasSubstr("\x1b[31m1.286\x1b[0m"));
}

// A name of a union must not move the cursor of whoever lists it.
TEST(Table, ControlCharactersAreShownAsPictures) {
  EXPECT_EQ(SafeText("a\x1b[2Jb\x07"), "a␛[2Jb␇");
  EXPECT_EQ(SafeText("a\x7f\xc2\x9b"), "a␡\uFFFD");
  EXPECT_EQ(SafeText("\u202Eabc\u2066"), "\uFFFDabc\uFFFD");
  EXPECT_EQ(SafeText("a\xff"), "a\uFFFD");
  EXPECT_EQ(SafeText("a\u061Cb\u2028c\u00ADd\U000E0041e\uE000"), "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFD");
  EXPECT_EQ(SafeText("a\r\nb\tc"), "a b c");
  EXPECT_EQ(SafeText("a\r\nb", true), "a\nb");
  EXPECT_EQ(SafeText("Đào tạo – “Mái ấm”"), "Đào tạo – “Mái ấm”");
}

TEST(Table, ALineKeepsTheColoursOfTheClientAlone) {
  const std::string line = Concat(Painted("✓", Paint::kGood, true), " a\x1b[2Jb\x1b[31;1mc", "\x1b");
  EXPECT_EQ(SafeLine(line, true), "\x1b[32m✓\x1b[0m a␛[2Jb␛[31;1mc␛");
  EXPECT_EQ(SafeLine(line, false), "␛[32m✓␛[0m a␛[2Jb␛[31;1mc␛");
  EXPECT_EQ(SafeLine("một\nhai", true), "một\nhai");
}

TEST(Table, ARecordIsSafeToShow) {
  const Table table{.headings = {{}, {}}, .rows = {{{"a\x1b[2J"}, {"b\x1b[2J\u202E"}}}};
  EXPECT_EQ(RenderRecord(table, 40, false), "a␛[2J  b␛[2J\uFFFD\n");
}

TEST(Table, CutsBetweenLettersAndKeepsTheirMarks) {
  EXPECT_EQ(Cut("Việt Vinh", 9), "Việt Vinh");
  EXPECT_EQ(Cut("Việt Vinh", 5), "Việt…");
  EXPECT_EQ(Cut("Vie\u0323\u0302t Vinh", 4), "Vie\u0323\u0302…");
  EXPECT_EQ(Cut("中文字", 4), "中…");
}

TEST(Table, WrapsBetweenWords) {
  EXPECT_THAT(Wrap("một hai ba bốn", 7), ElementsAre("một hai", "ba bốn"));
  EXPECT_THAT(Wrap("một\n\nhai", 7), ElementsAre("một", "", "hai"));
  EXPECT_THAT(Wrap("abcdefghij", 4), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(Wrap("", 4), ElementsAre(""));
}

TEST(Table, ARecordWrapsItsValues) {
  const Table table{.headings = {{}, {}},
                    .rows = {{{"Lý do"}, {"thiếu biên bản của hội nghị"}}, {{"Hạn"}, {"31/12/2025"}}}};
  EXPECT_THAT(Lines(RenderRecord(table, 24, false)),
              ElementsAre("Lý do  thiếu biên bản", "       của hội nghị", "Hạn    31/12/2025"));
}

TEST(Csv, QuotesWhatMustBeQuoted) {
  const Table table{.headings = {{"a"}, {"b"}}, .rows = {{{"x, y"}, {"nói \"được\""}}, {{"hai\ndòng"}, {"1;2"}}}};
  EXPECT_EQ(RenderCsv(table), "a,b\n\"x, y\",\"nói \"\"được\"\"\"\n\"hai\ndòng\",\"1;2\"\n");
}

// Numbers stay numbers: a sign, digits, and a fraction.
TEST(Csv, AFormulaBecomesText) {
  const auto cell = [](const std::string& text) {
    const std::string csv = RenderCsv({.headings = {{"a"}}, .rows = {{{text}}}});
    return csv.substr(2, csv.size() - 3);
  };
  for (const std::string& formula :
       std::vector<std::string>{"=1+1", "@SUM(A1)", "-2+3", "+cmd|x", "-", "+", "-.5", "-5.", "+inf", "-0x1p3", "-1e5",
                                "--5", "\uFF1D1", "  =1"}) {
    EXPECT_EQ(cell(formula), "'" + formula);
  }
  for (const std::string& text :
       std::vector<std::string>{"-5", "+84", "-2.5", "5", "1=1", "a-b", "12/QĐ-BTV", "", "2025-01-31"}) {
    EXPECT_EQ(cell(text), text);
  }
  EXPECT_EQ(cell("\t=1"), "' =1");
  EXPECT_EQ(cell("\r=1"), "'=1");
  EXPECT_EQ(cell("\n=1"), "\"'\n=1\"");
}

TEST(Csv, HasNothingUnsafeInIt) {
  const Table table{.headings = {{"a"}}, .rows = {{{"x\x1b[2J\u202Ey"}}}};
  EXPECT_EQ(RenderCsv(table), "a\nx␛[2J\uFFFDy\n");
}

}  // namespace
}  // namespace phancong::client
