// The directory on gRPC.
#ifndef PHANCONG_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_
#define PHANCONG_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_

#include "phancong/v1/directory_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::directory {

class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit DirectoryService(serving::Calls& calls);
  ~DirectoryService() override;

  grpc::ServerReadReactor<v1::ImportUnionsRequest>* ImportUnions(grpc::CallbackServerContext* context,
                                                                 v1::ImportUnionsResponse* response) override;
  grpc::ServerUnaryReactor* GetUnion(grpc::CallbackServerContext* context, const v1::GetUnionRequest* request,
                                     v1::GetUnionResponse* response) override;
  grpc::ServerUnaryReactor* ListUnions(grpc::CallbackServerContext* context, const v1::ListUnionsRequest* request,
                                       v1::ListUnionsResponse* response) override;
  grpc::ServerUnaryReactor* ListUnionChanges(grpc::CallbackServerContext* context,
                                             const v1::ListUnionChangesRequest* request,
                                             v1::ListUnionChangesResponse* response) override;
  grpc::ServerUnaryReactor* ListResponsibilities(grpc::CallbackServerContext* context,
                                                 const v1::ListResponsibilitiesRequest* request,
                                                 v1::ListResponsibilitiesResponse* response) override;
  grpc::ServerUnaryReactor* GetUnionPlan(grpc::CallbackServerContext* context, const v1::GetUnionPlanRequest* request,
                                         v1::GetUnionPlanResponse* response) override;
  grpc::ServerUnaryReactor* ListUnionPlans(grpc::CallbackServerContext* context,
                                           const v1::ListUnionPlansRequest* request,
                                           v1::ListUnionPlansResponse* response) override;
  grpc::ServerUnaryReactor* DelegatePosition(grpc::CallbackServerContext* context,
                                             const v1::DelegatePositionRequest* request,
                                             v1::DelegatePositionResponse* response) override;
  grpc::ServerUnaryReactor* EndDelegation(grpc::CallbackServerContext* context, const v1::EndDelegationRequest* request,
                                          v1::EndDelegationResponse* response) override;
  grpc::ServerUnaryReactor* ListDelegations(grpc::CallbackServerContext* context,
                                            const v1::ListDelegationsRequest* request,
                                            v1::ListDelegationsResponse* response) override;
  grpc::ServerUnaryReactor* ListOpenWork(grpc::CallbackServerContext* context, const v1::ListOpenWorkRequest* request,
                                         v1::ListOpenWorkResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_
