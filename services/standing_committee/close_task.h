// Taking a task off its assignee for a while or for good, and giving an accepted one back.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_CLOSE_TASK_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_CLOSE_TASK_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Bodies of commands; what each refuses stands in standing_committee_service.proto.
[[nodiscard]] absl::Status WithdrawTask(serving::CommandContext& context, const v1::WithdrawTaskRequest& request,
                                        v1::WithdrawTaskResponse* response);
[[nodiscard]] absl::Status SuspendTask(serving::CommandContext& context, const v1::SuspendTaskRequest& request,
                                       v1::SuspendTaskResponse* response);
// The date in force moves by the days from the one on which it was suspended to today.
[[nodiscard]] absl::Status ResumeTask(serving::CommandContext& context, const v1::ResumeTaskRequest& request,
                                      v1::ResumeTaskResponse* response);
[[nodiscard]] absl::Status CloseTaskNotMet(serving::CommandContext& context, const v1::CloseTaskNotMetRequest& request,
                                           v1::CloseTaskNotMetResponse* response);
[[nodiscard]] absl::Status ReopenTask(serving::CommandContext& context, const v1::ReopenTaskRequest& request,
                                      v1::ReopenTaskResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_CLOSE_TASK_H_
