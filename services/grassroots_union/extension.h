// Asking for a later due date, and taking the request back.
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_EXTENSION_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_EXTENSION_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

// Bodies of commands; what each refuses stands in grassroots_union_service.proto.
[[nodiscard]] absl::Status RequestExtension(serving::CommandContext& context,
                                            const v1::RequestExtensionRequest& request,
                                            v1::RequestExtensionResponse* response);
[[nodiscard]] absl::Status CancelExtension(serving::CommandContext& context, const v1::CancelExtensionRequest& request,
                                           v1::CancelExtensionResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_EXTENSION_H_
