// The machine of ratings: one table, and the only place where their states are compared. Pure.
//
// Everything is looked at in one order: who, the table, persons, then facts; the first that fails is the refusal.
#ifndef PHANCONG_SERVICES_RULES_RATING_MACHINE_H_
#define PHANCONG_SERVICES_RULES_RATING_MACHINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

enum class RatingCommand { kRateSelf, kDecide };
inline constexpr int kRatingCommands = static_cast<int>(RatingCommand::kDecide) + 1;

// The state as it is stored and shown in English, such as "SELF_RATED" ("NOT_RATED" where there is no rating yet); and
// back (UNSPECIFIED where unknown).
[[nodiscard]] std::string_view StateName(v1::RatingState state);
[[nodiscard]] v1::RatingState RatingStateFromName(std::string_view name);
// The state's Vietnamese word, such as "đã tự xếp loại".
[[nodiscard]] std::string_view StateWord(v1::RatingState state);

// Whether its points and level are the Standing Committee's, and final.
[[nodiscard]] bool IsDecided(v1::RatingState state);

struct RatingStanding {
  // The rating's resource name, and what its union is called.
  std::string name = {};
  std::string union_title = {};
  // UNSPECIFIED: nothing was rated yet.
  v1::RatingState state = v1::RATING_STATE_UNSPECIFIED;
  // UNION_ENDED where the union is no longer there to be rated.
  absl::Status in_being = absl::OkStatus();
  bool period_sealed = false;
  // 0: it is old enough.
  Day too_young_until = 0;
};

// How the person who commands, and whom they act for, stand to it.
struct RatingParticipant {
  bool union_chair = false;
  bool standing_committee_head = false;
  // Holds any position in the union.
  bool position_in_union = false;
  // Submitted the self-rating as it is.
  bool rated_it = false;
};

struct RatingProposal {
  // The points are complete and within their limits.
  absl::Status fit = absl::OkStatus();
  // Criteria whose points differ from what is computed or claimed, with no reason given.
  std::vector<std::string> unexplained = {};
  bool has_decision = false;
};

// The state after the command, or the refusal with the reason of the first of these that fails, in this order: who
// (NOT_CHAIR_OF_ASSIGNEE, POSITION_REQUIRED), the table (RATING_STATE), persons (AUTHOR_OF_REPORT,
// POSITION_IN_ASSIGNEE), then facts (`in_being`, PERIOD_SEALED, TOO_YOUNG_TO_RATE, `fit`, REASON_REQUIRED,
// DECISION_REQUIRED).
[[nodiscard]] absl::StatusOr<v1::RatingState> Decide(RatingCommand command, const RatingStanding& rating,
                                                     const RatingParticipant& participant,
                                                     const RatingProposal& proposal);

// One row of the table, for the documentation and the tests.
struct RatingTransition {
  RatingCommand command;
  std::string_view name;
  std::vector<v1::RatingState> from;
  v1::RatingState to;
};
[[nodiscard]] std::vector<RatingTransition> RatingTransitions();

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_RATING_MACHINE_H_
