// Ratings of unions, and when the annual settlement was sent up.
#ifndef PHANCONG_STORAGE_RATINGS_H_
#define PHANCONG_STORAGE_RATINGS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "storage/as_of.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// A union's rating in a year's round.
struct RatingRow {
  int64_t round = 0;
  int64_t union_number = 0;
  v1::RatingState state = v1::RATING_STATE_UNSPECIFIED;
  // Of what was decided, or else claimed.
  int64_t possible_points = 0;
  int64_t claimed_points = 0;
  std::string claimed_level;
  std::string narrative;
  int64_t rated_by = 0;
  // Whose delegated position they exercised; 0: nobody's.
  int64_t rated_for = 0;
  int64_t rated_at = 0;
  // Empty and 0 while it is not decided.
  int64_t decided_points = 0;
  std::string decided_level;
  std::string reason;
  std::string decision_number;
  int64_t decided_by = 0;
  int64_t decided_for = 0;
  int64_t decided_at = 0;
  rules::Day decided_day = 0;
  int64_t revision = 0;
};

// Nothing where the union was not rated.
[[nodiscard]] absl::StatusOr<std::optional<RatingRow>> FindRating(ReadTransaction& tx, int64_t federation,
                                                                  int64_t round, int64_t union_number);
// All of a round, by the union's number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, RatingRow>> Ratings(ReadTransaction& tx, int64_t federation,
                                                                   int64_t round);

// What a claim or a decision says of one criterion. Points are −1 where there are none.
struct RatingLineRow {
  std::string criterion;
  int64_t max_points = 0;
  int64_t numerator = 0;
  int64_t denominator = 0;
  int64_t computed_points = 0;
  int64_t points = 0;
  std::string reason;
};
enum class RatingVersion { kClaim, kDecision };
// In the programme's order; empty where the rating has no such version.
[[nodiscard]] absl::StatusOr<std::vector<RatingLineRow>> RatingLines(ReadTransaction& tx, int64_t federation,
                                                                     int64_t round, int64_t union_number,
                                                                     RatingVersion version);

// The levels that were decided in a round by the end of `day`, by the union's number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, std::string>> DecidedLevels(ReadTransaction& tx, int64_t federation,
                                                                           int64_t round, rules::Day day);

// By the union's number, the days up to the one asked for on which it came out of a split or of a merger, by what was
// known.
[[nodiscard]] absl::StatusOr<std::map<int64_t, std::vector<rules::Day>>> ReformedDays(ReadTransaction& tx,
                                                                                      int64_t federation,
                                                                                      const AsOf& as_of);

// The annual settlement as it was last recorded.
struct SettlementRow {
  int64_t year = 0;
  // Numbered from 1 in each year.
  int64_t record = 0;
  rules::Day sent_day = 0;
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
  std::string reason;
};
// By the end of `day`; nothing where none was recorded by then.
[[nodiscard]] absl::StatusOr<std::optional<SettlementRow>> FindSettlement(ReadTransaction& tx, int64_t federation,
                                                                          int64_t year, rules::Day day);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::SelfRatingSubmitted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RatingDecided& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::SettlementRecorded& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_RATINGS_H_
