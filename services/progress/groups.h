// The programme by type of union, by field, or by member in charge.
#ifndef PHANCONG_SERVICES_PROGRESS_GROUPS_H_
#define PHANCONG_SERVICES_PROGRESS_GROUPS_H_

#include "absl/status/status.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/serving/command.h"

namespace phancong::progress {

// The tasks of one round, as of today or of the day asked for, in groups:
//   TYPE    every type of the round's programme, then the federation itself (key "federation"); by the type that the
//           task was issued to;
//   FIELD   every field of the programme; ad hoc tasks, if there are any, in a last group without a key;
//   MEMBER  everybody who was in charge of something on that day, by account id: of the task's item, its field or its
//           unit; a task that two are in charge of is in both groups, in each once.
// The indicators of a field are those that ListIndicatorProgress shows; of a type and of a member, those that have
// tasks in the group, over these tasks alone, in the order of the programme. NOT_FOUND, also where there was no such
// round on that day; INVALID_FIELD without a grouping, and for a day to come.
[[nodiscard]] absl::Status ListProgressGroups(serving::ReadContext& context,
                                              const v1::ListProgressGroupsRequest& request,
                                              v1::ListProgressGroupsResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_GROUPS_H_
