// The unions' own plans.
#include <string>
#include <vector>

#include "client/cli/plan_file.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

Cell TargetsCell(const Row& row, const Style& style) {
  std::string text;
  for (const v1::PlanTarget& target : static_cast<const v1::PlanLine&>(*row.message).targets()) {
    const std::string number =
        style.for_program ? Concat(target.target()) : FormatNumber(target.target(), style.language);
    Append(text,
           text.empty()        ? ""
           : style.for_program ? ";"
                               : "\n",
           target.figure(), style.for_program ? "=" : " = ", number);
  }
  return {text};
}

absl::Status PlaySubmitPlan(Turn& turn) {
  ASSIGN_OR_RETURN(const std::string file, ReadFile(turn.typed.Text("file"), turn.screen().in));
  ASSIGN_OR_RETURN(const std::vector<v1::PlanLine> lines, ReadPlanLines(file));
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::SubmitUnionPlanRequest&>(*bound);
  for (const v1::PlanLine& line : lines) *request.add_lines() = line;
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  return turn.Show(*answer);
}

}  // namespace

Section PlanVerbs() {
  const Argument plan{.name = "union", .field = "name", .given = Given::kMust, .reading = Reading::kUnionPlan};
  return {
      .title = {"Kế hoạch của công đoàn cơ sở", "The unions' own plans"},
      .verbs =
          {
              {.words = "plan submit",
               .help = {"Gửi kế hoạch của đơn vị cho một đợt, từ tệp CSV với các cột item, targets (TÊN=SỐ), measures, "
                        "person, due_date; gửi lại là phiên bản mới.",
                        "Send the union's own plan for a round, from a CSV with the columns item, targets "
                        "(NAME=NUMBER), measures, person, due_date; again: its next version."},
               .example = "plan submit thpt-viet-vinh ke-hoach.csv --document 05/KH-CĐ:15/01/2025",
               .method = "GrassrootsUnionService.SubmitUnionPlan",
               .arguments = {plan,
                             {.name = "file", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Số và ngày văn bản của kế hoạch.", "Number and date of the plan."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã gửi kế hoạch {plan.document.number}: phiên bản {plan.version}, {plan.timing}",
                                 "Sent plan {plan.document.number}: version {plan.version}, {plan.timing}"}},
               .play = PlaySubmitPlan},
              {.words = "plan show",
               .help = {"Kế hoạch của một đơn vị, từng mục.", "A union's own plan, item by item."},
               .example = "plan show thpt-viet-vinh",
               .method = "DirectoryService.GetUnionPlan",
               .arguments = {plan},
               .show = {.rows = "plan.lines",
                        .columns = {{.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                                    {.heading = {"Chỉ tiêu", "Targets"}, .field = "targets", .cell = TargetsCell},
                                    {.heading = {"Biện pháp", "Measures"}, .field = "measures", .wrap = true},
                                    {.heading = {"Người làm", "Person"}, .field = "person", .wrap = true},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true}},
                        .done = {"{plan.assignee_title}: {plan.document.number}, phiên bản {plan.version}, "
                                 "{plan.timing}",
                                 "{plan.assignee_title}: {plan.document.number}, version {plan.version}, "
                                 "{plan.timing}"}}},
              {.words = "plan list",
               .help = {"Đơn vị nào đã gửi kế hoạch của mình, đơn vị chưa gửi đứng trước.",
                        "Which unions have sent their plans; those that have not come first."},
               .example = "plan list --missing",
               .method = "DirectoryService.ListUnionPlans",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound},
                             {.name = "--missing",
                              .field = "only_missing",
                              .help = {"Chỉ những đơn vị chưa gửi.", "Only those that sent none."}}},
               .show = {.rows = "plans",
                        .columns = {{.heading = {"Kế hoạch", "Plan"}, .field = "name", .keep = true},
                                    {.heading = {"Đơn vị", "Union"}, .field = "assignee_title"},
                                    {.heading = {"Văn bản", "Document"}, .field = "document"},
                                    {.heading = {"Bản", "Version"}, .field = "version", .right = true},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true},
                                    {.heading = {"Tiến độ", "Timing"}, .field = "timing"},
                                    {.field = "submit_time", .program_only = true},
                                    {.field = "days_late", .program_only = true}},
                        .done = {"Đã gửi: {sent_count}; chưa gửi: {missing_count}.",
                                 "Sent: {sent_count}; missing: {missing_count}."},
                        .nothing = {"Không thiếu kế hoạch nào.", "No plan is missing."}}},
          },
  };
}

}  // namespace phancong::client
