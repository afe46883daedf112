// Federations that are closed, and unions taken in from them.
#ifndef PHANCONG_STORAGE_SUCCESSION_H_
#define PHANCONG_STORAGE_SUCCESSION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// The number of the union that was admitted from there; nothing where none was.
[[nodiscard]] absl::StatusOr<std::optional<int64_t>> AdmittedFrom(ReadTransaction& tx, int64_t federation,
                                                                  const std::string& predecessor_federation,
                                                                  const std::string& predecessor_union);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::FederationClosed& event);
// One change for each union, numbered from the event's on in its order.
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsAdmitted& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SUCCESSION_H_
