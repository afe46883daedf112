// Plans that wait for the superior's guidance, and calendars of working days, read.
#ifndef PHANCONG_SERVICES_PROGRAMME_GUIDANCE_H_
#define PHANCONG_SERVICES_PROGRAMME_GUIDANCE_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "phancong/v1/programme_service.pb.h"
#include "services/serving/command.h"
#include "storage/calendars.h"

namespace phancong::programme {

// `recorded` is nullptr while the item waits.
[[nodiscard]] absl::Status ShowGuidance(storage::ReadTransaction& tx, int64_t federation,
                                        std::string_view federation_id, const v1::Item& item,
                                        const storage::GuidanceRow* recorded, v1::Guidance* shown);

// Every item of the newest programme that waits for guidance, or has it, in the order of the programme. NO_PROGRAMME.
[[nodiscard]] absl::Status ListGuidance(serving::ReadContext& context, const v1::ListGuidanceRequest& request,
                                        v1::ListGuidanceResponse* response);

// NOT_FOUND where there is no such version, or the newest is asked for and none is loaded.
[[nodiscard]] absl::Status GetCalendar(serving::ReadContext& context, const v1::GetCalendarRequest& request,
                                       v1::GetCalendarResponse* response);

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_GUIDANCE_H_
