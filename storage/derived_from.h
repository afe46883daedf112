// What derived figures rest on beside people and definitions (kept_facts.h).
#ifndef PHANCONG_STORAGE_DERIVED_FROM_H_
#define PHANCONG_STORAGE_DERIVED_FROM_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// The state of a federation's inspections, ratings and records of the settlement: two that are equal are the same rows.
// Each of those rows bears the revision of its last change, and none is ever deleted.
[[nodiscard]] absl::StatusOr<std::string> DerivedFrom(ReadTransaction& tx, int64_t federation);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DERIVED_FROM_H_
