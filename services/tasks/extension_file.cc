#include "services/tasks/extension_file.h"

#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"

namespace phancong::tasks {
namespace {

using google::protobuf::util::TimeUtil;

// Numbers in the key of a page of extensions.
constexpr size_t kExtensionKey = 4;

}  // namespace

absl::StatusOr<ExtensionFile> OpenExtensionForChange(TaskFiles& files, serving::CommandContext& context,
                                                     const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kExtension));
  ASSIGN_OR_RETURN(TaskFile task,
                   files.Open(rules::TaskName(parsed.federation, parsed.id, parsed.item, parsed.assignee)));
  ASSIGN_OR_RETURN(std::optional<storage::ExtensionRow> row,
                   storage::FindExtension(context.tx(), context.federation(), task.row.task, parsed.number));
  if (!row) return rules::RefuseNotFound(name);
  RETURN_IF_ERROR(serving::CheckEtag(etag, row->revision, name));
  return ExtensionFile{.task = std::move(task), .row = *std::move(row)};
}

rules::ExtensionFacts ExtensionFactsOf(const TaskFile& file, const std::optional<storage::ExtensionRow>& extension) {
  const rules::TaskFacts task = FactsOf(file);
  return {.state = extension ? extension->state : v1::EXTENSION_STATE_UNSPECIFIED,
          .task_state = task.state,
          .due_day = task.due_day,
          .period_sealed = task.period_sealed};
}

bool IsRequester(const storage::ExtensionRow& extension, const serving::Actor& actor) {
  return actor.IsOneOf(extension.requested_by) || actor.IsOneOf(extension.requested_for);
}

absl::Status DecideExtension(TaskFiles& files, rules::ExtensionCommand command, const TaskFile& file,
                             const std::optional<storage::ExtensionRow>& extension, const serving::Actor& actor,
                             const rules::ExtensionProposal& proposal, rules::Day today) {
  ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, actor));
  return rules::Decide(command, ExtensionFactsOf(file, extension),
                       {.task = participant, .requester = extension && IsRequester(*extension, actor)}, proposal, today)
      .status();
}

absl::Status ShowExtension(TaskFiles& files, storage::ReadTransaction& tx, int64_t federation, const TaskFile& task,
                           int64_t extension, v1::Extension* shown) {
  ASSIGN_OR_RETURN(const std::optional<storage::ExtensionRow> row,
                   storage::FindExtension(tx, federation, task.row.task, extension));
  if (!row) return absl::InternalError("an extension is shown that does not exist");
  return ShowExtension(files, task, *row, shown);
}

absl::Status ShowExtension(TaskFiles& files, const TaskFile& task, const storage::ExtensionRow& row,
                           v1::Extension* shown) {
  shown->set_name(rules::ExtensionName(task.name, row.extension));
  shown->set_etag(std::to_string(row.revision));
  shown->set_state(row.state);
  shown->set_task(task.name);
  *shown->mutable_title() = task.item->title();
  ASSIGN_OR_RETURN(*shown->mutable_assignee_title(), files.AssigneeTitle(task));
  *shown->mutable_due_date_then() = rules::DateOf(row.due_day_then);
  *shown->mutable_requested_due_date() = rules::DateOf(row.requested_due_day);
  shown->set_reason(row.reason);
  ASSIGN_OR_RETURN(*shown->mutable_requested_by(), files.AccountName(row.requested_by));
  *shown->mutable_request_time() = TimeUtil::MicrosecondsToTimestamp(row.requested_at);
  if (row.decided_by == 0) return absl::OkStatus();
  if (row.granted_due_day != 0) *shown->mutable_granted_due_date() = rules::DateOf(row.granted_due_day);
  ASSIGN_OR_RETURN(*shown->mutable_decided_by(), files.AccountName(row.decided_by));
  *shown->mutable_decide_time() = TimeUtil::MicrosecondsToTimestamp(row.decided_at);
  shown->set_decision_reason(row.decision_reason);
  shown->set_decision_number(row.decision_number);
  return absl::OkStatus();
}

absl::Status ListDueDates(serving::ReadContext& context, const v1::ListDueDatesRequest& request,
                          v1::ListDueDatesResponse* response) {
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(request.name()));
  const int64_t until =
      request.has_at_time() ? TimeUtil::TimestampToMicroseconds(request.at_time()) : context.time_micros();
  ASSIGN_OR_RETURN(const std::vector<storage::DueChangeRow> changes,
                   storage::DueChanges(context.tx(), context.federation(), file.row.task));
  for (const storage::DueChangeRow& row : changes) {
    if (row.changed_at > until) break;
    v1::DueDateChange& change = *response->add_changes();
    *change.mutable_change_time() = TimeUtil::MicrosecondsToTimestamp(row.changed_at);
    *change.mutable_due_date() = rules::DateOf(row.due_day);
    change.set_cause(row.why.cause);
    change.set_reason(row.why.reason);
    change.set_decision_number(row.why.decision_number);
    ASSIGN_OR_RETURN(*change.mutable_account(), files.AccountName(row.account));
    if (row.why.extension != 0) change.set_extension(rules::ExtensionName(file.name, row.why.extension));
    change.set_cycle(static_cast<int32_t>(row.cycle));
    change.set_working_days(static_cast<int32_t>(row.why.working_days));
    change.set_calendar_version(static_cast<int32_t>(row.why.calendar_version));
    *response->mutable_due_date_in_force() = change.due_date();
  }
  return absl::OkStatus();
}

absl::Status ListExtensions(serving::ReadContext& context, const v1::ListExtensionsRequest& request,
                            v1::ListExtensionsResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kExtensionKey));
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  storage::ExtensionFilter filter;
  if (parent.id != "-") {
    ASSIGN_OR_RETURN(const storage::RoundRow round,
                     programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
    filter.round = round.round;
  }
  filter.only_assignees = !context.reach().everything;
  filter.assignees = context.reach().own_unions;
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::ExtensionState>(state));
  std::optional<storage::ExtensionCursor> after;
  if (page.after) {
    const std::vector<int64_t>& key = page.after->numbers;
    after = {.decided = key[0], .requested_at = key[1], .task = key[2], .extension = key[3]};
  }
  ASSIGN_OR_RETURN(const std::vector<storage::ExtensionRow> rows,
                   storage::ListExtensions(context.tx(), context.federation(), filter, after, page.size + 1));
  const auto key = [](const storage::ExtensionRow& row) -> serving::PageKey {
    const storage::ExtensionCursor last = storage::CursorOf(row);
    return {.numbers = {last.decided, last.requested_at, last.task, last.extension}};
  };
  TaskFiles files(context);
  const auto show = [&](const storage::ExtensionRow& row, v1::Extension* extension) -> absl::Status {
    ASSIGN_OR_RETURN(storage::TaskRow task, storage::GetTask(context.tx(), context.federation(), row.task));
    ASSIGN_OR_RETURN(const TaskFile file, files.Open(std::move(task)));
    return ShowExtension(files, file, row, extension);
  };
  return serving::FillPage(request, page, rows, response, response->mutable_extensions(), key, show);
}

}  // namespace phancong::tasks
