// Scheduling an inspection of a unit by a team.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_SCHEDULE_INSPECTION_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_SCHEDULE_INSPECTION_H_

#include "absl/status/status.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// The inspection's id is the year of its scheduled date and its number in that year: "2025-03". Who may be on the team
// says rules/team.h. What it refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status ScheduleInspection(serving::CommandContext& context,
                                              const v1::ScheduleInspectionRequest& request,
                                              v1::ScheduleInspectionResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_SCHEDULE_INSPECTION_H_
