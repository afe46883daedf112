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
#include "services/progress/as_of.h"
#include "services/progress/rounds_of_term.h"
#include "services/rules/dates.h"
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
#include "storage/task_days.h"

namespace phancong::progress {
namespace {

constexpr int kDueNext = 10;

// Whose scorecard it is, and of which day.
struct Scorecard {
  // The round that is asked for, as it was known on the day.
  storage::RoundRow round;
  storage::UnionRow assignee;
  rules::Day day = 0;
};

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

v1::ScorecardLine LineOf(serving::ReadContext& context, const storage::TaskOn& task, const storage::RoundRow& round,
                         const v1::Item& item, const Scorecard& card, int64_t due_soon_days) {
  v1::ScorecardLine line;
  line.set_task(rules::TaskName(context.actor().federation_id, round.id, item.id(), card.assignee.id));
  line.set_item(item.id());
  *line.mutable_title() = item.title();
  line.set_state(task.deadline.state);
  const rules::TimingAt timing = rules::TimingOf(task.deadline, card.day, due_soon_days);
  line.set_timing(timing.timing);
  line.set_days_late(static_cast<int32_t>(timing.days_late));
  *line.mutable_due_date() = rules::DateOf(task.deadline.due_day);
  const rules::TaskPhase phase = rules::PhaseOf(task.deadline.state);
  if (phase == rules::TaskPhase::kAccepted) {
    line.mutable_result()->Add(task.figures.begin(), task.figures.end());
    line.set_met(task.met);
  } else if (phase == rules::TaskPhase::kWithReviewer) {
    line.mutable_submitted()->Add(task.figures.begin(), task.figures.end());
    line.set_provisional_met(task.met);
  }
  return line;
}

// Adds the lines of one round; they come as they were issued. Once the year that is asked for was sealed, tasks of the
// term that were not due in it stand with their stand of play, and those without one not at all.
absl::Status AddRound(serving::ReadContext& context, const Scorecard& card, const storage::RoundRow& round,
                      std::vector<v1::ScorecardLine>& lines, v1::GetUnionScorecardResponse& response) {
  const storage::RoundRow& year = card.round;
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  const auto& reminders = row.programme->reminders();
  const int64_t due_soon_days = reminders.days_before().empty() ? 0 : reminders.days_before(0);
  const bool frozen = year.state == v1::ROUND_STATE_SEALED && round.round != year.round;
  std::map<int64_t, storage::StandRow> stands;
  if (frozen) {
    ASSIGN_OR_RETURN(stands,
                     storage::StandsOn(context.tx(), context.federation(), round.round, card.assignee.union_number,
                                       {.day = year.period.end, .known_day = card.day}));
  }
  return storage::EachTaskOn(
      context.tx(), context.federation(), round.round, card.assignee.union_number, card.day,
      [&](const storage::TaskOn& task) -> absl::Status {
        ASSIGN_OR_RETURN(const auto definition, storage::ItemDefinition(context.tx(), context.federation(), round.round,
                                                                        task.item, task.assignee));
        const v1::Item& item = *definition;
        const rules::Day due_day = task.deadline.due_day;
        if (frozen && !(year.period.begin <= due_day && due_day <= year.period.end)) {
          const auto stand = stands.find(task.task);
          if (stand != stands.end() && rules::IsOfTerm(item)) {
            lines.push_back(FrozenLine(context, round, item, card.assignee, *row.programme, stand->second));
          }
          return absl::OkStatus();
        }
        lines.push_back(LineOf(context, task, round, item, card, due_soon_days));
        const rules::TaskLeaf leaf = storage::LeafOf(task, item);
        rules::AddTimeliness(rules::DueCountsOf(leaf), due_day, card.day, *response.mutable_timeliness());
        const rules::ItemCounts counts = rules::CountsOf(leaf);
        response.set_expected(response.expected() + counts.expected);
        response.set_reported(response.reported() + counts.reported);
        return absl::OkStatus();
      });
}

// Those that wait for the union, the earliest due first.
void AddDueNext(const std::vector<v1::ScorecardLine>& lines, v1::GetUnionScorecardResponse& response) {
  std::vector<const v1::ScorecardLine*> waiting;
  for (const v1::ScorecardLine& line : lines) {
    // A line of a sealed year has no state, and waits for nobody.
    if (rules::PhaseOf(line.state()) == rules::TaskPhase::kWithAssignee) waiting.push_back(&line);
  }
  const auto due = [](const v1::ScorecardLine* line) { return *rules::DayOf(line->due_date()); };
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](const v1::ScorecardLine* a, const v1::ScorecardLine* b) { return due(a) < due(b); });
  for (const v1::ScorecardLine* line : waiting) {
    if (response.due_next_size() == kDueNext) return;
    *response.add_due_next() = *line;
  }
}

}  // namespace

absl::Status GetUnionScorecard(serving::ReadContext& context, const v1::GetUnionScorecardRequest& request,
                               v1::GetUnionScorecardResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnion));
  if (request.round().empty()) {
    return rules::RefuseField("round", "phải ghi đợt giao, như 2025", "is required, such as 2025");
  }
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> today,
                   storage::FindUnion(context.tx(), context.federation(), name.id));
  const rules::Reach& reach = context.reach();
  const int64_t number = today ? today->union_number : -1;
  if (!reach.everything &&
      std::find(reach.own_unions.begin(), reach.own_unions.end(), number) == reach.own_unions.end()) {
    return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  }
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> assignee,
                   storage::FindUnionOn(context.tx(), context.federation(), name.id, {.day = day, .known_day = day}));
  if (!assignee) return rules::RefuseNotFound(request.name());
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), name.federation, request.round(), day));
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> term,
                   TermRoundOf(context.tx(), context.federation(), round, day));

  const Scorecard card{.round = round, .assignee = *assignee, .day = day};
  std::vector<v1::ScorecardLine> lines;
  response->mutable_timeliness();
  RETURN_IF_ERROR(AddRound(context, card, round, lines, *response));
  if (term) RETURN_IF_ERROR(AddRound(context, card, *term, lines, *response));
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
    ASSIGN_OR_RETURN(
        const std::optional<storage::UnionRow> then,
        storage::FindUnionOn(context.tx(), context.federation(), name.id, {.day = round.period.end, .known_day = day}));
    if (then) response->set_assignee_title(then->title);
  }
  AddDueNext(lines, *response);
  response->mutable_lines()->Add(std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
  *response->mutable_as_of_date() = rules::DateOf(day);
  return absl::OkStatus();
}

}  // namespace phancong::progress
