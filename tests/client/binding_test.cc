// What is typed becomes the request of the call.
#include "client/cli/binding.h"

#include "client/cli/contract.h"
#include "client/cli/failure.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace phancong::client {
namespace {

using testing::HasSubstr;

const Place kPlace{.federation = "bac-quang", .account = "chu-tich", .round = "2025"};

// The request of a line, beside the one that is expected (in text format).
void ExpectRequest(std::string_view line, const std::string& expected, const Place& place = kPlace) {
  const CommandLine read = ReadCommandLine(SplitWords(line).value()).value();
  const auto& method = *MethodOf(*read.verb);
  const MessagePtr request = NewRequest(method);
  const absl::Status bound = Bind(*read.verb, read.typed, place, *request);
  ASSERT_TRUE(bound.ok()) << bound;
  const MessagePtr wanted = NewRequest(method);
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(expected, wanted.get()));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*request, *wanted)) << request->DebugString();
}

std::string Complaint(std::string_view line, Language language = Language::kVietnamese) {
  const CommandLine read = ReadCommandLine(SplitWords(line).value()).value();
  absl::Status status = CheckGiven(*read.verb, read.typed);
  if (status.ok()) status = Bind(*read.verb, read.typed, kPlace, *NewRequest(*MethodOf(*read.verb)));
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kUsage) << line;
  return status.ok() ? "" : Explain(status, language).front();
}

TEST(Binding, ATaskIsNamedInTheRoundMeant) {
  ExpectRequest("acknowledge 1.3.thpt-viet-vinh", "name: 'federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh'");
  ExpectRequest("acknowledge 2023-2028/1.1.may-viet-vinh --etag 12 --request-id abc",
                "name: 'federations/bac-quang/rounds/2023-2028/tasks/1.1.may-viet-vinh' etag: '12' request_id: 'abc'");
  ExpectRequest("acknowledge federations/x/rounds/1/tasks/a.b", "name: 'federations/x/rounds/1/tasks/a.b'");
}

TEST(Binding, AReportWithItsFigures) {
  ExpectRequest(
      "submit 1.4.may-viet-vinh --figure conference=có --figure dialogue=0 --narrative 'Đã họp' "
      "--evidence minutes:12/BB-CĐ:2025-01-20 --evidence 'photos#Ảnh hội nghị' --document 15/KH-LĐLĐ:01/03/2025:LĐLĐ",
      R"(name: 'federations/bac-quang/rounds/2025/tasks/1.4.may-viet-vinh'
                   report {
                     figures { figure: 'conference' numerator: 1 }
                     figures { figure: 'dialogue' numerator: 0 }
                     narrative: 'Đã họp'
                     evidence { kind: 'minutes' document { number: '12/BB-CĐ' date { year: 2025 month: 1 day: 20 } } }
                     evidence { kind: 'photos' note: 'Ảnh hội nghị' }
                     document { number: '15/KH-LĐLĐ' date { year: 2025 month: 3 day: 1 } issuer: 'LĐLĐ' }
                   })");
}

TEST(Binding, FiguresOfEveryKind) {
  ExpectRequest("submit 2.1.a --figure informed=95/100",
                R"(name: 'federations/bac-quang/rounds/2025/tasks/2.1.a'
                   report { figures { figure: 'informed' numerator: 95 denominator: 100 } })");
  ExpectRequest("submit 2.1.a --figure 95/100", R"(name: 'federations/bac-quang/rounds/2025/tasks/2.1.a'
                   report { figures { numerator: 95 denominator: 100 } })");
  ExpectRequest("submit 2.1.a --figure 'informed=n/a:không có ai = 0'",
                R"(name: 'federations/bac-quang/rounds/2025/tasks/2.1.a'
                   report { figures { figure: 'informed' not_applicable_reason: 'không có ai = 0' } })");
  ExpectRequest("submit 2.1.a --not-applicable 'mới thành lập'",
                R"(name: 'federations/bac-quang/rounds/2025/tasks/2.1.a'
                   report { figures { not_applicable_reason: 'mới thành lập' } })");
}

// What was recorded before is submitted then: that differs from an empty report.
TEST(Binding, NoReportWhereNoneIsGiven) {
  ExpectRequest("submit 1.3.a", "name: 'federations/bac-quang/rounds/2025/tasks/1.3.a'");
}

TEST(Binding, ListsWithTheirFilters) {
  ExpectRequest("task list", "parent: 'federations/bac-quang/rounds/-'");
  ExpectRequest(
      "task list --round 2025 --union federation --item 1.3 --item 1.4 --state 'đang thực hiện' --state in-review "
      "--timing QUA-HAN --due-from 01/02/2025 --order last-change --text 'dao tao' --limit 7",
      R"(parent: 'federations/bac-quang/rounds/2025' assignee: 'federations/bac-quang' items: '1.3' items: '1.4'
                   states: TASK_STATE_IN_PROGRESS states: TASK_STATE_IN_REVIEW timings: TIMING_OVERDUE
                   due_from { year: 2025 month: 2 day: 1 } order: TASK_ORDER_LAST_CHANGE text: 'dao tao' page_size: 7)");
  ExpectRequest("timeliness", "parent: 'federations/bac-quang/rounds/2024'",
                {.federation = "bac-quang", .account = {}, .round = "2024", .round_named = true});
  ExpectRequest("progress", "parent: 'federations/bac-quang/rounds/2025'");
  ExpectRequest("scorecard a", "name: 'federations/bac-quang/unions/a' round: '2025'");
  ExpectRequest("programme show", "name: 'federations/bac-quang/programmes/-'");
}

TEST(Binding, RoundsAndAssignments) {
  ExpectRequest("round draft 2025 --population-date 01/01/2025 --due 1.3=31/03/2025 --due 1.4=2025-04-30 --without 4.6",
                R"(name: 'federations/bac-quang/rounds/2025' population_date { year: 2025 month: 1 day: 1 }
                   due_dates { item: '1.3' due_date { year: 2025 month: 3 day: 31 } }
                   due_dates { item: '1.4' due_date { year: 2025 month: 4 day: 30 } } without_items: '4.6')");
  ExpectRequest("assign 1.3 a federation --due 2025-05-01 --decision 9/QĐ",
                R"(parent: 'federations/bac-quang/rounds/2025' item: '1.3' assignees: 'federations/bac-quang/unions/a'
                   assignees: 'federations/bac-quang' due_date { year: 2025 month: 5 day: 1 } decision_number: '9/QĐ')");
  ExpectRequest("assign-urgent --title 'Rà soát' --document 45/CV:10/04/2025 --due 30/04/2025 --decision 1/QĐ",
                R"(parent: 'federations/bac-quang/rounds/2025' title { vi: 'Rà soát' }
                   document { number: '45/CV' date { year: 2025 month: 4 day: 10 } }
                   due_date { year: 2025 month: 4 day: 30 } decision_number: '1/QĐ')");
  ExpectRequest("responsibility assign uv-1 --item 1.3",
                R"(parent: 'federations/bac-quang'
                   responsibility { account: 'federations/bac-quang/accounts/uv-1' item: '1.3' })");
}

TEST(Binding, InspectionsAndAccounts) {
  ExpectRequest("finding record 2025-03 --text 'Sai' --remedy-due 2025-10-01 --contests --task 1.3.a",
                R"(name: 'federations/bac-quang/inspections/2025-03' text: 'Sai' contests: true
                   task: 'federations/bac-quang/rounds/2025/tasks/1.3.a' remedy_due_date { year: 2025 month: 10 day: 1 })");
  ExpectRequest("remedy verify 2025-03/2", "name: 'federations/bac-quang/inspections/2025-03/findings/2'");
  ExpectRequest("session revoke 3", "name: 'federations/bac-quang/accounts/chu-tich/sessions/3'");
  ExpectRequest("position give a 'Chủ tịch công đoàn cơ sở' --union a",
                R"(name: 'federations/bac-quang/accounts/a' position: POSITION_UNION_CHAIR
                   body: 'federations/bac-quang/unions/a')");
}

TEST(Binding, TheLifeOfAnInspection) {
  ExpectRequest(
      "inspection schedule a --kind finance --date 10/09/2025 --head cn --member k1 --member k2 --decision 5/QĐ "
      "--unannounced --period-from 01/01/2024 --period-to 31/12/2024 --plan 2025",
      R"(parent: 'federations/bac-quang' kind: 'finance' unit: 'federations/bac-quang/unions/a'
                   scheduled_date { year: 2025 month: 9 day: 10 } head: 'federations/bac-quang/accounts/cn'
                   members: 'federations/bac-quang/accounts/k1' members: 'federations/bac-quang/accounts/k2'
                   decision_number: '5/QĐ' unannounced: true plan: 'federations/bac-quang/inspectionPlans/2025'
                   period_begin_date { year: 2024 month: 1 day: 1 } period_end_date { year: 2024 month: 12 day: 31 })");
  ExpectRequest("inspection notify 2025-03 --document 12/TB:01/09/2025",
                R"(name: 'federations/bac-quang/inspections/2025-03'
                   document { number: '12/TB' date { year: 2025 month: 9 day: 1 } })");
  ExpectRequest("inspection draft-conclusion 2025-03 --text 'Thiếu' --explain-by 18/09/2025 --discipline 'Nhắc nhở'",
                R"(name: 'federations/bac-quang/inspections/2025-03' conclusion: 'Thiếu' discipline_proposal: 'Nhắc nhở'
                   explain_by_date { year: 2025 month: 9 day: 18 })");
  ExpectRequest("inspection sign 2025-03 --reservation 'Chưa rõ'",
                "name: 'federations/bac-quang/inspections/2025-03' reservation: 'Chưa rõ'");
  ExpectRequest("inspection cancel 2025-03 --reason 'Bão' --decision 6/QĐ --replace",
                R"(name: 'federations/bac-quang/inspections/2025-03' reason: 'Bão' decision_number: '6/QĐ'
                   replace_drawn_unit: true)");
  ExpectRequest("inspection report 2025-05 --text 'Tốt' --document 9/BC:20/10/2025",
                R"(name: 'federations/bac-quang/inspections/2025-05' report: 'Tốt'
                   document { number: '9/BC' date { year: 2025 month: 10 day: 20 } })");
  ExpectRequest("finding explain 2025-03/1 --text 'Đã có'",
                "name: 'federations/bac-quang/inspections/2025-03/findings/1' explanation: 'Đã có'");
  ExpectRequest("finding drop 2025-03/1 --reason 'Có chứng từ'",
                "name: 'federations/bac-quang/inspections/2025-03/findings/1' reason: 'Có chứng từ'");
  ExpectRequest("finding close 2025-03/1 --reason 'Giải thể' --decision 20/QĐ",
                R"(name: 'federations/bac-quang/inspections/2025-03/findings/1' reason: 'Giải thể'
                   decision_number: '20/QĐ')");
  ExpectRequest("finding list --union a --state issued --overdue",
                R"(parent: 'federations/bac-quang' unit: 'federations/bac-quang/unions/a'
                   states: FINDING_STATE_ISSUED overdue: true)");
}

TEST(Binding, RatingsWithTheirPoints) {
  ExpectRequest("rating self a --points organisation=9 --points 'results=40#cả việc ngoài chương trình'",
                R"(name: 'federations/bac-quang/unions/a/ratings/2025' points { criterion: 'organisation' points: 9 }
                   points { criterion: 'results' points: 40 reason: 'cả việc ngoài chương trình' })");
  ExpectRequest("rating decide a/2026 --points x=0 --decision 60/QĐ",
                R"(name: 'federations/bac-quang/unions/a/ratings/2026' points { criterion: 'x' }
                   decision_number: '60/QĐ')");
  ExpectRequest("rating list --level GOOD --state decided",
                R"(parent: 'federations/bac-quang' round: '2025' level: 'GOOD' states: RATING_STATE_DECIDED)");
  ExpectRequest("settlement record 2025 --sent 20/03/2025 --document 12/BC:20/03/2025",
                R"(parent: 'federations/bac-quang' year: 2025 sent_date { year: 2025 month: 3 day: 20 }
                   document { number: '12/BC' date { year: 2025 month: 3 day: 20 } })");
  EXPECT_THAT(Complaint("rating self a --points organisation"), HasSubstr("TÊN=ĐIỂM"));
  EXPECT_THAT(Complaint("rating self a --points =9"), HasSubstr("TÊN=ĐIỂM"));
  EXPECT_THAT(Complaint("rating self a --points organisation=ít"), HasSubstr("số nguyên"));
}

TEST(Binding, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(Complaint("submit"), HasSubstr("Thiếu NHIỆM-VỤ"));
  EXPECT_THAT(Complaint("submit", Language::kEnglish), HasSubstr("TASK is missing"));
  EXPECT_THAT(Complaint("return 1.3.a --due 2025-01-01"), HasSubstr("Thiếu --reason"));
  EXPECT_THAT(Complaint("submit viet-vinh"), HasSubstr("MỤC.ĐƠN-VỊ"));
  EXPECT_THAT(Complaint("submit a/b/c.d"), HasSubstr("MỤC.ĐƠN-VỊ"));
  EXPECT_THAT(Complaint("submit 1.3.a --figure x=-1"), HasSubstr("--figure: “-1”"));
  EXPECT_THAT(Complaint("submit 1.3.a --figure x=1.000"), HasSubstr("không có dấu chấm"));
  EXPECT_THAT(Complaint("submit 1.3.a --figure x=9999999999999999999999"), HasSubstr("số nguyên"));
  EXPECT_THAT(Complaint("submit 1.3.a --figure x=n/a:"), HasSubstr("lý do"));
  EXPECT_THAT(Complaint("return 1.3.a --reason r --due 30/02/2025"), HasSubstr("--due: “30/02/2025”"));
  EXPECT_THAT(Complaint("remedy verify 1"), HasSubstr("2025-03/1"));
  EXPECT_THAT(Complaint("task list --state xong"), HasSubstr("accepted"));
  EXPECT_THAT(Complaint("task list --limit nhiều"), HasSubstr("--limit"));
  EXPECT_THAT(Complaint("responsibility assign uv-1 --item 1.3 --field women"), HasSubstr("một trong"));
}

TEST(Binding, WithoutARoundMeantOneMustBeNamed) {
  const CommandLine line = ReadCommandLine({"submit", "1.3.a"}).value();
  const absl::Status bound =
      Bind(*line.verb, line.typed, {.federation = "f", .account = {}}, *NewRequest(*MethodOf(*line.verb)));
  EXPECT_THAT(Explain(bound, Language::kVietnamese).front(), HasSubstr("--round"));
}

}  // namespace
}  // namespace phancong::client
