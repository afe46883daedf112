// How tasks stand against their deadlines, counted.
#ifndef PHANCONG_SERVICES_PROGRESS_TIMELINESS_H_
#define PHANCONG_SERVICES_PROGRESS_TIMELINESS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/dates.h"
#include "services/serving/command.h"
#include "storage/store.h"

namespace phancong::progress {

// Of one round (0: of all), as it was at the end of `day`.
[[nodiscard]] absl::StatusOr<v1::TimelinessCounts> TimelinessOn(storage::ReadTransaction& tx, int64_t federation,
                                                                int64_t round, rules::Day day);

// Of one round, or of all ("-"), as of today. NOT_FOUND.
[[nodiscard]] absl::Status GetTimeliness(serving::ReadContext& context, const v1::GetTimelinessRequest& request,
                                         v1::GetTimelinessResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_TIMELINESS_H_
