// How an inspection ends: the conclusion is drafted, signed by its team and issued; a supervision is reported on.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_CONCLUDE_INSPECTION_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_CONCLUDE_INSPECTION_H_

#include "absl/status/status.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::inspection_committee {

// Bodies of commands; what each refuses stands in inspection_committee_service.proto.
[[nodiscard]] absl::Status DraftConclusion(serving::CommandContext& context, const v1::DraftConclusionRequest& request,
                                           v1::DraftConclusionResponse* response);
[[nodiscard]] absl::Status SignConclusion(serving::CommandContext& context, const v1::SignConclusionRequest& request,
                                          v1::SignConclusionResponse* response);
// A drafted conclusion is issued as it was signed: INVALID_FIELD where the request words it otherwise.
[[nodiscard]] absl::Status ConcludeInspection(serving::CommandContext& context,
                                              const v1::ConcludeInspectionRequest& request,
                                              v1::ConcludeInspectionResponse* response);
[[nodiscard]] absl::Status ReportSupervision(serving::CommandContext& context,
                                             const v1::ReportSupervisionRequest& request,
                                             v1::ReportSupervisionResponse* response);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_CONCLUDE_INSPECTION_H_
