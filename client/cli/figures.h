// How figures are shown: indicators in columns, tasks against their deadlines.
#ifndef PHANCONG_CLIENT_CLI_FIGURES_H_
#define PHANCONG_CLIENT_CLI_FIGURES_H_

#include <string_view>

#include "client/cli/cells.h"
#include "client/cli/turn.h"
#include "phancong/v1/progress_service.pb.h"

namespace phancong::client {

// A row for each figure of each indicator; `rows` is the path of the figures, such as "indicators.figures".
[[nodiscard]] Showing IndicatorShowing(std::string_view rows);

// The four ways to stand against a deadline, as two by two: done or not done, in time or not.
void DrawTimeliness(const Turn& turn, const v1::TimelinessCounts& counts, const Style& style);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_FIGURES_H_
