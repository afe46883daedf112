// The last word on a remedy: it is right, or goes back.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_VERIFY_REMEDY_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_VERIFY_REMEDY_H_

#include "absl/status/status.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of commands; what each refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status VerifyRemedy(serving::CommandContext& context, const v1::VerifyRemedyRequest& request,
                                        v1::VerifyRemedyResponse* response);
[[nodiscard]] absl::Status RejectRemedy(serving::CommandContext& context, const v1::RejectRemedyRequest& request,
                                        v1::RejectRemedyResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_VERIFY_REMEDY_H_
