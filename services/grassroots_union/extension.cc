#include "services/grassroots_union/extension.h"

#include <cstdint>
#include <optional>
#include <string>

#include "phancong/v1/event.pb.h"
#include "services/rules/extension_machine.h"
#include "services/rules/propagate.h"
#include "services/serving/fields.h"
#include "services/tasks/extension_file.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"

namespace phancong::grassroots_union {

absl::Status RequestExtension(serving::CommandContext& context, const v1::RequestExtensionRequest& request,
                              v1::RequestExtensionResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const rules::Day due_day, serving::DayOr(request.due_date(), 0, "due_date"));
  ASSIGN_OR_RETURN(const std::optional<storage::ExtensionRow> open,
                   storage::OpenExtension(context.tx(), context.federation(), file.row.task));
  RETURN_IF_ERROR(tasks::DecideExtension(files, rules::ExtensionCommand::kRequest, file, open, context.actor(),
                                         {.new_due_day = due_day, .has_reason = !reason.empty()}, context.today()));
  ASSIGN_OR_RETURN(const int64_t number, storage::NextExtension(context.tx(), context.federation(), file.row.task));
  v1::Event event;
  v1::ExtensionRequested& requested = *event.mutable_extension_requested();
  requested.set_task(file.row.task);
  requested.set_extension(number);
  requested.set_due_day(due_day);
  *requested.mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  return tasks::ShowExtension(files, context.tx(), context.federation(), file, number, response->mutable_extension());
}

absl::Status CancelExtension(serving::CommandContext& context, const v1::CancelExtensionRequest& request,
                             v1::CancelExtensionResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::ExtensionFile file,
                   tasks::OpenExtensionForChange(files, context, request.name(), request.etag()));
  RETURN_IF_ERROR(tasks::DecideExtension(files, rules::ExtensionCommand::kCancel, file.task, file.row, context.actor(),
                                         {}, context.today()));
  v1::Event event;
  event.mutable_extension_cancelled()->set_task(file.task.row.task);
  event.mutable_extension_cancelled()->set_extension(file.row.extension);
  RETURN_IF_ERROR(context.Emit(event));
  return tasks::ShowExtension(files, context.tx(), context.federation(), file.task, file.row.extension,
                              response->mutable_extension());
}

}  // namespace phancong::grassroots_union
