// From which days the directory has facts, names and types.
#ifndef PHANCONG_STORAGE_FACT_DAYS_H_
#define PHANCONG_STORAGE_FACT_DAYS_H_

#include <cstdint>
#include <map>

#include "absl/status/statusor.h"
#include "services/rules/dates.h"
#include "storage/store.h"

namespace phancong::storage {

// By union, the latest day from which a fact, a name, a type or a change of it is recorded.
[[nodiscard]] absl::StatusOr<std::map<int64_t, rules::Day>> LatestFactDays(ReadTransaction& tx, int64_t federation);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_FACT_DAYS_H_
