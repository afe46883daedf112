// Extensions with the tasks they are of: loaded, decided and shown in one way for every room.
#ifndef PHANCONG_SERVICES_TASKS_EXTENSION_FILE_H_
#define PHANCONG_SERVICES_TASKS_EXTENSION_FILE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/deadline.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/extension_machine.h"
#include "services/serving/command.h"
#include "services/tasks/task_file.h"
#include "storage/deadlines.h"
#include "storage/store.h"

namespace phancong::tasks {

struct ExtensionFile {
  TaskFile task;
  storage::ExtensionRow row;
};

// By the extension's resource name. INVALID_FIELD where it is not one, NOT_FOUND where there is none, STALE where an
// etag is given that is not the extension's.
[[nodiscard]] absl::StatusOr<ExtensionFile> OpenExtensionForChange(TaskFiles& files, serving::CommandContext& context,
                                                                   const std::string& name, const std::string& etag);

[[nodiscard]] rules::ExtensionFacts ExtensionFactsOf(const TaskFile& file,
                                                     const std::optional<storage::ExtensionRow>& extension);

// Whether either person asked for it, for themselves or for the other.
[[nodiscard]] bool IsRequester(const storage::ExtensionRow& extension, const serving::Actor& actor);

// Whether the actor may give the command now: OK, or the refusal of the machine. Without an extension: none waits.
[[nodiscard]] absl::Status DecideExtension(TaskFiles& files, rules::ExtensionCommand command, const TaskFile& file,
                                           const std::optional<storage::ExtensionRow>& extension,
                                           const serving::Actor& actor, const rules::ExtensionProposal& proposal,
                                           rules::Day today);

// As it stands now, after what was emitted.
[[nodiscard]] absl::Status ShowExtension(TaskFiles& files, storage::ReadTransaction& tx, int64_t federation,
                                         const TaskFile& task, int64_t extension, v1::Extension* shown);
[[nodiscard]] absl::Status ShowExtension(TaskFiles& files, const TaskFile& task, const storage::ExtensionRow& row,
                                         v1::Extension* shown);

// Bodies of reads; what each refuses stands in task_service.proto. Whoever reaches their own unions alone gets what is
// of these.
[[nodiscard]] absl::Status ListDueDates(serving::ReadContext& context, const v1::ListDueDatesRequest& request,
                                        v1::ListDueDatesResponse* response);
[[nodiscard]] absl::Status ListExtensions(serving::ReadContext& context, const v1::ListExtensionsRequest& request,
                                          v1::ListExtensionsResponse* response);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_EXTENSION_FILE_H_
