// Apply, for the federation itself, its accounts, positions and responsibilities. Called by Apply alone.
#ifndef PHANCONG_STORAGE_APPLY_PEOPLE_H_
#define PHANCONG_STORAGE_APPLY_PEOPLE_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::FederationCreated& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountCreated& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::AccountDisabled& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountEnabled& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountReset& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PositionGiven& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PositionEnded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ResponsibilityAssigned& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ResponsibilityEnded& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_APPLY_PEOPLE_H_
