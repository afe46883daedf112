// How tasks stand against their deadlines, counted.
#ifndef PHANCONG_SERVICES_PROGRESS_TIMELINESS_H_
#define PHANCONG_SERVICES_PROGRESS_TIMELINESS_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// Of one round, or of all ("-"), as of today, or of the day asked for. NOT_FOUND, also where there was no such round on
// that day; INVALID_FIELD for a day to come.
[[nodiscard]] absl::Status GetTimeliness(serving::ReadContext& context, const v1::GetTimelinessRequest& request,
                                         v1::GetTimelinessResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_TIMELINESS_H_
