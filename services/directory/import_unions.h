// Importing unions from a CSV.
#ifndef PHANCONG_SERVICES_DIRECTORY_IMPORT_UNIONS_H_
#define PHANCONG_SERVICES_DIRECTORY_IMPORT_UNIONS_H_

#include "absl/status/status.h"
#include "phancong/v1/directory_service.pb.h"
#include "services/serving/command.h"

namespace phancong::directory {

// Unions in one federation.
inline constexpr int kGreatestUnionCount = 5'000;

// `request` is the whole: its chunk is the file. Unions that differ from the directory as it stood on the day that the
// facts are of are changed; where none does, nothing happens and no entry is made. What it refuses stands in
// directory_service.proto; besides INVALID_FIELD where as_of_date is after today, INVALID_FILE for a row that would
// change what was recorded of a union from a later day on, TOO_LARGE above kGreatestUnionCount.
[[nodiscard]] absl::Status ImportUnions(serving::CommandContext& context, const v1::ImportUnionsRequest& request,
                                        v1::ImportUnionsResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_IMPORT_UNIONS_H_
