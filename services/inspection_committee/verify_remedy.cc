#include "services/inspection_committee/verify_remedy.h"

#include <string>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"

namespace phancong::inspection_committee {

absl::Status VerifyRemedy(serving::CommandContext& context, const v1::VerifyRemedyRequest& request,
                          v1::VerifyRemedyResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const FindingFile file, files.OpenFinding(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string note, tasks::FreeTextOf(request.note(), "note", tasks::kReasonLength));
  RETURN_IF_ERROR(files.Decide(rules::FindingCommand::kVerifyRemedy, file, context.actor(), {}));
  v1::Event event;
  event.mutable_remedy_verified()->set_inspection(file.row.inspection);
  event.mutable_remedy_verified()->set_finding(file.row.finding);
  *event.mutable_remedy_verified()->mutable_note() = context.Keep(note);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file.inspection, file.row.finding, response->mutable_finding());
}

absl::Status RejectRemedy(serving::CommandContext& context, const v1::RejectRemedyRequest& request,
                          v1::RejectRemedyResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const FindingFile file, files.OpenFinding(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const rules::Day due_day, serving::DayOr(request.remedy_due_date(), 0, "remedy_due_date"));
  RETURN_IF_ERROR(files.Decide(rules::FindingCommand::kRejectRemedy, file, context.actor(),
                               {.has_reason = !reason.empty(), .remedy_due_day = due_day}));
  v1::Event event;
  v1::RemedyRejected& rejected = *event.mutable_remedy_rejected();
  rejected.set_inspection(file.row.inspection);
  rejected.set_finding(file.row.finding);
  *rejected.mutable_reason() = context.Keep(reason);
  rejected.set_remedy_due_day(due_day);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file.inspection, file.row.finding, response->mutable_finding());
}

}  // namespace phancong::inspection_committee
