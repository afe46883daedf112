#include "services/inspection_committee/inspection_committee_service.h"

#include "services/inspection_committee/conclude_inspection.h"
#include "services/inspection_committee/draft_inspection_plan.h"
#include "services/inspection_committee/inspect.h"
#include "services/inspection_committee/notify_inspection.h"
#include "services/inspection_committee/sample.h"
#include "services/inspection_committee/schedule_inspection.h"
#include "services/inspection_committee/verify_remedy.h"

namespace phancong::inspection_committee {

InspectionCommitteeService::InspectionCommitteeService(serving::Calls& calls) : calls_(calls) {}
InspectionCommitteeService::~InspectionCommitteeService() = default;

grpc::ServerUnaryReactor* InspectionCommitteeService::ScheduleInspection(grpc::CallbackServerContext* context,
                                                                         const v1::ScheduleInspectionRequest* request,
                                                                         v1::ScheduleInspectionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::ScheduleInspection);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::DraftInspectionPlan(grpc::CallbackServerContext* context,
                                                                          const v1::DraftInspectionPlanRequest* request,
                                                                          v1::DraftInspectionPlanResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::DraftInspectionPlan);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::DrawSample(grpc::CallbackServerContext* context,
                                                                 const v1::DrawSampleRequest* request,
                                                                 v1::DrawSampleResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::DrawSample);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::ReplaceDrawnUnit(grpc::CallbackServerContext* context,
                                                                       const v1::ReplaceDrawnUnitRequest* request,
                                                                       v1::ReplaceDrawnUnitResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::ReplaceDrawnUnit);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::CloseInspectionPlan(grpc::CallbackServerContext* context,
                                                                          const v1::CloseInspectionPlanRequest* request,
                                                                          v1::CloseInspectionPlanResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::CloseInspectionPlan);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::StartInspection(grpc::CallbackServerContext* context,
                                                                      const v1::StartInspectionRequest* request,
                                                                      v1::StartInspectionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::StartInspection);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::CheckTask(grpc::CallbackServerContext* context,
                                                                const v1::CheckTaskRequest* request,
                                                                v1::CheckTaskResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::CheckTask);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::RecordFinding(grpc::CallbackServerContext* context,
                                                                    const v1::RecordFindingRequest* request,
                                                                    v1::RecordFindingResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::RecordFinding);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::ConcludeInspection(grpc::CallbackServerContext* context,
                                                                         const v1::ConcludeInspectionRequest* request,
                                                                         v1::ConcludeInspectionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::ConcludeInspection);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::VerifyRemedy(grpc::CallbackServerContext* context,
                                                                   const v1::VerifyRemedyRequest* request,
                                                                   v1::VerifyRemedyResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::VerifyRemedy);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::RejectRemedy(grpc::CallbackServerContext* context,
                                                                   const v1::RejectRemedyRequest* request,
                                                                   v1::RejectRemedyResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::RejectRemedy);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::NotifyInspection(grpc::CallbackServerContext* context,
                                                                       const v1::NotifyInspectionRequest* request,
                                                                       v1::NotifyInspectionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::NotifyInspection);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::DropFinding(grpc::CallbackServerContext* context,
                                                                  const v1::DropFindingRequest* request,
                                                                  v1::DropFindingResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::DropFinding);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::DraftConclusion(grpc::CallbackServerContext* context,
                                                                      const v1::DraftConclusionRequest* request,
                                                                      v1::DraftConclusionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::DraftConclusion);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::SignConclusion(grpc::CallbackServerContext* context,
                                                                     const v1::SignConclusionRequest* request,
                                                                     v1::SignConclusionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::SignConclusion);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::ReportSupervision(grpc::CallbackServerContext* context,
                                                                        const v1::ReportSupervisionRequest* request,
                                                                        v1::ReportSupervisionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::ReportSupervision);
}

grpc::ServerUnaryReactor* InspectionCommitteeService::CancelInspection(grpc::CallbackServerContext* context,
                                                                       const v1::CancelInspectionRequest* request,
                                                                       v1::CancelInspectionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::CancelInspection);
}

}  // namespace phancong::inspection_committee
