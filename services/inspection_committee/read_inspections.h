// Reading inspections and findings. A union sees its own from the notice on, or from the fieldwork on where none is
// given; findings while it may explain them, and once they are issued: until then they are the Inspection Committee's
// alone.
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

[[nodiscard]] absl::Status ListFindings(serving::ReadContext& context, const v1::ListFindingsRequest& request,
                                        v1::ListFindingsResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_READ_INSPECTIONS_H_
