// Review: a member takes it, gives it back, accepts, returns.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_REVIEW_TASK_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_REVIEW_TASK_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Bodies of commands; what each refuses stands in standing_committee_service.proto.
[[nodiscard]] absl::Status TakeReview(serving::CommandContext& context, const v1::TakeReviewRequest& request,
                                      v1::TakeReviewResponse* response);
[[nodiscard]] absl::Status ReleaseReview(serving::CommandContext& context, const v1::ReleaseReviewRequest& request,
                                         v1::ReleaseReviewResponse* response);
[[nodiscard]] absl::Status AcceptTask(serving::CommandContext& context, const v1::AcceptTaskRequest& request,
                                      v1::AcceptTaskResponse* response);
[[nodiscard]] absl::Status ReturnTask(serving::CommandContext& context, const v1::ReturnTaskRequest& request,
                                      v1::ReturnTaskResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_REVIEW_TASK_H_
