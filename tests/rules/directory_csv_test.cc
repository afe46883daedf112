// The directory's CSV: every way of writing it that is taken, every row that is wrong, and the sample that comes with
// the product.
#include "services/rules/directory_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/text_format.h"
#include "services/rules/dates.h"
#include "services/rules/programme_check.h"
#include "services/rules/scope.h"

namespace phancong::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// A directory of two types with a fact of every kind.
const v1::Programme& Harbour() {
  static const v1::Programme& programme = *[] {
    auto* made = new v1::Programme;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
        union_types { id: "FACTORY" }
        union_types { id: "OFFICE" }
        facts { id: "staff" kind: KIND_NUMBER title { vi: "Nhân viên" en: "Staff" } required: true }
        facts { id: "night" kind: KIND_NUMBER title { vi: "Ca đêm" } at_most_fact: "staff" }
        facts { id: "crane" kind: KIND_FLAG title { vi: "Cần cẩu" } }
        facts { id: "joined" kind: KIND_DATE title { vi: "Gia nhập" } })",
                                                              made));
    return made;
  }();
  return programme;
}

constexpr char kHeader[] = "id,name,type,place,founded_on,staff,night,crane,joined\n";

DirectoryReading Read(std::string_view csv) { return ReadDirectory(csv, Harbour()); }
DirectoryReading ReadRows(std::string_view rows) { return Read(kHeader + std::string(rows)); }

std::string Said(const std::vector<FileProblem>& problems) {
  std::string all;
  for (const FileProblem& one : problems) all += fmt::format("{}: {}: {} | {}\n", one.line, one.field, one.vi, one.en);
  return all;
}

std::vector<std::pair<int, std::string>> Places(const DirectoryReading& reading) {
  EXPECT_THAT(reading.rows, IsEmpty()) << "all or nothing";
  std::vector<std::pair<int, std::string>> places;
  for (const FileProblem& problem : reading.problems) places.emplace_back(problem.line, problem.field);
  return places;
}

// The one problem of a row that stands on line 2.
FileProblem OnlyProblem(std::string_view row) {
  const DirectoryReading reading = ReadRows(row);
  EXPECT_THAT(reading.problems, SizeIs(1)) << row << "\n" << Said(reading.problems);
  EXPECT_THAT(reading.rows, IsEmpty());
  return reading.problems.empty() ? FileProblem() : reading.problems.front();
}

// --------------------------------------------------------------------------------------------------- what is taken

TEST(ADirectory, IsReadColumnByColumn) {
  const DirectoryReading reading = ReadRows("kho-1,Kho số 1,FACTORY,Bến 3,2001-09-05,120,30,có,2024-05-01\n");
  ASSERT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
  ASSERT_THAT(reading.rows, SizeIs(1));
  const DirectoryRow& row = reading.rows[0];
  EXPECT_EQ(row.line, 2);
  EXPECT_EQ(row.id, "kho-1");
  EXPECT_EQ(row.name, "Kho số 1");
  EXPECT_EQ(row.type, "FACTORY");
  EXPECT_EQ(row.place, "Bến 3");
  EXPECT_EQ(row.founded_day, DayOf(2001, 9, 5));
  EXPECT_THAT(row.facts, UnorderedElementsAre(Pair("staff", 120), Pair("night", 30), Pair("crane", 1),
                                              Pair("joined", DayOf(2024, 5, 1))));
}

TEST(ADirectory, LeavesOutWhatARowLeavesEmpty) {
  const DirectoryReading reading = ReadRows("kho-1,Kho,OFFICE,,,7,,,\n");
  ASSERT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
  EXPECT_EQ(reading.rows[0].founded_day, 0);
  EXPECT_THAT(reading.rows[0].facts, UnorderedElementsAre(Pair("staff", 7), Pair("crane", 0)));
}

TEST(ADirectory, MeansTheSameHoweverItWasSaved) {
  const std::string plain = std::string(kHeader) + "a,Kho A,FACTORY,Bến 1,2001-09-05,10,2,1,\nb,Kho B,OFFICE,,,5,,,\n";
  std::string crlf;
  for (const char c : plain) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  std::string semicolons = plain;
  std::replace(semicolons.begin(), semicolons.end(), ',', ';');
  const std::string mark = "\xEF\xBB\xBF";
  for (const std::string& csv :
       {plain, crlf, semicolons, mark + plain, mark + crlf, "# mẫu, không dùng\n\n" + plain,
        mark + "\"# mẫu, không dùng\"\n" + plain, plain.substr(0, plain.size() - 1), plain + "\n \r\n,,,,,,,,\n"}) {
    const DirectoryReading reading = Read(csv);
    ASSERT_THAT(reading.problems, IsEmpty()) << csv << Said(reading.problems);
    ASSERT_THAT(reading.rows, SizeIs(2)) << csv;
    EXPECT_EQ(reading.rows[0].name, "Kho A");
    EXPECT_EQ(reading.rows[0].place, "Bến 1");
    EXPECT_THAT(reading.rows[0].facts, UnorderedElementsAre(Pair("staff", 10), Pair("night", 2), Pair("crane", 1)));
    EXPECT_EQ(reading.rows[1].id, "b");
  }
}

TEST(ADirectory, TakesItsColumnsInAnyOrder) {
  const DirectoryReading reading =
      Read("joined,crane,night,staff,founded_on,place,type,name,id\n01/05/2024,x,1,9,,Bến 1,OFFICE,Kho,kho\n");
  ASSERT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
  EXPECT_EQ(reading.rows[0].id, "kho");
  EXPECT_EQ(reading.rows[0].facts.at("staff"), 9);
  EXPECT_EQ(reading.rows[0].facts.at("joined"), DayOf(2024, 5, 1));
}

TEST(ADirectory, TakesQuotesWithDelimitersAndLineBreaksInside) {
  const DirectoryReading reading = ReadRows(
      "a,\"Kho \"\"Sao Mai\"\",\r\nchi nhánh 2\",FACTORY,\"Bến 1,\nkhu B\",,10,,,\n"
      "b,  Kho   B ,OFFICE,,,5,,,\n");
  ASSERT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
  EXPECT_EQ(reading.rows[0].name, "Kho \"Sao Mai\", chi nhánh 2");
  EXPECT_EQ(reading.rows[0].place, "Bến 1, khu B");
  EXPECT_EQ(reading.rows[1].name, "Kho B");
  EXPECT_EQ(reading.rows[1].line, 5) << "the first row takes lines 2 to 4";
}

TEST(ADirectory, ComesOutInNormalForm) {
  // "Việt" with its marks apart, as one system writes it, and composed, as others do.
  const DirectoryReading reading = ReadRows("a,Vie\u0323\u0302t,OFFICE,,,5,,,\n");
  ASSERT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
  EXPECT_EQ(reading.rows[0].name, "Vi\u1EC7t");
}

TEST(ADirectory, TakesDatesInBothWays) {
  for (const char* date : {"2024-05-01", "01/05/2024"}) {
    const DirectoryReading reading = ReadRows(fmt::format("a,A,OFFICE,,{},5,,,{}\n", date, date));
    ASSERT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
    EXPECT_EQ(reading.rows[0].founded_day, DayOf(2024, 5, 1));
    EXPECT_EQ(reading.rows[0].facts.at("joined"), DayOf(2024, 5, 1));
  }
}

TEST(ADirectory, TakesFlagsAsPeopleWriteThem) {
  const std::map<std::string, int> flags = {{"có", 1}, {"Có", 1},    {"CÓ", 1},    {"yes", 1}, {"x", 1}, {"X", 1},
                                            {"1", 1},  {"không", 0}, {"Không", 0}, {"No", 0},  {"0", 0}, {"", 0}};
  for (const auto& [written, meant] : flags) {
    const DirectoryReading reading = ReadRows(fmt::format("a,A,OFFICE,,,5,,{},\n", written));
    ASSERT_THAT(reading.problems, IsEmpty()) << written << Said(reading.problems);
    EXPECT_EQ(reading.rows[0].facts.at("crane"), meant) << written;
  }
}

// --------------------------------------------------------------------------------------------------- what is wrong

TEST(AWrongDirectory, TellsEveryProblemOfEveryRowAtOnce) {
  const DirectoryReading reading = ReadRows(
      "kho 1,,SHED,,2001-13-05,ten,,maybe,tomorrow\n"
      "\"kho-2\",\"Kho\n2\",FACTORY,,,10,11,,\n"
      "kho-3,Kho 3,OFFICE,,,5,,\n"
      "kho-2,Kho 2 lần nữa,OFFICE,,,,,,\n");
  EXPECT_THAT(Places(reading), ElementsAre(Pair(2, "id"), Pair(2, "name"), Pair(2, "type"), Pair(2, "founded_on"),
                                           Pair(2, "staff"), Pair(2, "crane"), Pair(2, "joined"), Pair(3, "night"),
                                           Pair(5, ""), Pair(6, "id"), Pair(6, "staff")))
      << Said(reading.problems);
}

TEST(AWrongDirectory, SaysWhatIsWrongAndWhatWouldBeRight) {
  struct Case {
    const char* row;
    const char* column;
    const char* vi;
    const char* en;
  };
  const Case cases[] = {
      {"Kho-1,A,OFFICE,,,5,,,", "id", "a-z, 0-9", "a-z, 0-9"},
      {"kho.1,A,OFFICE,,,5,,,", "id", "thpt-viet-vinh", "thpt-viet-vinh"},
      {",A,OFFICE,,,5,,,", "id", "1 đến 40", "1 to 40"},
      {"federation,A,OFFICE,,,5,,,", "id", "là liên đoàn", "the federation itself"},
      {"a,,OFFICE,,,5,,,", "name", "còn thiếu tên", "missing"},
      {"a,A,SHED,,,5,,,", "type", "“SHED”; có: FACTORY, OFFICE", "“SHED”; there are: FACTORY, OFFICE"},
      {"a,A,,,,5,,,", "type", "có: FACTORY, OFFICE", "there are: FACTORY, OFFICE"},
      {"a,A,OFFICE,,30/02/2024,5,,,", "founded_on", "30/02/2024", "2024-05-01"},
      {"a,A,OFFICE,,05-2024,5,,,", "founded_on", "01/05/2024", "01/05/2024"},
      {"a,A,OFFICE,,0024-05-01,5,,,", "founded_on", "0024-05-01", "0024-05-01"},
      {"a,A,OFFICE,,,,,,", "staff", "còn thiếu: Nhân viên", "is missing: Staff"},
      {"a,A,OFFICE,,,-5,,,", "staff", "“-5”", "“-5”"},
      {"a,A,OFFICE,,,1.000,,,", "staff", "ghi liền các chữ số", "digits alone"},
      {"a,A,OFFICE,,,5.0,,,", "staff", "“5.0”", "“5.0”"},
      {"a,A,OFFICE,,,1000000001,,,", "staff", "1000000000", "1000000000"},
      {"a,A,OFFICE,,,99999999999999999999,,,", "staff", "1000000000", "1000000000"},
      {"a,A,OFFICE,,,5,6,,", "night", "6 nhiều hơn staff (5)", "6 is more than staff (5)"},
      {"a,A,OFFICE,,,5,,maybe,", "crane", "“maybe”", "yes or no"},
      {"a,A,OFFICE,,,5,,,hôm qua", "joined", "“hôm qua”", "2024-05-01"},
      {"a,A,OFFICE,,,5,,", "", "có 8 ô, tiêu đề có 9 cột", "8 cells, the header has 9"},
      {"a,A,OFFICE,,,5,,,,", "", "có 10 ô, tiêu đề có 9 cột", "10 cells, the header has 9"},
      {"a,A \"B\" C\",OFFICE,,,5,,,", "", "dấu ngoặc kép", "quotes"},
      {"a,\"A,OFFICE,,,5,,,", "", "dấu ngoặc kép", "quotes"},
      {"a,A\u202EB,OFFICE,,,5,,,", "name", "đổi chiều chữ", "direction"},
      {"a,A\u200BB,OFFICE,,,5,,,", "name", "ký tự", "characters"},
      {"a,A,OFFICE,A\x07,,5,,,", "place", "ký tự điều khiển", "control characters"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.row);
    const FileProblem problem = OnlyProblem(one.row);
    EXPECT_EQ(problem.line, 2);
    EXPECT_EQ(problem.field, one.column);
    EXPECT_THAT(problem.vi, HasSubstr(one.vi));
    EXPECT_THAT(problem.en, HasSubstr(one.en));
  }
}

TEST(AWrongDirectory, NamesTheLineOfAnIdThatIsThereTwice) {
  const DirectoryReading reading = ReadRows("a,A,OFFICE,,,5,,,\nb,B,OFFICE,,,5,,,\na,A,OFFICE,,,5,,,\n");
  EXPECT_THAT(Places(reading), ElementsAre(Pair(4, "id")));
  EXPECT_THAT(reading.problems[0].vi, HasSubstr("dòng 2"));
}

TEST(AWrongDirectory, RefusesTextsThatAreTooLong) {
  const std::string longest(200, 'a');
  EXPECT_THAT(ReadRows(fmt::format("a,{0},OFFICE,{0},,5,,,", longest)).problems, IsEmpty());
  EXPECT_THAT(Places(ReadRows(fmt::format("a,{0}b,OFFICE,{0}b,,5,,,", longest))),
              ElementsAre(Pair(2, "name"), Pair(2, "place")));
}

TEST(AWrongDirectory, RefusesAnEmptyFlagThatIsRequired) {
  v1::Programme programme = Harbour();
  programme.mutable_facts(2)->set_required(true);
  const DirectoryReading reading = ReadDirectory(std::string(kHeader) + "a,A,OFFICE,,,5,,,\n", programme);
  EXPECT_THAT(Places(reading), ElementsAre(Pair(2, "crane")));
}

TEST(AWrongDirectory, NamesColumnsThatAreUnknownMissingOrTwice) {
  const DirectoryReading reading = Read(
      "# mẫu\n"
      "id,name,type,location,founded_on,staff,night,joined,staff\n"
      "a,A,OFFICE,,,5,,,5\n"
      "a,A,OFFICE,,,five,,,5\n");
  EXPECT_THAT(Places(reading), ElementsAre(Pair(2, "location"), Pair(2, "staff"), Pair(2, "place"), Pair(2, "crane"),
                                           Pair(4, "id"), Pair(4, "staff")))
      << Said(reading.problems);
  EXPECT_THAT(reading.problems[0].vi, HasSubstr("có: id, name, type, place, founded_on, staff, night, crane, joined"));
}

TEST(AWrongDirectory, TellsByItsPlaceAColumnThatIsNotFitToBeShown) {
  const DirectoryReading reading = Read("id,a\033[2J,name,type,place,founded_on,staff,night,crane,joined\n");
  ASSERT_FALSE(reading.problems.empty());
  EXPECT_THAT(reading.problems[0].field, IsEmpty());
  EXPECT_THAT(reading.problems[0].vi, HasSubstr("cột thứ 2"));
  EXPECT_EQ(Said(reading.problems).find('\033'), std::string::npos);
}

TEST(AWrongDirectory, WithoutAHeaderSaysWhatTheHeaderIs) {
  for (const char* csv : {"", "\n\n", "# chỉ có ghi chú\n"}) {
    const DirectoryReading reading = Read(csv);
    EXPECT_THAT(Places(reading), ElementsAre(Pair(0, "")));
    EXPECT_THAT(reading.problems[0].vi, HasSubstr("id,name,type,place,founded_on,staff,night,crane,joined"));
  }
}

TEST(AWrongDirectory, ThatIsNotUtf8NamesTheFirstSuchLine) {
  EXPECT_THAT(Places(ReadRows("a,A,OFFICE,,,5,,,\nb,Vi\xEA\xB7t,OFFICE,,,5,,,\n")), ElementsAre(Pair(3, "")));
  EXPECT_THAT(Places(Read(std::string("\xFF\xFEi\0d\0", 6))), ElementsAre(Pair(1, "")));
}

TEST(AWrongDirectory, GoesOnAfterARowWithWrongQuotes) {
  const DirectoryReading reading = ReadRows(
      "a,A \"một\" B,OFFICE,,,5,,,\n"
      "b,B,OFFICE,,,five,,,\n");
  EXPECT_THAT(Places(reading), ElementsAre(Pair(2, ""), Pair(3, "staff"))) << Said(reading.problems);
}

TEST(AWrongDirectory, IsRowsOrProblemsWhateverItsBytesAre) {
  const std::string sound =
      std::string(kHeader) + "a,\"Kho\nA\",FACTORY,Bến 1,2001-09-05,10,2,1,\nb,Kho \"\"B,OFFICE,,,5,,,\n";
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  // With the zero byte among them.
  constexpr std::string_view kTroubles("\",;\n\r\0\xFF#x", 9);
  for (int i = 0; i < 2'000; ++i) {
    std::string csv = sound;
    for (uint32_t n = random() % 4; n > 0; --n)
      csv.insert(random() % csv.size(), 1, kTroubles[random() % kTroubles.size()]);
    csv.resize(random() % 3 == 0 ? random() % csv.size() : csv.size());
    const DirectoryReading reading = Read(csv);
    ASSERT_TRUE(reading.rows.empty() || reading.problems.empty()) << csv;
  }
}

TEST(AWrongDirectory, OfManyRowsKeepsTheFirstThousandProblems) {
  std::string rows;
  for (int i = 0; i < 1'500; ++i) rows += "A,A,OFFICE,,,5,,,\n";
  EXPECT_THAT(ReadRows(rows).problems, SizeIs(kMostFileProblems));
}

// --------------------------------------------------------------------------------------------------- the sample

std::string FileText(const char* path) {
  std::ifstream file(std::string(PHANCONG_SOURCE_DIR) + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

const v1::Programme& BacQuang() {
  static const v1::Programme& programme =
      *new v1::Programme(ReadProgramme(FileText("/deploy/programmes/bac-quang-2023-2028.textproto")).programme.value());
  return programme;
}

const std::vector<DirectoryRow>& Sample() {
  static const auto& rows = *[] {
    DirectoryReading reading = ReadDirectory(FileText("/deploy/sample/bac-quang-unions.csv"), BacQuang());
    EXPECT_THAT(reading.problems, IsEmpty()) << Said(reading.problems);
    return new std::vector<DirectoryRow>(std::move(reading.rows));
  }();
  return rows;
}

TEST(TheSampleDirectory, SaysThatItIsASample) {
  EXPECT_TRUE(FileText("/deploy/sample/bac-quang-unions.csv").starts_with("# DỮ LIỆU MẪU"));
}

TEST(TheSampleDirectory, HasAboutSixtyUnionsOfAllTypes) {
  std::map<std::string, int> types;
  for (const DirectoryRow& row : Sample()) ++types[row.type];
  EXPECT_THAT(types,
              UnorderedElementsAre(Pair("ADMINISTRATIVE", 26), Pair("PUBLIC_SERVICE", 23), Pair("STATE_ENTERPRISE", 3),
                                   Pair("NON_STATE_ENTERPRISE", 8), Pair("NON_STATE_UNIT", 4)));
}

TEST(TheSampleDirectory, IsOfTheTownsAndCommunesOfTheDistrict) {
  std::map<std::string, int> places;
  for (const DirectoryRow& row : Sample()) ++places[row.place];
  const std::vector<std::string> communes = {
      "Bằng Hành",   "Đông Thành", "Đồng Tâm",  "Đồng Tiến",  "Đồng Yên", "Đức Xuân",  "Hùng An",
      "Hữu Sản",     "Kim Ngọc",   "Liên Hiệp", "Quang Minh", "Tân Lập",  "Tân Quang", "Tân Thành",
      "Thượng Bình", "Tiên Kiều",  "Việt Hồng", "Việt Vinh",  "Vĩnh Hảo", "Vĩnh Phúc", "Vô Điếm"};
  EXPECT_THAT(places, SizeIs(23));
  EXPECT_EQ(places.count("thị trấn Việt Quang") + places.count("thị trấn Vĩnh Tuy"), 2u);
  for (const std::string& commune : communes) EXPECT_EQ(places.count("xã " + commune), 1u) << commune;
}

TEST(TheSampleDirectory, HasSomebodyInEveryScopeAndNotEverybody) {
  const Period year{.begin = DayOf(2025, 1, 1), .end = DayOf(2025, 12, 31)};
  std::map<std::string, size_t> in_scope;
  for (const v1::Scope& scope : BacQuang().scopes()) {
    for (const DirectoryRow& row : Sample()) {
      const UnionFacts facts{.type = row.type, .facts = row.facts, .founded_day = row.founded_day};
      in_scope[scope.id()] += InScope(scope, facts, year, DayOf(2025, 12, 31)) ? 1 : 0;
    }
  }
  EXPECT_EQ(in_scope.at("all"), Sample().size());
  EXPECT_EQ(in_scope.at("federation"), 0u);
  EXPECT_EQ(in_scope.at("public"), 49u);
  EXPECT_EQ(in_scope.at("enterprise"), 11u);
  EXPECT_EQ(in_scope.at("non-state"), 12u);
  EXPECT_EQ(in_scope.at("newly-elected-chair"), 8u);
  for (const char* some : {"eligible-for-agreement", "with-direct-workers", "eligible-non-state-enterprise"}) {
    EXPECT_GT(in_scope.at(some), 1u) << some;
    EXPECT_LT(in_scope.at(some), Sample().size()) << some;
  }
}

TEST(TheSampleDirectory, HasUnionsThatAreTooYoungToBeRated) {
  const auto founded_in = [](int year) {
    return std::count_if(Sample().begin(), Sample().end(),
                         [&](const DirectoryRow& row) { return YearOf(row.founded_day) == year; });
  };
  EXPECT_EQ(founded_in(2024), 2);
  EXPECT_EQ(founded_in(2025), 2);
}

}  // namespace
}  // namespace phancong::rules
