// A member who leaves hands on their open work, by one command.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_HAND_OVER_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_HAND_OVER_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

[[nodiscard]] absl::Status HandOver(serving::CommandContext& context, const v1::HandOverRequest& request,
                                    v1::HandOverResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_HAND_OVER_H_
