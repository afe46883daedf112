#include "services/tasks/allowed_actions.h"

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/tasks/task_file.h"

namespace phancong::tasks {
namespace {

struct Action {
  const google::protobuf::Descriptor* request;
  // Nothing: it does not move the task, and the machine has no say.
  std::optional<rules::TaskCommand> command;
};

std::vector<Action> ActionsOn(const TaskFile& file) {
  return {
      {v1::AcknowledgeTaskRequest::descriptor(), rules::TaskCommand::kAcknowledge},
      {v1::ReportProgressRequest::descriptor(), rules::TaskCommand::kReportProgress},
      {v1::SubmitTaskRequest::descriptor(), SubmitCommandOf(file)},
      {v1::RecallTaskRequest::descriptor(), rules::TaskCommand::kRecall},
      {v1::RecordPaperReportRequest::descriptor(), rules::TaskCommand::kSubmitOnPaper},
      {v1::TakeReviewRequest::descriptor(), rules::TaskCommand::kTakeReview},
      {v1::ReleaseReviewRequest::descriptor(), rules::TaskCommand::kReleaseReview},
      {v1::AcceptTaskRequest::descriptor(), rules::TaskCommand::kAccept},
      {v1::ReturnTaskRequest::descriptor(), rules::TaskCommand::kReturn},
      {v1::WithdrawTaskRequest::descriptor(), rules::TaskCommand::kWithdraw},
      {v1::SuspendTaskRequest::descriptor(), rules::TaskCommand::kSuspend},
      {v1::ResumeTaskRequest::descriptor(), rules::TaskCommand::kResume},
      {v1::CloseTaskNotMetRequest::descriptor(), rules::TaskCommand::kCloseNotMet},
      {v1::ReopenTaskRequest::descriptor(), rules::TaskCommand::kReopen},
      {v1::CommentOnTaskRequest::descriptor(), std::nullopt},
  };
}

// The method that takes this request: each has its own, in the same file.
const google::protobuf::MethodDescriptor* MethodWith(const google::protobuf::Descriptor& request) {
  const google::protobuf::FileDescriptor& file = *request.file();
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      if (file.service(i)->method(j)->input_type() == &request) return file.service(i)->method(j);
    }
  }
  return nullptr;
}

absl::Status Decide(const Action& action, const google::protobuf::MethodDescriptor& method, const TaskFile& file,
                    const rules::Participant& participant, const serving::ReadContext& context) {
  ASSIGN_OR_RETURN(const v1::Access access, rules::AccessOf(method));
  const rules::Target target{.whole_federation = false, .assignee = file.row.assignee};
  RETURN_IF_ERROR(rules::May(access, context.actor().positions, target).status());
  if (!action.command) return absl::OkStatus();
  const rules::Proposal complete{
      .has_reason = true, .has_decision = true, .new_due_day = context.today(), .fit = absl::OkStatus()};
  return rules::Decide(*action.command, FactsOf(file), participant, complete, context.today()).status();
}

}  // namespace

absl::Status ListAllowedActions(serving::ReadContext& context, const v1::ListAllowedActionsRequest& request,
                                v1::ListAllowedActionsResponse* response) {
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(request.name()));
  ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, context.actor()));
  for (const Action& action : ActionsOn(file)) {
    const google::protobuf::MethodDescriptor* const method = MethodWith(*action.request);
    if (method == nullptr) return absl::InternalError("no method takes " + action.request->full_name());
    const absl::Status decided = Decide(action, *method, file, participant, context);
    const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(decided);
    if (!decided.ok() && !refusal) return decided;
    v1::AllowedAction& shown = *response->add_actions();
    shown.set_method(method->name());
    shown.set_allowed(decided.ok());
    if (!refusal) continue;
    shown.set_reason(rules::ReasonName(refusal->reason));
    shown.set_message(rules::RefusalMessage(*refusal, context.actor().language));
  }
  return absl::OkStatus();
}

}  // namespace phancong::tasks
