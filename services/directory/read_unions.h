// Unions, read.
#ifndef PHANCONG_SERVICES_DIRECTORY_READ_UNIONS_H_
#define PHANCONG_SERVICES_DIRECTORY_READ_UNIONS_H_

#include <string>

#include "absl/status/status.h"
#include "phancong/v1/directory.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "services/serving/command.h"
#include "storage/directory.h"

namespace phancong::directory {

// A union as its row has it, without facts.
[[nodiscard]] v1::GrassrootsUnion ShowUnion(const std::string& federation_id, const storage::UnionRow& row);

// As it was on a day, with the facts that held then. NOT_FOUND, also on a day before its founding; NOT_YOUR_UNION;
// INVALID_FIELD on a day after today.
[[nodiscard]] absl::Status GetUnion(serving::ReadContext& context, const v1::GetUnionRequest& request,
                                    v1::GetUnionResponse* response);

// Those within the caller's reach that existed on a day, as they were then. PAGE_TOKEN_INVALID; INVALID_FIELD.
[[nodiscard]] absl::Status ListUnions(serving::ReadContext& context, const v1::ListUnionsRequest& request,
                                      v1::ListUnionsResponse* response);

// Within the caller's reach, newest first. PAGE_TOKEN_INVALID.
[[nodiscard]] absl::Status ListUnionChanges(serving::ReadContext& context, const v1::ListUnionChangesRequest& request,
                                            v1::ListUnionChangesResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_READ_UNIONS_H_
