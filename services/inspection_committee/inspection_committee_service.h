// What the Inspection Committee calls, on gRPC.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_COMMITTEE_SERVICE_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_COMMITTEE_SERVICE_H_

#include "phancong/v1/inspection_committee_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::inspection_committee {

class InspectionCommitteeService final : public v1::InspectionCommitteeService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit InspectionCommitteeService(serving::Calls& calls) : calls_(calls) {}

  grpc::ServerUnaryReactor* ScheduleInspection(grpc::CallbackServerContext* context,
                                               const v1::ScheduleInspectionRequest* request,
                                               v1::ScheduleInspectionResponse* response) override;
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

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECTION_COMMITTEE_SERVICE_H_
