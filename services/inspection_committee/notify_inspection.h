// Before an inspection begins: its notice; and how one is called off.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_NOTIFY_INSPECTION_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_NOTIFY_INSPECTION_H_

#include "absl/status/status.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of commands; what each refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status NotifyInspection(serving::CommandContext& context,
                                            const v1::NotifyInspectionRequest& request,
                                            v1::NotifyInspectionResponse* response);
[[nodiscard]] absl::Status CancelInspection(serving::CommandContext& context,
                                            const v1::CancelInspectionRequest& request,
                                            v1::CancelInspectionResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_NOTIFY_INSPECTION_H_
