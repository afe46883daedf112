#include "services/rules/rating.h"

#include <algorithm>
#include <utility>

#include "absl/numeric/int128.h"
#include "fmt/format.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"

namespace phancong::rules {
namespace {

using Basis = v1::RatingCriterion::Basis;

// ⌊max · numerator / denominator⌋.
int64_t Share(int64_t max, int64_t numerator, int64_t denominator) {
  return static_cast<int64_t>(absl::int128(max) * numerator / denominator);
}

bool LooksAt(const v1::RatingCriterion& criterion, const RatedTask& task) {
  const auto& items = criterion.items();
  if (criterion.basis() == v1::RatingCriterion::BASIS_TIMELINESS && items.empty()) return true;
  return std::find(items.begin(), items.end(), task.item) != items.end();
}

// What comes to count, if all that still may does.
struct Outlook {
  int64_t numerator = 0;
  int64_t denominator = 0;
};

// A task's part in the results: in both, in the denominator alone, or in neither.
void AddResult(const RatedTask& task, CriterionAssessment& to, Outlook& outlook) {
  const TaskPhase phase = PhaseOf(task.leaf.deadline.state);
  const ItemCounts counts = CountsOf(task.leaf);
  if (phase == TaskPhase::kSuspended || counts.expected == counts.not_applicable) return;
  const bool met = counts.met > 0;
  const bool may_be = phase != TaskPhase::kAccepted;
  to.tasks.push_back({.task = task.task, .item = task.item, .counts = met, .may_count = may_be});
  ++to.denominator;
  ++outlook.denominator;
  to.numerator += met ? 1 : 0;
  outlook.numerator += met || may_be ? 1 : 0;
}

void AddPunctuality(const RatedTask& task, Day today, CriterionAssessment& to, Outlook& outlook) {
  v1::TimelinessCounts counts;
  AddTimeliness(DueCountsOf(task.leaf), task.leaf.deadline.due_day, today, counts);
  outlook.denominator += counts.due() + counts.not_due();
  const bool may_be = counts.not_due() > 0 || (counts.awaiting_review() > 0 && DaysLate(task.leaf.deadline) <= 0);
  const bool on_time = counts.done_on_time() > 0;
  outlook.numerator += on_time || may_be ? 1 : 0;
  to.numerator += counts.done_on_time();
  to.denominator += counts.due();
  if (counts.due() + counts.not_due() == 0) return;
  to.tasks.push_back({.task = task.task, .item = task.item, .counts = on_time, .may_count = may_be});
}

// The same day of the month so many months on; the month's last where it is shorter.
Day MonthsOn(Day day, int months) {
  constexpr int kMonths = 12;
  const google::type::Date date = DateOf(day);
  const int month = date.month() - 1 + months;
  v1::MonthDay same;
  same.set_month(month % kMonths + 1);
  same.set_day(date.day());
  return DayInYear(date.year() + month / kMonths, same);
}

const CriterionAssessment* Find(const std::vector<CriterionAssessment>& criteria, const std::string& id) {
  const auto found = std::find_if(criteria.begin(), criteria.end(),
                                  [&](const CriterionAssessment& one) { return one.criterion == id; });
  return found == criteria.end() ? nullptr : &*found;
}

}  // namespace

std::vector<CriterionAssessment> Assess(const v1::RatingRules& rules, const std::vector<RatedTask>& tasks, Day today) {
  std::vector<CriterionAssessment> criteria;
  for (const v1::RatingCriterion& criterion : rules.criteria()) {
    CriterionAssessment& added = criteria.emplace_back();
    added.criterion = criterion.id();
    added.title = criterion.title();
    if (criterion.basis() == v1::RatingCriterion::BASIS_JUDGEMENT) {
      added.max_points = criterion.max_points();
      added.best = added.max_points;
      continue;
    }
    Outlook outlook;
    for (const RatedTask& task : tasks) {
      if (!LooksAt(criterion, task)) continue;
      if (criterion.basis() == v1::RatingCriterion::BASIS_RESULTS) {
        AddResult(task, added, outlook);
      } else {
        AddPunctuality(task, today, added, outlook);
      }
    }
    if (added.denominator == 0) continue;
    added.max_points = criterion.max_points();
    added.computed = Share(added.max_points, added.numerator, added.denominator);
    added.best = Share(added.max_points, outlook.numerator, outlook.denominator);
  }
  return criteria;
}

int64_t PossiblePoints(const std::vector<CriterionAssessment>& criteria) {
  int64_t possible = 0;
  for (const CriterionAssessment& criterion : criteria) possible += criterion.max_points;
  return possible;
}

const v1::RatingLevel* LevelOf(const v1::RatingRules& rules, int64_t points, int64_t possible) {
  if (possible <= 0) return nullptr;
  for (const v1::RatingLevel& level : rules.levels()) {
    if (points >= RequiredCount(possible, level.points_from())) return &level;
  }
  return nullptr;
}

bool IsAtLeast(const v1::RatingRules& rules, const std::string& level, const std::string& wanted) {
  const auto place = [&](const std::string& id) {
    return std::find_if(rules.levels().begin(), rules.levels().end(),
                        [&](const v1::RatingLevel& one) { return one.id() == id; });
  };
  const auto found = place(level);
  const auto at_least = place(wanted);
  // The best comes first.
  return found != rules.levels().end() && at_least != rules.levels().end() && found <= at_least;
}

std::optional<LevelAbove> NextLevelOf(const v1::RatingRules& rules, int64_t points, int64_t possible) {
  const v1::RatingLevel* above = nullptr;
  if (possible <= 0) return std::nullopt;
  for (const v1::RatingLevel& level : rules.levels()) {
    if (points >= RequiredCount(possible, level.points_from())) break;
    above = &level;
  }
  if (above == nullptr) return std::nullopt;
  return LevelAbove{.level = above, .points_missing = RequiredCount(possible, above->points_from()) - points};
}

std::vector<CriterionGain> GainsOf(const std::vector<CriterionAssessment>& criteria,
                                   const std::vector<int64_t>& points) {
  std::vector<CriterionGain> gains;
  for (size_t i = 0; i < criteria.size(); ++i) {
    if (criteria[i].max_points == 0) continue;
    const int64_t gain = criteria[i].best - std::max<int64_t>(points[i], 0);
    if (gain > 0) gains.push_back({.criterion = i, .points = gain});
  }
  std::stable_sort(gains.begin(), gains.end(),
                   [](const CriterionGain& a, const CriterionGain& b) { return a.points > b.points; });
  return gains;
}

absl::StatusOr<std::vector<int64_t>> PointsFrom(const std::vector<CriterionAssessment>& criteria,
                                                const std::vector<GivenPoints>& given, PointsOf whose) {
  std::vector<FieldProblem> problems;
  std::vector<std::optional<int64_t>> points(criteria.size());
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string at = fmt::format("points[{}]", i);
    const CriterionAssessment* const criterion = Find(criteria, given[i].criterion);
    if (criterion == nullptr) {
      problems.push_back({at + ".criterion", fmt::format("không có tiêu chí “{}”", given[i].criterion),
                          fmt::format("there is no criterion “{}”", given[i].criterion)});
      continue;
    }
    std::optional<int64_t>& of_criterion = points[static_cast<size_t>(criterion - criteria.data())];
    if (of_criterion) {
      problems.push_back({at + ".criterion", fmt::format("tiêu chí “{}” đã ghi", criterion->criterion),
                          fmt::format("criterion “{}” is given already", criterion->criterion)});
      continue;
    }
    of_criterion = given[i].points;
    if (given[i].points < 0 || given[i].points > criterion->max_points) {
      problems.push_back({at + ".points",
                          fmt::format("tiêu chí “{}”: từ 0 đến {} điểm", criterion->criterion, criterion->max_points),
                          fmt::format("criterion “{}”: 0 to {} points", criterion->criterion, criterion->max_points)});
    }
  }
  std::vector<int64_t> all;
  for (size_t i = 0; i < criteria.size(); ++i) {
    const CriterionAssessment& criterion = criteria[i];
    if (criterion.max_points == 0) {
      all.push_back(kNoPoints);
      continue;
    }
    if (!points[i] && whose == PointsOf::kClaim) points[i] = criterion.computed;
    if (!points[i]) {
      problems.push_back({"points", fmt::format("còn thiếu điểm của tiêu chí “{}”", criterion.criterion),
                          fmt::format("points of criterion “{}” are missing", criterion.criterion)});
    }
    all.push_back(points[i].value_or(0));
  }
  if (!problems.empty()) return RefuseFields(problems);
  return all;
}

std::vector<std::string> Unexplained(const std::vector<CriterionAssessment>& criteria,
                                     const std::vector<int64_t>& claim, const std::vector<int64_t>& points,
                                     const std::vector<GivenPoints>& given) {
  std::vector<std::string> unexplained;
  for (size_t i = 0; i < criteria.size(); ++i) {
    if (criteria[i].max_points == 0) continue;
    const bool as_computed = !criteria[i].computed || *criteria[i].computed == points[i];
    const bool as_claimed = claim.empty() || claim[i] == kNoPoints || claim[i] == points[i];
    if (as_computed && as_claimed) continue;
    const bool explained = std::any_of(given.begin(), given.end(), [&](const GivenPoints& one) {
      return one.criterion == criteria[i].criterion && one.has_reason;
    });
    if (!explained) unexplained.push_back(criteria[i].criterion);
  }
  return unexplained;
}

Day OldEnoughFrom(const v1::RatingRules& rules, const UnionAge& age, Day until) {
  Day from = 0;
  bool founded = age.founded_day != 0;
  for (const Day reformed : age.reformed_days) {
    if (reformed > until) continue;
    if (reformed == age.founded_day) founded = false;
    from = std::max(from, MonthsOn(reformed, rules.months_since_split_or_merger()));
  }
  return founded ? std::max(from, MonthsOn(age.founded_day, rules.months_since_founding())) : from;
}

Day TooYoungUntil(const v1::RatingRules& rules, const UnionAge& age, const Period& period) {
  const Day from = OldEnoughFrom(rules, age, period.end);
  const Day over = period.end + 1;
  // Not even there in the period, whatever the programme asks for.
  if (age.founded_day > period.end) return std::max(from, age.founded_day);
  return from > over ? from : 0;
}

bool EndedIn(Day ended_day, const Period& period) { return ended_day != 0 && ended_day <= period.end; }

}  // namespace phancong::rules
