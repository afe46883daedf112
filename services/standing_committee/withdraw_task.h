// Withdrawing an open task.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_WITHDRAW_TASK_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_WITHDRAW_TASK_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// What it refuses stands in standing_committee_service.proto.
[[nodiscard]] absl::Status WithdrawTask(serving::CommandContext& context, const v1::WithdrawTaskRequest& request,
                                        v1::WithdrawTaskResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_WITHDRAW_TASK_H_
