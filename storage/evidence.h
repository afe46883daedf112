// Files of evidence: what is known of them, and waivers.
#ifndef PHANCONG_STORAGE_EVIDENCE_H_
#define PHANCONG_STORAGE_EVIDENCE_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::EvidenceUploaded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceErased& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceWaived& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_EVIDENCE_H_
