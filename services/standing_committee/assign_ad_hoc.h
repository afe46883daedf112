// Giving a duty outside the programme.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_AD_HOC_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_AD_HOC_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Its id is "adhoc-1", "adhoc-2", … in the round. Without assignees it goes to every union founded by today;
// NOTHING_TO_DO where there is none. What it refuses stands in standing_committee_service.proto; besides INVALID_FIELD
// without a title in Vietnamese, or the document's number and date; NOT_FOUND for a union.
[[nodiscard]] absl::Status AssignAdHoc(serving::CommandContext& context, const v1::AssignAdHocRequest& request,
                                       v1::AssignAdHocResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_ASSIGN_AD_HOC_H_
