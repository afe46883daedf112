// What the Inspection Committee calls, on gRPC.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_COMMITTEE_SERVICE_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_COMMITTEE_SERVICE_H_

#include "phancong/v1/inspection_committee_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::inspection_committee {

class InspectionCommitteeService final : public v1::InspectionCommitteeService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit InspectionCommitteeService(serving::Calls& calls);
  ~InspectionCommitteeService() override;

  grpc::ServerUnaryReactor* ScheduleInspection(grpc::CallbackServerContext* context,
                                               const v1::ScheduleInspectionRequest* request,
                                               v1::ScheduleInspectionResponse* response) override;
  grpc::ServerUnaryReactor* DraftInspectionPlan(grpc::CallbackServerContext* context,
                                                const v1::DraftInspectionPlanRequest* request,
                                                v1::DraftInspectionPlanResponse* response) override;
  grpc::ServerUnaryReactor* DrawSample(grpc::CallbackServerContext* context, const v1::DrawSampleRequest* request,
                                       v1::DrawSampleResponse* response) override;
  grpc::ServerUnaryReactor* ReplaceDrawnUnit(grpc::CallbackServerContext* context,
                                             const v1::ReplaceDrawnUnitRequest* request,
                                             v1::ReplaceDrawnUnitResponse* response) override;
  grpc::ServerUnaryReactor* CloseInspectionPlan(grpc::CallbackServerContext* context,
                                                const v1::CloseInspectionPlanRequest* request,
                                                v1::CloseInspectionPlanResponse* response) override;
  grpc::ServerUnaryReactor* StartInspection(grpc::CallbackServerContext* context,
                                            const v1::StartInspectionRequest* request,
                                            v1::StartInspectionResponse* response) override;
  grpc::ServerUnaryReactor* CheckTask(grpc::CallbackServerContext* context, const v1::CheckTaskRequest* request,
                                      v1::CheckTaskResponse* response) override;
  grpc::ServerUnaryReactor* RecordFinding(grpc::CallbackServerContext* context, const v1::RecordFindingRequest* request,
                                          v1::RecordFindingResponse* response) override;
  grpc::ServerUnaryReactor* ConcludeInspection(grpc::CallbackServerContext* context,
                                               const v1::ConcludeInspectionRequest* request,
                                               v1::ConcludeInspectionResponse* response) override;
  grpc::ServerUnaryReactor* VerifyRemedy(grpc::CallbackServerContext* context, const v1::VerifyRemedyRequest* request,
                                         v1::VerifyRemedyResponse* response) override;
  grpc::ServerUnaryReactor* RejectRemedy(grpc::CallbackServerContext* context, const v1::RejectRemedyRequest* request,
                                         v1::RejectRemedyResponse* response) override;
  grpc::ServerUnaryReactor* NotifyInspection(grpc::CallbackServerContext* context,
                                             const v1::NotifyInspectionRequest* request,
                                             v1::NotifyInspectionResponse* response) override;
  grpc::ServerUnaryReactor* DropFinding(grpc::CallbackServerContext* context, const v1::DropFindingRequest* request,
                                        v1::DropFindingResponse* response) override;
  grpc::ServerUnaryReactor* DraftConclusion(grpc::CallbackServerContext* context,
                                            const v1::DraftConclusionRequest* request,
                                            v1::DraftConclusionResponse* response) override;
  grpc::ServerUnaryReactor* SignConclusion(grpc::CallbackServerContext* context,
                                           const v1::SignConclusionRequest* request,
                                           v1::SignConclusionResponse* response) override;
  grpc::ServerUnaryReactor* ReportSupervision(grpc::CallbackServerContext* context,
                                              const v1::ReportSupervisionRequest* request,
                                              v1::ReportSupervisionResponse* response) override;
  grpc::ServerUnaryReactor* CancelInspection(grpc::CallbackServerContext* context,
                                             const v1::CancelInspectionRequest* request,
                                             v1::CancelInspectionResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_COMMITTEE_SERVICE_H_
