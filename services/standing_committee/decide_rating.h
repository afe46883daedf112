// The Standing Committee decides ratings, and records when the annual settlement was sent up.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_RATING_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_RATING_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

[[nodiscard]] absl::Status DecideRating(serving::CommandContext& context, const v1::DecideRatingRequest& request,
                                        v1::DecideRatingResponse* response);
[[nodiscard]] absl::Status RecordSettlement(serving::CommandContext& context,
                                            const v1::RecordSettlementRequest& request,
                                            v1::RecordSettlementResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_RATING_H_
