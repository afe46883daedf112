#include "storage/union_changes.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::UnionChanged&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::UnionFactsUpdated&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
