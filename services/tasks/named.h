// Whom a request names besides its resource: assignees, units and accounts, by their resource names.
#ifndef PHANCONG_SERVICES_TASKS_NAMED_H_
#define PHANCONG_SERVICES_TASKS_NAMED_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/serving/command.h"
#include "storage/accounts.h"
#include "storage/store.h"

namespace phancong::tasks {

// The number of a union, or 0 for the federation itself. INVALID_FIELD on `field` where the name is of neither;
// NOT_FOUND where it is another federation's, or there is no such union.
[[nodiscard]] absl::StatusOr<int64_t> UnitNamed(storage::ReadTransaction& tx, const serving::Actor& actor,
                                                const std::string& name, const std::string& field);
// As UnitNamed, of a unit within the caller's reach: NOT_YOUR_UNION where it is not. Who does not reach everything does
// not learn whether there is such a unit.
[[nodiscard]] absl::StatusOr<int64_t> UnitReached(serving::ReadContext& context, const std::string& name,
                                                  const std::string& field);
// INVALID_FIELD on `field`; NOT_FOUND.
[[nodiscard]] absl::StatusOr<storage::AccountRow> AccountNamed(storage::ReadTransaction& tx,
                                                               const serving::Actor& actor, const std::string& name,
                                                               const std::string& field);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_NAMED_H_
