// The totals of the federations below one.
#ifndef PHANCONG_SERVICES_PROGRESS_SUBORDINATES_H_
#define PHANCONG_SERVICES_PROGRESS_SUBORDINATES_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// Every federation that is below the caller's on the day, directly or through others, nearest first and then by id,
// with its indicators of the round of that name, in pages; on the first of them the sums of sums of all, by programme
// and indicator, in the order in which they first come. One that has no such round, or only its draft, is listed and
// not summed. Totals alone: nothing of a single union. No federation below: empty lists. INVALID_FIELD where no round
// or one to come is asked for; and as PageOf.
[[nodiscard]] absl::Status ListSubordinateProgress(serving::ReadContext& context,
                                                   const v1::ListSubordinateProgressRequest& request,
                                                   v1::ListSubordinateProgressResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_SUBORDINATES_H_
