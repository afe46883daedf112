// Looking at tasks, and talking about them.
#include <ostream>
#include <string>

#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "client/cli/task_columns.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// A line for each figure of the task, with its target's words and its unit; also those not reported yet.
std::string FiguresOf(const v1::Task& task, const v1::Report& report, const Style& style) {
  std::string lines;
  for (const v1::Figure& figure : task.figures()) {
    std::string value;
    for (const v1::FigureValue& reported : report.figures()) {
      if (reported.figure() == figure.id()) {
        value = FigureValueText(reported, CellOf(figure, "unit", style).text, style);
      }
    }
    if (value.empty()) value = Phrase{"chưa có số liệu", "no data"}.In(style.language);
    Append(lines, lines.empty() ? "" : "\n", figure.id(), " = ", value, "  – ", CellOf(figure, "title", style).text);
  }
  return lines;
}

Cell ClaimedFigures(const Row& row, const Style& style) {
  const auto& task = static_cast<const v1::Task&>(*row.message);
  return {style.for_program ? CellOf(task, "claim.figures", style).text : FiguresOf(task, task.claim(), style)};
}

Cell AcceptedFigures(const Row& row, const Style& style) {
  const auto& task = static_cast<const v1::Task&>(*row.message);
  if (style.for_program) return CellOf(task, "result.figures", style);
  return {task.has_result() ? FiguresOf(task, task.result(), style) : "", Paint::kGood};
}

// Only where it was moved.
Cell BaseDueDate(const Row& row, const Style& style) {
  const Cell base = CellOf(*row.message, "base_due_date", style);
  return style.for_program || base.text != CellOf(*row.message, "due_date", style).text ? base : Cell{};
}

// Only where it was reopened.
Cell Cycle(const Row& row, const Style& style) {
  const auto& task = static_cast<const v1::Task&>(*row.message);
  return style.for_program || task.cycle() > 1 ? Cell{Concat(task.cycle())} : Cell{};
}

Cell OnPaper(const Row& row, const Style& style) {
  const auto& task = static_cast<const v1::Task&>(*row.message);
  return style.for_program || task.on_paper() ? CellOf(task, "on_paper", style) : Cell{};
}

Cell MethodCell(const Row& row, const Style& style) {
  const auto& action = static_cast<const v1::AllowedAction&>(*row.message);
  return {style.for_program ? action.method() : MethodWord(action.method(), style.language)};
}

Cell AllowedCell(const Row& row, const Style& style) {
  const auto& action = static_cast<const v1::AllowedAction&>(*row.message);
  Cell cell = CellOf(action, "allowed", style);
  cell.paint = action.allowed() ? Paint::kGood : Paint::kFaint;
  return cell;
}

Cell CommentAuthor(const Row& row, const Style& style) {
  const auto& comment = static_cast<const v1::Comment&>(*row.message);
  return comment.display_name().empty() ? CellOf(comment, "account", style) : Cell{comment.display_name()};
}

// Comments are read like letters: who, when, and the whole text.
absl::Status PlayComments(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  if (turn.manner.output != "table") return turn.Show(*answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const auto& comments = static_cast<const v1::ListCommentsResponse&>(*answer).comments();
  if (comments.empty()) turn.Line(Phrase{"Chưa có trao đổi nào.", "There are no comments."}.In(turn.manner.language));
  for (const v1::Comment& comment : comments) {
    turn.Line(Concat(SafeText(CommentAuthor({&comment, nullptr}, style).text), "  ",
                     CellOf(comment, "create_time", style).text));
    for (const std::string& line : Wrap(SafeText(comment.text(), /*keep_lines=*/true), turn.screen().width - 2)) {
      turn.Line(Concat("  ", line));
    }
  }
  return absl::OkStatus();
}

Showing TaskRecord() {
  return {
      .rows = "task",
      .columns = {
          {.heading = {"Nhiệm vụ", "Task"}, .field = "name"},
          {.heading = {"Nội dung", "What"}, .field = "title"},
          {.heading = {"Đơn vị", "Assignee"}, .field = "assignee_title"},
          {.heading = {"Trạng thái", "State"}, .field = "state"},
          {.heading = {"Hạn", "Due"}, .field = "due_date"},
          {.heading = {"Hạn khi giao", "Due as issued"}, .field = "base_due_date", .cell = BaseDueDate},
          {.heading = {"Thời hạn", "Timing"}, .field = "timing", .cell = TimingCell},
          {.heading = {"Lần mở lại", "Cycle"}, .field = "cycle", .cell = Cycle},
          {.heading = {"Cách đo", "Measure"}, .field = "measure"},
          {.heading = {"Minh chứng cần có", "Evidence asked for"}, .field = "required_evidence"},
          {.heading = {"Số liệu báo cáo", "Figures reported"}, .field = "claim.figures", .cell = ClaimedFigures},
          {.heading = {"Đã làm", "What was done"}, .field = "claim.narrative"},
          {.heading = {"Minh chứng", "Evidence"}, .field = "claim.evidence"},
          {.heading = {"Văn bản", "Document"}, .field = "claim.document"},
          {.heading = {"Báo cáo giấy", "On paper"}, .field = "on_paper", .cell = OnPaper},
          {.heading = {"Nộp lúc", "Submitted"}, .field = "submit_time"},
          {.heading = {"Số liệu được duyệt", "Figures accepted"}, .field = "result.figures", .cell = AcceptedFigures},
          {.heading = {"Duyệt lúc", "Accepted"}, .field = "accept_time"},
          {.heading = {"Lý do", "Reason"}, .field = "reason"},
          {.heading = {"Người duyệt", "Reviewer"}, .field = "reviewer"},
          {.heading = {"Phụ trách", "In charge"}, .field = "members_in_charge"},
          {.heading = {"Quyết định", "Decision"}, .field = "decision_number"},
          {.field = "etag", .program_only = true}}};
}

}  // namespace

Section TaskVerbs() {
  const Argument task{.name = "task", .field = "name", .given = Given::kMust, .reading = Reading::kTask};
  return {
      .title = {"Nhiệm vụ", "Tasks"},
      .verbs =
          {
              {.words = "task list",
               .help = {"Liệt kê nhiệm vụ trong phạm vi của mình, mọi đợt nếu không có --round.",
                        "List the tasks within one's scope, of all rounds without --round."},
               .example = "task list --union thpt-viet-vinh --timing overdue",
               .method = "TaskService.ListTasks",
               .arguments = {{.name = "--round",
                              .field = "parent",
                              .help = {"Chỉ đợt này.", "This round only."},
                              .reading = Reading::kEachRound},
                             {.name = "--union",
                              .field = "assignee",
                              .help = {"Của đơn vị này; “federation” là của chính liên đoàn.",
                                       "Of this union; \"federation\" for the federation's own."},
                              .reading = Reading::kUnion},
                             {.name = "--reviewer",
                              .field = "reviewer",
                              .help = {"Đang chờ người này duyệt.", "Waiting for this member's review."},
                              .reading = Reading::kAccount},
                             {.name = "--item",
                              .field = "items",
                              .help = {"Của mục này, như 1.3.", "Of this item, such as 1.3."}},
                             {.name = "--state", .field = "states", .help = {"Ở trạng thái này.", "In this state."}},
                             {.name = "--timing", .field = "timings", .help = {"So với hạn.", "Against the deadline."}},
                             {.name = "--due-from", .field = "due_from", .help = {"Hạn từ ngày.", "Due on or after."}},
                             {.name = "--due-to", .field = "due_to", .help = {"Hạn đến ngày.", "Due on or before."}},
                             {.name = "--text",
                              .field = "text",
                              .help = {"Chữ trong nội dung hoặc tên đơn vị, có dấu hay không.",
                                       "Words of the title or the unit's name, with or without marks."}},
                             {.name = "--order", .field = "order", .help = {"Thứ tự.", "The order."}}},
               .show = TaskList("tasks")},
              {.words = "task show",
               .help = {"Xem một nhiệm vụ.", "Show one task."},
               .example = "task show 2025/1.3.thpt-viet-vinh",
               .method = "TaskService.GetTask",
               .arguments = {task},
               .show = TaskRecord()},
              {.words = "task actions",
               .help = {"Bây giờ mình làm được gì với nhiệm vụ, và vì sao việc khác thì không.",
                        "What one may do with a task now, and why not the rest."},
               .example = "task actions 1.3.thpt-viet-vinh",
               .method = "TaskService.ListAllowedActions",
               .arguments = {task},
               .show =
                   {.rows = "actions",
                    .columns = {{.heading = {"Việc", "Action"}, .field = "method", .cell = MethodCell, .keep = true},
                                {.heading = {"Được", "Allowed"}, .field = "allowed", .cell = AllowedCell},
                                {.field = "reason", .program_only = true},
                                {.heading = {"Vì sao không", "Why not"}, .field = "message", .wrap = true}}}},
              {.words = "task history",
               .help = {"Ai đã làm gì với nhiệm vụ, cũ trước.", "Who did what to a task, oldest first."},
               .example = "task history 1.3.thpt-viet-vinh",
               .method = "TaskService.ListTaskHistory",
               .arguments = {task},
               .show = EntryList()},
              {.words = "comment",
               .help = {"Trao đổi về một nhiệm vụ.", "Comment on a task."},
               .example = "comment 1.3.thpt-viet-vinh \"Đề nghị bổ sung biên bản\"",
               .method = "TaskService.CommentOnTask",
               .arguments = {task, {.name = "text", .field = "text", .given = Given::kMust}},
               .show = {.done = {"Đã gửi trao đổi về {task.name}", "Commented on {task.name}"}}},
              {.words = "task comments",
               .help = {"Xem trao đổi về một nhiệm vụ.", "Read the comments on a task."},
               .example = "task comments 1.3.thpt-viet-vinh",
               .method = "TaskService.ListComments",
               .arguments = {task},
               .show = {.rows = "comments",
                        .columns = {{.heading = {"Ai", "Who"}, .field = "account"},
                                    {.heading = {"Lúc", "When"}, .field = "create_time"},
                                    {.heading = {"Nội dung", "Text"}, .field = "text"}}},
               .play = PlayComments},
          },
  };
}

}  // namespace phancong::client
