// Who is in charge of what, as it is shown and read.
#ifndef PHANCONG_SERVICES_DIRECTORY_RESPONSIBILITIES_H_
#define PHANCONG_SERVICES_DIRECTORY_RESPONSIBILITIES_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/directory.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "services/serving/command.h"
#include "storage/accounts.h"
#include "storage/store.h"

namespace phancong::directory {

[[nodiscard]] absl::StatusOr<v1::Responsibility> ShowResponsibility(storage::ReadTransaction& tx, int64_t federation,
                                                                    std::string_view federation_id,
                                                                    const storage::ResponsibilityRow& row);

// In the order they were assigned. Who reads within a union sees who is in charge of that union. PAGE_TOKEN_INVALID.
[[nodiscard]] absl::Status ListResponsibilities(serving::ReadContext& context,
                                                const v1::ListResponsibilitiesRequest& request,
                                                v1::ListResponsibilitiesResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_RESPONSIBILITIES_H_
