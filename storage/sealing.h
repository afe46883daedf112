// Sealed periods, restatements, and how far the term's items stood.
#ifndef PHANCONG_STORAGE_SEALING_H_
#define PHANCONG_STORAGE_SEALING_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PeriodSealed& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ResultRestated& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SEALING_H_
