// Tasks of a round or of all, filtered, sorted, page by page.
#ifndef PHANCONG_SERVICES_TASKS_LIST_TASKS_H_
#define PHANCONG_SERVICES_TASKS_LIST_TASKS_H_

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"

namespace phancong::tasks {

// Whoever reaches their own unions alone gets these unions' tasks, and NOT_YOUR_UNION where `assignee` names another. A
// round, assignee or reviewer that does not exist is NOT_FOUND, an item that no such round has INVALID_FIELD.
[[nodiscard]] absl::Status ListTasks(serving::ReadContext& context, const v1::ListTasksRequest& request,
                                     v1::ListTasksResponse* response);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_LIST_TASKS_H_
