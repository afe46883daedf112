// The programme in one of its versions, read.
#ifndef PHANCONG_SERVICES_PROGRAMME_READ_PROGRAMME_H_
#define PHANCONG_SERVICES_PROGRAMME_READ_PROGRAMME_H_

#include "absl/status/status.h"
#include "phancong/v1/programme_service.pb.h"
#include "services/serving/command.h"

namespace phancong::programme {

// NO_PROGRAMME where the newest is asked for and none is loaded; NOT_FOUND for a version that is not there.
[[nodiscard]] absl::Status GetProgramme(serving::ReadContext& context, const v1::GetProgrammeRequest& request,
                                        v1::GetProgrammeResponse* response);

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_READ_PROGRAMME_H_
