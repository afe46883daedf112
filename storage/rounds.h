// Rounds and their items.
#ifndef PHANCONG_STORAGE_ROUNDS_H_
#define PHANCONG_STORAGE_ROUNDS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/raised_target.h"
#include "services/rules/scope.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct RoundRow {
  int64_t round = 0;
  std::string id;
  v1::RoundState state = v1::ROUND_STATE_UNSPECIFIED;
  int64_t programme_version = 0;
  rules::Period period;
  rules::Day population_day = 0;
  std::string decision_number;
  rules::Day decision_day = 0;
  // By when each union sends its own plan; 0: none is asked for.
  rules::Day plan_due_day = 0;
  // By which terms in working days were counted when it was issued; 0: none was.
  int64_t calendar_version = 0;
  // Of a sealed round.
  int64_t sealed_at = 0;
  std::string seal_decision_number;
  int64_t revision = 0;
};

[[nodiscard]] absl::StatusOr<std::optional<RoundRow>> FindRound(ReadTransaction& tx, int64_t federation,
                                                                const std::string& id);
// The round with its state, its programme's version, its period and its population day as they were known at the end of
// a day, all else as it is; nothing where it was not drafted by then.
[[nodiscard]] absl::StatusOr<std::optional<RoundRow>> RoundAsKnown(ReadTransaction& tx, int64_t federation,
                                                                   RoundRow row, rules::Day known_day);
// Keeps what the round is, as it is known from the entry's day on: whatever writes one of these columns calls it.
[[nodiscard]] absl::Status KeepKnown(WriteTransaction& tx, const EntryContext& entry, int64_t round);
// NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<RoundRow> GetRound(ReadTransaction& tx, int64_t federation, int64_t round);
// All of them, newest period first; of equal periods the later made first.
[[nodiscard]] absl::StatusOr<std::vector<RoundRow>> AllRounds(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<int64_t> NextRound(ReadTransaction& tx, int64_t federation);

struct RoundItemRow {
  int64_t item = 0;
  // 0: a draft's, of a term in working days.
  rules::Day due_day = 0;
  int64_t working_days = 0;
  // On which it joined the round, or its last draft.
  rules::Day known_day = 0;
};
// In the order of item numbers.
[[nodiscard]] absl::StatusOr<std::vector<RoundItemRow>> RoundItems(ReadTransaction& tx, int64_t federation,
                                                                   int64_t round);
// Those of these items that are in it: a round may have thousands of ad hoc ones beside its programme's.
[[nodiscard]] absl::StatusOr<std::vector<RoundItemRow>> RoundItems(ReadTransaction& tx, int64_t federation,
                                                                   int64_t round, const std::vector<int64_t>& items);

// A target above the programme's.
struct RaisedTargetRow {
  int64_t item = 0;
  std::string figure;
  // A union, or 0 the federation itself: for their own task alone. Nothing: the round's.
  std::optional<int64_t> assignee;
  int64_t target = 0;
};
// By item, those of the round before those of its assignees.
[[nodiscard]] absl::StatusOr<std::vector<RaisedTargetRow>> RaisedTargets(ReadTransaction& tx, int64_t federation,
                                                                         int64_t round);
// By item, those of the round alone. Kept in memory (kept_facts.h).
using TargetsByItem = std::map<int64_t, std::vector<rules::FigureTarget>>;
[[nodiscard]] absl::StatusOr<std::shared_ptr<const TargetsByItem>> TargetsOfWholeRound(ReadTransaction& tx,
                                                                                       int64_t federation,
                                                                                       int64_t round);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RoundDrafted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RoundIssued& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ItemIssued& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_ROUNDS_H_
