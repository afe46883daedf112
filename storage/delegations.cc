#include "storage/delegations.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::PositionDelegated&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::DelegationEnded&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
