// A union brings its facts up to date.
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_UPDATE_FACTS_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_UPDATE_FACTS_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

// What it refuses stands in grassroots_union_service.proto; besides PERIOD_SEALED for a day in a sealed period.
[[nodiscard]] absl::Status UpdateFacts(serving::CommandContext& context, const v1::UpdateFactsRequest& request,
                                       v1::UpdateFactsResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_UPDATE_FACTS_H_
