// Giving an item of an issued round to some more.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_ITEM_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_ITEM_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// In scope is a union that was on the round's population day, and one that is today: founded since, or with a chair
// elected since. An ad hoc item may go to any union. What it refuses stands in standing_committee_service.proto;
// besides INVALID_FIELD where the round has no such item, or an assignee is named twice; NOT_FOUND for a union;
// DECISION_REQUIRED.
[[nodiscard]] absl::Status AssignItem(serving::CommandContext& context, const v1::AssignItemRequest& request,
                                      v1::AssignItemResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_ITEM_H_
