// The directory on gRPC.
#ifndef PHANCONG_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_
#define PHANCONG_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_

#include "phancong/v1/directory_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::directory {

class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit DirectoryService(serving::Calls& calls) : calls_(calls) {}

  grpc::ServerReadReactor<v1::ImportUnionsRequest>* ImportUnions(grpc::CallbackServerContext* context,
                                                                 v1::ImportUnionsResponse* response) override;
  grpc::ServerUnaryReactor* GetUnion(grpc::CallbackServerContext* context, const v1::GetUnionRequest* request,
                                     v1::GetUnionResponse* response) override;
  grpc::ServerUnaryReactor* ListUnions(grpc::CallbackServerContext* context, const v1::ListUnionsRequest* request,
                                       v1::ListUnionsResponse* response) override;
  grpc::ServerUnaryReactor* ListResponsibilities(grpc::CallbackServerContext* context,
                                                 const v1::ListResponsibilitiesRequest* request,
                                                 v1::ListResponsibilitiesResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_
