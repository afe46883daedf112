// Who dealt with reports of a unit, and when: what keeps people off the team that inspects it.
#ifndef PHANCONG_STORAGE_DEALINGS_H_
#define PHANCONG_STORAGE_DEALINGS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/team.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// Of the account with the unit (0: the federation itself), by day.
[[nodiscard]] absl::StatusOr<std::vector<rules::Dealing>> DealingsOf(ReadTransaction& tx, int64_t federation,
                                                                     int64_t account, int64_t unit);

// Part of Apply, for what happens to a report of the unit: the deed of who gave the entry's command, and of whom they
// acted for; or of the account named, where that is somebody else.
[[nodiscard]] absl::Status AddDealing(WriteTransaction& tx, const EntryContext& entry, int64_t unit, rules::Deed deed);
[[nodiscard]] absl::Status AddDealingOf(WriteTransaction& tx, const EntryContext& entry, int64_t account, int64_t unit,
                                        rules::Deed deed);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DEALINGS_H_
