#include "services/standing_committee/waive_evidence.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"

namespace phancong::standing_committee {

absl::Status WaiveEvidence(serving::CommandContext& context, const v1::WaiveEvidenceRequest& request,
                           v1::WaiveEvidenceResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, context.actor()));
  if (tasks::FactsOf(file).period_sealed) return rules::Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  if (rules::PhaseOf(file.row.state) != rules::TaskPhase::kWithAssignee) {
    return rules::RefuseUnlessWithAssignee(file.row.state);
  }
  // It is an exception that somebody else decides.
  if (participant.author) return rules::Refuse(v1::ERROR_REASON_AUTHOR_OF_REPORT);
  RETURN_IF_ERROR(rules::CheckDisinterested(participant));
  const auto& required = file.item->evidence();
  if (std::find(required.begin(), required.end(), request.kind()) == required.end()) {
    return rules::RefuseField("kind", fmt::format("mục này không yêu cầu minh chứng “{}”", request.kind()),
                              fmt::format("the item asks for no evidence “{}”", request.kind()));
  }
  const std::vector<std::string> waived = file.WaivedEvidence();
  if (std::find(waived.begin(), waived.end(), request.kind()) != waived.end()) {
    return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"name", request.kind()}});
  }
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  if (reason.empty()) {
    return rules::Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "vì sao không cần minh chứng này."},
                                                            {"why.en", "why this evidence may be missing."}});
  }
  v1::Event event;
  v1::EvidenceWaived& decided = *event.mutable_evidence_waived();
  decided.set_task(file.row.task);
  decided.set_cycle(file.row.cycle);
  decided.set_kind(request.kind());
  *decided.mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

}  // namespace phancong::standing_committee
