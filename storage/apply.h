// Apply: the only thing that changes a projected table. One event of one entry → statements.
#ifndef PHANCONG_STORAGE_APPLY_H_
#define PHANCONG_STORAGE_APPLY_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// Applies one event in the order of its entry. It decides nothing: what the event says happened, happened. Replaying
// the same entries gives the same rows. INTERNAL where the event does not fit the tables (a defect, or a damaged
// journal), or what the store returned.
[[nodiscard]] absl::Status Apply(WriteTransaction& tx, const EntryContext& entry, const v1::Event& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_APPLY_H_
