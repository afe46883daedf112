#include "services/standing_committee/assign_ad_hoc.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "storage/directory.h"
#include "storage/programmes.h"
#include "storage/rounds.h"

namespace phancong::standing_committee {
namespace {

// The superior's document and what it asks for.
absl::Status Describe(const v1::AssignAdHocRequest& request, v1::AdHocItem* item) {
  ASSIGN_OR_RETURN(*item->mutable_title()->mutable_vi(),
                   serving::RequiredLineOf(request.title().vi(), "title.vi", serving::kTitleLength));
  ASSIGN_OR_RETURN(*item->mutable_title()->mutable_en(),
                   serving::LineOf(request.title().en(), "title.en", serving::kTitleLength));
  ASSIGN_OR_RETURN(*item->mutable_document_number(),
                   serving::RequiredLineOf(request.document().number(), "document.number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const rules::Day document_day, serving::RequiredDayOf(request.document().date(), "document.date"));
  item->set_document_day(document_day);
  ASSIGN_OR_RETURN(*item->mutable_document_issuer(),
                   serving::LineOf(request.document().issuer(), "document.issuer", serving::kTitleLength));
  return absl::OkStatus();
}

absl::Status AddEveryUnion(serving::CommandContext& context, v1::ItemIssued* issued) {
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> unions, storage::AllUnions(context.tx(), context.federation()));
  for (const storage::UnionRow& row : unions) {
    const bool ended = row.ended_day != 0 && row.ended_day <= context.today();
    if (row.founded_day <= context.today() && !ended) issued->add_assignees(row.union_number);
  }
  if (!issued->assignees().empty()) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                       {{"why.vi", "chưa có công đoàn cơ sở nào."}, {"why.en", "there is no union."}});
}

}  // namespace

absl::Status AssignAdHoc(serving::CommandContext& context, const v1::AssignAdHocRequest& request,
                         v1::AssignAdHocResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  v1::ItemIssued issued;
  RETURN_IF_ERROR(Describe(request, issued.mutable_ad_hoc()));
  ASSIGN_OR_RETURN(const DueTerm term, DueTermOf(request.due_date(), request.working_days(), "due_date"));
  ASSIGN_OR_RETURN(const std::string decision_number, serving::DecisionNumberOf(request.decision_number()));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
  ASSIGN_OR_RETURN(const std::vector<Assignee> assignees, AssigneesNamed(context, request.assignees()));
  RETURN_IF_ERROR(programme::RequireState(round, v1::ROUND_STATE_ISSUED));
  RETURN_IF_ERROR(CheckNotEnded(context, assignees));
  ASSIGN_OR_RETURN(const ResolvedDue due, ResolveDue(context, term));
  ASSIGN_OR_RETURN(const std::string last, storage::LastAdHocItem(context.tx(), context.federation(), round.round));
  ASSIGN_OR_RETURN(const int64_t item, storage::NextItem(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(const std::string id, rules::NextAdHocItemId(last));
  RETURN_IF_ERROR(MayIssue(context, id, due.due_day, decision_number));
  for (const Assignee& assignee : assignees) issued.add_assignees(assignee.number);
  if (assignees.empty()) RETURN_IF_ERROR(AddEveryUnion(context, &issued));

  issued.mutable_ad_hoc()->set_id(id);
  issued.set_round_number(round.round);
  issued.set_item_number(item);
  SetDue(due, &issued);
  issued.set_decision_number(decision_number);
  const int64_t task_count = issued.assignees_size();
  ASSIGN_OR_RETURN(const int64_t first_task, EmitItemIssued(context, std::move(issued)));
  response->set_item(id);
  response->set_task_count(task_count);
  return ShowTasks(context, first_task, task_count, response->mutable_tasks());
}

}  // namespace phancong::standing_committee
