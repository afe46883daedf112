#include "services/standing_committee/standing_committee_service.h"

#include "services/standing_committee/assign_ad_hoc.h"
#include "services/standing_committee/assign_item.h"
#include "services/standing_committee/assign_responsibility.h"
#include "services/standing_committee/close_finding.h"
#include "services/standing_committee/close_task.h"
#include "services/standing_committee/decide_extension.h"
#include "services/standing_committee/decide_inspection_plan.h"
#include "services/standing_committee/decide_rating.h"
#include "services/standing_committee/draft_round.h"
#include "services/standing_committee/hand_over.h"
#include "services/standing_committee/issue_report.h"
#include "services/standing_committee/issue_round.h"
#include "services/standing_committee/load_calendar.h"
#include "services/standing_committee/load_programme.h"
#include "services/standing_committee/record_paper_report.h"
#include "services/standing_committee/record_union_change.h"
#include "services/standing_committee/review_task.h"
#include "services/standing_committee/seal_period.h"
#include "services/standing_committee/succession.h"
#include "services/standing_committee/superior.h"
#include "services/standing_committee/waive_evidence.h"

namespace phancong::standing_committee {

StandingCommitteeService::StandingCommitteeService(serving::Calls& calls) : calls_(calls) {}
StandingCommitteeService::~StandingCommitteeService() = default;

grpc::ServerUnaryReactor* StandingCommitteeService::LoadProgramme(grpc::CallbackServerContext* context,
                                                                  const v1::LoadProgrammeRequest* request,
                                                                  v1::LoadProgrammeResponse* response) {
  return calls_.Command(context, request, response, standing_committee::LoadProgramme);
}

grpc::ServerUnaryReactor* StandingCommitteeService::AssignResponsibility(grpc::CallbackServerContext* context,
                                                                         const v1::AssignResponsibilityRequest* request,
                                                                         v1::AssignResponsibilityResponse* response) {
  return calls_.Command(context, request, response, standing_committee::AssignResponsibility);
}

grpc::ServerUnaryReactor* StandingCommitteeService::EndResponsibility(grpc::CallbackServerContext* context,
                                                                      const v1::EndResponsibilityRequest* request,
                                                                      v1::EndResponsibilityResponse* response) {
  return calls_.Command(context, request, response, standing_committee::EndResponsibility);
}

grpc::ServerUnaryReactor* StandingCommitteeService::DraftRound(grpc::CallbackServerContext* context,
                                                               const v1::DraftRoundRequest* request,
                                                               v1::DraftRoundResponse* response) {
  return calls_.Command(context, request, response, standing_committee::DraftRound);
}

grpc::ServerUnaryReactor* StandingCommitteeService::IssueRound(grpc::CallbackServerContext* context,
                                                               const v1::IssueRoundRequest* request,
                                                               v1::IssueRoundResponse* response) {
  return calls_.Command(context, request, response, standing_committee::IssueRound);
}

grpc::ServerUnaryReactor* StandingCommitteeService::AssignItem(grpc::CallbackServerContext* context,
                                                               const v1::AssignItemRequest* request,
                                                               v1::AssignItemResponse* response) {
  return calls_.Command(context, request, response, standing_committee::AssignItem);
}

grpc::ServerUnaryReactor* StandingCommitteeService::AssignAdHoc(grpc::CallbackServerContext* context,
                                                                const v1::AssignAdHocRequest* request,
                                                                v1::AssignAdHocResponse* response) {
  return calls_.Command(context, request, response, standing_committee::AssignAdHoc);
}

grpc::ServerUnaryReactor* StandingCommitteeService::RecordPaperReport(grpc::CallbackServerContext* context,
                                                                      const v1::RecordPaperReportRequest* request,
                                                                      v1::RecordPaperReportResponse* response) {
  return calls_.Command(context, request, response, standing_committee::RecordPaperReport);
}

grpc::ServerUnaryReactor* StandingCommitteeService::TakeReview(grpc::CallbackServerContext* context,
                                                               const v1::TakeReviewRequest* request,
                                                               v1::TakeReviewResponse* response) {
  return calls_.Command(context, request, response, standing_committee::TakeReview);
}

grpc::ServerUnaryReactor* StandingCommitteeService::ReleaseReview(grpc::CallbackServerContext* context,
                                                                  const v1::ReleaseReviewRequest* request,
                                                                  v1::ReleaseReviewResponse* response) {
  return calls_.Command(context, request, response, standing_committee::ReleaseReview);
}

grpc::ServerUnaryReactor* StandingCommitteeService::AcceptTask(grpc::CallbackServerContext* context,
                                                               const v1::AcceptTaskRequest* request,
                                                               v1::AcceptTaskResponse* response) {
  return calls_.Command(context, request, response, standing_committee::AcceptTask);
}

grpc::ServerUnaryReactor* StandingCommitteeService::ReturnTask(grpc::CallbackServerContext* context,
                                                               const v1::ReturnTaskRequest* request,
                                                               v1::ReturnTaskResponse* response) {
  return calls_.Command(context, request, response, standing_committee::ReturnTask);
}

grpc::ServerUnaryReactor* StandingCommitteeService::WaiveEvidence(grpc::CallbackServerContext* context,
                                                                  const v1::WaiveEvidenceRequest* request,
                                                                  v1::WaiveEvidenceResponse* response) {
  return calls_.Command(context, request, response, standing_committee::WaiveEvidence);
}

grpc::ServerUnaryReactor* StandingCommitteeService::WithdrawTask(grpc::CallbackServerContext* context,
                                                                 const v1::WithdrawTaskRequest* request,
                                                                 v1::WithdrawTaskResponse* response) {
  return calls_.Command(context, request, response, standing_committee::WithdrawTask);
}

grpc::ServerUnaryReactor* StandingCommitteeService::CloseFederation(grpc::CallbackServerContext* context,
                                                                    const v1::CloseFederationRequest* request,
                                                                    v1::CloseFederationResponse* response) {
  return calls_.Command(context, request, response, standing_committee::CloseFederation);
}

grpc::ServerUnaryReactor* StandingCommitteeService::AdmitUnions(grpc::CallbackServerContext* context,
                                                                const v1::AdmitUnionsRequest* request,
                                                                v1::AdmitUnionsResponse* response) {
  return calls_.Command(context, request, response, standing_committee::AdmitUnions);
}

grpc::ServerUnaryReactor* StandingCommitteeService::DecideExtension(grpc::CallbackServerContext* context,
                                                                    const v1::DecideExtensionRequest* request,
                                                                    v1::DecideExtensionResponse* response) {
  return calls_.Command(context, request, response, standing_committee::DecideExtension);
}

grpc::ServerUnaryReactor* StandingCommitteeService::ExtendTasks(grpc::CallbackServerContext* context,
                                                                const v1::ExtendTasksRequest* request,
                                                                v1::ExtendTasksResponse* response) {
  return calls_.Command(context, request, response, standing_committee::ExtendTasks);
}

grpc::ServerUnaryReactor* StandingCommitteeService::SuspendTask(grpc::CallbackServerContext* context,
                                                                const v1::SuspendTaskRequest* request,
                                                                v1::SuspendTaskResponse* response) {
  return calls_.Command(context, request, response, standing_committee::SuspendTask);
}

grpc::ServerUnaryReactor* StandingCommitteeService::ResumeTask(grpc::CallbackServerContext* context,
                                                               const v1::ResumeTaskRequest* request,
                                                               v1::ResumeTaskResponse* response) {
  return calls_.Command(context, request, response, standing_committee::ResumeTask);
}

grpc::ServerUnaryReactor* StandingCommitteeService::CloseTaskNotMet(grpc::CallbackServerContext* context,
                                                                    const v1::CloseTaskNotMetRequest* request,
                                                                    v1::CloseTaskNotMetResponse* response) {
  return calls_.Command(context, request, response, standing_committee::CloseTaskNotMet);
}

grpc::ServerUnaryReactor* StandingCommitteeService::ReopenTask(grpc::CallbackServerContext* context,
                                                               const v1::ReopenTaskRequest* request,
                                                               v1::ReopenTaskResponse* response) {
  return calls_.Command(context, request, response, standing_committee::ReopenTask);
}

grpc::ServerUnaryReactor* StandingCommitteeService::ApproveInspectionPlan(
    grpc::CallbackServerContext* context, const v1::ApproveInspectionPlanRequest* request,
    v1::ApproveInspectionPlanResponse* response) {
  return calls_.Command(context, request, response, standing_committee::ApproveInspectionPlan);
}

grpc::ServerUnaryReactor* StandingCommitteeService::DecideInspectionShortfall(
    grpc::CallbackServerContext* context, const v1::DecideInspectionShortfallRequest* request,
    v1::DecideInspectionShortfallResponse* response) {
  return calls_.Command(context, request, response, standing_committee::DecideInspectionShortfall);
}

grpc::ServerUnaryReactor* StandingCommitteeService::LoadCalendar(grpc::CallbackServerContext* context,
                                                                 const v1::LoadCalendarRequest* request,
                                                                 v1::LoadCalendarResponse* response) {
  return calls_.Command(context, request, response, standing_committee::LoadCalendar);
}

grpc::ServerUnaryReactor* StandingCommitteeService::RecordGuidance(grpc::CallbackServerContext* context,
                                                                   const v1::RecordGuidanceRequest* request,
                                                                   v1::RecordGuidanceResponse* response) {
  return calls_.Command(context, request, response, standing_committee::RecordGuidance);
}

grpc::ServerUnaryReactor* StandingCommitteeService::RecordUnionChange(grpc::CallbackServerContext* context,
                                                                      const v1::RecordUnionChangeRequest* request,
                                                                      v1::RecordUnionChangeResponse* response) {
  return calls_.Command(context, request, response, standing_committee::RecordUnionChange);
}

grpc::ServerUnaryReactor* StandingCommitteeService::HandOver(grpc::CallbackServerContext* context,
                                                             const v1::HandOverRequest* request,
                                                             v1::HandOverResponse* response) {
  return calls_.Command(context, request, response, standing_committee::HandOver);
}

grpc::ServerUnaryReactor* StandingCommitteeService::SealPeriod(grpc::CallbackServerContext* context,
                                                               const v1::SealPeriodRequest* request,
                                                               v1::SealPeriodResponse* response) {
  return calls_.Command(context, request, response, standing_committee::SealPeriod);
}

grpc::ServerUnaryReactor* StandingCommitteeService::RestateResult(grpc::CallbackServerContext* context,
                                                                  const v1::RestateResultRequest* request,
                                                                  v1::RestateResultResponse* response) {
  return calls_.Command(context, request, response, standing_committee::RestateResult);
}

grpc::ServerUnaryReactor* StandingCommitteeService::RecordSettlement(grpc::CallbackServerContext* context,
                                                                     const v1::RecordSettlementRequest* request,
                                                                     v1::RecordSettlementResponse* response) {
  return calls_.Command(context, request, response, standing_committee::RecordSettlement);
}

grpc::ServerUnaryReactor* StandingCommitteeService::DecideRating(grpc::CallbackServerContext* context,
                                                                 const v1::DecideRatingRequest* request,
                                                                 v1::DecideRatingResponse* response) {
  return calls_.Command(context, request, response, standing_committee::DecideRating);
}

grpc::ServerUnaryReactor* StandingCommitteeService::CloseFindingWithoutRemedy(
    grpc::CallbackServerContext* context, const v1::CloseFindingWithoutRemedyRequest* request,
    v1::CloseFindingWithoutRemedyResponse* response) {
  return calls_.Command(context, request, response, standing_committee::CloseFindingWithoutRemedy);
}

grpc::ServerUnaryReactor* StandingCommitteeService::IssueReport(grpc::CallbackServerContext* context,
                                                                const v1::IssueReportRequest* request,
                                                                v1::IssueReportResponse* response) {
  return calls_.Command(context, request, response, standing_committee::IssueReport);
}

grpc::ServerUnaryReactor* StandingCommitteeService::SetSuperior(grpc::CallbackServerContext* context,
                                                                const v1::SetSuperiorRequest* request,
                                                                v1::SetSuperiorResponse* response) {
  return calls_.Command(context, request, response, standing_committee::SetSuperior);
}

}  // namespace phancong::standing_committee
