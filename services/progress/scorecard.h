// How one union stands.
#ifndef PHANCONG_SERVICES_PROGRESS_SCORECARD_H_
#define PHANCONG_SERVICES_PROGRESS_SCORECARD_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// Every task of the union in the round, and in the term's round where the round is a year's, as of today or of the day
// asked for; items in the order of the round's programme, ad hoc ones last. NOT_FOUND, also where the union or the
// round was not known on that day; NOT_YOUR_UNION; INVALID_FIELD without a round, and for a day to come.
[[nodiscard]] absl::Status GetUnionScorecard(serving::ReadContext& context, const v1::GetUnionScorecardRequest& request,
                                             v1::GetUnionScorecardResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_SCORECARD_H_
