#include "storage/union_plans.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::UnionPlanSubmitted&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
