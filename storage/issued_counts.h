// How many have each item of a round.
#ifndef PHANCONG_STORAGE_ISSUED_COUNTS_H_
#define PHANCONG_STORAGE_ISSUED_COUNTS_H_

#include <cstdint>
#include <map>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

struct IssuedCount {
  int64_t unions = 0;
  bool to_federation = false;
};

// By item, counted from the round's tasks in whatever state; an item without a task is not in it.
[[nodiscard]] absl::StatusOr<std::map<int64_t, IssuedCount>> IssuedCounts(ReadTransaction& tx, int64_t federation,
                                                                          int64_t round);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_ISSUED_COUNTS_H_
