// The unions' own plans for a round, as they are read.
#ifndef PHANCONG_SERVICES_DIRECTORY_UNION_PLANS_H_
#define PHANCONG_SERVICES_DIRECTORY_UNION_PLANS_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/union_life.pb.h"
#include "services/rules/dates.h"
#include "services/serving/command.h"
#include "storage/directory.h"
#include "storage/rounds.h"
#include "storage/store.h"
#include "storage/union_plans.h"

namespace phancong::directory {

enum class PlanView { kWithLines, kWithoutLines };

// A union's plan for a round, `plan` where it sent one: version 0 where it did not.
[[nodiscard]] absl::StatusOr<v1::UnionPlan> ShowUnionPlan(storage::ReadTransaction& tx, int64_t federation,
                                                          std::string_view federation_id,
                                                          const storage::RoundRow& round,
                                                          const storage::UnionRow& grassroots_union,
                                                          const std::optional<storage::UnionPlanRow>& plan,
                                                          rules::Day today, PlanView view);

[[nodiscard]] absl::Status GetUnionPlan(serving::ReadContext& context, const v1::GetUnionPlanRequest& request,
                                        v1::GetUnionPlanResponse* response);
// Of a union that has ended, no plan is missed any more.
[[nodiscard]] absl::Status ListUnionPlans(serving::ReadContext& context, const v1::ListUnionPlansRequest& request,
                                          v1::ListUnionPlansResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_UNION_PLANS_H_
