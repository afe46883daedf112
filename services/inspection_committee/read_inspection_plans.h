// Reading inspection plans, and what a draw rests on. A draft is the Inspection and the Standing Committee's alone.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTION_PLANS_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTION_PLANS_H_

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of reads; what each refuses stands in task_service.proto.
[[nodiscard]] absl::Status GetInspectionPlan(serving::ReadContext& context, const v1::GetInspectionPlanRequest& request,
                                             v1::GetInspectionPlanResponse* response);
[[nodiscard]] absl::Status ListInspectionPlans(serving::ReadContext& context,
                                               const v1::ListInspectionPlansRequest& request,
                                               v1::ListInspectionPlansResponse* response);
// The sample as it was drawn: what was replaced since is in the plan.
[[nodiscard]] absl::Status GetDraw(serving::ReadContext& context, const v1::GetDrawRequest& request,
                                   v1::GetDrawResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTION_PLANS_H_
