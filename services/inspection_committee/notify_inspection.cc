#include "services/inspection_committee/notify_inspection.h"

#include <string>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/document.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/inspection_committee/sample.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"

namespace phancong::inspection_committee {

using rules::InspectionCommand;

absl::Status NotifyInspection(serving::CommandContext& context, const v1::NotifyInspectionRequest& request,
                              v1::NotifyInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const Document document, DocumentOf(request.document()));
  RETURN_IF_ERROR(files.Decide(InspectionCommand::kNotify, file, context.actor(), {.has_document = document.given}));
  v1::Event event;
  v1::InspectionNotified& notified = *event.mutable_inspection_notified();
  notified.set_inspection(file.row.inspection);
  notified.set_document_number(document.number);
  notified.set_document_day(document.day);
  notified.set_document_issuer(document.issuer);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status CancelInspection(serving::CommandContext& context, const v1::CancelInspectionRequest& request,
                              v1::CancelInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  if (request.replace_drawn_unit() && file.row.plan == 0) {
    return rules::RefuseField("replace_drawn_unit", "cuộc kiểm tra này không thực hiện kế hoạch nào",
                              "this inspection carries out no plan");
  }
  RETURN_IF_ERROR(files.Decide(InspectionCommand::kCancel, file, context.actor(),
                               {.has_reason = !reason.empty(), .has_decision = !decision.empty()}));
  v1::Event event;
  v1::InspectionCancelled& cancelled = *event.mutable_inspection_cancelled();
  cancelled.set_inspection(file.row.inspection);
  *cancelled.mutable_reason() = context.Keep(reason);
  cancelled.set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  if (request.replace_drawn_unit()) {
    RETURN_IF_ERROR(ReplaceInSample(context, file.row.plan, file.row.union_number, reason, decision));
  }
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

}  // namespace phancong::inspection_committee
