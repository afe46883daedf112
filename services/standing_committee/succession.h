// Federations that end, and what their successors take over.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_SUCCESSION_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_SUCCESSION_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

[[nodiscard]] absl::Status CloseFederation(serving::CommandContext& context, const v1::CloseFederationRequest& request,
                                           v1::CloseFederationResponse* response);
// Unions that are here already are passed over; those that had ended are not taken.
[[nodiscard]] absl::Status AdmitUnions(serving::CommandContext& context, const v1::AdmitUnionsRequest& request,
                                       v1::AdmitUnionsResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_SUCCESSION_H_
