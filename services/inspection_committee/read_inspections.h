// Reading inspections. A union sees its own, once concluded; findings that are not issued yet are the Inspection
// Committee's alone.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTIONS_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTIONS_H_

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of reads; what each refuses stands in task_service.proto.
[[nodiscard]] absl::Status GetInspection(serving::ReadContext& context, const v1::GetInspectionRequest& request,
                                         v1::GetInspectionResponse* response);
// NOT_YOUR_UNION where whoever reaches their own unions alone asks for another unit.
[[nodiscard]] absl::Status ListInspections(serving::ReadContext& context, const v1::ListInspectionsRequest& request,
                                           v1::ListInspectionsResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTIONS_H_
