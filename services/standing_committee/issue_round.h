// Issuing a drafted round.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_ROUND_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_ROUND_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// One event for each item and its assignees: the federation itself first, then the unions in the order of their names;
// tasks are numbered in this order, items in that of the programme. What it refuses stands in
// standing_committee_service.proto; STALE also where unions were changed since the draft, since the preview counted
// them; INVALID_FIELD without an etag, or for a decision date after today.
[[nodiscard]] absl::Status IssueRound(serving::CommandContext& context, const v1::IssueRoundRequest& request,
                                      v1::IssueRoundResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_ROUND_H_
