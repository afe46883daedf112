// Federations that are closed, and unions taken in from them.
#ifndef PHANCONG_STORAGE_SUCCESSION_H_
#define PHANCONG_STORAGE_SUCCESSION_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::FederationClosed& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsAdmitted& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SUCCESSION_H_
