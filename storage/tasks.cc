#include "storage/tasks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/rules/dates.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/task_machine.h"
#include "storage/choices.h"
#include "storage/deadlines.h"
#include "storage/dealings.h"
#include "storage/noted_tasks.h"
#include "storage/numbers.h"
#include "storage/programmes.h"
#include "storage/sealing.h"
#include "storage/task_days.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kRowColumns =
    "SELECT t.task, t.round, t.item, t.assignee, t.segment, t.state, t.state_before_suspension, t.cycle, t.leg, "
    "t.base_due_day, t.due_day, t.submitted_at, t.submitted_day, t.submitted_due_day, t.days_late_before, "
    "t.first_submitted_at, t.accepted_at, t.reviewer, t.on_paper, t.met, t.reason, t.decision_number, t.revision, "
    "t.suspended_day, t.not_met_day, t.as_of_day, t.claim_meets, t.accepted_by";
constexpr size_t kRowColumnCount = 28;
// Of a task that is only issued nothing was reported.
constexpr std::string_view kShownColumns =
    ", CASE WHEN t.state = 'ISSUED' THEN NULL ELSE (SELECT c.payload FROM report c WHERE c.federation = t.federation "
    "AND c.task = t.task AND c.cycle = t.cycle AND c.kind = 'claim') END, CASE WHEN t.accepted_at IS NULL THEN NULL "
    "ELSE (SELECT r.payload FROM report r WHERE r.federation = t.federation AND r.task = t.task AND r.cycle = t.cycle "
    "AND r.kind = 'result') END, EXISTS (SELECT 1 FROM evidence_waiver w WHERE w.federation = t.federation AND "
    "w.task = t.task AND w.cycle = t.cycle), EXISTS (SELECT 1 FROM extension e WHERE e.federation = t.federation AND "
    "e.task = t.task AND e.state = 'REQUESTED')";
constexpr std::string_view kFrom = " FROM task t ";

std::string Select(std::string_view rest) { return std::string(kRowColumns).append(kFrom).append(rest); }

std::string SelectShown() { return std::string(kRowColumns).append(kShownColumns); }

TaskRow TaskFrom(const Row& row) {
  return {.task = row.Int(0),
          .round = row.Int(1),
          .item = row.Int(2),
          .assignee = row.Int(3),
          .segment = row.Text(4),
          .state = rules::StateFromName(row.Text(5)),
          .state_before_suspension = rules::StateFromName(row.Text(6)),
          .cycle = row.Int(7),
          .leg = row.Int(8),
          .base_due_day = row.Int(9),
          .due_day = row.Int(10),
          .submitted_at = row.OptionalInt(11),
          .submitted_day = row.Int(12),
          .submitted_due_day = row.Int(13),
          .days_late_before = row.Int(14),
          .first_submitted_at = row.OptionalInt(15),
          .accepted_at = row.OptionalInt(16),
          .reviewer = row.Int(17),
          .accepted_by = row.Int(27),
          .on_paper = row.Int(18) != 0,
          .met = row.Int(19) != 0,
          .reason = row.Text(20),
          .decision_number = row.Text(21),
          .revision = row.Int(22),
          .suspended_day = row.Int(23),
          .not_met_day = row.Int(24),
          .as_of_day = row.Int(25),
          .claim_meets = row.Int(26) != 0};
}

TaskToShow TaskToShowFrom(const Row& row) {
  const auto bytes = [&](size_t column) { return row.IsNull(column) ? std::string() : row.Bytes(column); };
  return {.row = TaskFrom(row),
          .claim = bytes(kRowColumnCount),
          .result = bytes(kRowColumnCount + 1),
          .has_waivers = row.Int(kRowColumnCount + 2) != 0,
          .has_open_extension = row.Int(kRowColumnCount + 3) != 0};
}

constexpr std::string_view kByPlace = "WHERE t.federation = $1 AND t.round = $2 AND t.item = $3 AND t.assignee = $4";

std::vector<size_t> NumbersTo(size_t count) {
  std::vector<size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

Value OptionalValue(const std::optional<int64_t>& value) { return value ? Value(*value) : Value(Null{}); }

// A state that is not set is stored as ''.
std::string StoredState(v1::TaskState state) {
  return state == v1::TaskState() ? std::string() : std::string(rules::StateName(state));
}

// What is written of a row, in the order of ValuesOf.
constexpr std::array<std::string_view, 29> kWritten = {"federation",
                                                       "task",
                                                       "round",
                                                       "item",
                                                       "assignee",
                                                       "segment",
                                                       "state",
                                                       "state_before_suspension",
                                                       "cycle",
                                                       "leg",
                                                       "base_due_day",
                                                       "due_day",
                                                       "submitted_at",
                                                       "submitted_day",
                                                       "submitted_due_day",
                                                       "days_late_before",
                                                       "first_submitted_at",
                                                       "accepted_at",
                                                       "reviewer",
                                                       "on_paper",
                                                       "met",
                                                       "reason",
                                                       "decision_number",
                                                       "revision",
                                                       "suspended_day",
                                                       "not_met_day",
                                                       "as_of_day",
                                                       "claim_meets",
                                                       "accepted_by"};

Values ValuesOf(int64_t federation, const TaskRow& row) {
  return {federation,
          row.task,
          row.round,
          row.item,
          row.assignee,
          row.segment,
          StoredState(row.state),
          StoredState(row.state_before_suspension),
          row.cycle,
          row.leg,
          row.base_due_day,
          row.due_day,
          OptionalValue(row.submitted_at),
          row.submitted_day,
          row.submitted_due_day,
          row.days_late_before,
          OptionalValue(row.first_submitted_at),
          OptionalValue(row.accepted_at),
          row.reviewer,
          int64_t{row.on_paper},
          int64_t{row.met},
          row.reason,
          row.decision_number,
          row.revision,
          row.suspended_day,
          row.not_met_day,
          row.as_of_day,
          int64_t{row.claim_meets},
          row.accepted_by};
}

// What was reported of a term's item is how far it stood on that day. Reports that name no day, as those of before
// there were stands, are of the day of their entry.
absl::Status TakeStand(WriteTransaction& tx, const EntryContext& entry, TaskRow& task, rules::Day as_of_day,
                       const v1::ReportFacts& report) {
  ASSIGN_OR_RETURN(const bool of_term, IsOfTerm(tx, entry.federation, task));
  if (!of_term) return absl::OkStatus();
  task.as_of_day = as_of_day != 0 ? as_of_day : entry.day;
  return WriteStand(tx, entry, task.task, {.as_of_day = task.as_of_day, .accepted = false, .met = false, .figures = {}},
                    report);
}

// The accepted result is how far it stood on the day that the claim was of; where that was sealed since, today.
absl::Status StandAccepted(WriteTransaction& tx, const EntryContext& entry, const TaskRow& task,
                           const v1::ReportFacts& result) {
  if (task.as_of_day == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<rules::Period> sealed, SealedPeriods(tx, entry.federation));
  const rules::Day day = IsSealed(sealed, task.as_of_day) ? entry.day : task.as_of_day;
  return WriteStand(tx, entry, task.task, {.as_of_day = day, .accepted = true, .met = task.met, .figures = {}}, result);
}

void ClearSubmission(TaskRow& task) {
  task.claim_meets = false;
  task.submitted_at.reset();
  task.submitted_day = 0;
  task.submitted_due_day = 0;
}

}  // namespace

rules::DeadlineFacts TaskRow::Deadline() const {
  return {.state = state,
          .due_day = due_day,
          .submitted_day = submitted_at ? std::optional<rules::Day>(submitted_day) : std::nullopt,
          .submitted_due_day = submitted_due_day,
          .days_late_before = days_late_before};
}

absl::StatusOr<bool> IsOfTerm(ReadTransaction& tx, int64_t federation, const TaskRow& row) {
  ASSIGN_OR_RETURN(const auto item, ItemDefinition(tx, federation, row.round, row.item));
  return rules::IsOfTerm(*item);
}

absl::StatusOr<TaskRow> GetTask(ReadTransaction& tx, int64_t federation, int64_t task) {
  if (const auto noted = NotedTask(tx, federation, task)) return *noted;
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(Select("WHERE t.federation = $1 AND t.task = $2"), {federation, task}));
  if (rows.empty()) {
    return rules::RefuseNotFound("tasks/" + std::to_string(task));
  }
  TaskRow row = TaskFrom(rows[0]);
  NoteTask(tx, federation, row);
  return row;
}

absl::StatusOr<std::optional<TaskRow>> FindTask(ReadTransaction& tx, int64_t federation, int64_t round, int64_t item,
                                                int64_t assignee) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(Select(kByPlace), {federation, round, item, assignee}));
  if (rows.empty()) return std::nullopt;
  TaskRow row = TaskFrom(rows[0]);
  NoteTask(tx, federation, row);
  return row;
}

absl::StatusOr<int64_t> NextTask(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(task), 0) + 1 FROM task WHERE federation = $1", {federation});
}

absl::Status InsertTask(WriteTransaction& tx, int64_t federation, const TaskRow& row) {
  static const std::string* const sql = new std::string(fmt::format(
      "INSERT INTO task ({}) VALUES (${})", fmt::join(kWritten, ", "), fmt::join(NumbersTo(kWritten.size()), ", $")));
  return tx.Execute(*sql, ValuesOf(federation, row));
}

namespace {

// Sets the columns that differ: an index is written only where one of its own is among them.
absl::Status UpdateTask(WriteTransaction& tx, int64_t federation, const TaskRow& before, const TaskRow& after) {
  const Values old = ValuesOf(federation, before);
  Values values = ValuesOf(federation, after);
  Values changed = {federation, after.task};
  std::string sql = "UPDATE task SET ";
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == old[i]) continue;
    if (changed.size() > 2) sql += ", ";
    changed.push_back(std::move(values[i]));
    sql += kWritten[i];
    sql += " = $";
    sql += std::to_string(changed.size());
  }
  if (changed.size() == 2) return absl::OkStatus();
  return tx.Execute(sql + " WHERE federation = $1 AND task = $2", changed);
}

}  // namespace

absl::Status ChangeTask(WriteTransaction& tx, const EntryContext& entry, int64_t number,
                        absl::FunctionRef<absl::Status(TaskRow&)> change) {
  ASSIGN_OR_RETURN(const TaskRow row, GetTask(tx, entry.federation, number));
  TaskRow task = row;
  ASSIGN_OR_RETURN(const auto item, ItemDefinition(tx, entry.federation, task.round, task.item));
  ASSIGN_OR_RETURN(const TaskOn before, StandsNow(tx, entry.federation, task));
  RETURN_IF_ERROR(change(task));
  task.revision = entry.revision;
  RETURN_IF_ERROR(UpdateTask(tx, entry.federation, row, task));
  NoteTask(tx, entry.federation, task);
  ASSIGN_OR_RETURN(const TaskOn after, StandsNow(tx, entry.federation, task));
  RETURN_IF_ERROR(MoveTotals(tx, entry.federation, entry.day, task.Key(), LeafOf(before, *item), LeafOf(after, *item)));
  RETURN_IF_ERROR(WriteTaskDay(tx, entry, before, after));
  return AddTaskEntry(tx, entry, number);
}

absl::StatusOr<std::vector<int64_t>> Authors(ReadTransaction& tx, int64_t federation, int64_t task, int64_t cycle) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT account FROM report_author WHERE federation = $1 AND task = $2 "
                                             "AND cycle = $3 ORDER BY account",
                                             {federation, task, cycle}));
  std::vector<int64_t> authors;
  for (const Row& row : rows) authors.push_back(row.Int(0));
  return authors;
}

absl::Status AddAuthors(WriteTransaction& tx, const EntryContext& entry, const TaskRow& row) {
  const auto add = [&](int64_t account) {
    return tx.Execute(
        "INSERT INTO report_author (federation, task, cycle, account) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        {entry.federation, row.task, row.cycle, account});
  };
  RETURN_IF_ERROR(add(entry.account));
  return entry.principal() == entry.account ? absl::OkStatus() : add(entry.principal());
}

absl::Status AddTaskEntry(WriteTransaction& tx, const EntryContext& entry, int64_t task) {
  return tx.Execute("INSERT INTO task_entry (federation, task, revision) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    {entry.federation, task, entry.revision});
}

absl::StatusOr<std::vector<int64_t>> TaskEntries(ReadTransaction& tx, int64_t federation, int64_t task, int64_t after,
                                                 int64_t limit) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT revision FROM task_entry WHERE federation = $1 AND task = $2 AND "
                                             "revision > $3 ORDER BY revision LIMIT $4",
                                             {federation, task, after, limit}));
  std::vector<int64_t> revisions;
  for (const Row& row : rows) revisions.push_back(row.Int(0));
  return revisions;
}

absl::Status InsertComment(WriteTransaction& tx, int64_t federation, int64_t task, const CommentRow& row) {
  return tx.Execute(
      "INSERT INTO task_comment (federation, task, comment, account, created_at, text) VALUES ($1, $2, $3, $4, $5, $6)",
      {federation, task, row.comment, row.account, row.created_at, row.text});
}

absl::StatusOr<std::vector<CommentRow>> Comments(ReadTransaction& tx, int64_t federation, int64_t task, int64_t after,
                                                 int64_t limit) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT comment, account, created_at, text FROM task_comment WHERE "
                                             "federation = $1 AND task = $2 AND comment > $3 ORDER BY comment LIMIT $4",
                                             {federation, task, after, limit}));
  std::vector<CommentRow> comments;
  for (const Row& row : rows) {
    comments.push_back({.comment = row.Int(0), .account = row.Int(1), .created_at = row.Int(2), .text = row.Text(3)});
  }
  return comments;
}

// --- Apply. ----------------------------------------------------------------------------------------------------------

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskAcknowledged& event) {
  return ChangeTask(tx, entry, event.task(), [](TaskRow& task) {
    task.state = v1::TASK_STATE_IN_PROGRESS;
    return absl::OkStatus();
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ProgressReported& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = v1::TASK_STATE_IN_PROGRESS;
    RETURN_IF_ERROR(AddAuthors(tx, entry, task));
    RETURN_IF_ERROR(AddDealing(tx, entry, task.assignee, rules::Deed::kWroteReport));
    RETURN_IF_ERROR(TakeStand(tx, entry, task, event.as_of_day(), event.report()));
    return WriteReport(tx, entry, task.task, task.cycle, ReportKind::kClaim, event.report());
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskSubmitted& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = v1::TASK_STATE_SUBMITTED;
    task.on_paper = event.on_paper();
    task.submitted_at = entry.time_micros;
    task.submitted_day = event.on_paper() ? event.received_day() : entry.day;
    task.submitted_due_day = task.due_day;
    task.claim_meets = event.claim_meets();
    if (!task.first_submitted_at) task.first_submitted_at = entry.time_micros;
    RETURN_IF_ERROR(AddAuthors(tx, entry, task));
    RETURN_IF_ERROR(AddDealing(tx, entry, task.assignee,
                               event.on_paper() ? rules::Deed::kEnteredPaper : rules::Deed::kWroteReport));
    RETURN_IF_ERROR(TakeStand(tx, entry, task, event.as_of_day(), event.report()));
    return WriteReport(tx, entry, task.task, task.cycle, ReportKind::kClaim, event.report());
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskRecalled& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    // A late submission goes back to where it came from.
    task.state = task.not_met_day != 0 ? v1::TASK_STATE_NOT_MET : v1::TASK_STATE_IN_PROGRESS;
    // A recalled submission never was the first; in a later leg the first one stands.
    if (task.leg == 1) task.first_submitted_at.reset();
    ClearSubmission(task);
    return absl::OkStatus();
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ReviewTaken& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = v1::TASK_STATE_IN_REVIEW;
    task.reviewer = event.reviewer();
    // Who takes it for another takes it, too; who is named by the chair takes it alone.
    if (event.reviewer() == entry.principal()) {
      return AddDealing(tx, entry, task.assignee, rules::Deed::kTookReview);
    }
    return AddDealingOf(tx, entry, event.reviewer(), task.assignee, rules::Deed::kTookReview);
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ReviewReleased& event) {
  return ChangeTask(tx, entry, event.task(), [](TaskRow& task) {
    task.state = v1::TASK_STATE_SUBMITTED;
    task.reviewer = 0;
    return absl::OkStatus();
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskAccepted& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = v1::TASK_STATE_ACCEPTED;
    task.not_met_day = 0;
    task.accepted_at = entry.time_micros;
    task.reviewer = entry.principal();
    task.accepted_by = entry.account;
    task.met = event.met();
    task.reason = entry.TextOf(event.reason());
    RETURN_IF_ERROR(AddDealing(tx, entry, task.assignee, rules::Deed::kAccepted));
    RETURN_IF_ERROR(StandAccepted(tx, entry, task, event.result()));
    return WriteReport(tx, entry, task.task, task.cycle, ReportKind::kResult, event.result());
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskReturned& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.days_late_before = rules::DaysLate(task.Deadline());
    ClearSubmission(task);
    task.state = v1::TASK_STATE_RETURNED;
    ++task.leg;
    task.due_day = event.rework_due_day();
    task.not_met_day = 0;
    task.reviewer = 0;
    task.reason = entry.TextOf(event.reason());
    RETURN_IF_ERROR(AddDealing(tx, entry, task.assignee, rules::Deed::kReturned));
    return AddDueChange(tx, entry, task, {.cause = v1::DUE_CAUSE_REWORK, .reason = task.reason});
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskWithdrawn& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = v1::TASK_STATE_WITHDRAWN;
    task.suspended_day = 0;
    task.not_met_day = 0;
    task.reviewer = 0;
    task.reason = entry.TextOf(event.reason());
    task.decision_number = event.decision_number();
    return absl::OkStatus();
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskReopened& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    // The new cycle begins from what was claimed, and from who wrote it; the old result stays under its own cycle.
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO report_author (federation, task, cycle, account) SELECT federation, task, cycle + 1, "
                   "account FROM report_author WHERE federation = $1 AND task = $2 AND cycle = $3",
                   {entry.federation, task.task, task.cycle}));
    RETURN_IF_ERROR(CopyClaim(tx, entry.federation, task.task, task.cycle));
    ++task.cycle;
    task.leg = 1;
    task.state = v1::TASK_STATE_IN_PROGRESS;
    task.due_day = event.due_day();
    ClearSubmission(task);
    task.days_late_before = 0;
    task.first_submitted_at.reset();
    task.accepted_at.reset();
    task.accepted_by = 0;
    task.reviewer = 0;
    task.on_paper = false;
    task.met = false;
    task.reason.clear();
    return AddDueChange(tx, entry, task, {.cause = v1::DUE_CAUSE_REOPENED, .reason = entry.TextOf(event.reason())});
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::CommentAdded& event) {
  RETURN_IF_ERROR(InsertComment(tx, entry.federation, event.task(),
                                {.comment = event.comment(),
                                 .account = entry.account,
                                 .created_at = entry.time_micros,
                                 .text = entry.TextOf(event.text())}));
  return ChangeTask(tx, entry, event.task(), [](TaskRow&) { return absl::OkStatus(); });
}

// --- Lists. ----------------------------------------------------------------------------------------------------------

namespace {

absl::StatusOr<std::vector<TaskRow>> SelectTasks(ReadTransaction& tx, const Choices& where) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(Select(where.sql()), where.values()));
  std::vector<TaskRow> tasks;
  tasks.reserve(rows.size());
  for (const Row& row : rows) tasks.push_back(TaskFrom(row));
  return tasks;
}

// Of each of these tasks what `from` makes of its row, in the order in which they are named. `columns` begins with the
// task's number.
template <typename Made>
absl::StatusOr<std::vector<Made>> OfEach(ReadTransaction& tx, int64_t federation, const std::vector<int64_t>& tasks,
                                         std::string columns, Made (*from)(const Row&)) {
  std::vector<Made> made;
  if (tasks.empty()) return made;
  // One text for many lengths: it is prepared once.
  std::vector<int64_t> named = tasks;
  named.resize(std::bit_ceil(named.size()), named.back());
  Choices where("WHERE t.federation = $1 ", {federation});
  where.OneOf("t.task", named);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(columns.append(kFrom).append(where.sql()), where.values()));
  std::unordered_map<int64_t, const Row*> by_number;
  for (const Row& row : rows) by_number.emplace(row.Int(0), &row);
  made.reserve(tasks.size());
  for (const int64_t task : tasks) {
    const auto row = by_number.find(task);
    if (row == by_number.end()) return absl::DataLossError("a task of an index is not in its table");
    made.push_back(from(*row->second));
  }
  return made;
}

}  // namespace

absl::StatusOr<std::vector<TaskToShow>> TasksToShow(ReadTransaction& tx, int64_t federation,
                                                    const std::vector<int64_t>& tasks) {
  return OfEach(tx, federation, tasks, SelectShown(), TaskToShowFrom);
}

absl::StatusOr<std::vector<int64_t>> RevisionsOf(ReadTransaction& tx, int64_t federation,
                                                 const std::vector<int64_t>& tasks) {
  const auto revision = [](const Row& row) { return row.Int(1); };
  return OfEach<int64_t>(tx, federation, tasks, "SELECT t.task, t.revision", revision);
}

absl::StatusOr<std::optional<TaskToShow>> FindTaskToShow(ReadTransaction& tx, int64_t federation, int64_t round,
                                                         int64_t item, int64_t assignee) {
  static const auto* const sql = new std::string(SelectShown().append(kFrom).append(kByPlace));
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(*sql, {federation, round, item, assignee}));
  if (rows.empty()) return std::nullopt;
  return TaskToShowFrom(rows[0]);
}

absl::StatusOr<std::vector<TaskRow>> ListTasks(ReadTransaction& tx, int64_t federation, const TaskFilter& filter,
                                               int64_t after, int64_t limit) {
  Choices where("WHERE t.federation = $1 AND t.task > $2 ", {federation, after});
  if (filter.round != 0) where.Add("AND t.round = ", filter.round);
  if (filter.only_assignees) where.OneOf("t.assignee", filter.assignees);
  if (!filter.items.empty()) where.OneOf("t.item", filter.items);
  where.Add("ORDER BY t.task LIMIT ", limit);
  return SelectTasks(tx, where);
}

namespace {

std::vector<std::string> WaitingStates() {
  std::vector<std::string> states;
  for (int value = v1::TaskState_MIN; value <= v1::TaskState_MAX; ++value) {
    const auto state = static_cast<v1::TaskState>(value);
    if (rules::PhaseOf(state) == rules::TaskPhase::kWithReviewer) states.emplace_back(rules::StateName(state));
  }
  return states;
}

}  // namespace

absl::StatusOr<std::vector<TaskRow>> ReviewsOf(ReadTransaction& tx, int64_t federation, int64_t account) {
  // Among those that wait, not among all that there are.
  Choices where(
      "WHERE t.federation = $1 AND t.reviewer = $2 AND t.task IN (SELECT k.task FROM task k WHERE k.federation = $1 ",
      {federation, account});
  where.OneOf("k.state", WaitingStates());
  where.Add(") ORDER BY t.task");
  return SelectTasks(tx, where);
}

absl::StatusOr<int64_t> CountTasks(ReadTransaction& tx, int64_t federation, int64_t round) {
  return QueryInt(tx, "SELECT COUNT(*) FROM task WHERE federation = $1 AND round = $2", {federation, round});
}

}  // namespace phancong::storage
