// How a union rates itself (tự xếp loại).
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_RATE_SELF_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_RATE_SELF_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

[[nodiscard]] absl::Status SubmitSelfRating(serving::CommandContext& context,
                                            const v1::SubmitSelfRatingRequest& request,
                                            v1::SubmitSelfRatingResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_RATE_SELF_H_
