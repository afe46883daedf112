// An inspection and its findings as people read them.
#include <sstream>
#include <string>

#include "client/cli/cells.h"
#include "client/cli/table.h"
#include "client/cli/verb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/text.h"

namespace phancong::client {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int kWidth = 80;

constexpr char kFinding[] = R"(
  name: 'federations/bac-quang/inspections/2025-03/findings/1' state: FINDING_STATE_CLOSED grave: true
  task: 'federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh' contests: true
  text: 'Biên bản kèm theo là của năm trước' remedy_due_date { year: 2025 month: 6 day: 7 }
  explanation: 'Gửi nhầm tệp' closed_without_remedy: true close_reason: 'Đơn vị đã giải thể'
  close_decision_number: '20/QĐ-BTV' unit: 'federations/bac-quang/unions/thpt-viet-vinh'
  unit_title: 'CĐCS Trường THPT Việt Vinh')";

Style For(Language language, bool for_program = false) {
  return {.language = language,
          .zone = absl::UTCTimeZone(),
          .place = {.federation = "bac-quang", .account = "chu-tich", .round = "2025"},
          .for_program = for_program};
}

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

void ExpectWithinWidth(const std::string& shown) {
  std::istringstream lines(shown);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(rules::Length(line), kWidth) << line;
}

// In one line, wherever it was broken.
std::string InOneLine(const std::string& shown) {
  std::istringstream words(shown);
  std::string line;
  for (std::string word; words >> word;) line += word + " ";
  return line;
}

v1::GetInspectionResponse Whole() {
  return Parse<v1::GetInspectionResponse>(std::string(R"(inspection {
    name: 'federations/bac-quang/inspections/2025-03' kind: 'finance' kind_title { vi: 'Kiểm tra tài chính' }
    unit_title: 'CĐCS Trường THPT Việt Vinh' state: INSPECTION_STATE_DRAFT_CONCLUSION
    scheduled_date { year: 2025 month: 4 day: 29 } head: 'federations/bac-quang/accounts/chu-nhiem'
    members: 'federations/bac-quang/accounts/ubkt-1' members: 'federations/bac-quang/accounts/ubkt-2'
    conclusion: 'Đơn vị còn thiếu sót, cần khắc phục trước khi quyết toán năm 2025 được gửi lên công đoàn cấp trên'
    period_begin_date { year: 2024 month: 1 day: 1 } period_end_date { year: 2024 month: 12 day: 31 }
    decision_number: '3/QĐ-UBKT' notice { number: '4/TB-UBKT' date { year: 2025 month: 4 day: 24 } }
    notice_date { year: 2025 month: 4 day: 25 } explain_by_date { year: 2025 month: 5 day: 6 }
    signatures { member: 'federations/bac-quang/accounts/ubkt-1' sign_time { seconds: 1746500000 } }
    signatures {
      member: 'federations/bac-quang/accounts/ubkt-2' sign_time { seconds: 1746500100 } reservation: 'Nên nêu rõ hơn' }
    discipline_proposal: 'Khiển trách kế toán' findings {)") +
                                          kFinding + "}}");
}

TEST(Inspections, AreShownWithAllThatBelongsToThem) {
  const Verb& verb = *FindVerb("inspection show");
  const std::string vi = RenderRecord(TableOf(verb.show, Whole(), For(Language::kVietnamese)), kWidth, false);
  ExpectWithinWidth(vi);
  for (const char* part : {"01/01/2024 – 31/12/2024", "4/TB-UBKT", "báo ngày 25/04/2025", "06/05/2025", "ubkt-2",
                           "bảo lưu: Nên nêu rõ hơn", "Khiển trách kế toán", "3/QĐ-UBKT", "giải trình: Gửi"}) {
    EXPECT_THAT(InOneLine(vi), HasSubstr(part));
  }
  const std::string en = RenderRecord(TableOf(verb.show, Whole(), For(Language::kEnglish)), kWidth, false);
  ExpectWithinWidth(en);
  EXPECT_THAT(InOneLine(en), HasSubstr("reservation: Nên nêu rõ hơn"));
  EXPECT_THAT(en, HasSubstr("contests"));
}

TEST(Inspections, WithoutNoticeSaySo) {
  v1::GetInspectionResponse answer = Whole();
  answer.mutable_inspection()->clear_notice();
  answer.mutable_inspection()->clear_notice_date();
  answer.mutable_inspection()->set_unannounced(true);
  const std::string shown =
      RenderRecord(TableOf(FindVerb("inspection show")->show, answer, For(Language::kVietnamese)), kWidth, false);
  EXPECT_THAT(shown, HasSubstr("đột xuất, không báo trước"));
}

TEST(Findings, AreListedInSentencesForPeopleAndInFieldsForPrograms) {
  const auto answer = Parse<v1::ListFindingsResponse>("findings {" + std::string(kFinding) + "}");
  const Showing& show = FindVerb("finding list")->show;
  const std::string vi = RenderTable(TableOf(show, answer, For(Language::kVietnamese)), kWidth, false);
  ExpectWithinWidth(vi);
  EXPECT_THAT(vi, HasSubstr("2025-03/1"));
  EXPECT_THAT(vi, HasSubstr("07/06/2025"));
  const std::string csv = RenderCsv(TableOf(show, answer, For(Language::kVietnamese, true)));
  EXPECT_THAT(csv, HasSubstr("thpt-viet-vinh"));
  EXPECT_THAT(csv, HasSubstr("2025-06-07"));
  EXPECT_THAT(csv, Not(HasSubstr("nghiêm trọng"))) << "the text alone";
}

}  // namespace
}  // namespace phancong::client
