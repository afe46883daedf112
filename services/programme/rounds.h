// Rounds: which items belong to one, what its period is, and how it is shown.
#ifndef PHANCONG_SERVICES_PROGRAMME_ROUNDS_H_
#define PHANCONG_SERVICES_PROGRAMME_ROUNDS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/task.pb.h"
#include "services/rules/scope.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::programme {

// What a round's id says: a year of the term ("2025"), or the whole term ("2023-2028").
struct RoundKind {
  bool yearly = false;
  // The whole calendar year, also where the term begins or ends in it; or the term.
  rules::Period period;
};

// The id of the term's round.
[[nodiscard]] std::string TermRoundId(const v1::Programme& programme);
// Nothing where the id is neither a year of the term nor the term.
[[nodiscard]] std::optional<RoundKind> RoundKindOf(const v1::Programme& programme, std::string_view id);

// Items of the programme that wait for the superior's guidance and had it by the end of `known_day`, by number: it was
// recorded under a version of this programme. `version` is the programme's.
[[nodiscard]] absl::StatusOr<std::set<int64_t>> GuidedItems(storage::ReadTransaction& tx, int64_t federation,
                                                            int64_t version, rules::Day known_day);

// Why no task is issued for an item of the programme in any round, in both languages: it is derived, or waits for
// guidance that is not recorded (`guided`: it is). Nothing where one can be.
[[nodiscard]] std::optional<v1::LocalText> WhyNotInForce(const v1::Item& item, bool guided);

// The round with this id; NOT_FOUND. With `known_day`: as it was known at the end of that day (storage::RoundAsKnown).
[[nodiscard]] absl::StatusOr<storage::RoundRow> RequireRound(storage::ReadTransaction& tx, int64_t federation,
                                                             std::string_view federation_id, const std::string& id,
                                                             std::optional<rules::Day> known_day = std::nullopt);
// ROUND_STATE where the round is in another state.
[[nodiscard]] absl::Status RequireState(const storage::RoundRow& round, v1::RoundState state);

// How a round is shown. A draft counts to whom its items would go, and shows terms in working days with the dates that
// they would end on, were it issued `today` (no date where no calendar covers it); an issued round, to whom they went.
// Items and raised targets, where asked for, in the order of the programme, items left out with the reason in
// `language`; ad hoc ones last.
enum class RoundView { kWithItems, kWithoutItems };
[[nodiscard]] absl::StatusOr<v1::Round> ShowRound(storage::ReadTransaction& tx, int64_t federation,
                                                  std::string_view federation_id, const storage::RoundRow& round,
                                                  RoundView view, std::string_view language, rules::Day today);

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_ROUNDS_H_
