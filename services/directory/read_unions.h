// Unions, read.
#ifndef PHANCONG_SERVICES_DIRECTORY_READ_UNIONS_H_
#define PHANCONG_SERVICES_DIRECTORY_READ_UNIONS_H_

#include "absl/status/status.h"
#include "phancong/v1/directory_service.pb.h"
#include "services/serving/command.h"

namespace phancong::directory {

// With the facts that hold today. NOT_FOUND; NOT_YOUR_UNION.
[[nodiscard]] absl::Status GetUnion(serving::ReadContext& context, const v1::GetUnionRequest& request,
                                    v1::GetUnionResponse* response);

// Those within the caller's reach. PAGE_TOKEN_INVALID.
[[nodiscard]] absl::Status ListUnions(serving::ReadContext& context, const v1::ListUnionsRequest& request,
                                      v1::ListUnionsResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_READ_UNIONS_H_
