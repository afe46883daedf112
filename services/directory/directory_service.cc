#include "services/directory/directory_service.h"

#include "services/directory/import_unions.h"
#include "services/directory/read_unions.h"
#include "services/directory/responsibilities.h"
#include "services/serving/collect.h"

namespace phancong::directory {

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

}  // namespace phancong::directory
