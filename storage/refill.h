// The projected tables filled anew from the journal.
#ifndef PHANCONG_STORAGE_REFILL_H_
#define PHANCONG_STORAGE_REFILL_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// Entries are read so many at once.
inline constexpr int64_t kEntriesAtOnce = 256;

// Applies a stored entry to the tables as they stood before it. DATA_LOSS, naming the event, where it cannot follow or
// one of its events cannot be applied; UNAVAILABLE as the store has it.
[[nodiscard]] absl::Status ApplyAgain(WriteTransaction& tx, int64_t federation, const StoredEntry& stored);

// Empties every projected table and replays the whole journal into them, in the transaction that is given: whoever does
// not commit it leaves all as it was. The journal and the operational tables are not touched; nothing to replay is not
// an error. Hashes are not looked at (that is what verify does). `progress`, if set, is told (entries done, entries in
// all). Errors as ApplyAgain and ReadEntries have them.
[[nodiscard]] absl::Status Refill(WriteTransaction& tx, const std::function<void(int64_t, int64_t)>& progress);

// The same for the rows of one federation.
[[nodiscard]] absl::Status RefillFederation(WriteTransaction& tx, int64_t federation);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_REFILL_H_
