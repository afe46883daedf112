#include "services/standing_committee/close_finding.h"

#include <string>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"

namespace phancong::standing_committee {

absl::Status CloseFindingWithoutRemedy(serving::CommandContext& context,
                                       const v1::CloseFindingWithoutRemedyRequest& request,
                                       v1::CloseFindingWithoutRemedyResponse* response) {
  inspection_committee::InspectionFiles files(context);
  ASSIGN_OR_RETURN(const inspection_committee::FindingFile file, files.OpenFinding(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  RETURN_IF_ERROR(files.Decide(rules::FindingCommand::kCloseWithoutRemedy, file, context.actor(),
                               {.has_reason = !reason.empty(), .has_decision = !decision.empty()}));
  v1::Event event;
  v1::FindingClosedWithoutRemedy& closed = *event.mutable_finding_closed_without_remedy();
  closed.set_inspection(file.row.inspection);
  closed.set_finding(file.row.finding);
  *closed.mutable_reason() = context.Keep(reason);
  closed.set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file.inspection, file.row.finding, response->mutable_finding());
}

}  // namespace phancong::standing_committee
