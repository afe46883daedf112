#include "services/directory/directory_service.h"

#include "services/directory/delegations.h"
#include "services/directory/import_unions.h"
#include "services/directory/open_work.h"
#include "services/directory/read_unions.h"
#include "services/directory/responsibilities.h"
#include "services/directory/union_plans.h"
#include "services/serving/collect.h"

namespace phancong::directory {

DirectoryService::DirectoryService(serving::Calls& calls) : calls_(calls) {}
DirectoryService::~DirectoryService() = default;

grpc::ServerReadReactor<v1::ImportUnionsRequest>* DirectoryService::ImportUnions(grpc::CallbackServerContext* context,
                                                                                 v1::ImportUnionsResponse* response) {
  return serving::Collect<v1::ImportUnionsRequest>(calls_, context, response, directory::ImportUnions);
}

grpc::ServerUnaryReactor* DirectoryService::GetUnion(grpc::CallbackServerContext* context,
                                                     const v1::GetUnionRequest* request,
                                                     v1::GetUnionResponse* response) {
  return calls_.Read(context, request, response, directory::GetUnion);
}

grpc::ServerUnaryReactor* DirectoryService::ListUnions(grpc::CallbackServerContext* context,
                                                       const v1::ListUnionsRequest* request,
                                                       v1::ListUnionsResponse* response) {
  return calls_.Read(context, request, response, directory::ListUnions);
}

grpc::ServerUnaryReactor* DirectoryService::ListResponsibilities(grpc::CallbackServerContext* context,
                                                                 const v1::ListResponsibilitiesRequest* request,
                                                                 v1::ListResponsibilitiesResponse* response) {
  return calls_.Read(context, request, response, directory::ListResponsibilities);
}

grpc::ServerUnaryReactor* DirectoryService::GetUnionPlan(grpc::CallbackServerContext* context,
                                                         const v1::GetUnionPlanRequest* request,
                                                         v1::GetUnionPlanResponse* response) {
  return calls_.Read(context, request, response, directory::GetUnionPlan);
}

grpc::ServerUnaryReactor* DirectoryService::ListUnionPlans(grpc::CallbackServerContext* context,
                                                           const v1::ListUnionPlansRequest* request,
                                                           v1::ListUnionPlansResponse* response) {
  return calls_.Read(context, request, response, directory::ListUnionPlans);
}

grpc::ServerUnaryReactor* DirectoryService::ListUnionChanges(grpc::CallbackServerContext* context,
                                                             const v1::ListUnionChangesRequest* request,
                                                             v1::ListUnionChangesResponse* response) {
  return calls_.Read(context, request, response, directory::ListUnionChanges);
}

grpc::ServerUnaryReactor* DirectoryService::DelegatePosition(grpc::CallbackServerContext* context,
                                                             const v1::DelegatePositionRequest* request,
                                                             v1::DelegatePositionResponse* response) {
  return calls_.Command(context, request, response, directory::DelegatePosition);
}

grpc::ServerUnaryReactor* DirectoryService::EndDelegation(grpc::CallbackServerContext* context,
                                                          const v1::EndDelegationRequest* request,
                                                          v1::EndDelegationResponse* response) {
  return calls_.Command(context, request, response, directory::EndDelegation);
}

grpc::ServerUnaryReactor* DirectoryService::ListDelegations(grpc::CallbackServerContext* context,
                                                            const v1::ListDelegationsRequest* request,
                                                            v1::ListDelegationsResponse* response) {
  return calls_.Read(context, request, response, directory::ListDelegations);
}

grpc::ServerUnaryReactor* DirectoryService::ListOpenWork(grpc::CallbackServerContext* context,
                                                         const v1::ListOpenWorkRequest* request,
                                                         v1::ListOpenWorkResponse* response) {
  return calls_.Read(context, request, response, directory::ListOpenWork);
}

}  // namespace phancong::directory
