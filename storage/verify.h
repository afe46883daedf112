// Verify: is every row what the journal says it is?
#ifndef PHANCONG_STORAGE_VERIFY_H_
#define PHANCONG_STORAGE_VERIFY_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rules/merkle.h"
#include "storage/store.h"

namespace phancong::storage {

struct VerifyReport {
  int64_t federations = 0;
  int64_t entries = 0;
  int64_t rows_compared = 0;
  int64_t totals_recomputed = 0;
  // For each federation: id, revision, root.
  struct LogHead {
    std::string federation;
    int64_t revision = 0;
    rules::Hash root;
  };
  std::vector<LogHead> heads;
  // The first difference, in words of both languages; empty where there is none. Names table, key, column, what is
  // stored and what the journal says; or the entry whose hash does not fit.
  std::string first_difference;
};

// Replays the whole journal of `store` into `empties` (migrated stores without a federation, some), comparing on the
// way and at the end: every event's, text's, leaf's and node's hash from the entries up; rows of the journal that
// belong to no entry; every projected table row for row and column for column, in both directions; the totals
// recomputed from the leaves alone; and that the indexes fit the rows. Which tables there are is the word of
// `empties`.
//
// A thread for each of `empties` takes the federations in turn, and reads a snapshot of its own beside the caller's, so
// `store` has one connection more than there are `empties`; where there is one, the caller's thread and snapshot do. A
// server may go on beside it: each federation is seen as it was at one moment.
//
// `progress` is told (entries done, entries in all) now and then, by one thread at a time. The first difference is that
// of the federation with the smallest number. FAILED_PRECONDITION where one of `empties` is not empty; else errors are
// the stores' own. A difference is not an error, nor is damage to `store`: that is one.
[[nodiscard]] absl::StatusOr<VerifyReport> Verify(Store& store, const std::vector<Store*>& empties,
                                                  const std::function<void(int64_t, int64_t)>& progress);
// The same with one.
[[nodiscard]] absl::StatusOr<VerifyReport> Verify(Store& store, Store& empty,
                                                  const std::function<void(int64_t, int64_t)>& progress);

// Makes a store without tables one to replay into: migrated, and without the indexes by which only people look, which
// are half of what a replay writes.
[[nodiscard]] absl::Status PrepareToReplay(Store& store);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_VERIFY_H_
