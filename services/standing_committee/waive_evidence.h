// Required evidence that a cycle of a task may be submitted without.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_WAIVE_EVIDENCE_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_WAIVE_EVIDENCE_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

[[nodiscard]] absl::Status WaiveEvidence(serving::CommandContext& context, const v1::WaiveEvidenceRequest& request,
                                         v1::WaiveEvidenceResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_WAIVE_EVIDENCE_H_
