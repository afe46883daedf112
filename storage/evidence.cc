#include "storage/evidence.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::EvidenceUploaded&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::EvidenceErased&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::EvidenceWaived&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
