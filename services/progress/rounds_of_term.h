// A year's round beside the round of its term.
#ifndef PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_
#define PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

// The round of the term to whose programme a year's round belongs, if it is no draft. Nothing for the term's round
// itself.
[[nodiscard]] absl::StatusOr<std::optional<storage::RoundRow>> TermRoundOf(storage::ReadTransaction& tx,
                                                                           int64_t federation,
                                                                           const storage::RoundRow& round);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_
