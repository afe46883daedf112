// The unit explains a finding before the conclusion, and reports that it has been remedied.
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_ANSWER_FINDING_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_ANSWER_FINDING_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

// Bodies of commands. Of a finding on the federation itself, its Standing Committee answers. What each refuses stands
// in grassroots_union_service.proto; besides, who is on the team or found it does not explain it (SAME_PERSON).
[[nodiscard]] absl::Status SubmitRemedy(serving::CommandContext& context, const v1::SubmitRemedyRequest& request,
                                        v1::SubmitRemedyResponse* response);
[[nodiscard]] absl::Status ExplainFinding(serving::CommandContext& context, const v1::ExplainFindingRequest& request,
                                          v1::ExplainFindingResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_ANSWER_FINDING_H_
