#include "services/progress/rounds_of_term.h"

#include <vector>

#include "services/rules/propagate.h"

namespace phancong::progress {

absl::StatusOr<std::optional<storage::RoundRow>> TermRoundOf(storage::ReadTransaction& tx, int64_t federation,
                                                             const storage::RoundRow& round) {
  ASSIGN_OR_RETURN(const std::vector<storage::RoundRow> rounds, storage::AllRounds(tx, federation));
  for (const storage::RoundRow& other : rounds) {
    const bool contains = other.period.begin <= round.period.begin && round.period.end <= other.period.end;
    const bool longer = other.period.end - other.period.begin > round.period.end - round.period.begin;
    if (contains && longer && other.state != v1::ROUND_STATE_DRAFT) return other;
  }
  return std::nullopt;
}

}  // namespace phancong::progress
