// How far every indicator is.
#ifndef PHANCONG_SERVICES_PROGRESS_INDICATORS_H_
#define PHANCONG_SERVICES_PROGRESS_INDICATORS_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// The indicators of the round's version of the programme, in its order: yearly ones from the round, the others from the
// term's round, derived ones as they stand today. An indicator that is not issued has no data, and a note. NOT_FOUND.
[[nodiscard]] absl::Status ListIndicatorProgress(serving::ReadContext& context,
                                                 const v1::ListIndicatorProgressRequest& request,
                                                 v1::ListIndicatorProgressResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_INDICATORS_H_
