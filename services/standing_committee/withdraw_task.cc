#include "services/standing_committee/withdraw_task.h"

#include <string>

#include "phancong/v1/event.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"

namespace phancong::standing_committee {

absl::Status WithdrawTask(serving::CommandContext& context, const v1::WithdrawTaskRequest& request,
                          v1::WithdrawTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kWithdraw, file, context.actor(),
                               {.has_reason = !reason.empty(), .has_decision = !decision.empty()}));
  v1::Event event;
  event.mutable_task_withdrawn()->set_task(file.row.task);
  *event.mutable_task_withdrawn()->mutable_reason() = context.Keep(reason);
  event.mutable_task_withdrawn()->set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

}  // namespace phancong::standing_committee
