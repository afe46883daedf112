// Ratings, as they are read.
#ifndef PHANCONG_SERVICES_PROGRESS_RATINGS_H_
#define PHANCONG_SERVICES_PROGRESS_RATINGS_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// NOT_YOUR_UNION where the union does not exist for the caller, and as RatingFiles::Open.
[[nodiscard]] absl::Status GetRating(serving::ReadContext& context, const v1::GetRatingRequest& request,
                                     v1::GetRatingResponse* response);

// Of the unions within the caller's reach that existed on any day of the round's period. INVALID_FIELD; NOT_FOUND;
// ROUND_STATE; PAGE_TOKEN_INVALID.
[[nodiscard]] absl::Status ListRatings(serving::ReadContext& context, const v1::ListRatingsRequest& request,
                                       v1::ListRatingsResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_RATINGS_H_
