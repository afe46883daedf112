// What became of unions.
#ifndef PHANCONG_STORAGE_UNION_CHANGES_H_
#define PHANCONG_STORAGE_UNION_CHANGES_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionChanged& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::UnionFactsUpdated& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_UNION_CHANGES_H_
