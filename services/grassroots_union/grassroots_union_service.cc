#include "services/grassroots_union/grassroots_union_service.h"

#include "services/grassroots_union/answer_finding.h"
#include "services/grassroots_union/extension.h"
#include "services/grassroots_union/rate_self.h"
#include "services/grassroots_union/report_task.h"
#include "services/grassroots_union/submit_plan.h"
#include "services/grassroots_union/update_facts.h"

namespace phancong::grassroots_union {

GrassrootsUnionService::GrassrootsUnionService(serving::Calls& calls) : calls_(calls) {}
GrassrootsUnionService::~GrassrootsUnionService() = default;

grpc::ServerUnaryReactor* GrassrootsUnionService::AcknowledgeTask(grpc::CallbackServerContext* context,
                                                                  const v1::AcknowledgeTaskRequest* request,
                                                                  v1::AcknowledgeTaskResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::AcknowledgeTask);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::ReportProgress(grpc::CallbackServerContext* context,
                                                                 const v1::ReportProgressRequest* request,
                                                                 v1::ReportProgressResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::ReportProgress);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::SubmitTask(grpc::CallbackServerContext* context,
                                                             const v1::SubmitTaskRequest* request,
                                                             v1::SubmitTaskResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::SubmitTask);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::RecallTask(grpc::CallbackServerContext* context,
                                                             const v1::RecallTaskRequest* request,
                                                             v1::RecallTaskResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::RecallTask);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::SubmitRemedy(grpc::CallbackServerContext* context,
                                                               const v1::SubmitRemedyRequest* request,
                                                               v1::SubmitRemedyResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::SubmitRemedy);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::SubmitUnionPlan(grpc::CallbackServerContext* context,
                                                                  const v1::SubmitUnionPlanRequest* request,
                                                                  v1::SubmitUnionPlanResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::SubmitUnionPlan);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::RequestExtension(grpc::CallbackServerContext* context,
                                                                   const v1::RequestExtensionRequest* request,
                                                                   v1::RequestExtensionResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::RequestExtension);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::CancelExtension(grpc::CallbackServerContext* context,
                                                                  const v1::CancelExtensionRequest* request,
                                                                  v1::CancelExtensionResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::CancelExtension);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::UpdateFacts(grpc::CallbackServerContext* context,
                                                              const v1::UpdateFactsRequest* request,
                                                              v1::UpdateFactsResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::UpdateFacts);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::SubmitSelfRating(grpc::CallbackServerContext* context,
                                                                   const v1::SubmitSelfRatingRequest* request,
                                                                   v1::SubmitSelfRatingResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::SubmitSelfRating);
}

grpc::ServerUnaryReactor* GrassrootsUnionService::ExplainFinding(grpc::CallbackServerContext* context,
                                                                 const v1::ExplainFindingRequest* request,
                                                                 v1::ExplainFindingResponse* response) {
  return calls_.Command(context, request, response, grassroots_union::ExplainFinding);
}

}  // namespace phancong::grassroots_union
