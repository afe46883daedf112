// Loading a programme, or its next version.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_LOAD_PROGRAMME_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_LOAD_PROGRAMME_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// An item keeps its number by its id, from version to version and from term to term. A file with the id of the
// programme that is loaded is its next version; one with another id is the programme of the next term, and begins after
// the loaded one has ended. What it refuses stands in standing_committee_service.proto; besides TOO_LARGE for the file.
[[nodiscard]] absl::Status LoadProgramme(serving::CommandContext& context, const v1::LoadProgrammeRequest& request,
                                         v1::LoadProgrammeResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_LOAD_PROGRAMME_H_
