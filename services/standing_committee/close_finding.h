// Closing a finding without its remedy, by a decision that stays visible.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_CLOSE_FINDING_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_CLOSE_FINDING_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// What it refuses stands in standing_committee_service.proto. A finding on the federation itself is closed by nobody
// but through its remedy: whoever could decide sits on the Standing Committee (POSITION_IN_ASSIGNEE).
[[nodiscard]] absl::Status CloseFindingWithoutRemedy(serving::CommandContext& context,
                                                     const v1::CloseFindingWithoutRemedyRequest& request,
                                                     v1::CloseFindingWithoutRemedyResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_CLOSE_FINDING_H_
