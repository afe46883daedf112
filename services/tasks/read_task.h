// Reading one task, its history and its comments; commenting.
#ifndef PHANCONG_SERVICES_TASKS_READ_TASK_H_
#define PHANCONG_SERVICES_TASKS_READ_TASK_H_

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"

namespace phancong::tasks {

// Bodies of reads and of one command; what each refuses stands in task_service.proto.
[[nodiscard]] absl::Status GetTask(serving::ReadContext& context, const v1::GetTaskRequest& request,
                                   v1::GetTaskResponse* response);
[[nodiscard]] absl::Status ListTaskHistory(serving::ReadContext& context, const v1::ListTaskHistoryRequest& request,
                                           v1::ListTaskHistoryResponse* response);
[[nodiscard]] absl::Status CommentOnTask(serving::CommandContext& context, const v1::CommentOnTaskRequest& request,
                                         v1::CommentOnTaskResponse* response);
[[nodiscard]] absl::Status ListComments(serving::ReadContext& context, const v1::ListCommentsRequest& request,
                                        v1::ListCommentsResponse* response);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_READ_TASK_H_
