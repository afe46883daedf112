// Putting members in charge of fields, items and unions.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_RESPONSIBILITY_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_RESPONSIBILITY_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// INVALID_FIELD where the account holds no position of the Standing Committee on from_date, or the field or item is not
// in the newest programme; NOT_FOUND for an account or a union; ACCOUNT_DISABLED; NO_PROGRAMME for a field or an item.
[[nodiscard]] absl::Status AssignResponsibility(serving::CommandContext& context,
                                                const v1::AssignResponsibilityRequest& request,
                                                v1::AssignResponsibilityResponse* response);

// to_date is the last day, from from_date on. NOT_FOUND; INVALID_FIELD where it is before from_date or after the day on
// which the responsibility ends already; NOTHING_TO_DO where it ends on that day.
[[nodiscard]] absl::Status EndResponsibility(serving::CommandContext& context,
                                             const v1::EndResponsibilityRequest& request,
                                             v1::EndResponsibilityResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_RESPONSIBILITY_H_
