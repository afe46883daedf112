// Unions founded, dissolved, merged, split, renamed, changed in type.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_RECORD_UNION_CHANGE_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_RECORD_UNION_CHANGE_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Tasks of rounds whose period was over on the day of the change stay as they are: the figures of that year do not
// follow what came later. What it refuses stands in standing_committee_service.proto; besides TOO_LARGE above the
// unions that a federation may have.
[[nodiscard]] absl::Status RecordUnionChange(serving::CommandContext& context,
                                             const v1::RecordUnionChangeRequest& request,
                                             v1::RecordUnionChangeResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_RECORD_UNION_CHANGE_H_
