#include "services/standing_committee/decide_extension.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/programme/rounds.h"
#include "services/rules/extension_machine.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/working_days.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "services/tasks/extension_file.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"
#include "storage/calendars.h"
#include "storage/deadlines.h"
#include "storage/programmes.h"

namespace phancong::standing_committee {
namespace {

// Moves shown in a response, and those left out.
constexpr int kMovesShown = 1'000;
// Tasks of a round at most; see DESIGN's bounds.
constexpr int64_t kTasksOfARound = 100'000;

// Which date each task gets: one for all, or what the calendar makes of its term.
class NewDates {
 public:
  // INVALID_FIELD; CALENDAR_MISSING.
  static absl::StatusOr<NewDates> Of(serving::CommandContext& context, const v1::ExtendTasksRequest& request) {
    NewDates dates;
    ASSIGN_OR_RETURN(dates.day_, serving::DayOr(request.due_date(), 0, "due_date"));
    if (request.by_calendar() == (dates.day_ != 0)) {
      return rules::RefuseField("due_date", "ghi một trong hai: hạn mới, hoặc tính lại theo lịch làm việc",
                                "give one of the two: a new date, or by_calendar");
    }
    if (dates.day_ != 0) {
      if (dates.day_ >= context.today()) return dates;
      return rules::RefuseDueDate(v1::ERROR_REASON_DUE_DATE_PAST, dates.day_, context.today());
    }
    ASSIGN_OR_RETURN(const std::optional<storage::CalendarRow> calendar,
                     storage::NewestCalendar(context.tx(), context.federation()));
    if (!calendar) return rules::RefuseCalendarMissing(context.today());
    dates.calendar_version_ = calendar->version;
    ASSIGN_OR_RETURN(const std::vector<storage::TermRow> terms,
                     storage::TermsInForce(context.tx(), context.federation()));
    for (const storage::TermRow& term : terms) {
      const absl::StatusOr<rules::Day> day =
          rules::WorkingDaysAfter(calendar->calendar, term.from_day, term.working_days);
      dates.by_task_.emplace(term.task, day);
    }
    return dates;
  }

  // Nothing where the task has no term in working days.
  [[nodiscard]] std::optional<absl::StatusOr<rules::Day>> Of(int64_t task) const {
    if (day_ != 0) return day_;
    const auto found = by_task_.find(task);
    if (found == by_task_.end()) return std::nullopt;
    return found->second;
  }
  [[nodiscard]] int64_t calendar_version() const { return calendar_version_; }

 private:
  rules::Day day_ = 0;
  int64_t calendar_version_ = 0;
  std::map<int64_t, absl::StatusOr<rules::Day>> by_task_;
};

// The tasks of the round that the request names, in the order of issue.
absl::StatusOr<std::vector<storage::TaskRow>> TasksNamed(serving::CommandContext& context,
                                                         const storage::RoundRow& round,
                                                         const v1::ExtendTasksRequest& request) {
  storage::TaskFilter filter;
  filter.round = round.round;
  for (int i = 0; i < request.items_size(); ++i) {
    ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> item,
                     storage::FindItem(context.tx(), context.federation(), round.round, request.items(i)));
    if (!item) {
      return rules::RefuseField(fmt::format("items[{}]", i), fmt::format("không có mục “{}”", request.items(i)),
                                fmt::format("there is no item “{}”", request.items(i)));
    }
    filter.items.push_back(item->item);
  }
  ASSIGN_OR_RETURN(const std::vector<Assignee> assignees, AssigneesNamed(context, request.assignees()));
  filter.only_assignees = !assignees.empty();
  for (const Assignee& assignee : assignees) filter.assignees.push_back(assignee.number);
  return storage::ListTasks(context.tx(), context.federation(), filter, 0, kTasksOfARound);
}

// Tasks of the round for which the caller, or whom they act for, has asked for an extension that is not decided yet.
absl::StatusOr<std::set<int64_t>> AskedByCaller(serving::CommandContext& context, const storage::RoundRow& round) {
  storage::ExtensionFilter filter;
  filter.round = round.round;
  filter.states = {v1::EXTENSION_STATE_REQUESTED};
  ASSIGN_OR_RETURN(const std::vector<storage::ExtensionRow> open,
                   storage::ListExtensions(context.tx(), context.federation(), filter, std::nullopt, kTasksOfARound));
  std::set<int64_t> asked;
  for (const storage::ExtensionRow& row : open) {
    if (tasks::IsRequester(row, context.actor())) asked.insert(row.task);
  }
  return asked;
}

std::string MessageOf(const absl::Status& refused, const std::string& language) {
  const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(refused);
  return refusal ? rules::RefusalMessage(*refusal, language) : refused.ToString();
}

}  // namespace

absl::Status DecideExtension(serving::CommandContext& context, const v1::DecideExtensionRequest& request,
                             v1::DecideExtensionResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::ExtensionFile file,
                   tasks::OpenExtensionForChange(files, context, request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const rules::Day due_day,
                   serving::DayOr(request.due_date(), file.row.requested_due_day, "due_date"));
  const auto command = request.approve() ? rules::ExtensionCommand::kApprove : rules::ExtensionCommand::kRefuse;
  RETURN_IF_ERROR(tasks::DecideExtension(files, command, file.task, file.row, context.actor(),
                                         {.new_due_day = due_day, .has_reason = !reason.empty()}, context.today()));
  v1::Event event;
  v1::ExtensionDecided& decided = *event.mutable_extension_decided();
  decided.set_task(file.task.row.task);
  decided.set_extension(file.row.extension);
  decided.set_approved(request.approve());
  if (request.approve()) decided.set_due_day(due_day);
  *decided.mutable_reason() = context.Keep(reason);
  decided.set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  return tasks::ShowExtension(files, context.tx(), context.federation(), file.task, file.row.extension,
                              response->mutable_extension());
}

absl::Status ExtendTasks(serving::CommandContext& context, const v1::ExtendTasksRequest& request,
                         v1::ExtendTasksResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
  RETURN_IF_ERROR(programme::RequireState(round, v1::ROUND_STATE_ISSUED));
  std::string decision;
  if (!request.validate_only()) {
    if (reason.empty()) {
      return rules::Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "nhiều nhiệm vụ sẽ được lùi hạn."},
                                                              {"why.en", "many tasks will be due later."}});
    }
    ASSIGN_OR_RETURN(decision, serving::DecisionNumberOf(request.decision_number()));
  }
  ASSIGN_OR_RETURN(const NewDates dates, NewDates::Of(context, request));
  ASSIGN_OR_RETURN(std::vector<storage::TaskRow> tasks, TasksNamed(context, round, request));

  v1::Event event;
  v1::TasksExtended& extended = *event.mutable_tasks_extended();
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const std::set<int64_t> asked, AskedByCaller(context, round));
  for (storage::TaskRow& row : tasks) {
    const std::optional<absl::StatusOr<rules::Day>> day = dates.Of(row.task);
    if (!day) continue;
    ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(std::move(row)));
    rules::ExtensionParticipant participant;
    ASSIGN_OR_RETURN(participant.task, files.ParticipantOf(file, context.actor()));
    participant.requester = asked.contains(file.row.task);
    const absl::Status fit = day->ok() ? rules::CheckExtendable(tasks::ExtensionFactsOf(file, std::nullopt),
                                                                participant, **day, context.today())
                                       : day->status();
    if (!fit.ok() && !rules::RefusalOf(fit)) return fit;
    auto& shown = fit.ok() ? *response->mutable_moves() : *response->mutable_left_out();
    if (shown.size() < kMovesShown) {
      v1::DueDateMove& move = *shown.Add();
      move.set_task(file.name);
      *move.mutable_from_date() = rules::DateOf(file.row.due_day);
      if (day->ok()) *move.mutable_to_date() = rules::DateOf(**day);
      if (!fit.ok()) move.set_left_out_reason(MessageOf(fit, context.actor().language));
    }
    if (!fit.ok()) {
      response->set_unchanged_count(response->unchanged_count() + 1);
      continue;
    }
    response->set_extended_count(response->extended_count() + 1);
    extended.add_tasks(file.row.task);
    extended.add_due_days(**day);
  }
  if (request.validate_only()) return absl::OkStatus();
  if (extended.tasks().empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                         {{"why.vi", "không nhiệm vụ nào lùi được hạn; xem trước bằng --dry-run để biết vì sao."},
                          {"why.en", "no task would be due later; look at the preview for why."}});
  }
  *extended.mutable_reason() = context.Keep(reason);
  extended.set_decision_number(decision);
  extended.set_calendar_version(dates.calendar_version());
  return context.Emit(event);
}

}  // namespace phancong::standing_committee
