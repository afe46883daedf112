// What the Standing Committee calls, on gRPC.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_STANDING_COMMITTEE_SERVICE_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_STANDING_COMMITTEE_SERVICE_H_

#include "phancong/v1/standing_committee_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::standing_committee {

class StandingCommitteeService final : public v1::StandingCommitteeService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit StandingCommitteeService(serving::Calls& calls);
  ~StandingCommitteeService() override;

  grpc::ServerUnaryReactor* LoadProgramme(grpc::CallbackServerContext* context, const v1::LoadProgrammeRequest* request,
                                          v1::LoadProgrammeResponse* response) override;
  grpc::ServerUnaryReactor* AssignResponsibility(grpc::CallbackServerContext* context,
                                                 const v1::AssignResponsibilityRequest* request,
                                                 v1::AssignResponsibilityResponse* response) override;
  grpc::ServerUnaryReactor* EndResponsibility(grpc::CallbackServerContext* context,
                                              const v1::EndResponsibilityRequest* request,
                                              v1::EndResponsibilityResponse* response) override;
  grpc::ServerUnaryReactor* DraftRound(grpc::CallbackServerContext* context, const v1::DraftRoundRequest* request,
                                       v1::DraftRoundResponse* response) override;
  grpc::ServerUnaryReactor* IssueRound(grpc::CallbackServerContext* context, const v1::IssueRoundRequest* request,
                                       v1::IssueRoundResponse* response) override;
  grpc::ServerUnaryReactor* AssignItem(grpc::CallbackServerContext* context, const v1::AssignItemRequest* request,
                                       v1::AssignItemResponse* response) override;
  grpc::ServerUnaryReactor* AssignAdHoc(grpc::CallbackServerContext* context, const v1::AssignAdHocRequest* request,
                                        v1::AssignAdHocResponse* response) override;
  grpc::ServerUnaryReactor* RecordPaperReport(grpc::CallbackServerContext* context,
                                              const v1::RecordPaperReportRequest* request,
                                              v1::RecordPaperReportResponse* response) override;
  grpc::ServerUnaryReactor* TakeReview(grpc::CallbackServerContext* context, const v1::TakeReviewRequest* request,
                                       v1::TakeReviewResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseReview(grpc::CallbackServerContext* context, const v1::ReleaseReviewRequest* request,
                                          v1::ReleaseReviewResponse* response) override;
  grpc::ServerUnaryReactor* AcceptTask(grpc::CallbackServerContext* context, const v1::AcceptTaskRequest* request,
                                       v1::AcceptTaskResponse* response) override;
  grpc::ServerUnaryReactor* ReturnTask(grpc::CallbackServerContext* context, const v1::ReturnTaskRequest* request,
                                       v1::ReturnTaskResponse* response) override;
  grpc::ServerUnaryReactor* WaiveEvidence(grpc::CallbackServerContext* context, const v1::WaiveEvidenceRequest* request,
                                          v1::WaiveEvidenceResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawTask(grpc::CallbackServerContext* context, const v1::WithdrawTaskRequest* request,
                                         v1::WithdrawTaskResponse* response) override;
  grpc::ServerUnaryReactor* CloseFederation(grpc::CallbackServerContext* context,
                                            const v1::CloseFederationRequest* request,
                                            v1::CloseFederationResponse* response) override;
  grpc::ServerUnaryReactor* AdmitUnions(grpc::CallbackServerContext* context, const v1::AdmitUnionsRequest* request,
                                        v1::AdmitUnionsResponse* response) override;
  grpc::ServerUnaryReactor* DecideExtension(grpc::CallbackServerContext* context,
                                            const v1::DecideExtensionRequest* request,
                                            v1::DecideExtensionResponse* response) override;
  grpc::ServerUnaryReactor* ExtendTasks(grpc::CallbackServerContext* context, const v1::ExtendTasksRequest* request,
                                        v1::ExtendTasksResponse* response) override;
  grpc::ServerUnaryReactor* SuspendTask(grpc::CallbackServerContext* context, const v1::SuspendTaskRequest* request,
                                        v1::SuspendTaskResponse* response) override;
  grpc::ServerUnaryReactor* ResumeTask(grpc::CallbackServerContext* context, const v1::ResumeTaskRequest* request,
                                       v1::ResumeTaskResponse* response) override;
  grpc::ServerUnaryReactor* CloseTaskNotMet(grpc::CallbackServerContext* context,
                                            const v1::CloseTaskNotMetRequest* request,
                                            v1::CloseTaskNotMetResponse* response) override;
  grpc::ServerUnaryReactor* ReopenTask(grpc::CallbackServerContext* context, const v1::ReopenTaskRequest* request,
                                       v1::ReopenTaskResponse* response) override;
  grpc::ServerUnaryReactor* ApproveInspectionPlan(grpc::CallbackServerContext* context,
                                                  const v1::ApproveInspectionPlanRequest* request,
                                                  v1::ApproveInspectionPlanResponse* response) override;
  grpc::ServerUnaryReactor* DecideInspectionShortfall(grpc::CallbackServerContext* context,
                                                      const v1::DecideInspectionShortfallRequest* request,
                                                      v1::DecideInspectionShortfallResponse* response) override;
  grpc::ServerUnaryReactor* LoadCalendar(grpc::CallbackServerContext* context, const v1::LoadCalendarRequest* request,
                                         v1::LoadCalendarResponse* response) override;
  grpc::ServerUnaryReactor* RecordGuidance(grpc::CallbackServerContext* context,
                                           const v1::RecordGuidanceRequest* request,
                                           v1::RecordGuidanceResponse* response) override;
  grpc::ServerUnaryReactor* RecordUnionChange(grpc::CallbackServerContext* context,
                                              const v1::RecordUnionChangeRequest* request,
                                              v1::RecordUnionChangeResponse* response) override;
  grpc::ServerUnaryReactor* HandOver(grpc::CallbackServerContext* context, const v1::HandOverRequest* request,
                                     v1::HandOverResponse* response) override;
  grpc::ServerUnaryReactor* SealPeriod(grpc::CallbackServerContext* context, const v1::SealPeriodRequest* request,
                                       v1::SealPeriodResponse* response) override;
  grpc::ServerUnaryReactor* RestateResult(grpc::CallbackServerContext* context, const v1::RestateResultRequest* request,
                                          v1::RestateResultResponse* response) override;
  grpc::ServerUnaryReactor* RecordSettlement(grpc::CallbackServerContext* context,
                                             const v1::RecordSettlementRequest* request,
                                             v1::RecordSettlementResponse* response) override;
  grpc::ServerUnaryReactor* DecideRating(grpc::CallbackServerContext* context, const v1::DecideRatingRequest* request,
                                         v1::DecideRatingResponse* response) override;
  grpc::ServerUnaryReactor* CloseFindingWithoutRemedy(grpc::CallbackServerContext* context,
                                                      const v1::CloseFindingWithoutRemedyRequest* request,
                                                      v1::CloseFindingWithoutRemedyResponse* response) override;
  grpc::ServerUnaryReactor* IssueReport(grpc::CallbackServerContext* context, const v1::IssueReportRequest* request,
                                        v1::IssueReportResponse* response) override;
  grpc::ServerUnaryReactor* SetSuperior(grpc::CallbackServerContext* context, const v1::SetSuperiorRequest* request,
                                        v1::SetSuperiorResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_STANDING_COMMITTEE_SERVICE_H_
