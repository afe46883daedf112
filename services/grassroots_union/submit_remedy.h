// The unit reports that a finding has been remedied.
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_SUBMIT_REMEDY_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_SUBMIT_REMEDY_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

// Of a finding on the federation itself, a member of its Standing Committee. What it refuses stands in
// grassroots_union_service.proto.
[[nodiscard]] absl::Status SubmitRemedy(serving::CommandContext& context, const v1::SubmitRemedyRequest& request,
                                        v1::SubmitRemedyResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_SUBMIT_REMEDY_H_
