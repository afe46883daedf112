// What grassroots unions call, on gRPC.
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_GRASSROOTS_UNION_SERVICE_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_GRASSROOTS_UNION_SERVICE_H_

#include "phancong/v1/grassroots_union_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::grassroots_union {

class GrassrootsUnionService final : public v1::GrassrootsUnionService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit GrassrootsUnionService(serving::Calls& calls);
  ~GrassrootsUnionService() override;

  grpc::ServerUnaryReactor* AcknowledgeTask(grpc::CallbackServerContext* context,
                                            const v1::AcknowledgeTaskRequest* request,
                                            v1::AcknowledgeTaskResponse* response) override;
  grpc::ServerUnaryReactor* ReportProgress(grpc::CallbackServerContext* context,
                                           const v1::ReportProgressRequest* request,
                                           v1::ReportProgressResponse* response) override;
  grpc::ServerUnaryReactor* SubmitTask(grpc::CallbackServerContext* context, const v1::SubmitTaskRequest* request,
                                       v1::SubmitTaskResponse* response) override;
  grpc::ServerUnaryReactor* RecallTask(grpc::CallbackServerContext* context, const v1::RecallTaskRequest* request,
                                       v1::RecallTaskResponse* response) override;
  grpc::ServerUnaryReactor* SubmitRemedy(grpc::CallbackServerContext* context, const v1::SubmitRemedyRequest* request,
                                         v1::SubmitRemedyResponse* response) override;
  grpc::ServerUnaryReactor* SubmitUnionPlan(grpc::CallbackServerContext* context,
                                            const v1::SubmitUnionPlanRequest* request,
                                            v1::SubmitUnionPlanResponse* response) override;
  grpc::ServerUnaryReactor* RequestExtension(grpc::CallbackServerContext* context,
                                             const v1::RequestExtensionRequest* request,
                                             v1::RequestExtensionResponse* response) override;
  grpc::ServerUnaryReactor* CancelExtension(grpc::CallbackServerContext* context,
                                            const v1::CancelExtensionRequest* request,
                                            v1::CancelExtensionResponse* response) override;
  grpc::ServerUnaryReactor* UpdateFacts(grpc::CallbackServerContext* context, const v1::UpdateFactsRequest* request,
                                        v1::UpdateFactsResponse* response) override;
  grpc::ServerUnaryReactor* SubmitSelfRating(grpc::CallbackServerContext* context,
                                             const v1::SubmitSelfRatingRequest* request,
                                             v1::SubmitSelfRatingResponse* response) override;
  grpc::ServerUnaryReactor* ExplainFinding(grpc::CallbackServerContext* context,
                                           const v1::ExplainFindingRequest* request,
                                           v1::ExplainFindingResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_GRASSROOTS_UNION_SERVICE_H_
