// Which federation belongs to which.
#ifndef PHANCONG_STORAGE_SUPERIORS_H_
#define PHANCONG_STORAGE_SUPERIORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// The id of the federation to which one belongs on a day; empty: none.
[[nodiscard]] absl::StatusOr<std::string> SuperiorOn(ReadTransaction& tx, int64_t federation, rules::Day day);

// A federation and its last revision.
struct FederationRevision {
  int64_t federation = 0;
  int64_t revision = 0;
};

// Of all that there are.
[[nodiscard]] absl::StatusOr<std::vector<FederationRevision>> AllRevisions(ReadTransaction& tx);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SuperiorSet& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SUPERIORS_H_
