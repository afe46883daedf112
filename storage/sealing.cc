#include "storage/sealing.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::PeriodSealed&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::ResultRestated&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
