// Sealing a round's period, and restating what is sealed.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_SEAL_PERIOD_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_SEAL_PERIOD_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Bodies of commands; what each refuses stands in standing_committee_service.proto. A preview of SealPeriod says what
// is in the way, and is refused for nothing else than ROUND_STATE and STALE.
[[nodiscard]] absl::Status SealPeriod(serving::CommandContext& context, const v1::SealPeriodRequest& request,
                                      v1::SealPeriodResponse* response);
[[nodiscard]] absl::Status RestateResult(serving::CommandContext& context, const v1::RestateResultRequest& request,
                                         v1::RestateResultResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_SEAL_PERIOD_H_
