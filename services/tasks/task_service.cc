#include "services/tasks/task_service.h"

#include "services/inspection_committee/read_inspection_plans.h"
#include "services/inspection_committee/read_inspections.h"
#include "services/tasks/allowed_actions.h"
#include "services/tasks/extension_file.h"
#include "services/tasks/list_tasks.h"
#include "services/tasks/read_task.h"
#include "services/tasks/restatements.h"
#include "services/tasks/review_queue.h"

namespace phancong::tasks {

TaskService::TaskService(serving::Calls& calls) : calls_(calls) {}
TaskService::~TaskService() = default;

grpc::ServerUnaryReactor* TaskService::GetTask(grpc::CallbackServerContext* context, const v1::GetTaskRequest* request,
                                               v1::GetTaskResponse* response) {
  return calls_.Read(context, request, response, tasks::GetTask, serving::ReadLength::kShort);
}

grpc::ServerUnaryReactor* TaskService::ListTasks(grpc::CallbackServerContext* context,
                                                 const v1::ListTasksRequest* request, v1::ListTasksResponse* response) {
  return calls_.Read(context, request, response, tasks::ListTasks);
}

grpc::ServerUnaryReactor* TaskService::ListAllowedActions(grpc::CallbackServerContext* context,
                                                          const v1::ListAllowedActionsRequest* request,
                                                          v1::ListAllowedActionsResponse* response) {
  return calls_.Read(context, request, response, tasks::ListAllowedActions);
}

grpc::ServerUnaryReactor* TaskService::ListTaskHistory(grpc::CallbackServerContext* context,
                                                       const v1::ListTaskHistoryRequest* request,
                                                       v1::ListTaskHistoryResponse* response) {
  return calls_.Read(context, request, response, tasks::ListTaskHistory);
}

grpc::ServerUnaryReactor* TaskService::CommentOnTask(grpc::CallbackServerContext* context,
                                                     const v1::CommentOnTaskRequest* request,
                                                     v1::CommentOnTaskResponse* response) {
  return calls_.Command(context, request, response, tasks::CommentOnTask);
}

grpc::ServerUnaryReactor* TaskService::ListComments(grpc::CallbackServerContext* context,
                                                    const v1::ListCommentsRequest* request,
                                                    v1::ListCommentsResponse* response) {
  return calls_.Read(context, request, response, tasks::ListComments);
}

grpc::ServerUnaryReactor* TaskService::GetInspection(grpc::CallbackServerContext* context,
                                                     const v1::GetInspectionRequest* request,
                                                     v1::GetInspectionResponse* response) {
  return calls_.Read(context, request, response, inspection_committee::GetInspection);
}

grpc::ServerUnaryReactor* TaskService::ListInspections(grpc::CallbackServerContext* context,
                                                       const v1::ListInspectionsRequest* request,
                                                       v1::ListInspectionsResponse* response) {
  return calls_.Read(context, request, response, inspection_committee::ListInspections);
}

grpc::ServerUnaryReactor* TaskService::GetInspectionPlan(grpc::CallbackServerContext* context,
                                                         const v1::GetInspectionPlanRequest* request,
                                                         v1::GetInspectionPlanResponse* response) {
  return calls_.Read(context, request, response, inspection_committee::GetInspectionPlan);
}

grpc::ServerUnaryReactor* TaskService::ListInspectionPlans(grpc::CallbackServerContext* context,
                                                           const v1::ListInspectionPlansRequest* request,
                                                           v1::ListInspectionPlansResponse* response) {
  return calls_.Read(context, request, response, inspection_committee::ListInspectionPlans);
}

grpc::ServerUnaryReactor* TaskService::GetDraw(grpc::CallbackServerContext* context, const v1::GetDrawRequest* request,
                                               v1::GetDrawResponse* response) {
  return calls_.Read(context, request, response, inspection_committee::GetDraw);
}

grpc::ServerUnaryReactor* TaskService::ListDueDates(grpc::CallbackServerContext* context,
                                                    const v1::ListDueDatesRequest* request,
                                                    v1::ListDueDatesResponse* response) {
  return calls_.Read(context, request, response, tasks::ListDueDates);
}

grpc::ServerUnaryReactor* TaskService::ListExtensions(grpc::CallbackServerContext* context,
                                                      const v1::ListExtensionsRequest* request,
                                                      v1::ListExtensionsResponse* response) {
  return calls_.Read(context, request, response, tasks::ListExtensions);
}

grpc::ServerUnaryReactor* TaskService::ListReviewQueue(grpc::CallbackServerContext* context,
                                                       const v1::ListReviewQueueRequest* request,
                                                       v1::ListReviewQueueResponse* response) {
  return calls_.Read(context, request, response, tasks::ListReviewQueue);
}

grpc::ServerUnaryReactor* TaskService::ListRestatements(grpc::CallbackServerContext* context,
                                                        const v1::ListRestatementsRequest* request,
                                                        v1::ListRestatementsResponse* response) {
  return calls_.Read(context, request, response, tasks::ListRestatements);
}

grpc::ServerUnaryReactor* TaskService::ListFindings(grpc::CallbackServerContext* context,
                                                    const v1::ListFindingsRequest* request,
                                                    v1::ListFindingsResponse* response) {
  return calls_.Read(context, request, response, inspection_committee::ListFindings);
}

}  // namespace phancong::tasks
