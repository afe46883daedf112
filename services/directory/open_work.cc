#include "services/directory/open_work.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/directory/responsibilities.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "services/serving/admission.h"
#include "services/tasks/named.h"
#include "services/tasks/task_file.h"
#include "storage/accounts.h"
#include "storage/deadlines.h"
#include "storage/inspections.h"
#include "storage/tasks.h"

namespace phancong::directory {
namespace {

constexpr int64_t kReadAtOnce = 1'000;

// Open tasks of the federation's own that the person answers for.
absl::Status AddOwnTasks(serving::ReadContext& context, tasks::TaskFiles& files, const serving::Actor& person,
                         v1::ListOpenWorkResponse* response) {
  storage::TaskFilter filter;
  filter.only_assignees = true;
  filter.assignees = {0};
  int64_t after = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> rows,
                     storage::ListTasks(context.tx(), context.federation(), filter, after, kReadAtOnce));
    for (const storage::TaskRow& row : rows) {
      if (!rules::IsOpen(row.state)) continue;
      ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(row));
      ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, person));
      if (participant.assignee_head) response->add_own_tasks(file.name);
    }
    if (static_cast<int64_t>(rows.size()) < kReadAtOnce) return absl::OkStatus();
    after = rows.back().task;
  }
}

// Requests that nobody has decided, on tasks that the person is in charge of.
absl::Status AddExtensions(serving::ReadContext& context, tasks::TaskFiles& files, const serving::Actor& person,
                           v1::ListOpenWorkResponse* response) {
  storage::ExtensionFilter filter;
  filter.states = {v1::EXTENSION_STATE_REQUESTED};
  std::optional<storage::ExtensionCursor> after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::ExtensionRow> rows,
                     storage::ListExtensions(context.tx(), context.federation(), filter, after, kReadAtOnce));
    for (const storage::ExtensionRow& row : rows) {
      ASSIGN_OR_RETURN(storage::TaskRow task, storage::GetTask(context.tx(), context.federation(), row.task));
      ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(std::move(task)));
      ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, person));
      if (participant.in_charge) response->add_extensions(rules::ExtensionName(file.name, row.extension));
    }
    if (static_cast<int64_t>(rows.size()) < kReadAtOnce) return absl::OkStatus();
    after = storage::CursorOf(rows.back());
  }
}

// Inspections under way on whose team they are, and remedies of their inspections that they may verify.
absl::Status AddInspections(serving::ReadContext& context, const serving::Actor& person,
                            v1::ListOpenWorkResponse* response) {
  inspection_committee::InspectionFiles files(context);
  storage::InspectionFilter filter;
  for (int i = v1::InspectionState_MIN; i <= v1::InspectionState_MAX; ++i) {
    const auto state = static_cast<v1::InspectionState>(i);
    if (rules::IsUnderWay(state)) filter.states.push_back(state);
  }
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::InspectionRow> rows,
                     storage::ListInspections(context.tx(), context.federation(), filter, kReadAtOnce));
    for (const storage::InspectionRow& row : rows) {
      ASSIGN_OR_RETURN(const inspection_committee::InspectionFile file, files.Open(row));
      if (inspection_committee::InspectorOf(file, person).on_team) response->add_inspections(file.name);
    }
    if (static_cast<int64_t>(rows.size()) < kReadAtOnce) break;
    filter.before = rows.back().inspection;
  }
  ASSIGN_OR_RETURN(const std::vector<storage::FindingRow> findings,
                   storage::RemediesWaiting(context.tx(), context.federation()));
  for (const storage::FindingRow& row : findings) {
    ASSIGN_OR_RETURN(storage::InspectionRow inspection,
                     storage::GetInspection(context.tx(), context.federation(), row.inspection));
    inspection_committee::FindingFile file;
    file.row = row;
    ASSIGN_OR_RETURN(file.inspection, files.Open(std::move(inspection)));
    if (!inspection_committee::InspectorOf(file.inspection, person).on_team) continue;
    if (!rules::Decide(rules::FindingCommand::kVerifyRemedy, inspection_committee::FactsOf(file),
                       inspection_committee::ParticipantOf(file, person), {}, context.today())
             .ok()) {
      continue;
    }
    response->add_findings(rules::FindingName(context.actor().federation_id, file.inspection.row.id, file.row.finding));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ListOpenWork(serving::ReadContext& context, const v1::ListOpenWorkRequest& request,
                          v1::ListOpenWorkResponse* response) {
  ASSIGN_OR_RETURN(const storage::AccountRow account,
                   tasks::AccountNamed(context.tx(), context.actor(), request.name(), "name"));
  ASSIGN_OR_RETURN(const serving::Actor person,
                   serving::InOwnRight(context.tx(), context.actor(), account, context.today()));
  ASSIGN_OR_RETURN(const std::vector<storage::ResponsibilityRow> responsibilities,
                   storage::ResponsibilitiesOf(context.tx(), context.federation(), account.account));
  for (const storage::ResponsibilityRow& row : responsibilities) {
    if (row.to_day != 0 && (row.to_day < context.today() || row.to_day < row.from_day)) continue;
    ASSIGN_OR_RETURN(*response->add_responsibilities(),
                     ShowResponsibility(context.tx(), context.federation(), context.actor().federation_id, row));
  }
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> reviews,
                   storage::ReviewsOf(context.tx(), context.federation(), account.account));
  for (const storage::TaskRow& row : reviews) {
    ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(row));
    response->add_reviews(file.name);
  }
  RETURN_IF_ERROR(AddOwnTasks(context, files, person, response));
  RETURN_IF_ERROR(AddExtensions(context, files, person, response));
  return AddInspections(context, person, response);
}

}  // namespace phancong::directory
