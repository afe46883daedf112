// Tasks and inspections for everyone within their scope, on gRPC.
#ifndef PHANCONG_SERVICES_TASKS_TASK_SERVICE_H_
#define PHANCONG_SERVICES_TASKS_TASK_SERVICE_H_

#include "phancong/v1/task_service.grpc.pb.h"
#include "services/serving/calls.h"

namespace phancong::tasks {

class TaskService final : public v1::TaskService::CallbackService {
 public:
  // `calls` outlives the service.
  explicit TaskService(serving::Calls& calls);
  ~TaskService() override;

  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* context, const v1::GetTaskRequest* request,
                                    v1::GetTaskResponse* response) override;
  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context, const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* response) override;
  grpc::ServerUnaryReactor* ListAllowedActions(grpc::CallbackServerContext* context,
                                               const v1::ListAllowedActionsRequest* request,
                                               v1::ListAllowedActionsResponse* response) override;
  grpc::ServerUnaryReactor* ListTaskHistory(grpc::CallbackServerContext* context,
                                            const v1::ListTaskHistoryRequest* request,
                                            v1::ListTaskHistoryResponse* response) override;
  grpc::ServerUnaryReactor* CommentOnTask(grpc::CallbackServerContext* context, const v1::CommentOnTaskRequest* request,
                                          v1::CommentOnTaskResponse* response) override;
  grpc::ServerUnaryReactor* ListComments(grpc::CallbackServerContext* context, const v1::ListCommentsRequest* request,
                                         v1::ListCommentsResponse* response) override;
  grpc::ServerUnaryReactor* GetInspection(grpc::CallbackServerContext* context, const v1::GetInspectionRequest* request,
                                          v1::GetInspectionResponse* response) override;
  grpc::ServerUnaryReactor* ListInspections(grpc::CallbackServerContext* context,
                                            const v1::ListInspectionsRequest* request,
                                            v1::ListInspectionsResponse* response) override;
  grpc::ServerUnaryReactor* GetInspectionPlan(grpc::CallbackServerContext* context,
                                              const v1::GetInspectionPlanRequest* request,
                                              v1::GetInspectionPlanResponse* response) override;
  grpc::ServerUnaryReactor* ListInspectionPlans(grpc::CallbackServerContext* context,
                                                const v1::ListInspectionPlansRequest* request,
                                                v1::ListInspectionPlansResponse* response) override;
  grpc::ServerUnaryReactor* GetDraw(grpc::CallbackServerContext* context, const v1::GetDrawRequest* request,
                                    v1::GetDrawResponse* response) override;
  grpc::ServerUnaryReactor* ListDueDates(grpc::CallbackServerContext* context, const v1::ListDueDatesRequest* request,
                                         v1::ListDueDatesResponse* response) override;
  grpc::ServerUnaryReactor* ListExtensions(grpc::CallbackServerContext* context,
                                           const v1::ListExtensionsRequest* request,
                                           v1::ListExtensionsResponse* response) override;
  grpc::ServerUnaryReactor* ListReviewQueue(grpc::CallbackServerContext* context,
                                            const v1::ListReviewQueueRequest* request,
                                            v1::ListReviewQueueResponse* response) override;
  grpc::ServerUnaryReactor* ListRestatements(grpc::CallbackServerContext* context,
                                             const v1::ListRestatementsRequest* request,
                                             v1::ListRestatementsResponse* response) override;
  grpc::ServerUnaryReactor* ListFindings(grpc::CallbackServerContext* context, const v1::ListFindingsRequest* request,
                                         v1::ListFindingsResponse* response) override;

 private:
  serving::Calls& calls_;
};

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_TASK_SERVICE_H_
