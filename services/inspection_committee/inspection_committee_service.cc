#include "services/inspection_committee/inspection_committee_service.h"

#include "services/inspection_committee/inspect.h"
#include "services/inspection_committee/schedule_inspection.h"
#include "services/inspection_committee/verify_remedy.h"

namespace phancong::inspection_committee {

grpc::ServerUnaryReactor* InspectionCommitteeService::ScheduleInspection(grpc::CallbackServerContext* context,
                                                                         const v1::ScheduleInspectionRequest* request,
                                                                         v1::ScheduleInspectionResponse* response) {
  return calls_.Command(context, request, response, inspection_committee::ScheduleInspection);
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

}  // namespace phancong::inspection_committee
