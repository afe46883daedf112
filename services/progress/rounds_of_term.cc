#include "services/progress/rounds_of_term.h"

#include <string>
#include <utility>

#include "services/programme/rounds.h"
#include "services/rules/propagate.h"
#include "storage/programmes.h"

namespace phancong::progress {

absl::StatusOr<std::optional<storage::RoundRow>> TermRoundOf(storage::ReadTransaction& tx, int64_t federation,
                                                             const storage::RoundRow& round, rules::Day known_day) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation, round.programme_version));
  const std::string id = programme::TermRoundId(*programme.programme);
  if (id == round.id) return std::nullopt;
  ASSIGN_OR_RETURN(std::optional<storage::RoundRow> term, storage::FindRound(tx, federation, id));
  if (term) {
    ASSIGN_OR_RETURN(term, storage::RoundAsKnown(tx, federation, *std::move(term), known_day));
  }
  if (!term || term->state == v1::ROUND_STATE_DRAFT) return std::nullopt;
  return term;
}

}  // namespace phancong::progress
