// What the Standing Committee decides on the Inspection Committee's plans.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_INSPECTION_PLAN_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_INSPECTION_PLAN_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Bodies of commands; what each refuses stands in standing_committee_service.proto. Who drafted the plan, or drew its
// sample, is refused with DECIDED_BY_REQUESTER.
[[nodiscard]] absl::Status ApproveInspectionPlan(serving::CommandContext& context,
                                                 const v1::ApproveInspectionPlanRequest& request,
                                                 v1::ApproveInspectionPlanResponse* response);
[[nodiscard]] absl::Status DecideInspectionShortfall(serving::CommandContext& context,
                                                     const v1::DecideInspectionShortfallRequest& request,
                                                     v1::DecideInspectionShortfallResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_DECIDE_INSPECTION_PLAN_H_
