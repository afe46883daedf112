// Drafting a round.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_DRAFT_ROUND_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_DRAFT_ROUND_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// A year's round takes the items that are yearly, the term's all others, but for those that are derived, wait for
// guidance or are named in without_items. An item is due on the day of the request; else on its usual day, or at the
// end of the period where that day is over already. What it refuses stands in standing_committee_service.proto; besides
// INVALID_FIELD for an id that is no year of the term and not the term, for a population date after today, and for
// items that the round does not have; NOTHING_TO_DO where no item is left.
[[nodiscard]] absl::Status DraftRound(serving::CommandContext& context, const v1::DraftRoundRequest& request,
                                      v1::DraftRoundResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_DRAFT_ROUND_H_
