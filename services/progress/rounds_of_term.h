// A year's round beside the round of its term.
#ifndef PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_
#define PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "services/rules/dates.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

// The round of the term to whose programme a year's round belongs, as it was known at the end of `known_day`, if it was
// no draft. Nothing for the term's round itself.
[[nodiscard]] absl::StatusOr<std::optional<storage::RoundRow>> TermRoundOf(storage::ReadTransaction& tx,
                                                                           int64_t federation,
                                                                           const storage::RoundRow& round,
                                                                           rules::Day known_day);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_
