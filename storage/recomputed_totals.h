// The totals added up anew from the leaves, beside those that are kept.
#ifndef PHANCONG_STORAGE_RECOMPUTED_TOTALS_H_
#define PHANCONG_STORAGE_RECOMPUTED_TOTALS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// Adds up all leaves anew and compares with the latest rows of the totals: of each item and segment, figure and due
// date. Returns how many there are; DATA_LOSS, naming the first that differs.
[[nodiscard]] absl::StatusOr<int64_t> RecomputeTotals(ReadTransaction& tx);
// The same of one federation.
[[nodiscard]] absl::StatusOr<int64_t> RecomputeTotals(ReadTransaction& tx, int64_t federation);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_RECOMPUTED_TOTALS_H_
