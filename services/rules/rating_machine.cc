#include "services/rules/rating_machine.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "absl/strings/str_join.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/state_words.h"

namespace phancong::rules {
namespace {

using State = v1::RatingState;

constexpr State kNone = v1::RATING_STATE_UNSPECIFIED;
constexpr State kSelfRated = v1::RATING_STATE_SELF_RATED;
constexpr State kDecided = v1::RATING_STATE_DECIDED;

enum class Who { kUnionChair, kStandingCommitteeHead };
enum class Person { kAnybody, kDisinterested };

struct Row {
  RatingCommand command;
  std::string_view name;
  // A state that is not used is the first again.
  std::array<State, 2> from;
  State to;
  Who who;
  Person person;
  bool decision;
};

// The machine. What is decided stays.
constexpr std::array<Row, kRatingCommands> kTable = {{
    // command, its name, from, to, who, person, decision
    {RatingCommand::kRateSelf, "RateSelf", {kNone, kSelfRated}, kSelfRated, Who::kUnionChair, Person::kAnybody, false},
    {RatingCommand::kDecide,
     "Decide",
     {kSelfRated, kSelfRated},
     kDecided,
     Who::kStandingCommitteeHead,
     Person::kDisinterested,
     true},
}};

static_assert(IsInOrder(kTable), "a row is found by its command");

constexpr std::array<Word<v1::RatingState>, 3> kWords = {{
    {kNone, "NOT_RATED", "chưa tự xếp loại"},
    {kSelfRated, "SELF_RATED", "đã tự xếp loại"},
    {kDecided, "DECIDED", "đã quyết định"},
}};

constexpr std::span<const Word<v1::RatingState>> Words() { return kWords; }

std::vector<State> FromOf(const Row& row) {
  std::vector<State> from = {row.from[0]};
  if (row.from[1] != row.from[0]) from.push_back(row.from[1]);
  return from;
}

absl::Status CheckWho(Who who, const RatingParticipant& participant) {
  if (who == Who::kUnionChair) {
    return participant.union_chair ? absl::OkStatus() : Refuse(v1::ERROR_REASON_NOT_CHAIR_OF_ASSIGNEE);
  }
  return participant.standing_committee_head ? absl::OkStatus() : Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
}

absl::Status CheckState(const Row& row, const RatingStanding& rating) {
  const std::vector<State> from = FromOf(row);
  if (std::find(from.begin(), from.end(), rating.state) != from.end()) return absl::OkStatus();
  return RefuseState(v1::ERROR_REASON_RATING_STATE, Words(), from, rating.state, {{"name", rating.name}});
}

absl::Status CheckPerson(Person person, const RatingParticipant& participant) {
  if (person == Person::kAnybody) return absl::OkStatus();
  if (participant.rated_it) return Refuse(v1::ERROR_REASON_AUTHOR_OF_REPORT);
  if (participant.position_in_union) return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
  return absl::OkStatus();
}

absl::Status RequireReason(RatingCommand command, const std::vector<std::string>& criteria) {
  const std::string ids = absl::StrJoin(criteria, ", ");
  if (command == RatingCommand::kRateSelf) {
    return Refuse(v1::ERROR_REASON_REASON_REQUIRED,
                  {{"why.vi", "điểm tự chấm khác điểm máy tính ở tiêu chí " + ids + "."},
                   {"why.en", "the points claimed differ from those computed, in " + ids + "."}});
  }
  return Refuse(v1::ERROR_REASON_REASON_REQUIRED,
                {{"why.vi", "điểm quyết định khác điểm tự chấm hoặc điểm máy tính ở tiêu chí " + ids + "."},
                 {"why.en", "the points decided differ from those claimed or computed, in " + ids + "."}});
}

}  // namespace

std::string_view StateName(v1::RatingState state) { return WordOf(Words(), state).name; }

v1::RatingState RatingStateFromName(std::string_view name) { return StateNamed(Words(), name); }

std::string_view StateWord(v1::RatingState state) { return WordOf(Words(), state).vi; }

bool IsDecided(v1::RatingState state) { return state == kDecided; }

absl::StatusOr<v1::RatingState> Decide(RatingCommand command, const RatingStanding& rating,
                                       const RatingParticipant& participant, const RatingProposal& proposal) {
  const Row& row = kTable[static_cast<size_t>(command)];
  RETURN_IF_ERROR(CheckWho(row.who, participant));
  RETURN_IF_ERROR(CheckState(row, rating));
  RETURN_IF_ERROR(CheckPerson(row.person, participant));
  RETURN_IF_ERROR(rating.in_being);
  if (rating.period_sealed) return Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  if (rating.too_young_until != 0) {
    return Refuse(v1::ERROR_REASON_TOO_YOUNG_TO_RATE, {{"union", rating.union_title},
                                                       {"day.vi", VietnameseDate(rating.too_young_until)},
                                                       {"day.en", IsoDate(rating.too_young_until)}});
  }
  RETURN_IF_ERROR(proposal.fit);
  if (!proposal.unexplained.empty()) return RequireReason(command, proposal.unexplained);
  if (row.decision && !proposal.has_decision) return Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
  return row.to;
}

std::vector<RatingTransition> RatingTransitions() {
  std::vector<RatingTransition> transitions;
  for (const Row& row : kTable) {
    transitions.push_back({.command = row.command, .name = row.name, .from = FromOf(row), .to = row.to});
  }
  return transitions;
}

}  // namespace phancong::rules
