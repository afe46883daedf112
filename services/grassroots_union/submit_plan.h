// A union's own plan for a round (IV.3 of the programme).
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_SUBMIT_PLAN_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_SUBMIT_PLAN_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

[[nodiscard]] absl::Status SubmitUnionPlan(serving::CommandContext& context, const v1::SubmitUnionPlanRequest& request,
                                           v1::SubmitUnionPlanResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_SUBMIT_PLAN_H_
