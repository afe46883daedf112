// Corrections of sealed results, as they are shown.
#ifndef PHANCONG_SERVICES_TASKS_RESTATEMENTS_H_
#define PHANCONG_SERVICES_TASKS_RESTATEMENTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/command.h"
#include "services/tasks/task_file.h"
#include "storage/sealing.h"
#include "storage/store.h"

namespace phancong::tasks {

[[nodiscard]] absl::Status ShowRestatement(storage::ReadTransaction& tx, int64_t federation,
                                           const std::string& federation_id, TaskFiles& files,
                                           const storage::RestatementRow& row, v1::Restatement* shown);

// A body; NOT_FOUND. Who reads for a union sees its own.
[[nodiscard]] absl::Status ListRestatements(serving::ReadContext& context, const v1::ListRestatementsRequest& request,
                                            v1::ListRestatementsResponse* response);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_RESTATEMENTS_H_
