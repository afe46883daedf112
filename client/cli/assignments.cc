// What the Standing Committee gives: rounds, single items, urgent duties, and who is in charge of what.
#include "client/cli/assignments.h"

#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// "57 đơn vị + liên đoàn", or why nobody gets it.
Cell Recipients(const Row& row, const Style& style) {
  const auto& item = static_cast<const v1::RoundItem&>(*row.message);
  if (style.for_program) return {Concat(item.union_count())};
  if (!item.left_out_reason().empty()) return {item.left_out_reason(), Paint::kFaint};
  std::string text = Say(style.language, {"{} đơn vị", "{} unions"}, item.union_count());
  if (item.to_federation()) {
    text = item.union_count() == 0 ? std::string(Phrase{"liên đoàn", "federation"}.In(style.language))
                                   : Concat(text, Phrase{" + liên đoàn", " + federation"}.In(style.language));
  }
  return {text};
}

// "31/03/2025 (15 ngày làm việc)"; a term that no calendar covers yet has no date.
Cell DueCell(const Row& row, const Style& style) {
  const auto& item = static_cast<const v1::RoundItem&>(*row.message);
  Cell due = CellOf(item, "due_date", style);
  if (style.for_program || item.working_days() == 0) return due;
  const std::string term = Say(style.language, {"{} ngày làm việc", "{} working days"}, item.working_days());
  due.text = due.text.empty() ? term : Concat(due.text, " (", term, ")");
  return due;
}

Showing Targets() {
  return {.rows = "round.targets",
          .columns = {{.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                      {.heading = {"Số liệu", "Figure"}, .field = "figure", .keep = true},
                      {.heading = {"Chỉ tiêu nâng", "Raised target"}, .field = "target", .right = true},
                      {.heading = {"Cho riêng", "Only for"}, .field = "assignees", .wrap = true}}};
}

// A person sees the raised targets below the items; a program gets the items.
absl::Status ShowRound(const Turn& turn, const google::protobuf::Message& answer, Showing show) {
  const FieldIn targets = Reach(answer, "round.targets");
  if (turn.manner.output != "table" ||
      targets.holder->GetReflection()->FieldSize(*targets.holder, targets.field) == 0) {
    return turn.Show(answer, show);
  }
  const Phrase done = std::exchange(show.done, Phrase{});
  RETURN_IF_ERROR(turn.Show(answer, show));
  turn.Line("");
  Showing raised = Targets();
  raised.done = done;
  return turn.Show(answer, raised);
}

// What is previewed is what is issued: the draft's etag goes with the request. A person sees the draft and confirms.
absl::Status PlayIssueRound(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::IssueRoundRequest&>(*bound);
  if (request.etag().empty()) {
    v1::GetRoundRequest get;
    get.set_name(request.name());
    ASSIGN_OR_RETURN(const MessagePtr draft, turn.Send("ProgrammeService.GetRound", get));
    const v1::Round& round = static_cast<const v1::GetRoundResponse&>(*draft).round();
    request.set_etag(round.etag());
    if (turn.screen().interactive && !turn.manner.yes) {
      RETURN_IF_ERROR(ShowRound(turn, *draft, RoundItems("round.items")));
      const std::string question =
          Say(turn.manner.language, {"Giao cả đợt này, {} nhiệm vụ?", "Issue this round, {} tasks?"},
              FormatNumber(round.task_count(), turn.manner.language));
      if (!turn.screen().Confirm(question, turn.manner.language)) {
        return WrongUsage("Chưa giao gì.", "Nothing was issued.");
      }
    }
  }
  const absl::StatusOr<MessagePtr> answer = turn.Send(request);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

}  // namespace

Showing RoundItems(std::string_view rows) {
  return {.rows = rows,
          .columns = {{.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                      {.heading = {"Nội dung", "What"}, .field = "title"},
                      {.heading = {"Hạn", "Due"}, .field = "due_date", .cell = DueCell, .keep = true},
                      {.field = "working_days", .program_only = true},
                      {.heading = {"Giao cho", "Goes to"}, .field = "union_count", .cell = Recipients, .wrap = true},
                      {.field = "to_federation", .program_only = true},
                      {.field = "left_out_reason", .program_only = true}}};
}

absl::Status PlayRound(Turn& turn) {
  const absl::StatusOr<MessagePtr> answer = turn.SendAll();
  return answer.ok() ? ShowRound(turn, **answer, turn.verb.show) : answer.status();
}

Section AssignmentVerbs() {
  const Argument decision{.name = "--decision",
                          .field = "decision_number",
                          .help = {"Số quyết định.", "Number of the decision."},
                          .given = Given::kMust};
  const Argument round{.name = "round", .field = "name", .given = Given::kMust, .reading = Reading::kRound};
  const Argument in_round{.name = "--round",
                          .field = "parent",
                          .help = {"Tính vào đợt này.", "The round it belongs to."},
                          .reading = Reading::kRound};
  Showing draft = RoundItems("round.items");
  draft.done = {"Dự thảo đợt {round.name}: {round.task_count} nhiệm vụ, đơn vị tính đến {round.population_date}",
                "Draft of round {round.name}: {round.task_count} tasks, unions as of {round.population_date}"};
  return {
      .title = {"Ban Thường vụ: giao việc", "Standing Committee: assign"},
      .verbs =
          {
              {.words = "round draft",
               .help = {"Dự thảo đợt giao và xem trước: mục nào, hạn nào, cho bao nhiêu đơn vị.",
                        "Draft a round and preview it: which items, when due, to how many."},
               .example = "round draft 2025 --due 1.3=31/03/2025 --working-days 3.1.8=20 "
                          "--target 2.2/informed=95@che-suoi-xanh",
               .method = "StandingCommitteeService.DraftRound",
               .arguments =
                   {round,
                    {.name = "--population-date",
                     .field = "population_date",
                     .help = {"Xét phạm vi theo danh bạ ngày này; mặc định hôm nay.",
                              "The day on which scopes look at the directory; today if not given."}},
                    {.name = "--due",
                     .field = "due_dates",
                     .help = {"Hạn khác thường lệ cho một mục.", "Another due date for an item than its usual one."},
                     .reading = Reading::kDueDates},
                    {.name = "--working-days",
                     .field = "due_dates",
                     .help = {"Hạn của một mục theo số ngày làm việc kể từ ngày giao.",
                              "An item's term in working days from the day of issue."},
                     .reading = Reading::kTerms},
                    {.name = "--target",
                     .field = "targets",
                     .help = {"Chỉ tiêu cao hơn chương trình, cả đợt hoặc riêng đơn vị sau @.",
                              "A target above the programme's, for the round or for the units after @ alone."},
                     .reading = Reading::kTargets},
                    {.name = "--without",
                     .field = "without_items",
                     .help = {"Không giao mục này.", "Leave this item out."}},
                    {.name = "--copy-from",
                     .field = "copy_from",
                     .help = {"Bắt đầu từ một đợt trước cùng loại.", "Begin from an earlier round of its kind."}},
                    {.name = "--with",
                     .field = "with_items",
                     .help = {"Giao cả mục mà đợt trước để lại.", "Take in an item that it had left out."}},
                    {.name = "--plan-due",
                     .field = "plan_due_date",
                     .help = {"Hạn công đoàn cơ sở gửi kế hoạch.", "By when unions send their own plans."}}},
               .show = draft,
               .play = PlayRound},
              {.words = "round issue",
               .help = {"Giao cả đợt đã dự thảo, một lần cho mọi đơn vị.", "Issue the whole drafted round at once."},
               .example = "round issue 2025 --decision 15/QĐ-LĐLĐ --yes",
               .method = "StandingCommitteeService.IssueRound",
               .arguments = {round,
                             decision,
                             {.name = "--decision-date",
                              .field = "decision_date",
                              .help = {"Ngày quyết định; mặc định hôm nay.", "Its date; today if not given."}}},
               .show = {.done = {"Đã giao đợt {round.name}: {round.task_count} nhiệm vụ",
                                 "Issued round {round.name}: {round.task_count} tasks"}},
               .play = PlayIssueRound},
              {.words = "round seal",
               .help = {"Khóa sổ một đợt đã hết kỳ: từ đó không ghi thêm gì vào đợt; xem trước bằng --dry-run.",
                        "Seal a round whose period is over: nothing enters it any more; look first with --dry-run."},
               .example = "round seal 2025 --decision 5/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.SealPeriod",
               .arguments = {round,
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."}},
                             {.name = "--dry-run",
                              .field = "validate_only",
                              .help = {"Chỉ xem còn vướng gì.", "Only say what is in the way."}}},
               .show = {.done = {"Đợt {round.name}: {round.state}, còn {open_count} nhiệm vụ chưa xong {open_tasks}",
                                 "Round {round.name}: {round.state}, {open_count} tasks in the way {open_tasks}"}}},
              {.words = "assign",
               .help = {"Giao thêm một mục của đợt cho đơn vị chưa có.",
                        "Give one item of an issued round to units that do not have it yet."},
               .example = "assign 1.3 thpt-viet-vinh --due 31/03/2025 --decision 16/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.AssignItem",
               .arguments = {{.name = "item", .field = "item", .given = Given::kMust},
                             {.name = "union", .field = "assignees", .given = Given::kMust, .reading = Reading::kUnion},
                             {.name = "--due", .field = "due_date", .help = {"Hạn.", "Due date."}},
                             {.name = "--working-days",
                              .field = "working_days",
                              .help = {"Hạn theo số ngày làm việc, thay cho ngày.",
                                       "A term in working days instead of a date."}},
                             {.name = "--target",
                              .field = "targets",
                              .help = {"Chỉ tiêu cao hơn chương trình cho các đơn vị này.",
                                       "A target above the programme's for these units."},
                              .reading = Reading::kTargets},
                             decision,
                             in_round},
               .show = {.rows = "tasks",
                        .columns = {{.heading = {"Nhiệm vụ", "Task"}, .field = "name", .keep = true},
                                    {.heading = {"Đơn vị", "Assignee"}, .field = "assignee_title"},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true}},
                        .done = {"Đã giao thêm", "Assigned"}}},
              {.words = "assign-urgent",
               .help = {"Giao việc đột xuất theo văn bản của cấp trên, ngoài chương trình.",
                        "Give an urgent duty of the superior's, outside the programme."},
               .example = "assign-urgent --title \"Rà soát an toàn lao động\" --document 45/CV-LĐLĐ:10/04/2025 "
                          "--due 30/04/2025 --decision 22/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.AssignAdHoc",
               .arguments = {{.name = "--title",
                              .field = "title.vi",
                              .help = {"Nội dung.", "What is to be done."},
                              .given = Given::kMust},
                             {.name = "--title-en",
                              .field = "title.en",
                              .help = {"Nội dung tiếng Anh.", "The same in English."}},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Văn bản của cấp trên.", "The superior's document."},
                              .given = Given::kMust},
                             {.name = "--union",
                              .field = "assignees",
                              .help = {"Cho đơn vị này; mặc định mọi đơn vị.",
                                       "To this unit; to every union if not given."},
                              .reading = Reading::kUnion},
                             {.name = "--due", .field = "due_date", .help = {"Hạn.", "Due date."}},
                             {.name = "--working-days",
                              .field = "working_days",
                              .help = {"Hạn theo số ngày làm việc, thay cho ngày.",
                                       "A term in working days instead of a date."}},
                             decision,
                             in_round},
               .show = {.done = {"Đã giao việc đột xuất {item}: {task_count} nhiệm vụ",
                                 "Assigned the urgent duty {item}: {task_count} tasks"}}},
              {.words = "responsibility assign",
               .help = {"Phân công ủy viên phụ trách lĩnh vực, mục hoặc đơn vị.",
                        "Put a member in charge of a field, an item or a union."},
               .example = "responsibility assign uy-vien-1 --union thpt-viet-vinh --decision 3/QĐ-BTV",
               .method = "StandingCommitteeService.AssignResponsibility",
               .arguments = {{.name = "account",
                              .field = "responsibility.account",
                              .given = Given::kMust,
                              .reading = Reading::kAccount},
                             {.name = "--field", .field = "responsibility.field", .help = {"Lĩnh vực.", "A field."}},
                             {.name = "--item", .field = "responsibility.item", .help = {"Mục.", "An item."}},
                             {.name = "--union",
                              .field = "responsibility.assignee",
                              .help = {"Đơn vị.", "A union."},
                              .reading = Reading::kUnion},
                             {.name = "--decision",
                              .field = "responsibility.decision_number",
                              .help = {"Số quyết định.", "Number of the decision."}},
                             {.name = "--from",
                              .field = "responsibility.from_date",
                              .help = {"Từ ngày; mặc định hôm nay.", "From this day; today if not given."}},
                             {.name = "--to",
                              .field = "responsibility.to_date",
                              .help = {"Đến hết ngày.", "To the end of this day."}}},
               .show = {.done = {"Đã phân công {responsibility.account} (số {responsibility.name})",
                                 "{responsibility.account} is in charge (number {responsibility.name})"}}},
              {.words = "responsibility end",
               .help = {"Thôi phụ trách.", "End a responsibility."},
               .example = "responsibility end 7 --to 30/06/2025",
               .method = "StandingCommitteeService.EndResponsibility",
               .arguments = {{.name = "responsibility",
                              .field = "name",
                              .given = Given::kMust,
                              .reading = Reading::kResponsibility},
                             {.name = "--to",
                              .field = "to_date",
                              .help = {"Đến hết ngày; mặc định hôm nay.",
                                       "To the end of this day; today if not given."}}},
               .show = {.done = {"{responsibility.account} thôi phụ trách từ sau ngày {responsibility.to_date}",
                                 "{responsibility.account} is in charge until {responsibility.to_date}"}}},
          },
  };
}

}  // namespace phancong::client
