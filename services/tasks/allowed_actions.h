// What the caller may do with a task now, and why not with the rest.
#ifndef PHANCONG_SERVICES_TASKS_ALLOWED_ACTIONS_H_
#define PHANCONG_SERVICES_TASKS_ALLOWED_ACTIONS_H_

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"

namespace phancong::tasks {

// Every command on a task, decided as the command itself is: policy, then the machine, for a request that brings all
// that is asked for. What such a request may lack (a reason, a figure, a date) is not said here.
[[nodiscard]] absl::Status ListAllowedActions(serving::ReadContext& context,
                                              const v1::ListAllowedActionsRequest& request,
                                              v1::ListAllowedActionsResponse* response);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_ALLOWED_ACTIONS_H_
