// The projected tables filled anew from the journal.
#ifndef PHANCONG_STORAGE_REFILL_H_
#define PHANCONG_STORAGE_REFILL_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "storage/journal.h"
#include "storage/kept_facts.h"
#include "storage/noted_tasks.h"
#include "storage/store.h"

namespace phancong::storage {

// Entries are read so many at once.
inline constexpr int64_t kEntriesAtOnce = 256;

// A federation's stored entries, applied again one after the other. What seldom changes is kept in memory from entry to
// entry, as in the server, and so are the tasks that change often, but of this replay alone: an entry that is applied
// again is never given up before the replay is. Afterwards the transaction has the facts that it had before.
class Replay {
 public:
  Replay(WriteTransaction& tx, int64_t federation);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  // Applies the next entry to the tables as they stand before it. DATA_LOSS, naming the event, where it cannot follow
  // or one of its events cannot be applied; UNAVAILABLE as the store has it.
  [[nodiscard]] absl::Status Apply(const StoredEntry& stored);

 private:
  WriteTransaction& tx_;
  const int64_t federation_;
  const FactsInView before_;
  KeptFacts facts_;
  RememberedTasks tasks_;
};

// Empties every projected table and replays the whole journal into them, in the transaction that is given: whoever does
// not commit it leaves all as it was. The journal and the operational tables are not touched; nothing to replay is not
// an error. Hashes are not looked at (that is what verify does). `progress`, if set, is told (entries done, entries in
// all). Errors as Replay and ReadEntries have them.
[[nodiscard]] absl::Status Refill(WriteTransaction& tx, const std::function<void(int64_t, int64_t)>& progress);

// The same for the rows of one federation.
[[nodiscard]] absl::Status RefillFederation(WriteTransaction& tx, int64_t federation);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_REFILL_H_
