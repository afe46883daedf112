#include "services/inspection_committee/inspect.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/dates.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "services/tasks/task_file.h"
#include "storage/inspections.h"
#include "storage/tasks.h"

namespace phancong::inspection_committee {
namespace {

using rules::InspectionCommand;

absl::Status Decide(InspectionCommand command, const InspectionFile& file, const serving::Actor& actor,
                    const rules::InspectionProposal& proposal) {
  RETURN_IF_ERROR(rules::Decide(command, file.row.state, InspectorOf(file, actor), proposal).status());
  // Nobody on the team has a position in the unit; nor may who acts for one of them.
  if (actor.on_behalf_of == 0 || !HoldsInUnit(actor.interests, file.row.union_number)) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_TEAM_UNFIT, {{"why.vi", "bạn giữ chức vụ trong đơn vị được kiểm tra."},
                                                     {"why.en", "you hold a position in the unit inspected."}});
}

rules::InspectedTask Inspected(const tasks::TaskFile& task, const InspectionFile& file) {
  return {.of_unit = task.row.assignee == file.row.union_number,
          .accepted = rules::PhaseOf(task.row.state) == rules::TaskPhase::kAccepted};
}

// After today.
absl::StatusOr<rules::Day> RemedyDueDay(const google::type::Date& date, rules::Day today) {
  ASSIGN_OR_RETURN(const rules::Day day, serving::RequiredDayOf(date, "remedy_due_date"));
  if (day <= today) return rules::RefuseField("remedy_due_date", "phải sau hôm nay", "must be after today");
  return day;
}

// Reopens the tasks that the findings contest, each once. One that is not accepted any more has nothing left to
// contest; of one whose period is sealed the finding stands, and the result is restated by a decision of its own.
absl::Status ReopenContested(serving::CommandContext& context, InspectionFiles& files,
                             const std::vector<storage::FindingRow>& findings) {
  std::set<int64_t> seen;
  for (const storage::FindingRow& finding : findings) {
    if (!finding.contests || !seen.insert(finding.task).second) continue;
    ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(context.tx(), context.federation(), finding.task));
    ASSIGN_OR_RETURN(const tasks::TaskFile task, files.tasks().Open(std::move(row)));
    if (rules::PhaseOf(task.row.state) != rules::TaskPhase::kAccepted || task.sealed) continue;
    const rules::Day due_day = std::max(finding.remedy_due_day, context.today());
    RETURN_IF_ERROR(files.tasks().Decide(rules::TaskCommand::kReopen, task, context.actor(),
                                         {.new_due_day = due_day, .by_finding = true}));
    v1::Event event;
    v1::TaskReopened& reopened = *event.mutable_task_reopened();
    reopened.set_task(finding.task);
    reopened.set_due_day(due_day);
    reopened.set_inspection(finding.inspection);
    reopened.set_finding(finding.finding);
    RETURN_IF_ERROR(context.Emit(event));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status StartInspection(serving::CommandContext& context, const v1::StartInspectionRequest& request,
                             v1::StartInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  RETURN_IF_ERROR(Decide(InspectionCommand::kStart, file, context.actor(), {}));
  v1::Event event;
  event.mutable_inspection_started()->set_inspection(file.row.inspection);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status CheckTask(serving::CommandContext& context, const v1::CheckTaskRequest& request,
                       v1::CheckTaskResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const tasks::TaskFile task, files.tasks().Open(request.task(), "task"));
  ASSIGN_OR_RETURN(const std::string note, tasks::FreeTextOf(request.note(), "note", tasks::kReasonLength));
  const rules::InspectedTask inspected = Inspected(task, file);
  RETURN_IF_ERROR(Decide(InspectionCommand::kCheckTask, file, context.actor(), {.task = &inspected}));
  ASSIGN_OR_RETURN(const std::vector<storage::TaskCheckRow> before,
                   storage::ChecksOf(context.tx(), context.federation(), file.row.inspection));
  v1::Event event;
  v1::TaskChecked& checked = *event.mutable_task_checked();
  checked.set_inspection(file.row.inspection);
  checked.set_check(static_cast<int64_t>(before.size()) + 1);
  checked.set_task(task.row.task);
  checked.set_confirmed(request.confirmed());
  *checked.mutable_note() = context.Keep(note);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status RecordFinding(serving::CommandContext& context, const v1::RecordFindingRequest& request,
                           v1::RecordFindingResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string text, tasks::RequiredFreeTextOf(request.text(), "text", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const rules::Day due_day, RemedyDueDay(request.remedy_due_date(), context.today()));
  if (request.contests() && request.task().empty()) {
    return rules::RefuseField("task", "phải nêu nhiệm vụ có kết quả bị bác",
                              "names the task whose result is contested");
  }
  v1::Event event;
  v1::FindingRecorded& recorded = *event.mutable_finding_recorded();
  rules::InspectedTask inspected;
  if (!request.task().empty()) {
    ASSIGN_OR_RETURN(const tasks::TaskFile task, files.tasks().Open(request.task(), "task"));
    inspected = Inspected(task, file);
    recorded.set_task(task.row.task);
  }
  RETURN_IF_ERROR(Decide(InspectionCommand::kRecordFinding, file, context.actor(),
                         {.task = request.task().empty() ? nullptr : &inspected, .contests = request.contests()}));
  ASSIGN_OR_RETURN(const std::vector<storage::FindingRow> before,
                   storage::FindingsOf(context.tx(), context.federation(), file.row.inspection));
  recorded.set_inspection(file.row.inspection);
  recorded.set_finding(static_cast<int64_t>(before.size()) + 1);
  recorded.set_contests(request.contests());
  recorded.set_grave(request.grave());
  *recorded.mutable_text() = context.Keep(text);
  recorded.set_remedy_due_day(due_day);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file, recorded.finding(), response->mutable_finding());
}

absl::Status ConcludeInspection(serving::CommandContext& context, const v1::ConcludeInspectionRequest& request,
                                v1::ConcludeInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string conclusion,
                   tasks::FreeTextOf(request.conclusion(), "conclusion", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const v1::DocumentReference document, tasks::ReceivedDocument(request.document(), "document"));
  const std::optional<rules::Day> document_day = rules::DayOf(document.date());
  RETURN_IF_ERROR(Decide(InspectionCommand::kConclude, file, context.actor(),
                         {.has_document = !document.number().empty() && document_day.has_value()}));
  ASSIGN_OR_RETURN(std::vector<storage::FindingRow> findings,
                   storage::FindingsOf(context.tx(), context.federation(), file.row.inspection));
  // Those that the conclusion issues.
  std::erase_if(findings, [&](const storage::FindingRow& finding) {
    return !rules::Decide(rules::FindingCommand::kIssue, {.state = finding.state, .grave = finding.grave}, {}, {},
                          context.today())
                .ok();
  });
  v1::Event event;
  v1::InspectionConcluded& concluded = *event.mutable_inspection_concluded();
  concluded.set_inspection(file.row.inspection);
  *concluded.mutable_conclusion() = context.Keep(conclusion);
  concluded.set_document_number(document.number());
  concluded.set_document_day(*document_day);
  concluded.set_document_issuer(document.issuer());
  RETURN_IF_ERROR(context.Emit(event));
  RETURN_IF_ERROR(ReopenContested(context, files, findings));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

}  // namespace phancong::inspection_committee
