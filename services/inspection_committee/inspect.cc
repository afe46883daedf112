#include "services/inspection_committee/inspect.h"

#include <cstdint>
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
#include "services/tasks/task_file.h"
#include "storage/inspections.h"

namespace phancong::inspection_committee {
namespace {

using rules::InspectionCommand;

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

}  // namespace

absl::Status StartInspection(serving::CommandContext& context, const v1::StartInspectionRequest& request,
                             v1::StartInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name(), request.etag()));
  RETURN_IF_ERROR(files.Decide(InspectionCommand::kStart, file, context.actor(), {}));
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
  RETURN_IF_ERROR(files.Decide(InspectionCommand::kCheckTask, file, context.actor(), {.task = &inspected}));
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
  RETURN_IF_ERROR(
      files.Decide(InspectionCommand::kRecordFinding, file, context.actor(),
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

absl::Status DropFinding(serving::CommandContext& context, const v1::DropFindingRequest& request,
                         v1::DropFindingResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const FindingFile file, files.OpenFinding(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  RETURN_IF_ERROR(files.Decide(rules::FindingCommand::kDrop, file, context.actor(), {.has_reason = !reason.empty()}));
  v1::Event event;
  event.mutable_finding_dropped()->set_inspection(file.row.inspection);
  event.mutable_finding_dropped()->set_finding(file.row.finding);
  *event.mutable_finding_dropped()->mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file.inspection, file.row.finding, response->mutable_finding());
}

}  // namespace phancong::inspection_committee
