// What a person has open.
#ifndef PHANCONG_SERVICES_DIRECTORY_OPEN_WORK_H_
#define PHANCONG_SERVICES_DIRECTORY_OPEN_WORK_H_

#include "absl/status/status.h"
#include "phancong/v1/directory_service.pb.h"
#include "services/serving/command.h"

namespace phancong::directory {

[[nodiscard]] absl::Status ListOpenWork(serving::ReadContext& context, const v1::ListOpenWorkRequest& request,
                                        v1::ListOpenWorkResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_OPEN_WORK_H_
