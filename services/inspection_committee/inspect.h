// Fieldwork: it begins, tasks are checked, findings recorded and dropped.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECT_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECT_H_

#include "absl/status/status.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of commands; what each refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status StartInspection(serving::CommandContext& context, const v1::StartInspectionRequest& request,
                                           v1::StartInspectionResponse* response);
[[nodiscard]] absl::Status CheckTask(serving::CommandContext& context, const v1::CheckTaskRequest& request,
                                     v1::CheckTaskResponse* response);
[[nodiscard]] absl::Status RecordFinding(serving::CommandContext& context, const v1::RecordFindingRequest& request,
                                         v1::RecordFindingResponse* response);
[[nodiscard]] absl::Status DropFinding(serving::CommandContext& context, const v1::DropFindingRequest& request,
                                       v1::DropFindingResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_INSPECT_H_
