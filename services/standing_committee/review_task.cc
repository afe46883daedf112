#include "services/standing_committee/review_task.h"

#include <cstdint>
#include <string>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/serving/admission.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/named.h"
#include "services/tasks/report.h"
#include "services/tasks/task_file.h"
#include "storage/accounts.h"

namespace phancong::standing_committee {
namespace {

// The caller, or the member whom the chair names, with the positions that they hold today. Who acts for another reviews
// in their name: the review is theirs, and they may go on with it.
absl::StatusOr<serving::Actor> ReviewerOf(serving::CommandContext& context, const std::string& name) {
  const serving::Actor& actor = context.actor();
  if (name.empty() || name == rules::AccountName(actor.federation_id, actor.account_id)) {
    return actor;
  }
  if (!actor.Holds(v1::POSITION_STANDING_COMMITTEE_CHAIR)) return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  ASSIGN_OR_RETURN(const storage::AccountRow account, tasks::AccountNamed(context.tx(), actor, name, "reviewer"));
  if (account.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", name}});
  return serving::InOwnRight(context.tx(), actor, account, context.today());
}

// Accepting such an item is a judgement: there is no figure that decides.
bool IsJudged(const v1::Item& item) {
  return item.measure() == v1::Item::MEASURE_JUDGEMENT || item.measure() == v1::Item::MEASURE_DONE;
}

// What shall count: the claim; or the reviewer's figures and document, with the claim's narrative and evidence where
// the reviewer brings none.
absl::StatusOr<v1::Report> ResultOf(serving::CommandContext& context, const tasks::TaskFile& file,
                                    const v1::AcceptTaskRequest& request, const v1::Report& claim) {
  if (!request.has_result()) return claim;
  ASSIGN_OR_RETURN(v1::Report result, tasks::ReceivedReport(context, file, request.result(), "result"));
  if (result.narrative().empty()) result.set_narrative(claim.narrative());
  if (result.evidence().empty()) *result.mutable_evidence() = claim.evidence();
  RETURN_IF_ERROR(rules::CheckComplete(*file.item, *file.programme, result, file.WaivedEvidence()));
  return result;
}

}  // namespace

absl::Status TakeReview(serving::CommandContext& context, const v1::TakeReviewRequest& request,
                        v1::TakeReviewResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const serving::Actor reviewer, ReviewerOf(context, request.reviewer()));
  ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, reviewer));
  if (!participant.standing_committee) {
    return rules::RefuseField("reviewer", "phải là thành viên Ban Thường vụ", "must be of the Standing Committee");
  }
  RETURN_IF_ERROR(
      rules::Decide(rules::TaskCommand::kTakeReview, tasks::FactsOf(file), participant, {}, context.today()).status());
  v1::Event event;
  event.mutable_review_taken()->set_task(file.row.task);
  event.mutable_review_taken()->set_reviewer(reviewer.principal());
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status ReleaseReview(serving::CommandContext& context, const v1::ReleaseReviewRequest& request,
                           v1::ReleaseReviewResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kReleaseReview, file, context.actor(), {}));
  v1::Event event;
  event.mutable_review_released()->set_task(file.row.task);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status AcceptTask(serving::CommandContext& context, const v1::AcceptTaskRequest& request,
                        v1::AcceptTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const v1::Report claim, tasks::ClaimOf(context, file));
  absl::StatusOr<v1::Report> result = ResultOf(context, file, request, claim);
  if (result.ok() && request.judged_not_met() && !IsJudged(*file.item)) {
    result = rules::RefuseField("judged_not_met", "chỉ dùng cho mục được duyệt bằng nhận xét",
                                "is for items that are reviewed by judgement");
  }
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kAccept, file, context.actor(),
                               {.has_reason = !reason.empty(),
                                .value_differs = result.ok() && !rules::SameValues(claim, *result),
                                .fit = result.status()}));
  if (IsJudged(*file.item) && reason.empty()) {
    return rules::Refuse(v1::ERROR_REASON_REASON_REQUIRED,
                         {{"why.vi", "mục này được duyệt bằng nhận xét; hãy ghi nhận xét."},
                          {"why.en", "this item is reviewed by judgement; say what it is."}});
  }
  v1::Event event;
  v1::TaskAccepted& accepted = *event.mutable_task_accepted();
  accepted.set_task(file.row.task);
  *accepted.mutable_result() = tasks::Keep(context, *result);
  *accepted.mutable_reason() = context.Keep(reason);
  accepted.set_met(rules::ResultMeets(*file.item, *file.programme, *result, !request.judged_not_met()));
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status ReturnTask(serving::CommandContext& context, const v1::ReturnTaskRequest& request,
                        v1::ReturnTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const rules::Day rework_due_day, serving::DayOr(request.rework_due_date(), 0, "rework_due_date"));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kReturn, file, context.actor(),
                               {.has_reason = !reason.empty(), .new_due_day = rework_due_day}));
  v1::Event event;
  event.mutable_task_returned()->set_task(file.row.task);
  *event.mutable_task_returned()->mutable_reason() = context.Keep(reason);
  event.mutable_task_returned()->set_rework_due_day(rework_due_day);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

}  // namespace phancong::standing_committee
