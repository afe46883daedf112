// The unions' own plans.
#ifndef PHANCONG_STORAGE_UNION_PLANS_H_
#define PHANCONG_STORAGE_UNION_PLANS_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::UnionPlanSubmitted& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_UNION_PLANS_H_
