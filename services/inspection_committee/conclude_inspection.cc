#include "services/inspection_committee/conclude_inspection.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/document.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/dates.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"
#include "storage/inspections.h"
#include "storage/tasks.h"

namespace phancong::inspection_committee {
namespace {

using rules::InspectionCommand;

// What was signed is what is issued.
absl::StatusOr<std::string> ConclusionToIssue(const std::string& given, const storage::InspectionRow& row) {
  if (row.conclusion.empty() || given == row.conclusion) return given;
  if (given.empty()) return row.conclusion;
  return rules::RefuseField("conclusion", "phải đúng như dự thảo mà đoàn đã ký; muốn sửa thì dự thảo lại",
                            "must be the draft that the team signed; draft it anew to change it");
}

// Reopens the tasks that the findings contest, each once. One that is not accepted any more has nothing left to
// contest; of one whose period is sealed the finding stands, and the result is restated by a decision of its own.
absl::Status ReopenContested(serving::CommandContext& context, InspectionFiles& files,
                             const std::vector<storage::FindingRow>& findings) {
  std::set<int64_t> seen;
  for (const storage::FindingRow& finding : findings) {
    if (!finding.contests || !seen.insert(finding.task).second) continue;
    ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(context.tx(), context.federation(), finding.task));
    ASSIGN_OR_RETURN(const tasks::TaskFile task, files.tasks().Open(std::move(row)));
    if (rules::PhaseOf(task.row.state) != rules::TaskPhase::kAccepted || task.sealed) continue;
    const rules::Day due_day = std::max(finding.remedy_due_day, context.today());
    RETURN_IF_ERROR(files.tasks().Decide(rules::TaskCommand::kReopen, task, context.actor(),
                                         {.new_due_day = due_day, .by_finding = true}));
    v1::Event event;
    v1::TaskReopened& reopened = *event.mutable_task_reopened();
    reopened.set_task(finding.task);
    reopened.set_due_day(due_day);
    reopened.set_inspection(finding.inspection);
    reopened.set_finding(finding.finding);
    RETURN_IF_ERROR(context.Emit(event));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DraftConclusion(serving::CommandContext& context, const v1::DraftConclusionRequest& request,
                             v1::DraftConclusionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string conclusion,
                   tasks::RequiredFreeTextOf(request.conclusion(), "conclusion", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const std::string discipline,
                   tasks::FreeTextOf(request.discipline_proposal(), "discipline_proposal", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const rules::Day explain_by, serving::DayOr(request.explain_by_date(), 0, "explain_by_date"));
  RETURN_IF_ERROR(
      files.Decide(InspectionCommand::kDraftConclusion, file, context.actor(), {.explain_by_day = explain_by}));
  v1::Event event;
  v1::ConclusionDrafted& drafted = *event.mutable_conclusion_drafted();
  drafted.set_inspection(file.row.inspection);
  *drafted.mutable_conclusion() = context.Keep(conclusion);
  *drafted.mutable_discipline_proposal() = context.Keep(discipline);
  drafted.set_explain_by_day(explain_by);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status SignConclusion(serving::CommandContext& context, const v1::SignConclusionRequest& request,
                            v1::SignConclusionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reservation,
                   tasks::FreeTextOf(request.reservation(), "reservation", tasks::kReasonLength));
  RETURN_IF_ERROR(files.Decide(InspectionCommand::kSignConclusion, file, context.actor(), {}));
  v1::Event event;
  v1::ConclusionSigned& signature = *event.mutable_conclusion_signed();
  signature.set_inspection(file.row.inspection);
  signature.set_member(context.actor().principal());
  *signature.mutable_reservation() = context.Keep(reservation);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status ConcludeInspection(serving::CommandContext& context, const v1::ConcludeInspectionRequest& request,
                                v1::ConcludeInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string given,
                   tasks::FreeTextOf(request.conclusion(), "conclusion", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const Document document, DocumentOf(request.document()));
  RETURN_IF_ERROR(files.Decide(InspectionCommand::kConclude, file, context.actor(), {.has_document = document.given}));
  ASSIGN_OR_RETURN(const std::string conclusion, ConclusionToIssue(given, file.row));
  ASSIGN_OR_RETURN(std::vector<storage::FindingRow> findings,
                   storage::FindingsOf(context.tx(), context.federation(), file.row.inspection));
  // Those that the conclusion issues.
  std::erase_if(findings, [](const storage::FindingRow& finding) { return !rules::IsDraft(finding.state); });
  v1::Event event;
  v1::InspectionConcluded& concluded = *event.mutable_inspection_concluded();
  concluded.set_inspection(file.row.inspection);
  *concluded.mutable_conclusion() = context.Keep(conclusion);
  concluded.set_document_number(document.number);
  concluded.set_document_day(document.day);
  concluded.set_document_issuer(document.issuer);
  RETURN_IF_ERROR(context.Emit(event));
  RETURN_IF_ERROR(ReopenContested(context, files, findings));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status ReportSupervision(serving::CommandContext& context, const v1::ReportSupervisionRequest& request,
                               v1::ReportSupervisionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string report,
                   tasks::RequiredFreeTextOf(request.report(), "report", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const Document document, DocumentOf(request.document()));
  RETURN_IF_ERROR(
      files.Decide(InspectionCommand::kReportSupervision, file, context.actor(), {.has_document = document.given}));
  v1::Event event;
  v1::SupervisionReported& reported = *event.mutable_supervision_reported();
  reported.set_inspection(file.row.inspection);
  *reported.mutable_report() = context.Keep(report);
  reported.set_document_number(document.number);
  reported.set_document_day(document.day);
  reported.set_document_issuer(document.issuer);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

}  // namespace phancong::inspection_committee
