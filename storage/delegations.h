// Delegated positions.
#ifndef PHANCONG_STORAGE_DELEGATIONS_H_
#define PHANCONG_STORAGE_DELEGATIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct DelegationRow {
  int64_t delegation = 0;
  int64_t position_number = 0;
  int64_t account = 0;  // who exercises it
  rules::Day from_day = 0;
  // The last day; before from_day where it was ended before it began.
  rules::Day to_day = 0;
  std::string reason;
};

[[nodiscard]] absl::StatusOr<std::optional<DelegationRow>> FindDelegation(ReadTransaction& tx, int64_t federation,
                                                                          int64_t delegation);
[[nodiscard]] absl::StatusOr<int64_t> NextDelegation(ReadTransaction& tx, int64_t federation);
// Those in force on `day` that let the account exercise another's position.
[[nodiscard]] absl::StatusOr<std::vector<DelegationRow>> DelegationsTo(ReadTransaction& tx, int64_t federation,
                                                                       int64_t account, rules::Day day);
// Those of a position that hold on any of these days.
[[nodiscard]] absl::StatusOr<std::vector<DelegationRow>> DelegationsOf(ReadTransaction& tx, int64_t federation,
                                                                       int64_t position_number, rules::Day from,
                                                                       rules::Day to);

struct DelegationFilter {
  rules::Day on_day = 0;  // 0: all
  bool only_unions = false;
  std::vector<int64_t> unions;  // with only_unions: of positions in these
  int64_t before = 0;           // numbers smaller than this; 0: all
};
// Newest first.
[[nodiscard]] absl::StatusOr<std::vector<DelegationRow>> ListDelegations(ReadTransaction& tx, int64_t federation,
                                                                         const DelegationFilter& filter, int64_t limit);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::PositionDelegated& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::DelegationEnded& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DELEGATIONS_H_
