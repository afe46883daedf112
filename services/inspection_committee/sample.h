// The sample of a plan: drawn, changed by decisions, inspected, and closed.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_SAMPLE_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_SAMPLE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of commands; what each refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status DrawSample(serving::CommandContext& context, const v1::DrawSampleRequest& request,
                                      v1::DrawSampleResponse* response);
[[nodiscard]] absl::Status ReplaceDrawnUnit(serving::CommandContext& context,
                                            const v1::ReplaceDrawnUnitRequest& request,
                                            v1::ReplaceDrawnUnitResponse* response);
[[nodiscard]] absl::Status CloseInspectionPlan(serving::CommandContext& context,
                                               const v1::CloseInspectionPlanRequest& request,
                                               v1::CloseInspectionPlanResponse* response);

// Puts the next of its stratum in the place of a union of a drawn plan's sample, as ReplaceDrawnUnit does, and refuses
// what that refuses; for an inspection that is cancelled, after that. `reason` and `decision` are read from the request
// already.
[[nodiscard]] absl::Status ReplaceInSample(serving::CommandContext& context, int64_t plan, int64_t union_number,
                                           const std::string& reason, const std::string& decision);

// The number of the plan that an inspection of a unit is to carry out; 0 where `plan`, a resource name of the request's
// field of that name, is empty. INVALID_FIELD, NOT_FOUND; INSPECTION_PLAN_STATE where it is not drawn, or is closed;
// NOT_IN_SAMPLE where its sample does not hold the unit, or not any more.
[[nodiscard]] absl::StatusOr<int64_t> PlanToCarryOut(serving::CommandContext& context, const std::string& plan,
                                                     int64_t unit);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_SAMPLE_H_
