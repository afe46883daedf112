#include "storage/succession.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::FederationClosed&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::UnionsAdmitted&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
