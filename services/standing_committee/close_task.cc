#include "services/standing_committee/close_task.h"

#include <string>

#include "phancong/v1/event.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"

namespace phancong::standing_committee {
namespace {

// What all these commands bring; a decision's number only where the request has one.
struct Grounds {
  std::string reason;
  std::string decision_number;
};

template <class Request>
absl::StatusOr<std::string> ReasonOf(const Request& request) {
  return tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength);
}

template <class Request>
absl::StatusOr<Grounds> GroundsOf(const Request& request) {
  Grounds grounds;
  ASSIGN_OR_RETURN(grounds.reason, ReasonOf(request));
  ASSIGN_OR_RETURN(grounds.decision_number,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  return grounds;
}

rules::Proposal ProposalOf(const Grounds& grounds) {
  return {.has_reason = !grounds.reason.empty(), .has_decision = !grounds.decision_number.empty()};
}

}  // namespace

absl::Status WithdrawTask(serving::CommandContext& context, const v1::WithdrawTaskRequest& request,
                          v1::WithdrawTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const Grounds grounds, GroundsOf(request));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kWithdraw, file, context.actor(), ProposalOf(grounds)));
  v1::Event event;
  event.mutable_task_withdrawn()->set_task(file.row.task);
  *event.mutable_task_withdrawn()->mutable_reason() = context.Keep(grounds.reason);
  event.mutable_task_withdrawn()->set_decision_number(grounds.decision_number);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status SuspendTask(serving::CommandContext& context, const v1::SuspendTaskRequest& request,
                         v1::SuspendTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const Grounds grounds, GroundsOf(request));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kSuspend, file, context.actor(), ProposalOf(grounds)));
  v1::Event event;
  event.mutable_task_suspended()->set_task(file.row.task);
  *event.mutable_task_suspended()->mutable_reason() = context.Keep(grounds.reason);
  event.mutable_task_suspended()->set_decision_number(grounds.decision_number);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status ResumeTask(serving::CommandContext& context, const v1::ResumeTaskRequest& request,
                        v1::ResumeTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const Grounds grounds, GroundsOf(request));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kResume, file, context.actor(), ProposalOf(grounds)));
  v1::Event event;
  event.mutable_task_resumed()->set_task(file.row.task);
  *event.mutable_task_resumed()->mutable_reason() = context.Keep(grounds.reason);
  event.mutable_task_resumed()->set_decision_number(grounds.decision_number);
  event.mutable_task_resumed()->set_due_day(
      rules::DueDayResumed(file.row.due_day, file.row.suspended_day, context.today()));
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status CloseTaskNotMet(serving::CommandContext& context, const v1::CloseTaskNotMetRequest& request,
                             v1::CloseTaskNotMetResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, ReasonOf(request));
  RETURN_IF_ERROR(
      files.Decide(rules::TaskCommand::kCloseNotMet, file, context.actor(), {.has_reason = !reason.empty()}));
  v1::Event event;
  event.mutable_task_closed_not_met()->set_task(file.row.task);
  *event.mutable_task_closed_not_met()->mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status ReopenTask(serving::CommandContext& context, const v1::ReopenTaskRequest& request,
                        v1::ReopenTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, ReasonOf(request));
  ASSIGN_OR_RETURN(const rules::Day due_day, serving::DayOr(request.due_date(), 0, "due_date"));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kReopen, file, context.actor(),
                               {.has_reason = !reason.empty(), .new_due_day = due_day}));
  v1::Event event;
  event.mutable_task_reopened()->set_task(file.row.task);
  event.mutable_task_reopened()->set_due_day(due_day);
  *event.mutable_task_reopened()->mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

}  // namespace phancong::standing_committee
