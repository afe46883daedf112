#include "services/progress/period_figures.h"

#include <vector>

#include "services/progress/indicators.h"
#include "services/progress/stands.h"
#include "services/progress/timeliness.h"
#include "services/rules/propagate.h"

namespace phancong::progress {

absl::StatusOr<v1::PeriodFigures> FiguresOfPeriod(storage::ReadTransaction& tx, int64_t federation,
                                                  const storage::RoundRow& round, rules::Day day) {
  v1::PeriodFigures figures;
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators, IndicatorsOf(tx, federation, round, day));
  figures.mutable_indicators()->Add(indicators.begin(), indicators.end());
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> stands, StandsOfPlay(tx, federation, round, day));
  figures.mutable_stands()->Add(stands.begin(), stands.end());
  ASSIGN_OR_RETURN(*figures.mutable_timeliness(), TimelinessOn(tx, federation, round.round, day));
  return figures;
}

}  // namespace phancong::progress
