// The calendar of working days is loaded, and the guidance that plans wait for recorded.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_LOAD_CALENDAR_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_LOAD_CALENDAR_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// DECISION_REQUIRED, TOO_LARGE, INVALID_FILE. No date moves: with validate_only the response counts the open tasks
// whose terms the file would end on another day, and, loaded, those that it does.
[[nodiscard]] absl::Status LoadCalendar(serving::CommandContext& context, const v1::LoadCalendarRequest& request,
                                        v1::LoadCalendarResponse* response);

// NO_PROGRAMME; INVALID_FIELD where the item waits for no guidance, or the document lacks its number or date.
[[nodiscard]] absl::Status RecordGuidance(serving::CommandContext& context, const v1::RecordGuidanceRequest& request,
                                          v1::RecordGuidanceResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_LOAD_CALENDAR_H_
