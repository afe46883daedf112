// An answer as people and as programs read it.
#include "client/cli/cells.h"

#include "client/cli/contract.h"
#include "client/cli/reports.h"
#include "client/cli/verb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/task_service.pb.h"

namespace phancong::client {
namespace {

using testing::ElementsAre;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

Style For(Language language, bool for_program = false) {
  return {.language = language,
          .zone = absl::UTCTimeZone(),
          .place = {.federation = "bac-quang", .account = "chu-tich", .round = "2025"},
          .for_program = for_program};
}

v1::ListTasksResponse TwoTasks() {
  return Parse<v1::ListTasksResponse>(R"(
    tasks {
      name: 'federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh' etag: '7' item: '1.3'
      title { vi: 'Hội nghị cán bộ' en: 'Conference of cadres' } assignee_title: 'CĐCS Trường THPT Việt Vinh'
      state: TASK_STATE_IN_PROGRESS cycle: 1 due_date { year: 2025 month: 3 day: 31 } timing: TIMING_OVERDUE days_late: 5
    }
    tasks {
      name: 'federations/bac-quang/rounds/2023-2028/tasks/1.1.may-viet-vinh' etag: '9' item: '1.1'
      title { vi: 'Thỏa ước' } assignee_title: 'CĐCS Công ty May' state: TASK_STATE_ACCEPTED cycle: 2
      due_date { year: 2028 month: 6 day: 30 } timing: TIMING_DONE_ON_TIME
    })");
}

std::vector<std::string> Texts(const std::vector<Cell>& row) {
  std::vector<std::string> texts;
  for (const Cell& cell : row) texts.push_back(cell.text);
  return texts;
}

TEST(Cells, TasksInVietnamese) {
  const Table table = TableOf(FindVerb("task list")->show, TwoTasks(), For(Language::kVietnamese));
  EXPECT_THAT(Texts(table.rows[0]),
              ElementsAre("1.3.thpt-viet-vinh", "Hội nghị cán bộ", "Đang thực hiện", "31/03/2025", "Quá hạn 5 ngày"));
  EXPECT_EQ(table.rows[0][4].paint, Paint::kBad);
  // Of another round than the one meant: its name says so, and means the same when it is typed.
  EXPECT_EQ(table.rows[1][0].text, "2023-2028/1.1.may-viet-vinh");
}

TEST(Cells, TasksInEnglish) {
  const Table table = TableOf(FindVerb("task list")->show, TwoTasks(), For(Language::kEnglish));
  EXPECT_THAT(Texts(table.rows[0]),
              ElementsAre("1.3.thpt-viet-vinh", "Conference of cadres", "In progress", "2025-03-31", "Overdue 5 d"));
  // No English title: the Vietnamese one.
  EXPECT_EQ(table.rows[1][1].text, "Thỏa ước");
}

TEST(Cells, TasksForAProgram) {
  const Table table = TableOf(FindVerb("task list")->show, TwoTasks(), For(Language::kVietnamese, true));
  EXPECT_EQ(RenderCsv(table),
            "name,title,assignee_title,state,due_date,timing,days_late,cycle,etag\n"
            "2025/1.3.thpt-viet-vinh,Hội nghị cán bộ,CĐCS Trường THPT Việt Vinh,in-progress,2025-03-31,overdue,5,1,7\n"
            "2023-2028/1.1.may-viet-vinh,Thỏa ước,CĐCS Công ty May,accepted,2028-06-30,done-on-time,0,2,9\n");
}

TEST(Cells, NamesComeBackAsTheyAreTyped) {
  const Place place{.federation = "bac-quang", .account = "chu-tich", .round = "2025"};
  const std::pair<rules::NameKind, const char*> names[] = {{rules::NameKind::kTask, "1.3.thpt-viet-vinh"},
                                                           {rules::NameKind::kTask, "2024/1.3.thpt-viet-vinh"},
                                                           {rules::NameKind::kUnion, "thpt-viet-vinh"},
                                                           {rules::NameKind::kUnion, "federation"},
                                                           {rules::NameKind::kRound, "2023-2028"},
                                                           {rules::NameKind::kInspection, "2025-03"},
                                                           {rules::NameKind::kFinding, "2025-03/1"},
                                                           {rules::NameKind::kSession, "4"},
                                                           {rules::NameKind::kPosition, "12"},
                                                           {rules::NameKind::kAccount, "uv.1"}};
  for (const auto& [kind, text] : names) EXPECT_EQ(ShortName(FullName(kind, text, place).value(), place, true), text);
  EXPECT_EQ(ShortName("federations/khac/unions/a", place, true), "federations/khac/unions/a");
  const std::string odd_union = "federations/bac-quang/unions/federations/ratings/2025";
  EXPECT_EQ(ShortName(odd_union, place, true), odd_union);
  const std::string of_somebody_else = "federations/bac-quang/accounts/" + place.account + "-2/sessions/3";
  EXPECT_EQ(ShortName(of_somebody_else, place, true), of_somebody_else);
  EXPECT_EQ(ShortName("federations/bac-quang-2/unions/a", place, true), "federations/bac-quang-2/unions/a");
}

// No data, zero and not applicable are three things.
TEST(Cells, FiguresSayWhatTheyAre) {
  const auto text = [](const std::string& figure, const Style& style) {
    return FigureValueText(Parse<v1::FigureValue>(figure), "người", style);
  };
  const Style vi = For(Language::kVietnamese);
  EXPECT_EQ(text("figure: 'x'", vi), "");
  EXPECT_EQ(text("figure: 'x' numerator: 0", vi), "0 người");
  EXPECT_EQ(text("figure: 'x' not_applicable_reason: 'mới lập'", vi), "không áp dụng: mới lập");
  EXPECT_EQ(text("figure: 'x' numerator: 1200 denominator: 1250", vi), "1.200/1.250 người (96,0%)");
}

TEST(Cells, WhatAProgramReadsCanBeTypedAgain) {
  const Style program = For(Language::kVietnamese, true);
  for (const char* typed : {"x=95/100", "x=0", "x=n/a:mới lập"}) {
    EXPECT_EQ(FigureText(ReadFigure(typed).value(), program), typed);
  }
  for (const char* typed :
       {"minutes:12/BB-CĐ:2025-01-20", "photos#Ảnh hội nghị", "minutes:1/BB:2025-01-20:LĐLĐ#bản chính"}) {
    EXPECT_EQ(EvidenceText(ReadEvidence(typed).value(), program), typed);
  }
}

TEST(Cells, ANamelessFigureIsTheTasksOnlyOne) {
  v1::Task task = Parse<v1::Task>("figures { id: 'informed' }");
  v1::Report report = Parse<v1::Report>("figures { numerator: 95 denominator: 100 }");
  ASSERT_TRUE(NameFigures(task, report).ok());
  EXPECT_EQ(report.figures(0).figure(), "informed");

  task.add_figures()->set_id("trained");
  report = Parse<v1::Report>("figures { numerator: 95 }");
  EXPECT_FALSE(NameFigures(task, report).ok());
  report = Parse<v1::Report>("figures { not_applicable_reason: 'mới lập' }");
  ASSERT_TRUE(NameFigures(task, report).ok());
  ASSERT_EQ(report.figures_size(), 2);
  EXPECT_EQ(report.figures(1).figure(), "trained");
  EXPECT_EQ(report.figures(1).not_applicable_reason(), "mới lập");
}

TEST(Cells, IndicatorsWithOneRowForEachFigure) {
  const auto answer = Parse<v1::ListIndicatorProgressResponse>(R"(
    indicators {
      item: '1.3' title { vi: 'Hội nghị' } measure: MEASURE_COVERAGE reported: 40 expected: 49
      state: PROGRESS_STATE_NOT_MET figures { figure: 'held' numerator: 39 denominator: 49 target: 100 }
    }
    indicators {
      item: '6.1' title { vi: 'Thu' } measure: MEASURE_RATIO reported: 2 expected: 3 state: PROGRESS_STATE_NOT_MET
      figures { figure: 'a' title { vi: 'Kinh phí' } numerator: 5 denominator: 4 target: 100 met: true }
      figures { figure: 'b' title { vi: 'Đoàn phí' } numerator: 3 denominator: 4 target: 100 }
    }
    indicators { item: '4.4' title { vi: 'Xếp loại' } measure: MEASURE_COVERAGE state: PROGRESS_STATE_NO_DATA })");
  const Table table = TableOf(FindVerb("progress")->show, answer, For(Language::kVietnamese));
  ASSERT_EQ(table.rows.size(), 4);
  EXPECT_THAT(Texts(table.rows[0]), ElementsAre("1.3", "Hội nghị", "39/49 (79,5%)", "", "≥ 100%", "40/49", "Chưa đạt"));
  EXPECT_THAT(Texts(table.rows[1]), ElementsAre("6.1", "Kinh phí", "5/4 (125,0%)", "", "≥ 100%", "2/3", "Đạt"));
  EXPECT_THAT(Texts(table.rows[2]), ElementsAre("6.1", "Đoàn phí", "3/4 (75,0%)", "", "≥ 100%", "2/3", "Chưa đạt"));
  EXPECT_THAT(Texts(table.rows[3]), ElementsAre("4.4", "Xếp loại", "", "", "", "", "Chưa có"));
}

TEST(Cells, SentencesAreFilledFromTheAnswer) {
  v1::GetTaskResponse answer;
  *answer.mutable_task() = TwoTasks().tasks(0);
  EXPECT_EQ(Fill("{task.name}: {task.state}, hạn {task.due_date}{nowhere}.", answer, For(Language::kVietnamese)),
            "1.3.thpt-viet-vinh: Đang thực hiện, hạn 31/03/2025.");
  EXPECT_EQ(Fill("{task.name} {nowhere} {task.due_date} {nowhere}", answer, For(Language::kVietnamese)),
            "1.3.thpt-viet-vinh 31/03/2025");
}

TEST(Cells, WhoActedForWhomIsSaidWhole) {
  const auto answer = Parse<v1::ListTaskHistoryResponse>(R"(
    entries {
      revision: 7 display_name: 'Lý Thị Một thay Trần Văn Phó' happened: 'Duyệt nhiệm vụ 1.3.'
      account: 'federations/bac-quang/accounts/uy-vien-1' on_behalf_of: 'federations/bac-quang/accounts/pho-chu-tich'
    }
    entries { revision: 8 display_name: 'Lý Thị Một' happened: 'Trả lại nhiệm vụ 1.4.' })");
  const Table table = TableOf(FindVerb("task history")->show, answer, For(Language::kVietnamese));
  ASSERT_EQ(table.rows.size(), 2);
  EXPECT_EQ(table.rows[0].back().text, "Lý Thị Một thay Trần Văn Phó: Duyệt nhiệm vụ 1.3.");
  EXPECT_EQ(table.rows[1].back().text, "Trả lại nhiệm vụ 1.4.");
}

TEST(Cells, MoneyIsShownInTheUnitThatLeavesRoom) {
  const auto answer = Parse<v1::ListIndicatorProgressResponse>(R"(
    indicators {
      item: '6.1' measure: MEASURE_RATIO state: PROGRESS_STATE_NOT_MET
      figures { numerator: 3727400000 denominator: 3796000000 target: 100 }
      figures { numerator: 99999999 denominator: 350000000 target: 100 }
      figures { numerator: 2211 denominator: 99999999 target: 100 }
    })");
  const Table table = TableOf(FindVerb("progress")->show, answer, For(Language::kVietnamese));
  ASSERT_EQ(table.rows.size(), 3);
  EXPECT_EQ(table.rows[0][2].text, "3,7/3,7 tỷ (98,1%)");
  EXPECT_EQ(table.rows[1][2].text, "99/350 triệu (28,5%)");
  EXPECT_EQ(table.rows[2][2].text, "2.211/99.999.999 (0,0%)");
}

// Scripts need to tell a zero from a figure that is not there.
TEST(Json, ZeroesAreThereAndMissingFiguresAreNot) {
  const std::string json =
      ToJson(Parse<v1::Report>("figures { figure: 'a' numerator: 0 } figures { figure: 'b' }"), true);
  EXPECT_THAT(json, testing::HasSubstr("\"numerator\": \"0\""));
  EXPECT_EQ(json.find("denominator"), std::string::npos);
  EXPECT_THAT(ToJson(Parse<v1::TimelinessCounts>(""), true), testing::HasSubstr("\"overdue\": \"0\""));
}

}  // namespace
}  // namespace phancong::client
