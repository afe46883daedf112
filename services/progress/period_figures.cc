#include "services/progress/period_figures.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/progress/coverage.h"
#include "services/progress/indicators.h"
#include "services/progress/stands.h"
#include "services/progress/timeliness.h"
#include "services/rules/propagate.h"
#include "storage/programmes.h"
#include "storage/ratings.h"

namespace phancong::progress {
namespace {

// How many of the unions that there were at the end of the year, or of the day, were decided to be of each level by
// then; the programme's order, those not rated last.
absl::StatusOr<std::vector<v1::LevelCount>> RatingsOf(storage::ReadTransaction& tx, int64_t federation,
                                                      const storage::RoundRow& round, const v1::Programme& programme,
                                                      rules::Day day) {
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(tx, federation,
                                           {.day = std::min(day, round.period.end), .known_day = day}));
  using Levels = std::map<int64_t, std::string>;
  ASSIGN_OR_RETURN(const Levels decided, storage::DecidedLevels(tx, federation, round.round, day));
  std::map<std::string, int64_t> unions;
  for (const storage::UnionRow& row : population.unions) {
    const auto level = decided.find(row.union_number);
    ++unions[level == decided.end() ? std::string() : level->second];
  }
  std::vector<v1::LevelCount> counts;
  for (const v1::RatingLevel& level : programme.rating().levels()) {
    v1::LevelCount& count = counts.emplace_back();
    count.set_level(level.id());
    *count.mutable_title() = level.title();
    count.set_unions(unions[level.id()]);
  }
  v1::LevelCount& not_rated = counts.emplace_back();
  not_rated.mutable_title()->set_vi("Chưa xếp loại");
  not_rated.mutable_title()->set_en("Not rated");
  not_rated.set_unions(unions[""]);
  return counts;
}

}  // namespace

absl::StatusOr<v1::PeriodFigures> FiguresOfPeriod(storage::ReadTransaction& tx, int64_t federation,
                                                  const storage::RoundRow& round, rules::Day day) {
  v1::PeriodFigures figures;
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators, IndicatorsOf(tx, federation, round, day));
  figures.mutable_indicators()->Add(indicators.begin(), indicators.end());
  ASSIGN_OR_RETURN(*figures.mutable_timeliness(), TimelinessOn(tx, federation, round.round, day));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation, round.programme_version));
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*programme.programme, round.id);
  if (!kind || !kind->yearly) return figures;
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> stands, StandsOfPlay(tx, federation, round, day));
  figures.mutable_stands()->Add(stands.begin(), stands.end());
  ASSIGN_OR_RETURN(const std::vector<v1::StratumCoverage> coverage, CoverageOf(tx, federation, round, day));
  figures.mutable_coverage()->Add(coverage.begin(), coverage.end());
  ASSIGN_OR_RETURN(const std::vector<v1::LevelCount> ratings,
                   RatingsOf(tx, federation, round, *programme.programme, day));
  figures.mutable_ratings()->Add(ratings.begin(), ratings.end());
  return figures;
}

}  // namespace phancong::progress
