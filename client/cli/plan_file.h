// A union's own plan, from one CSV.
#ifndef PHANCONG_CLIENT_CLI_PLAN_FILE_H_
#define PHANCONG_CLIENT_CLI_PLAN_FILE_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "phancong/v1/union_life.pb.h"

namespace phancong::client {

// Its lines, in the order of its rows. Columns, in any order: item, and of targets (FIGURE=NUMBER, several with ';'
// between them), measures, person, due_date those that are needed. WrongUsage naming the first line that is wrong.
[[nodiscard]] absl::StatusOr<std::vector<v1::PlanLine>> ReadPlanLines(std::string_view csv);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_PLAN_FILE_H_
