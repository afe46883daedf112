// Dates in force: why they are what they are, asking for more time, giving it, stopping the clock.
#include <string>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "client/cli/verb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

Showing Moves(std::string_view rows) {
  return {.rows = rows,
          .columns = {{.heading = {"Nhiệm vụ", "Task"}, .field = "task", .keep = true},
                      {.heading = {"Hạn cũ", "From"}, .field = "from_date", .keep = true},
                      {.heading = {"Hạn mới", "To"}, .field = "to_date", .keep = true},
                      {.heading = {"Vì sao không lùi", "Why not"}, .field = "left_out_reason", .wrap = true}}};
}

// A preview first: what moves, and what stays and why. A person confirms.
absl::Status PlayExtend(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::ExtendTasksRequest&>(*bound);
  const bool only_look = request.validate_only();
  const bool ask = turn.screen().interactive && !turn.manner.yes;
  if (only_look || ask) {
    v1::ExtendTasksRequest look = request;
    look.set_validate_only(true);
    ASSIGN_OR_RETURN(const MessagePtr preview, turn.Send(look));
    const auto& found = static_cast<const v1::ExtendTasksResponse&>(*preview);
    RETURN_IF_ERROR(turn.Show(*preview, Moves(found.moves().empty() ? "left_out" : "moves")));
    if (only_look) return absl::OkStatus();
    const std::string question =
        Say(turn.manner.language, {"Lùi hạn {} nhiệm vụ ({} nhiệm vụ giữ nguyên)?", "Extend {} tasks ({} stay)?"},
            FormatNumber(found.extended_count(), turn.manner.language),
            FormatNumber(found.unchanged_count(), turn.manner.language));
    if (!turn.screen().Confirm(question, turn.manner.language)) {
      return WrongUsage("Chưa lùi hạn nhiệm vụ nào.", "Nothing was extended.");
    }
  }
  const absl::StatusOr<MessagePtr> answer = turn.Send(request);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

}  // namespace

Section DeadlineVerbs() {
  const Argument task{.name = "task", .field = "name", .given = Given::kMust, .reading = Reading::kTask};
  const Argument extension{.name = "extension", .field = "name", .given = Given::kMust, .reading = Reading::kExtension};
  const Argument reason{.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust};
  const Argument decision{.name = "--decision",
                          .field = "decision_number",
                          .help = {"Số quyết định.", "Number of the decision."},
                          .given = Given::kMust};
  return {
      .title = {"Thời hạn", "Deadlines"},
      .verbs =
          {
              {.words = "task dates",
               .help = {"Các hạn mà nhiệm vụ đã có, từ bao giờ và vì sao.",
                        "Every due date that a task had, since when and why."},
               .example = "task dates 1.3.thpt-viet-vinh",
               .method = "TaskService.ListDueDates",
               .arguments = {task},
               .show = {.rows = "changes",
                        .columns = {{.heading = {"Từ lúc", "Since"}, .field = "change_time", .keep = true},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true},
                                    {.heading = {"Do", "By"}, .field = "cause"},
                                    {.heading = {"Số quyết định", "Decision"}, .field = "decision_number"},
                                    {.heading = {"Lý do", "Reason"}, .field = "reason", .wrap = true},
                                    {.field = "account", .program_only = true},
                                    {.field = "extension", .program_only = true},
                                    {.field = "cycle", .program_only = true},
                                    {.field = "working_days", .program_only = true},
                                    {.field = "calendar_version", .program_only = true}},
                        .done = {"Hạn đang có hiệu lực: {due_date_in_force}", "In force: {due_date_in_force}"}}},
              {.words = "extension request",
               .help = {"Đề nghị gia hạn; chưa được quyết định thì hạn cũ vẫn giữ.",
                        "Ask for a later due date; until it is decided the old one holds."},
               .example =
                   "extension request 1.3.thpt-viet-vinh --due 15/04/2025 --reason \"Trường đang sửa hội trường\"",
               .method = "GrassrootsUnionService.RequestExtension",
               .arguments = {task,
                             {.name = "--due",
                              .field = "due_date",
                              .help = {"Hạn xin lùi đến.", "The date asked for."},
                              .given = Given::kMust},
                             reason},
               .show = {.done = {"Đã đề nghị gia hạn {extension.name} đến {extension.requested_due_date}; hạn vẫn là "
                                 "{extension.due_date_then} cho đến khi có quyết định",
                                 "Asked for {extension.name} until {extension.requested_due_date}; due "
                                 "{extension.due_date_then} until it is decided"}}},
              {.words = "extension cancel",
               .help = {"Rút đề nghị gia hạn của mình.", "Take your own request back."},
               .example = "extension cancel 1.3.thpt-viet-vinh/1",
               .method = "GrassrootsUnionService.CancelExtension",
               .arguments = {extension},
               .show = {.done = {"Đã rút đề nghị {extension.name}", "Took {extension.name} back"}}},
              {.words = "extension decide",
               .help = {"Quyết định một đề nghị gia hạn: đồng ý (--approve) hay không, kèm lý do.",
                        "Decide a request: approve it (--approve) or not, with a reason."},
               .example = "extension decide 1.3.thpt-viet-vinh/1 --approve --decision 31/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.DecideExtension",
               .arguments = {extension,
                             {.name = "--approve",
                              .field = "approve",
                              .help = {"Đồng ý; không ghi là không đồng ý.", "Approve; without it, it is refused."}},
                             {.name = "--due",
                              .field = "due_date",
                              .help = {"Hạn khác với hạn được xin.", "Another date than the one asked for."}},
                             {.name = "--reason",
                              .field = "reason",
                              .help = {"Vì sao; bắt buộc khi không đồng ý.", "Why; required where it is refused."}},
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."}}},
               .show = {.done = {"{extension.name}: {extension.state} {extension.granted_due_date}",
                                 "{extension.name}: {extension.state} {extension.granted_due_date}"}}},
              {.words = "extension list",
               .help = {"Các đề nghị gia hạn; chờ quyết định xếp trước.",
                        "Requests for extension; undecided ones first."},
               .example = "extension list --state requested",
               .method = "TaskService.ListExtensions",
               .arguments =
                   {{.name = "--round",
                     .field = "parent",
                     .help = {"Chỉ của đợt này.", "Of this round only."},
                     .reading = Reading::kEachRound},
                    {.name = "--state", .field = "states", .help = {"Chỉ ở trạng thái này.", "In this state only."}}},
               .show = {.rows = "extensions",
                        .columns = {{.heading = {"Đề nghị", "Request"}, .field = "name", .keep = true},
                                    {.heading = {"Đơn vị", "Assignee"}, .field = "assignee_title"},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date_then", .keep = true},
                                    {.heading = {"Xin đến", "Asked for"}, .field = "requested_due_date", .keep = true},
                                    {.heading = {"Được đến", "Granted"}, .field = "granted_due_date", .keep = true},
                                    {.heading = {"Trạng thái", "State"}, .field = "state"},
                                    {.heading = {"Lý do", "Reason"}, .field = "reason", .wrap = true},
                                    {.field = "requested_by", .program_only = true},
                                    {.field = "decided_by", .program_only = true},
                                    {.field = "decision_reason", .program_only = true},
                                    {.field = "decision_number", .program_only = true},
                                    {.field = "etag", .program_only = true}},
                        .nothing = {"Không có đề nghị gia hạn nào.", "There are no requests."}}},
              {.words = "extend",
               .help = {"Gia hạn nhiều nhiệm vụ của một đợt bằng một quyết định; xem trước rồi mới làm.",
                        "Extend many tasks of a round by one decision; with a preview."},
               .example = "extend --item 1.3 --due 30/04/2025 --reason \"Bão số 3\" --decision 32/QĐ-LĐLĐ --yes",
               .method = "StandingCommitteeService.ExtendTasks",
               .arguments =
                   {{.name = "--round",
                     .field = "parent",
                     .help = {"Đợt giao.", "The round."},
                     .reading = Reading::kRound},
                    {.name = "--item",
                     .field = "items",
                     .help = {"Chỉ mục này; mặc định mọi mục.", "This item only; every item if not given."}},
                    {.name = "--union",
                     .field = "assignees",
                     .help = {"Chỉ đơn vị này; mặc định mọi đơn vị.", "This unit only; every unit if not given."},
                     .reading = Reading::kUnion},
                    {.name = "--due", .field = "due_date", .help = {"Hạn mới.", "The new date."}},
                    {.name = "--by-calendar",
                     .field = "by_calendar",
                     .help = {"Tính lại theo lịch làm việc mới các hạn tính bằng ngày làm việc.",
                              "Count terms in working days anew by the calendar in force."}},
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."}},
                    {.name = "--dry-run", .field = "validate_only", .help = {"Chỉ xem trước.", "Preview only."}}},
               .show = {.done = {"Đã lùi hạn {extended_count} nhiệm vụ, {unchanged_count} nhiệm vụ giữ nguyên",
                                 "Extended {extended_count} tasks, {unchanged_count} stay"}},
               .play = PlayExtend},
              {.words = "suspend",
               .help = {"Tạm dừng một nhiệm vụ: hạn không chạy nữa.", "Suspend a task: its deadline stops."},
               .example = "suspend 1.3.thpt-viet-vinh --reason \"Trường chờ sáp nhập\" --decision 33/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.SuspendTask",
               .arguments = {task, reason, decision},
               .show = {.done = {"Đã tạm dừng {task.name}", "Suspended {task.name}"}}},
              {.words = "resume",
               .help = {"Tiếp tục nhiệm vụ đã tạm dừng; hạn lùi thêm số ngày đã dừng.",
                        "Resume a suspended task; its due date moves by the days suspended."},
               .example = "resume 1.3.thpt-viet-vinh --reason \"Đã sáp nhập xong\" --decision 41/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.ResumeTask",
               .arguments = {task, reason, decision},
               .show = {.done = {"{task.name} được tiếp tục, hạn {task.due_date}",
                                 "Resumed {task.name}, due {task.due_date}"}}},
              {.words = "close-not-met",
               .help = {"Ghi nhận không hoàn thành một nhiệm vụ đã quá hạn.",
                        "Close a task that is past its due date as not met."},
               .example = "close-not-met 1.3.thpt-viet-vinh --reason \"Không tổ chức hội nghị\"",
               .method = "StandingCommitteeService.CloseTaskNotMet",
               .arguments = {task, reason},
               .show = {.done = {"Đã ghi nhận {task.name} không hoàn thành", "Closed {task.name} as not met"}}},
              {.words = "reopen",
               .help = {"Mở lại một nhiệm vụ đã duyệt vì có sai sót; kết quả cũ rời khỏi tổng hợp.",
                        "Reopen an accepted task for an error; the old result leaves the totals."},
               .example = "reopen 1.3.thpt-viet-vinh --reason \"Ghi nhầm số người dự\" --due 30/06/2025",
               .method = "StandingCommitteeService.ReopenTask",
               .arguments =
                   {
                       task,
                       reason,
                       {.name = "--due",
                        .field = "due_date",
                        .help = {"Hạn mới.", "The new due date."},
                        .given = Given::kMust}},
               .show = {.done = {"Đã mở lại {task.name}, lần {task.cycle}, hạn {task.due_date}",
                                 "Reopened {task.name}, cycle {task.cycle}, due {task.due_date}"}}},
          },
  };
}

}  // namespace phancong::client
