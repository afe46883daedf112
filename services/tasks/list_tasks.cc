#include "services/tasks/list_tasks.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/rules/text.h"
#include "services/serving/encoded.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "services/tasks/named.h"
#include "services/tasks/shown_tasks.h"
#include "services/tasks/task_file.h"
#include "storage/accounts.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/task_lists.h"

namespace phancong::tasks {
namespace {

// A page's key: the row's place in the order, and its number.
constexpr size_t kKeyNumbers = 2;
// Where not every row is on the page: rows read at a time, once as many as the page has were not enough, and how many
// of them one page looks at.
constexpr int64_t kReadAtOnce = 125;
constexpr int64_t kLookedAt = 250;

// What is asked for: what the statements filter, and what is looked at row by row.
struct Wanted {
  storage::TaskListFilter filter;
  std::set<v1::Timing> timings;  // empty: all
  // Tasks that wait for this member's review; 0: all.
  int64_t reviewer = 0;

  [[nodiscard]] bool LooksAtRows() const { return !timings.empty() || reviewer != 0; }
};

// No account and no item has this number.
constexpr int64_t kNone = -1;

// 0: all rounds.
absl::StatusOr<int64_t> RoundOf(serving::ReadContext& context, const std::string& parent) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(parent, rules::NameKind::kRound, "parent"));
  if (name.id == "-") return 0;
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> round,
                   storage::FindRound(context.tx(), context.federation(), name.id));
  if (!round) return rules::RefuseNotFound(parent);
  return round->round;
}

// An ad hoc item's id is one round's: over all rounds it stands for as many items.
absl::StatusOr<std::vector<int64_t>> ItemsOf(serving::ReadContext& context, int64_t round,
                                             const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<int64_t> rounds = {round};
  if (round == 0) {
    ASSIGN_OR_RETURN(const std::vector<storage::RoundRow> all, storage::AllRounds(context.tx(), context.federation()));
    for (const storage::RoundRow& row : all) rounds.push_back(row.round);
  }
  std::set<int64_t> items;
  for (int i = 0; i < ids.size(); ++i) {
    bool found = false;
    for (const int64_t one : rounds) {
      ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> item,
                       storage::FindItem(context.tx(), context.federation(), one, ids[i]));
      if (item) items.insert(item->item);
      found = found || item.has_value();
    }
    // Which urgent duties others were given is not a union's to know: of one that is not there, it has no task.
    if (!found && !context.reach().everything && ids[i].starts_with(rules::kAdHocItemPrefix)) {
      items.insert(kNone);
      found = true;
    }
    if (!found) {
      return rules::RefuseField(fmt::format("items[{}]", i), fmt::format("không có mục “{}”", ids[i]),
                                fmt::format("there is no item “{}”", ids[i]));
    }
  }
  return std::vector<int64_t>(items.begin(), items.end());
}

// The phases that a task of this timing may be in.
std::set<rules::TaskPhase> PhasesOf(v1::Timing timing) {
  switch (timing) {
    case v1::TIMING_NOT_DUE:
    case v1::TIMING_DUE_SOON:
    case v1::TIMING_OVERDUE:
      return {rules::TaskPhase::kWithAssignee};
    case v1::TIMING_AWAITING_REVIEW:
      return {rules::TaskPhase::kWithReviewer};
    case v1::TIMING_DONE_ON_TIME:
    case v1::TIMING_DONE_LATE:
      return {rules::TaskPhase::kAccepted};
    case v1::TIMING_NOT_MET:
      return {rules::TaskPhase::kNotMet};
    case v1::TIMING_NO_DEADLINE:
      return {rules::TaskPhase::kSuspended, rules::TaskPhase::kWithdrawn};
    default:
      return {};
  }
}

std::vector<v1::TaskState> AllStates() {
  std::vector<v1::TaskState> states;
  for (int i = v1::TASK_STATE_UNSPECIFIED + 1; i < v1::TaskState_ARRAYSIZE; ++i) {
    states.push_back(static_cast<v1::TaskState>(i));
  }
  return states;
}

// Narrows what is read to where tasks of these timings, and tasks that wait for a review, can be. Every row read is
// still looked at.
void Narrow(Wanted& wanted, rules::Day today) {
  storage::TaskListFilter& filter = wanted.filter;
  if (!wanted.LooksAtRows()) return;
  std::set<rules::TaskPhase> phases;
  for (const v1::Timing timing : wanted.timings) phases.merge(PhasesOf(timing));
  if (filter.states.empty()) filter.states = AllStates();
  std::erase_if(filter.states, [&](v1::TaskState state) {
    const rules::TaskPhase phase = rules::PhaseOf(state);
    return (!wanted.timings.empty() && !phases.contains(phase)) ||
           (wanted.reviewer != 0 && phase != rules::TaskPhase::kWithReviewer);
  });
  if (wanted.timings == std::set<v1::Timing>{v1::TIMING_OVERDUE}) {
    filter.due_to = filter.due_to == 0 ? today - 1 : std::min(filter.due_to, today - 1);
  }
  const bool not_over = std::all_of(wanted.timings.begin(), wanted.timings.end(), [](v1::Timing timing) {
    return timing == v1::TIMING_NOT_DUE || timing == v1::TIMING_DUE_SOON;
  });
  if (!wanted.timings.empty() && not_over) filter.due_from = std::max(filter.due_from, today);
}

absl::StatusOr<Wanted> WantedBy(serving::ReadContext& context, const v1::ListTasksRequest& request) {
  Wanted wanted;
  storage::TaskListFilter& filter = wanted.filter;
  ASSIGN_OR_RETURN(filter.round, RoundOf(context, request.parent()));
  const rules::Reach& reach = context.reach();
  if (!reach.everything) {
    filter.only_assignees = true;
    filter.assignees = reach.own_unions;
  }
  if (!request.assignee().empty()) {
    ASSIGN_OR_RETURN(const int64_t assignee, UnitReached(context, request.assignee(), "assignee"));
    filter.only_assignees = true;
    filter.assignees = {assignee};
  }
  if (!request.reviewer().empty()) {
    const auto reviewer = AccountNamed(context.tx(), context.actor(), request.reviewer(), "reviewer");
    // Which accounts there are is not a union's to know: of one that is not there, it reviews nothing.
    if (!reviewer.ok() && (reach.everything || !absl::IsNotFound(reviewer.status()))) return reviewer.status();
    wanted.reviewer = filter.reviewer = reviewer.ok() ? reviewer->account : kNone;
    filter.day = context.today();
  }
  ASSIGN_OR_RETURN(filter.items, ItemsOf(context, filter.round, request.items()));
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::TaskState>(state));
  for (const int timing : request.timings()) wanted.timings.insert(static_cast<v1::Timing>(timing));
  ASSIGN_OR_RETURN(filter.due_from, serving::DayOr(request.due_from(), 0, "due_from"));
  ASSIGN_OR_RETURN(filter.due_to, serving::DayOr(request.due_to(), 0, "due_to"));
  filter.folded_words = absl::StrSplit(rules::Fold(request.text()), ' ', absl::SkipEmpty());
  Narrow(wanted, context.today());
  return wanted;
}

storage::TaskOrder OrderOf(v1::TaskOrder order) {
  switch (order) {
    case v1::TASK_ORDER_ISSUE:
      return storage::TaskOrder::kIssue;
    case v1::TASK_ORDER_LAST_CHANGE:
      return storage::TaskOrder::kLastChange;
    default:
      return storage::TaskOrder::kDueDate;
  }
}

// Whether the task is of the timings, and waits for the reviewer, that are asked for.
absl::StatusOr<bool> Fits(TaskFiles& files, const storage::TaskRow& row, const Wanted& wanted) {
  if (!wanted.timings.empty()) {
    ASSIGN_OR_RETURN(const v1::Timing timing, files.TimingOf(row));
    if (!wanted.timings.contains(timing)) return false;
  }
  if (wanted.reviewer == 0 || row.reviewer == wanted.reviewer) return true;
  if (row.reviewer != 0) return false;
  ASSIGN_OR_RETURN(const std::vector<int64_t> in_charge, files.InChargeOf(row));
  return std::find(in_charge.begin(), in_charge.end(), wanted.reviewer) != in_charge.end();
}

}  // namespace

absl::Status ListTasks(serving::ReadContext& context, const v1::ListTasksRequest& request,
                       v1::ListTasksResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  ASSIGN_OR_RETURN(const Wanted wanted, WantedBy(context, request));
  // Nothing can be of these timings and of these states.
  if (wanted.LooksAtRows() && wanted.filter.states.empty()) return absl::OkStatus();
  const storage::TaskOrder order = OrderOf(request.order());
  std::optional<storage::TaskCursor> after;
  if (page.after) after = storage::TaskCursor{.sort = page.after->numbers[0], .task = page.after->numbers[1]};

  const auto end_after = [&](const storage::TaskCursor& last) {
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {last.sort, last.task}}));
    return absl::OkStatus();
  };
  size_t bytes = 0;
  const auto add = [&](const EncodedTask& task) {
    serving::AddEncoded(*response, v1::ListTasksResponse::kTasksFieldNumber, *task);
    bytes += task->size();
  };
  TaskFiles files(context);
  ShownTasks shown(context, files);
  // One more than the page shows: whether there is a next one.
  int64_t at_once = page.size + 1;
  if (!wanted.LooksAtRows()) {
    ASSIGN_OR_RETURN(storage::TaskPage read,
                     storage::PageOfTasks(context.tx(), context.federation(), wanted.filter, order, after, at_once));
    const bool is_more = std::ssize(read.tasks) == at_once;
    if (is_more) read.tasks.pop_back();
    ASSIGN_OR_RETURN(const std::vector<EncodedTask> tasks, shown.Of(storage::NumbersOf(read.tasks)));
    for (size_t i = 0; i < tasks.size(); ++i) {
      if (bytes > serving::kPageBytes) return end_after(read.tasks[i - 1]);
      add(tasks[i]);
    }
    if (is_more) return end_after(read.tasks.back());
    return read.stopped_at ? end_after(*read.stopped_at) : absl::OkStatus();
  }
  int64_t on_page = 0;
  storage::TaskCursor last_shown;
  for (int64_t looked_at = 0; looked_at < std::max(kLookedAt, page.size);) {
    ASSIGN_OR_RETURN(const storage::TaskPage read,
                     storage::PageOfTasks(context.tx(), context.federation(), wanted.filter, order, after, at_once));
    ASSIGN_OR_RETURN(std::vector<storage::TaskToShow> tasks,
                     storage::TasksToShow(context.tx(), context.federation(), storage::NumbersOf(read.tasks)));
    for (size_t i = 0; i < tasks.size(); ++i) {
      after = read.tasks[i];
      ASSIGN_OR_RETURN(const bool fits, Fits(files, tasks[i].row, wanted));
      if (!fits) continue;
      if (on_page == page.size || bytes > serving::kPageBytes) return end_after(last_shown);
      ASSIGN_OR_RETURN(const EncodedTask task, shown.Of(std::move(tasks[i])));
      add(task);
      ++on_page;
      last_shown = *after;
    }
    if (read.stopped_at) return end_after(*read.stopped_at);
    if (std::ssize(read.tasks) < at_once) return absl::OkStatus();
    looked_at += at_once;
    at_once = std::max(at_once, kReadAtOnce);
  }
  // Enough for one page, full or not.
  return end_after(*after);
}

}  // namespace phancong::tasks
