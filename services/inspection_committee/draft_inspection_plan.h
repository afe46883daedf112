// Drafting the plan of a year, or the programme of the whole term.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_DRAFT_INSPECTION_PLAN_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_DRAFT_INSPECTION_PLAN_H_

#include "absl/status/status.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Body of a command; what it refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status DraftInspectionPlan(serving::CommandContext& context,
                                               const v1::DraftInspectionPlanRequest& request,
                                               v1::DraftInspectionPlanResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_DRAFT_INSPECTION_PLAN_H_
