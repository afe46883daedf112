// All figures of a period, together.
#ifndef PHANCONG_SERVICES_PROGRESS_PERIOD_FIGURES_H_
#define PHANCONG_SERVICES_PROGRESS_PERIOD_FIGURES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "phancong/v1/period_report.pb.h"
#include "services/rules/dates.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

// Indicators, stands of play, timeliness, coverage and ratings of a round that is issued or sealed, as they were shown
// at the end of `day`. What a round of the term does not have is left empty.
[[nodiscard]] absl::StatusOr<v1::PeriodFigures> FiguresOfPeriod(storage::ReadTransaction& tx, int64_t federation,
                                                                const storage::RoundRow& round, rules::Day day);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_PERIOD_FIGURES_H_
