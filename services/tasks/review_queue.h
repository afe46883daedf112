// What waits for a person's review.
#ifndef PHANCONG_SERVICES_TASKS_REVIEW_QUEUE_H_
#define PHANCONG_SERVICES_TASKS_REVIEW_QUEUE_H_

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"

namespace phancong::tasks {

// Exactly the tasks that the caller could accept now: in charge of them while nobody has taken the review, or having
// taken it; neither an author nor with a position in the assignee.
[[nodiscard]] absl::Status ListReviewQueue(serving::ReadContext& context, const v1::ListReviewQueueRequest& request,
                                           v1::ListReviewQueueResponse* response);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_REVIEW_QUEUE_H_
