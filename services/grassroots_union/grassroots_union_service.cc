#include "services/grassroots_union/grassroots_union_service.h"

#include "services/grassroots_union/report_task.h"
#include "services/grassroots_union/submit_remedy.h"

namespace phancong::grassroots_union {

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

}  // namespace phancong::grassroots_union
