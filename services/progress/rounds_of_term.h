// A round beside the term's round that it lies in.
#ifndef PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_
#define PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

// The round of the term that a year's round lies in: the one whose period is longer and contains its period, if it is
// no draft. Nothing for the term's round itself.
[[nodiscard]] absl::StatusOr<std::optional<storage::RoundRow>> TermRoundOf(storage::ReadTransaction& tx,
                                                                           int64_t federation,
                                                                           const storage::RoundRow& round);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_ROUNDS_OF_TERM_H_
