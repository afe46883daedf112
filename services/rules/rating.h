// Ratings of unions (xếp loại): the points that a union's tasks give, the level that follows, what is missing to the
// next one, and from when on a union is rated. Pure.
//
// Source: the programme's rating rules (RatingRules): criteria, point limits and ages are data.
#ifndef PHANCONG_SERVICES_RULES_RATING_H_
#define PHANCONG_SERVICES_RULES_RATING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "services/rules/dates.h"
#include "services/rules/scope.h"
#include "services/rules/totals.h"

namespace phancong::rules {

// A task of the union in the round of the year that is rated.
struct RatedTask {
  int64_t task = 0;
  std::string item;
  TaskLeaf leaf;
};

// A task that a criterion looks at, and whether it counts for its points.
struct TracedTask {
  int64_t task = 0;
  std::string item;
  bool counts = false;
  // It does not count yet, and still may.
  bool may_count = false;
};

// What one criterion comes to.
struct CriterionAssessment {
  std::string criterion;
  v1::LocalText title;
  // 0: it does not apply, since none of what it looks at was asked of the union. It then leaves the possible points.
  int64_t max_points = 0;
  // What the computed points rest on; both 0 where it is judged.
  int64_t numerator = 0;
  int64_t denominator = 0;
  // Nothing where it is judged, or does not apply.
  std::optional<int64_t> computed;
  // The points, if everything that still may count came to count; judged: the greatest.
  int64_t best = 0;
  std::vector<TracedTask> tasks;
};

// Every criterion, in the programme's order, over the tasks on `today`:
//   RESULTS     ⌊max · met / tasks⌋ over the tasks of its items: those not withdrawn, suspended, or accepted as not
//               applicable. What is not accepted still may count
//   TIMELINESS  ⌊max · done on time / due⌋ over the tasks of its items (none named: all of the round) that are due as
//               AddTimeliness counts them. Those that are not due yet, or await review in time, still may count
//   JUDGEMENT   nothing is computed
[[nodiscard]] std::vector<CriterionAssessment> Assess(const v1::RatingRules& rules, const std::vector<RatedTask>& tasks,
                                                      Day today);

// Σ of the greatest points of the criteria that apply.
[[nodiscard]] int64_t PossiblePoints(const std::vector<CriterionAssessment>& criteria);

// The level of ⌊100 · points / possible⌋, compared with points_from. nullptr where nothing is possible, or the
// programme has no levels. 0 ≤ points ≤ possible.
[[nodiscard]] const v1::RatingLevel* LevelOf(const v1::RatingRules& rules, int64_t points, int64_t possible);

// Whether `level` is `wanted` or better; false where the programme has not both.
[[nodiscard]] bool IsAtLeast(const v1::RatingRules& rules, const std::string& level, const std::string& wanted);

// The level above, and the fewest points more that give it. Nothing at the best, and where nothing is possible.
struct LevelAbove {
  const v1::RatingLevel* level = nullptr;
  int64_t points_missing = 0;
};
[[nodiscard]] std::optional<LevelAbove> NextLevelOf(const v1::RatingRules& rules, int64_t points, int64_t possible);

// What the criterion `criterion` of an assessment can still give above the points that stand, 1 or more.
struct CriterionGain {
  size_t criterion = 0;
  int64_t points = 0;
};
// The most points first; of equals, in the programme's order. `points` has one for each criterion, 0 where none stand.
[[nodiscard]] std::vector<CriterionGain> GainsOf(const std::vector<CriterionAssessment>& criteria,
                                                 const std::vector<int64_t>& points);

// Points as somebody gives them for a criterion.
struct GivenPoints {
  std::string criterion;
  int64_t points = 0;
  bool has_reason = false;
};
// No points stand for a criterion: it does not apply.
inline constexpr int64_t kNoPoints = -1;

// A claim may leave out what is computed, and claims it as computed; a decision names every criterion that applies.
enum class PointsOf { kClaim, kDecision };
// One for each criterion of the assessment, kNoPoints where it does not apply. INVALID_FIELD under "points" with every
// violation: a criterion that the programme does not have, that is named twice, or that is missing; points below 0 or
// above the criterion's greatest.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> PointsFrom(const std::vector<CriterionAssessment>& criteria,
                                                              const std::vector<GivenPoints>& given, PointsOf whose);

// Ids of the criteria whose points differ from the claim or from what is computed, and that bring no reason of their
// own. `claim` is empty where the points are the claim; a criterion without claimed points (kNoPoints) does not differ
// from it.
[[nodiscard]] std::vector<std::string> Unexplained(const std::vector<CriterionAssessment>& criteria,
                                                   const std::vector<int64_t>& claim,
                                                   const std::vector<int64_t>& points,
                                                   const std::vector<GivenPoints>& given);

// How old a union is, as ratings count it.
struct UnionAge {
  Day founded_day = 0;  // 0: unknown, counted as old enough
  // On which it came out of a split, or of a merger.
  std::vector<Day> reformed_days;
};

// The first day on which the union is old enough: months_since_founding after its founding, and
// months_since_split_or_merger after each split or merger up to `until`. What a split or merger brought forth was not
// founded: the second alone is asked of it. 0: any day.
[[nodiscard]] Day OldEnoughFrom(const v1::RatingRules& rules, const UnionAge& age, Day until);

// The day until which the union is too young to be rated for a period; 0 where it is not. It must be old enough when
// the period's last day is over (24:00), whenever that is decided: who was there the whole year is rated for it.
[[nodiscard]] Day TooYoungUntil(const v1::RatingRules& rules, const UnionAge& age, const Period& period);

// Whether the union is no longer there to be rated for a period: it ended by its last day.
[[nodiscard]] bool EndedIn(Day ended_day, const Period& period);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_RATING_H_
