// Inspections and their findings.
#include <string>

#include "client/cli/cells.h"
#include "client/cli/strings.h"
#include "client/cli/verb.h"
#include "phancong/v1/inspection.pb.h"

namespace phancong::client {
namespace {

Cell ChecksCell(const Row& row, const Style& style) {
  const auto& inspection = static_cast<const v1::Inspection&>(*row.message);
  std::string text;
  for (const v1::TaskCheck& check : inspection.checks()) {
    Append(text, text.empty() ? "" : "\n", CellOf(check, "task", style).text);
    if (check.confirmed()) Append(text, Phrase{": đúng", ": confirmed"}.In(style.language));
    if (!check.note().empty()) Append(text, " – ", check.note());
  }
  return {text};
}

// A value after its word, where there is one.
void AddWords(std::string& text, const Style& style, const Phrase& word, const std::string& value) {
  if (!value.empty()) Append(text, word.In(style.language), value);
}

// What a finding says besides its name, state and text: what it is about, the unit's words and the inspector's.
std::string FindingText(const v1::Finding& finding, const Style& style) {
  std::string text = finding.text();
  if (finding.grave()) Append(text, Phrase{"; nghiêm trọng", "; grave"}.In(style.language));
  AddWords(text, style, finding.contests() ? Phrase{"; bác kết quả ", "; contests "} : Phrase{"; về ", "; about "},
           CellOf(finding, "task", style).text);
  AddWords(text, style, {"; hạn khắc phục ", "; remedy due "}, CellOf(finding, "remedy_due_date", style).text);
  if (finding.overdue()) Append(text, Phrase{" (quá hạn)", " (overdue)"}.In(style.language));
  AddWords(text, style, {"; giải trình: ", "; explanation: "}, finding.explanation());
  AddWords(text, style, {"; bỏ vì: ", "; dropped: "}, finding.drop_reason());
  AddWords(text, style, {"; khắc phục: ", "; remedy: "}, finding.remedy());
  AddWords(text, style, {"; kiểm tra lại: ", "; verification: "}, finding.verification());
  if (finding.closed_without_remedy()) {
    AddWords(text, style, {"; khép không khắc phục, quyết định ", "; closed without remedy, decision "},
             finding.close_decision_number());
    AddWords(text, style, {": ", ": "}, finding.close_reason());
  }
  return text;
}

Cell FindingsCell(const Row& row, const Style& style) {
  const auto& inspection = static_cast<const v1::Inspection&>(*row.message);
  std::string text;
  for (const v1::Finding& finding : inspection.findings()) {
    Append(text, text.empty() ? "" : "\n", CellOf(finding, "name", style).text, " [",
           CellOf(finding, "state", style).text, "] ", FindingText(finding, style));
  }
  return {text};
}

Cell FindingCell(const Row& row, const Style& style) {
  const auto& finding = static_cast<const v1::Finding&>(*row.message);
  return {style.for_program ? finding.text() : FindingText(finding, style)};
}

// Who signed, when, and what they do not agree to.
Cell SignaturesCell(const Row& row, const Style& style) {
  const auto& inspection = static_cast<const v1::Inspection&>(*row.message);
  std::string text;
  for (const v1::ConclusionSignature& signature : inspection.signatures()) {
    Append(text, text.empty() ? "" : "\n", CellOf(signature, "member", style).text, " ",
           CellOf(signature, "sign_time", style).text);
    AddWords(text, style, {"; bảo lưu: ", "; reservation: "}, signature.reservation());
  }
  return {text};
}

// "01/01/2024 – 31/12/2024".
Cell PeriodCell(const Row& row, const Style& style) {
  std::string text = CellOf(*row.message, "period_begin_date", style).text;
  if (style.for_program) return {text};
  Append(text, " – ", CellOf(*row.message, "period_end_date", style).text);
  return {text};
}

// The notice and the day on which it was given; or that none is.
Cell NoticeCell(const Row& row, const Style& style) {
  const auto& inspection = static_cast<const v1::Inspection&>(*row.message);
  if (inspection.unannounced()) {
    return {std::string(Phrase{"đột xuất, không báo trước", "unannounced"}.In(style.language))};
  }
  std::string text = CellOf(inspection, "notice", style).text;
  AddWords(text, style, {"; báo ngày ", "; given on "}, CellOf(inspection, "notice_date", style).text);
  return {text};
}

Cell CancelledCell(const Row& row, const Style& style) {
  const auto& inspection = static_cast<const v1::Inspection&>(*row.message);
  std::string text = inspection.cancel_reason();
  AddWords(text, style, {"; quyết định ", "; decision "}, inspection.cancel_decision_number());
  return {text};
}

Showing InspectionList() {
  return {.rows = "inspections",
          .columns = {{.heading = {"Cuộc", "No."}, .field = "name", .keep = true},
                      {.heading = {"Loại", "Kind"}, .field = "kind_title"},
                      {.field = "unit", .program_only = true},
                      {.heading = {"Đơn vị", "Unit"}, .field = "unit_title"},
                      {.heading = {"Ngày", "Date"}, .field = "scheduled_date", .keep = true},
                      {.heading = {"Trạng thái", "State"}, .field = "state"},
                      {.heading = {"Trưởng đoàn", "Head"}, .field = "head"}},
          .nothing = {"Không có cuộc kiểm tra nào.", "There are no inspections."}};
}

// An inspection, its findings one by one.
Showing InspectionRecord() {
  return {.rows = "inspection",
          .columns = {{.heading = {"Cuộc kiểm tra", "Inspection"}, .field = "name"},
                      {.heading = {"Loại", "Kind"}, .field = "kind_title"},
                      {.heading = {"Đơn vị", "Unit"}, .field = "unit_title"},
                      {.heading = {"Trạng thái", "State"}, .field = "state"},
                      {.heading = {"Thời kỳ", "Period"}, .field = "period_begin_date", .cell = PeriodCell},
                      {.field = "period_end_date", .program_only = true},
                      {.heading = {"Kế hoạch", "Plan"}, .field = "plan"},
                      {.heading = {"Quyết định", "Decision"}, .field = "decision_number"},
                      {.heading = {"Thông báo", "Notice"}, .field = "notice", .cell = NoticeCell},
                      {.heading = {"Ngày kiểm tra", "Scheduled"}, .field = "scheduled_date"},
                      {.heading = {"Trưởng đoàn", "Head"}, .field = "head"},
                      {.heading = {"Thành viên", "Members"}, .field = "members"},
                      {.heading = {"Đã kiểm tra", "Checked"}, .field = "checks", .cell = ChecksCell},
                      {.heading = {"Phát hiện", "Findings"}, .field = "findings", .cell = FindingsCell},
                      {.heading = {"Kết luận", "Conclusion"}, .field = "conclusion"},
                      {.heading = {"Đề nghị kỷ luật", "Discipline"}, .field = "discipline_proposal"},
                      {.heading = {"Hạn giải trình", "Explain by"}, .field = "explain_by_date"},
                      {.heading = {"Đã ký", "Signed"}, .field = "signatures", .cell = SignaturesCell},
                      {.heading = {"Văn bản kết luận", "Document"}, .field = "conclusion_document"},
                      {.heading = {"Ngày kết luận", "Concluded"}, .field = "concluded_date"},
                      {.heading = {"Hủy vì", "Cancelled"}, .field = "cancel_reason", .cell = CancelledCell},
                      {.field = "etag", .program_only = true}}};
}

Showing FindingList() {
  return {.rows = "findings",
          .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                      {.field = "unit", .program_only = true},
                      {.heading = {"Đơn vị", "Unit"}, .field = "unit_title"},
                      {.heading = {"Trạng thái", "State"}, .field = "state"},
                      {.heading = {"Hạn", "Due"}, .field = "remedy_due_date", .keep = true},
                      {.heading = {"Phát hiện", "Finding"}, .field = "text", .cell = FindingCell, .wrap = true}},
          .nothing = {"Không có phát hiện nào.", "There are no findings."}};
}

}  // namespace

Section InspectionVerbs() {
  const Argument inspection{
      .name = "inspection", .field = "name", .given = Given::kMust, .reading = Reading::kInspection};
  const Argument finding{.name = "finding", .field = "name", .given = Given::kMust, .reading = Reading::kFinding};
  return {
      .title = {"Ủy ban Kiểm tra", "Inspection Committee"},
      .verbs =
          {
              {.words = "inspection schedule",
               .help = {"Lên lịch kiểm tra một đơn vị.", "Schedule an inspection of a unit."},
               .example = "inspection schedule thpt-viet-vinh --kind finance --date 10/09/2025 --head chu-nhiem "
                          "--member ubkt-1 --member ubkt-2 --decision 5/QĐ-UBKT",
               .method = "InspectionCommitteeService.ScheduleInspection",
               .arguments = {{.name = "union", .field = "unit", .given = Given::kMust, .reading = Reading::kUnion},
                             {.name = "--kind",
                              .field = "kind",
                              .help = {"Loại kiểm tra của chương trình.", "An inspection kind of the programme."},
                              .given = Given::kMust},
                             {.name = "--date",
                              .field = "scheduled_date",
                              .help = {"Ngày kiểm tra.", "The day."},
                              .given = Given::kMust},
                             {.name = "--head",
                              .field = "head",
                              .help = {"Trưởng đoàn.", "Head of the team."},
                              .given = Given::kMust,
                              .reading = Reading::kAccount},
                             {.name = "--member",
                              .field = "members",
                              .help = {"Thành viên.", "Another member."},
                              .reading = Reading::kAccount},
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."},
                              .given = Given::kMust},
                             {.name = "--plan",
                              .field = "plan",
                              .help = {"Kế hoạch có đơn vị này trong mẫu.", "The plan whose sample holds the unit."},
                              .reading = Reading::kInspectionPlan},
                             {.name = "--unannounced",
                              .field = "unannounced",
                              .help = {"Đột xuất, không báo trước.", "No notice is given."}},
                             {.name = "--period-from",
                              .field = "period_begin_date",
                              .help = {"Kiểm tra từ ngày; không ghi: cả năm đó.",
                                       "What is inspected: the first day; else that year."}},
                             {.name = "--period-to",
                              .field = "period_end_date",
                              .help = {"Kiểm tra đến hết ngày.", "What is inspected: the last day."}}},
               .show = {.done = {"Đã lên lịch kiểm tra {inspection.name}: {inspection.unit_title}, ngày "
                                 "{inspection.scheduled_date}",
                                 "Scheduled inspection {inspection.name}: {inspection.unit_title}, "
                                 "{inspection.scheduled_date}"}}},
              {.words = "inspection notify",
               .help = {"Thông báo cuộc kiểm tra cho đơn vị.", "Give notice to the unit."},
               .example = "inspection notify 2025-03 --document 12/TB-UBKT:01/09/2025",
               .method = "InspectionCommitteeService.NotifyInspection",
               .arguments = {inspection,
                             {.name = "--document",
                              .field = "document",
                              .help = {"Văn bản thông báo.", "The document of the notice."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã thông báo cuộc {inspection.name} cho {inspection.unit_title}",
                                 "Gave notice of {inspection.name} to {inspection.unit_title}"}}},
              {.words = "inspection start",
               .help = {"Bắt đầu kiểm tra tại đơn vị.", "Begin the fieldwork."},
               .example = "inspection start 2025-03",
               .method = "InspectionCommitteeService.StartInspection",
               .arguments = {inspection},
               .show = {.done = {"Bắt đầu kiểm tra {inspection.name}: {inspection.unit_title}",
                                 "Started inspection {inspection.name}: {inspection.unit_title}"}}},
              {.words = "inspection check",
               .help = {"Ghi là đã kiểm tra kết quả của một nhiệm vụ.",
                        "Record that a task's accepted result was checked."},
               .example = "inspection check 2025-03 2025/1.3.thpt-viet-vinh --confirmed",
               .method = "InspectionCommitteeService.CheckTask",
               .arguments =
                   {inspection,
                    {.name = "task", .field = "task", .given = Given::kMust, .reading = Reading::kTask},
                    {.name = "--confirmed", .field = "confirmed", .help = {"Kết quả đúng.", "The result is right."}},
                    {.name = "--note", .field = "note", .help = {"Ghi chú.", "A note."}}},
               .show = {.done = {"Đã ghi kiểm tra nhiệm vụ trong cuộc {inspection.name}",
                                 "Recorded the check in inspection {inspection.name}"}}},
              {.words = "finding record",
               .help = {"Ghi một phát hiện; bác kết quả đã duyệt thì nhiệm vụ mở lại khi kết luận.",
                        "Record a finding; one that contests an accepted result reopens the task when concluded."},
               .example =
                   "finding record 2025-03 --task 2025/1.3.thpt-viet-vinh --contests --text \"Không có biên bản\" "
                   "--remedy-due 15/10/2025",
               .method = "InspectionCommitteeService.RecordFinding",
               .arguments = {inspection,
                             {.name = "--task",
                              .field = "task",
                              .help = {"Về nhiệm vụ này.", "About this task."},
                              .reading = Reading::kTask},
                             {.name = "--contests",
                              .field = "contests",
                              .help = {"Bác kết quả đã duyệt.", "Contests the accepted result."}},
                             {.name = "--grave", .field = "grave", .help = {"Nghiêm trọng.", "Grave."}},
                             {.name = "--text",
                              .field = "text",
                              .help = {"Phát hiện gì.", "What was found."},
                              .given = Given::kMust},
                             {.name = "--remedy-due",
                              .field = "remedy_due_date",
                              .help = {"Hạn khắc phục.", "Due date of the remedy."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã ghi phát hiện {finding.name}", "Recorded finding {finding.name}"}}},
              {.words = "finding drop",
               .help = {"Bỏ một phát hiện trước khi kết luận; vẫn lưu lại, kèm lý do.",
                        "Drop a finding before the conclusion; it stays on record."},
               .example = "finding drop 2025-03/2 --reason \"Đơn vị đã có chứng từ\"",
               .method = "InspectionCommitteeService.DropFinding",
               .arguments =
                   {finding,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust}},
               .show = {.done = {"Đã bỏ phát hiện {finding.name}", "Dropped finding {finding.name}"}}},
              {.words = "inspection draft-conclusion",
               .help = {"Dự thảo kết luận, gửi đơn vị giải trình; dự thảo lại thì phải ký lại.",
                        "Draft the conclusion for the unit to explain; a new draft is signed anew."},
               .example =
                   "inspection draft-conclusion 2025-03 --text \"Đơn vị còn ba thiếu sót\" --explain-by 18/09/2025",
               .method = "InspectionCommitteeService.DraftConclusion",
               .arguments = {inspection,
                             {.name = "--text",
                              .field = "conclusion",
                              .help = {"Kết luận.", "The conclusion."},
                              .given = Given::kMust},
                             {.name = "--explain-by",
                              .field = "explain_by_date",
                              .help = {"Đơn vị giải trình đến hết ngày.", "Until when the unit may explain."},
                              .given = Given::kMust},
                             {.name = "--discipline",
                              .field = "discipline_proposal",
                              .help = {"Đề nghị kỷ luật.", "What discipline is proposed."}}},
               .show =
                   {.done = {"Đã dự thảo kết luận {inspection.name}, giải trình đến hết {inspection.explain_by_date}",
                             "Drafted the conclusion of {inspection.name}, to be explained by "
                             "{inspection.explain_by_date}"}}},
              {.words = "inspection sign",
               .help = {"Ký dự thảo kết luận, có thể kèm ý kiến bảo lưu.", "Sign the drafted conclusion."},
               .example = "inspection sign 2025-03 --reservation \"Chưa đồng ý với phát hiện 2\"",
               .method = "InspectionCommitteeService.SignConclusion",
               .arguments = {inspection,
                             {.name = "--reservation",
                              .field = "reservation",
                              .help = {"Ý kiến bảo lưu.", "What you do not agree to."}}},
               .show = {.done = {"Đã ký dự thảo kết luận {inspection.name}",
                                 "Signed the drafted conclusion of {inspection.name}"}}},
              {.words = "inspection conclude",
               .help = {"Kết luận kiểm tra và gửi các phát hiện cho đơn vị.",
                        "Conclude: the findings are issued to the unit."},
               .example = "inspection conclude 2025-03 --document 8/KL-UBKT:20/09/2025",
               .method = "InspectionCommitteeService.ConcludeInspection",
               .arguments = {inspection,
                             {.name = "--text",
                              .field = "conclusion",
                              .help = {"Kết luận; không ghi: như dự thảo.", "The conclusion; else as drafted."}},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Văn bản kết luận.", "The document of the conclusion."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã kết luận {inspection.name}: {inspection.unit_title}",
                                 "Concluded {inspection.name}: {inspection.unit_title}"}}},
              {.words = "inspection report",
               .help = {"Báo cáo kết quả một cuộc giám sát.", "End a supervision with its report."},
               .example =
                   "inspection report 2025-05 --text \"Đơn vị thực hiện nghiêm túc\" --document 9/BC-UBKT:20/10/2025",
               .method = "InspectionCommitteeService.ReportSupervision",
               .arguments =
                   {inspection,
                    {.name = "--text", .field = "report", .help = {"Báo cáo.", "The report."}, .given = Given::kMust},
                    {.name = "--document",
                     .field = "document",
                     .help = {"Văn bản báo cáo.", "The document of the report."},
                     .given = Given::kMust}},
               .show = {.done = {"Đã báo cáo giám sát {inspection.name}: {inspection.unit_title}",
                                 "Reported on supervision {inspection.name}: {inspection.unit_title}"}}},
              {.words = "inspection cancel",
               .help = {"Hủy một cuộc kiểm tra chưa kết luận, theo quyết định.",
                        "Cancel an inspection that is not concluded, by a decision."},
               .example = "inspection cancel 2025-03 --reason \"Đơn vị đang sáp nhập\" --decision 15/QĐ-UBKT",
               .method = "InspectionCommitteeService.CancelInspection",
               .arguments =
                   {inspection,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."},
                     .given = Given::kMust},
                    {.name = "--replace",
                     .field = "replace_drawn_unit",
                     .help = {"Lấy đơn vị kế tiếp trong mẫu thay thế.",
                              "The next of its stratum takes its place in the plan."}}},
               .show = {.done = {"Đã hủy cuộc kiểm tra {inspection.name}", "Cancelled inspection {inspection.name}"}}},
              {.words = "remedy verify",
               .help = {"Xác nhận đã khắc phục, đóng phát hiện.", "Close a finding whose remedy is right."},
               .example = "remedy verify 2025-03/1 --note \"Đã có biên bản\"",
               .method = "InspectionCommitteeService.VerifyRemedy",
               .arguments = {finding, {.name = "--note", .field = "note", .help = {"Ghi chú.", "A note."}}},
               .show = {.done = {"Đã xác nhận khắc phục {finding.name}", "Verified the remedy of {finding.name}"}}},
              {.words = "remedy reject",
               .help = {"Không chấp nhận khắc phục, cho hạn mới.", "Send a remedy back with a new date."},
               .example = "remedy reject 2025-03/1 --reason \"Biên bản thiếu chữ ký\" --due 30/10/2025",
               .method = "InspectionCommitteeService.RejectRemedy",
               .arguments =
                   {finding,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust},
                    {.name = "--due",
                     .field = "remedy_due_date",
                     .help = {"Hạn mới.", "The new date."},
                     .given = Given::kMust}},
               .show = {.done = {"Không chấp nhận khắc phục {finding.name}, hạn mới {finding.remedy_due_date}",
                                 "Rejected the remedy of {finding.name}, due again {finding.remedy_due_date}"}}},
              {.words = "finding close",
               .help = {"Khép một phát hiện mà không khắc phục, theo quyết định của Ban Thường vụ.",
                        "Close a finding without its remedy, by a decision of the Standing Committee."},
               .example = "finding close 2025-03/1 --reason \"Đơn vị đã giải thể\" --decision 20/QĐ-BTV",
               .method = "StandingCommitteeService.CloseFindingWithoutRemedy",
               .arguments =
                   {finding,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."},
                     .given = Given::kMust}},
               .show = {.done = {"Đã khép phát hiện {finding.name}", "Closed finding {finding.name}"}}},
              {.words = "finding list",
               .help = {"Liệt kê các phát hiện, hạn khắc phục sớm trước.", "List findings, the earliest remedy first."},
               .example = "finding list --overdue",
               .method = "TaskService.ListFindings",
               .arguments = {{.name = "--union",
                              .field = "unit",
                              .help = {"Của đơn vị này.", "Of this unit."},
                              .reading = Reading::kUnion},
                             {.name = "--state", .field = "states", .help = {"Ở trạng thái này.", "In this state."}},
                             {.name = "--overdue",
                              .field = "overdue",
                              .help = {"Quá hạn khắc phục mà chưa xác nhận.", "Whose remedy is overdue today."}}},
               .show = FindingList()},
              {.words = "inspection show",
               .help = {"Xem một cuộc kiểm tra và các phát hiện.", "Show one inspection with its findings."},
               .example = "inspection show 2025-03",
               .method = "TaskService.GetInspection",
               .arguments = {inspection},
               .show = InspectionRecord()},
              {.words = "inspection list",
               .help = {"Liệt kê các cuộc kiểm tra, mới trước.", "List inspections, newest first."},
               .example = "inspection list --state fieldwork",
               .method = "TaskService.ListInspections",
               .arguments = {{.name = "--union",
                              .field = "unit",
                              .help = {"Của đơn vị này.", "Of this unit."},
                              .reading = Reading::kUnion},
                             {.name = "--state", .field = "states", .help = {"Ở trạng thái này.", "In this state."}}},
               .show = InspectionList()},
          },
  };
}

}  // namespace phancong::client
