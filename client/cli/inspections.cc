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

// Each finding with its state, what it is about, its remedy and the inspector's word on that.
Cell FindingsCell(const Row& row, const Style& style) {
  const auto& inspection = static_cast<const v1::Inspection&>(*row.message);
  std::string text;
  for (const v1::Finding& finding : inspection.findings()) {
    Append(text, text.empty() ? "" : "\n", CellOf(finding, "name", style).text, " [",
           CellOf(finding, "state", style).text, "] ", finding.text());
    const auto add = [&](const Phrase& word, const std::string& value) {
      if (!value.empty()) Append(text, "; ", word.In(style.language), value);
    };
    if (finding.grave()) Append(text, Phrase{"; nghiêm trọng", "; grave"}.In(style.language));
    add(finding.contests() ? Phrase{"bác kết quả ", "contests "} : Phrase{"về ", "about "},
        CellOf(finding, "task", style).text);
    add({"hạn khắc phục ", "remedy due "}, CellOf(finding, "remedy_due_date", style).text);
    add({"khắc phục: ", "remedy: "}, finding.remedy());
    add({"kiểm tra lại: ", "verification: "}, finding.verification());
  }
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
                      {.heading = {"Ngày kiểm tra", "Scheduled"}, .field = "scheduled_date"},
                      {.heading = {"Trưởng đoàn", "Head"}, .field = "head"},
                      {.heading = {"Thành viên", "Members"}, .field = "members"},
                      {.heading = {"Đã kiểm tra", "Checked"}, .field = "checks", .cell = ChecksCell},
                      {.heading = {"Phát hiện", "Findings"}, .field = "findings", .cell = FindingsCell},
                      {.heading = {"Kết luận", "Conclusion"}, .field = "conclusion"},
                      {.heading = {"Văn bản kết luận", "Document"}, .field = "conclusion_document"},
                      {.heading = {"Ngày kết luận", "Concluded"}, .field = "concluded_date"},
                      {.field = "etag", .program_only = true}}};
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
                              .given = Given::kMust}},
               .show = {.done = {"Đã lên lịch kiểm tra {inspection.name}: {inspection.unit_title}, ngày "
                                 "{inspection.scheduled_date}",
                                 "Scheduled inspection {inspection.name}: {inspection.unit_title}, "
                                 "{inspection.scheduled_date}"}}},
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
              {.words = "inspection conclude",
               .help = {"Kết luận kiểm tra và gửi các phát hiện cho đơn vị.",
                        "Conclude: the findings are issued to the unit."},
               .example = "inspection conclude 2025-03 --text \"Đơn vị thực hiện tốt\" --document 8/KL-UBKT:20/09/2025",
               .method = "InspectionCommitteeService.ConcludeInspection",
               .arguments = {inspection,
                             {.name = "--text",
                              .field = "conclusion",
                              .help = {"Kết luận.", "The conclusion."},
                              .given = Given::kMust},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Văn bản kết luận.", "The document of the conclusion."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã kết luận {inspection.name}: {inspection.unit_title}",
                                 "Concluded {inspection.name}: {inspection.unit_title}"}}},
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
