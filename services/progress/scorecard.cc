#include "services/progress/scorecard.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/programme/rounds.h"
#include "services/progress/rounds_of_term.h"
#include "services/rules/deadline.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/rules/totals.h"
#include "storage/directory.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/sealing.h"
#include "storage/tasks.h"

namespace phancong::progress {
namespace {

constexpr int64_t kTasksAtOnce = 1'000;

// All tasks of an assignee in a round, as they were issued.
absl::StatusOr<std::vector<storage::TaskRow>> TasksOf(serving::ReadContext& context, int64_t round, int64_t assignee) {
  storage::TaskFilter filter;
  filter.round = round;
  filter.only_assignees = true;
  filter.assignees = {assignee};
  std::vector<storage::TaskRow> tasks;
  std::optional<storage::TaskCursor> after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> some,
                     storage::ListTasks(context.tx(), context.federation(), filter, storage::TaskOrder::kIssue, after,
                                        kTasksAtOnce));
    tasks.insert(tasks.end(), some.begin(), some.end());
    if (static_cast<int64_t>(some.size()) < kTasksAtOnce) return tasks;
    after = storage::CursorOf(some.back(), storage::TaskOrder::kIssue);
  }
}

// A line of the term in a year that is sealed: how far the task stood at its end. What became of the task since is no
// part of that year.
v1::ScorecardLine FrozenLine(serving::ReadContext& context, const storage::RoundRow& round, const v1::Item& item,
                             const storage::UnionRow& assignee, const v1::Programme& programme,
                             const storage::StandRow& stand) {
  v1::ScorecardLine line;
  line.set_task(rules::TaskName(context.actor().federation_id, round.id, item.id(), assignee.id));
  line.set_item(item.id());
  *line.mutable_title() = item.title();
  v1::Report report;
  report.mutable_figures()->Add(stand.figures.begin(), stand.figures.end());
  line.set_met(stand.accepted ? stand.met : rules::ResultMeets(item, programme, report, false));
  line.mutable_result()->Swap(report.mutable_figures());
  return line;
}

absl::StatusOr<v1::ScorecardLine> LineOf(serving::ReadContext& context, const storage::TaskRow& task,
                                         const storage::RoundRow& round, const v1::Item& item,
                                         const storage::UnionRow& assignee, int64_t due_soon_days) {
  v1::ScorecardLine line;
  line.set_task(rules::TaskName(context.actor().federation_id, round.id, item.id(), assignee.id));
  line.set_item(item.id());
  *line.mutable_title() = item.title();
  line.set_state(task.state);
  line.set_timing(rules::TimingOf(task.Deadline(), context.today(), due_soon_days).timing);
  *line.mutable_due_date() = rules::DateOf(task.due_day);
  if (rules::PhaseOf(task.state) != rules::TaskPhase::kAccepted) return line;
  ASSIGN_OR_RETURN(v1::Report result, storage::ReadReport(context.tx(), context.federation(), task.task, task.cycle,
                                                          storage::ReportKind::kResult));
  line.mutable_result()->Swap(result.mutable_figures());
  line.set_met(task.met);
  return line;
}

// Adds the lines of one round; they come as they were issued. `year`: the round of the year that is asked for. Once
// that is sealed, tasks of the term that were not due in it stand with their stand of play, and those without one not
// at all.
absl::Status AddRound(serving::ReadContext& context, const storage::RoundRow& year, const storage::RoundRow& round,
                      const storage::UnionRow& assignee, std::vector<v1::ScorecardLine>& lines,
                      v1::TimelinessCounts& timeliness) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  const auto& reminders = row.programme->reminders();
  const int64_t due_soon_days = reminders.days_before().empty() ? 0 : reminders.days_before(0);
  ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> tasks, TasksOf(context, round.round, assignee.union_number));
  const bool frozen = year.state == v1::ROUND_STATE_SEALED && round.round != year.round;
  std::map<int64_t, storage::StandRow> stands;
  if (frozen) {
    ASSIGN_OR_RETURN(stands, storage::StandsOn(context.tx(), context.federation(), round.round, year.period.end));
  }
  for (const storage::TaskRow& task : tasks) {
    ASSIGN_OR_RETURN(const v1::Item item, storage::ItemDefinition(context.tx(), context.federation(), round.round,
                                                                  task.item, task.assignee));
    if (frozen && !(year.period.begin <= task.due_day && task.due_day <= year.period.end)) {
      const auto stand = stands.find(task.task);
      if (stand != stands.end() && rules::IsOfTerm(item)) {
        lines.push_back(FrozenLine(context, round, item, assignee, *row.programme, stand->second));
      }
      continue;
    }
    ASSIGN_OR_RETURN(lines.emplace_back(), LineOf(context, task, round, item, assignee, due_soon_days));
    const rules::TaskLeaf leaf{.deadline = task.Deadline(), .figures = {}, .met = task.met};
    rules::AddTimeliness(rules::DueCountsOf(leaf), task.due_day, context.today(), timeliness);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GetUnionScorecard(serving::ReadContext& context, const v1::GetUnionScorecardRequest& request,
                               v1::GetUnionScorecardResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnion));
  if (request.round().empty()) {
    return rules::RefuseField("round", "phải ghi đợt giao, như 2025", "is required, such as 2025");
  }
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> assignee,
                   storage::FindUnion(context.tx(), context.federation(), name.id));
  const rules::Reach& reach = context.reach();
  const int64_t number = assignee ? assignee->union_number : -1;
  if (!reach.everything &&
      std::find(reach.own_unions.begin(), reach.own_unions.end(), number) == reach.own_unions.end()) {
    return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  }
  if (!assignee) return rules::Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", request.name()}});
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), name.federation, request.round()));
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> term, TermRoundOf(context.tx(), context.federation(), round));

  std::vector<v1::ScorecardLine> lines;
  RETURN_IF_ERROR(AddRound(context, round, round, *assignee, lines, *response->mutable_timeliness()));
  if (term) RETURN_IF_ERROR(AddRound(context, round, *term, *assignee, lines, *response->mutable_timeliness()));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  std::map<std::string, int> places;
  for (int i = 0; i < row.programme->items_size(); ++i) places[row.programme->items(i).id()] = i;
  const auto place = [&](const v1::ScorecardLine& line) {
    const auto found = places.find(line.item());
    return found == places.end() ? row.programme->items_size() : found->second;
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const v1::ScorecardLine& a, const v1::ScorecardLine& b) { return place(a) < place(b); });
  response->set_assignee_title(assignee->title);
  if (round.state == v1::ROUND_STATE_SEALED) {
    ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> then,
                     storage::FindUnionOn(context.tx(), context.federation(), name.id, round.period.end));
    if (then) response->set_assignee_title(then->title);
  }
  response->mutable_lines()->Add(std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
  return absl::OkStatus();
}

}  // namespace phancong::progress
