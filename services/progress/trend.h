// Every indicator over the years.
#ifndef PHANCONG_SERVICES_PROGRESS_TREND_H_
#define PHANCONG_SERVICES_PROGRESS_TREND_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// The indicators of the newest programme, or those that are asked for, in its order, with a point for each of its years
// whose round is issued, the earliest first: of a sealed year as it was sealed; else as it was shown at the end of the
// year, or is today while it runs (a year whose round was drafted after its end has no point until it is sealed). Over
// the term: rules::OverTerm. NO_PROGRAMME; INVALID_FIELD for an item that is no indicator of the programme.
[[nodiscard]] absl::Status ListIndicatorTrend(serving::ReadContext& context,
                                              const v1::ListIndicatorTrendRequest& request,
                                              v1::ListIndicatorTrendResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_TREND_H_
