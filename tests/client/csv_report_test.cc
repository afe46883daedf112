#include "client/cli/csv_report.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace phancong::client {
namespace {

const Place kPlace{.federation = "bac-quang", .account = "a", .round = "2025"};

void ExpectReport(const TaskReport& report, const std::string& task, const std::string& expected) {
  EXPECT_EQ(report.task, "federations/bac-quang/rounds/" + task);
  v1::Report wanted;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(expected, &wanted));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(report.report, wanted)) << report.report.DebugString();
}

TEST(CsvReport, RowsOfOneTaskBelongTogether) {
  const ReportReading reading = ReadReports(
      "\xEF\xBB\xBFtask;figure;numerator;denominator;not_applicable_reason;narrative;evidence\r\n"
      "1.4.may-viet-vinh;conference;có;;;\"Đã họp\nngày 20\";minutes:12/BB-CĐ:20/01/2025\r\n"
      "2.2.may-viet-vinh;;95;100;;;\r\n"
      "\r\n"
      "1.4.may-viet-vinh;dialogue;;;chưa đến kỳ;;\"minutes:1/BB:2025-02-01;photos#Ảnh\"\r\n",
      kPlace);
  ASSERT_TRUE(reading.problems.empty());
  ASSERT_EQ(reading.reports.size(), 2);
  EXPECT_EQ(reading.reports[0].line, 2);
  ExpectReport(reading.reports[0], "2025/tasks/1.4.may-viet-vinh",
               R"(figures { figure: 'conference' numerator: 1 }
                  figures { figure: 'dialogue' not_applicable_reason: 'chưa đến kỳ' }
                  narrative: 'Đã họp\nngày 20'
                  evidence { kind: 'minutes' document { number: '12/BB-CĐ' date { year: 2025 month: 1 day: 20 } } }
                  evidence { kind: 'minutes' document { number: '1/BB' date { year: 2025 month: 2 day: 1 } } }
                  evidence { kind: 'photos' note: 'Ảnh' })");
  EXPECT_EQ(reading.reports[1].line, 4);
  ExpectReport(reading.reports[1], "2025/tasks/2.2.may-viet-vinh", "figures { numerator: 95 denominator: 100 }");
}

TEST(CsvReport, EveryWrongPlaceIsSaidAndNothingRead) {
  const ReportReading reading = ReadReports(
      "task,figure,numerator,evidence,document\n"
      "viet-vinh,held,1,,\n"
      "1.3.a,held,-1,,\n"
      "1.3.a,held,1,minutes:1/BB:hôm qua,\n"
      "1.3.a,held,1\n"
      "1.3.a,held,1,,:2025-01-01\n"
      "1.3.a,\"held,1,,\n",
      kPlace);
  EXPECT_TRUE(reading.reports.empty());
  std::vector<std::pair<int, std::string>> places;
  for (const RowProblem& problem : reading.problems) places.emplace_back(problem.line, problem.column);
  EXPECT_THAT(places,
              testing::ElementsAre(testing::Pair(2, "task"), testing::Pair(3, "figure"), testing::Pair(4, "evidence"),
                                   testing::Pair(5, ""), testing::Pair(6, "document"), testing::Pair(7, "")));
}

TEST(CsvReport, ColumnsAreTheOnesKnown) {
  EXPECT_EQ(ReadReports("figure,numerator\nheld,1\n", kPlace).problems.at(0).column, "task");
  EXPECT_EQ(ReadReports("task,numerato\n1.3.a,1\n", kPlace).problems.at(0).column, "numerato");
  EXPECT_EQ(ReadReports("", kPlace).problems.size(), 1);
}

}  // namespace
}  // namespace phancong::client
