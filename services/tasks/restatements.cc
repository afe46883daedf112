#include "services/tasks/restatements.h"

#include <optional>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/serving/pages.h"
#include "storage/inspections.h"
#include "storage/rounds.h"
#include "storage/tasks.h"

namespace phancong::tasks {
namespace {

// Keyed by the restatement's number.
constexpr size_t kRestatementKeyNumbers = 1;

}  // namespace

absl::Status ShowRestatement(storage::ReadTransaction& tx, int64_t federation, const std::string& federation_id,
                             TaskFiles& files, const storage::RestatementRow& row, v1::Restatement* shown) {
  ASSIGN_OR_RETURN(storage::TaskRow task, storage::GetTask(tx, federation, row.task));
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(std::move(task)));
  ASSIGN_OR_RETURN(const storage::RoundRow round, storage::GetRound(tx, federation, row.round));
  shown->set_name(rules::RestatementName(federation_id, row.restatement));
  shown->set_task(file.name);
  *shown->mutable_title() = file.item->title();
  ASSIGN_OR_RETURN(*shown->mutable_assignee_title(), files.AssigneeTitle(file));
  shown->set_round(rules::RoundName(federation_id, round.id));
  using Figures = std::vector<v1::FigureValue>;
  ASSIGN_OR_RETURN(const Figures before,
                   storage::RestatedFigures(tx, federation, row.restatement, storage::RestatementVersion::kBefore));
  ASSIGN_OR_RETURN(const Figures after,
                   storage::RestatedFigures(tx, federation, row.restatement, storage::RestatementVersion::kAfter));
  shown->mutable_before()->Add(before.begin(), before.end());
  shown->mutable_after()->Add(after.begin(), after.end());
  shown->set_reason(row.reason);
  shown->set_decision_number(row.decision_number);
  ASSIGN_OR_RETURN(*shown->mutable_account(), files.AccountName(row.account));
  *shown->mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.created_at);
  if (row.finding != 0) {
    ASSIGN_OR_RETURN(const storage::InspectionRow inspection, storage::GetInspection(tx, federation, row.inspection));
    shown->set_finding(rules::FindingName(federation_id, inspection.id, row.finding));
  }
  return absl::OkStatus();
}

absl::Status ListRestatements(serving::ReadContext& context, const v1::ListRestatementsRequest& request,
                              v1::ListRestatementsResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kRestatementKeyNumbers));
  int64_t round = 0;
  if (parent.id != "-") {
    ASSIGN_OR_RETURN(const storage::RoundRow row,
                     programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
    round = row.round;
  }
  std::optional<std::vector<int64_t>> assignees;
  if (!context.reach().everything) assignees = context.reach().own_unions;
  ASSIGN_OR_RETURN(const std::vector<storage::RestatementRow> rows,
                   storage::Restatements(context.tx(), context.federation(), round, assignees,
                                         page.after ? page.after->numbers[0] : 0, page.size + 1));
  TaskFiles files(context);
  return serving::FillPage(
      request, page, rows, response, response->mutable_restatements(),
      [](const storage::RestatementRow& row) { return serving::PageKey{.numbers = {row.restatement}}; },
      [&](const storage::RestatementRow& row, v1::Restatement* shown) {
        return ShowRestatement(context.tx(), context.federation(), context.actor().federation_id, files, row, shown);
      });
}

}  // namespace phancong::tasks
