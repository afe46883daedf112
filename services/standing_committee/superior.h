// To which federation this one belongs.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_SUPERIOR_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_SUPERIOR_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Names, changes or takes back the superior. INVALID_FIELD where there is no such federation on this server, it is
// closed, or it is this one or below it (which of these is not said); NOTHING_TO_DO where it is the superior already;
// DECISION_REQUIRED.
[[nodiscard]] absl::Status SetSuperior(serving::CommandContext& context, const v1::SetSuperiorRequest& request,
                                       v1::SetSuperiorResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_SUPERIOR_H_
