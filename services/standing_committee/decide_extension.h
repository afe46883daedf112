// Deciding a requested extension, and extending many tasks by one decision.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_EXTENSION_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_EXTENSION_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// What it refuses stands in standing_committee_service.proto.
[[nodiscard]] absl::Status DecideExtension(serving::CommandContext& context, const v1::DecideExtensionRequest& request,
                                           v1::DecideExtensionResponse* response);

// One event for all tasks that move. With by_calendar only tasks issued with a term in working days are looked at: the
// term is counted anew from the day of issue. What it refuses stands in standing_committee_service.proto; besides
// INVALID_FIELD where both a date and by_calendar are given, or neither, or the round has no such item;
// CALENDAR_MISSING.
[[nodiscard]] absl::Status ExtendTasks(serving::CommandContext& context, const v1::ExtendTasksRequest& request,
                                       v1::ExtendTasksResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_EXTENSION_H_
