#include "storage/deadlines.h"

#include <string_view>

#include "services/rules/extension_machine.h"
#include "services/rules/propagate.h"
#include "storage/choices.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kExtensionColumns =
    "SELECT e.task, e.extension, e.state, e.due_day_then, e.requested_due_day, e.reason, e.requested_by, "
    "e.requested_at, e.granted_due_day, e.decided_by, e.decided_at, e.decision_reason, e.decision_number, e.revision, "
    "e.requested_for FROM extension e WHERE e.federation = $1 ";

ExtensionRow ExtensionFrom(const Row& row) {
  return {.task = row.Int(0),
          .extension = row.Int(1),
          .state = rules::ExtensionStateFromName(row.Text(2)),
          .due_day_then = row.Int(3),
          .requested_due_day = row.Int(4),
          .reason = row.Text(5),
          .requested_by = row.Int(6),
          .requested_for = row.Int(14),
          .requested_at = row.Int(7),
          .granted_due_day = row.Int(8),
          .decided_by = row.Int(9),
          .decided_at = row.Int(10),
          .decision_reason = row.Text(11),
          .decision_number = row.Text(12),
          .revision = row.Int(13)};
}

constexpr std::string_view kCausePrefix = "DUE_CAUSE_";

std::string CauseName(v1::DueCause cause) { return v1::DueCause_Name(cause).substr(kCausePrefix.size()); }

v1::DueCause CauseFrom(const std::string& name) {
  v1::DueCause cause = v1::DUE_CAUSE_UNSPECIFIED;
  v1::DueCause_Parse(std::string(kCausePrefix) + name, &cause);
  return cause;
}

// Or cancelled.
bool IsDecided(v1::ExtensionState state) { return state != v1::EXTENSION_STATE_REQUESTED; }

// Those that fit, of the undecided or of the decided; none where the filter's states are not among these.
std::optional<Choices> PartOf(int64_t federation, const ExtensionFilter& filter, bool decided) {
  std::vector<std::string> states;
  for (const v1::ExtensionState state : filter.states) {
    if (IsDecided(state) == decided) states.emplace_back(rules::StateName(state));
  }
  if (!filter.states.empty() && states.empty()) return std::nullopt;
  Choices where(kExtensionColumns, {federation});
  // The words of extension_by_request, except where the tasks of a few assignees are looked up.
  where.Add("AND CASE e.state WHEN 'REQUESTED' THEN 0 ELSE 1 END ");
  where.Add(filter.only_assignees ? "+ 0 = " : "= ", int64_t{decided});
  // Not the column itself: SQLite puts a single state into the words above, and no longer knows the index by them.
  if (!states.empty()) where.OneOf("e.state || ''", states);
  if (filter.only_assignees) {
    where.Add("AND e.task IN (SELECT k.task FROM task k WHERE k.federation = $1 ");
    where.OneOf("k.assignee", filter.assignees);
    where.Add(") ");
  }
  if (filter.round != 0) {
    where.Add("AND (SELECT t.round FROM task t WHERE t.federation = $1 AND t.task = e.task) = ", filter.round);
  }
  return where;
}

// The term in working days by which the task's date in force was counted; 0: a date.
absl::StatusOr<int64_t> TermOf(ReadTransaction& tx, int64_t federation, int64_t task) {
  return QueryInt(tx,
                  "SELECT d.working_days FROM due_change d WHERE d.federation = $1 AND d.task = $2 AND d.ordinal = "
                  "(SELECT MAX(n.ordinal) FROM due_change n WHERE n.federation = $1 AND n.task = $2)",
                  {federation, task});
}

absl::Status Decided(WriteTransaction& tx, const EntryContext& entry, const ExtensionRow& row) {
  return tx.Execute(
      "UPDATE extension SET state = $4, granted_due_day = $5, decided_by = $6, decided_at = $7, decision_reason = $8, "
      "decision_number = $9, revision = $10 WHERE federation = $1 AND task = $2 AND extension = $3",
      {entry.federation, row.task, row.extension, std::string(rules::StateName(row.state)), row.granted_due_day,
       row.decided_by, row.decided_at, row.decision_reason, row.decision_number, entry.revision});
}

}  // namespace

// --- The date in force. ----------------------------------------------------------------------------------------------

absl::Status AddDueChange(WriteTransaction& tx, const EntryContext& entry, const TaskRow& row, const DueReason& why) {
  int64_t last = 0;
  // Not in one statement: where SQLite inserts what it reads of the same table, it copies it into one of its own first.
  if (why.cause != v1::DUE_CAUSE_ISSUED) {
    ASSIGN_OR_RETURN(
        last, QueryInt(tx, "SELECT COALESCE(MAX(ordinal), 0) FROM due_change WHERE federation = $1 AND task = $2",
                       {entry.federation, row.task}));
  }
  return tx.Execute(
      "INSERT INTO due_change (federation, task, ordinal, cycle, changed_at, changed_day, due_day, cause, extension, "
      "reason, decision_number, account, working_days, calendar_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
      "$10, $11, $12, $13, $14)",
      {entry.federation, row.task, last + 1, row.cycle, entry.time_micros, entry.day, row.due_day, CauseName(why.cause),
       why.extension, why.reason, why.decision_number, entry.account, why.working_days, why.calendar_version});
}

absl::StatusOr<std::vector<DueChangeRow>> DueChanges(ReadTransaction& tx, int64_t federation, int64_t task) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT ordinal, cycle, changed_at, changed_day, due_day, account, cause, extension, reason, "
               "decision_number, working_days, calendar_version FROM due_change WHERE federation = $1 AND "
               "task = $2 ORDER BY ordinal",
               {federation, task}));
  std::vector<DueChangeRow> changes;
  for (const Row& row : rows) {
    changes.push_back({.ordinal = row.Int(0),
                       .cycle = row.Int(1),
                       .changed_at = row.Int(2),
                       .changed_day = row.Int(3),
                       .due_day = row.Int(4),
                       .account = row.Int(5),
                       .why = {.cause = CauseFrom(row.Text(6)),
                               .extension = row.Int(7),
                               .reason = row.Text(8),
                               .decision_number = row.Text(9),
                               .working_days = row.Int(10),
                               .calendar_version = row.Int(11)}});
  }
  return changes;
}

// --- Extensions. -----------------------------------------------------------------------------------------------------

absl::StatusOr<std::optional<ExtensionRow>> FindExtension(ReadTransaction& tx, int64_t federation, int64_t task,
                                                          int64_t extension) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kExtensionColumns) + "AND e.task = $2 AND e.extension = $3",
                                             {federation, task, extension}));
  if (rows.empty()) return std::nullopt;
  return ExtensionFrom(rows[0]);
}

absl::StatusOr<std::optional<ExtensionRow>> OpenExtension(ReadTransaction& tx, int64_t federation, int64_t task) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query(std::string(kExtensionColumns) + "AND e.task = $2 AND e.state = 'REQUESTED'", {federation, task}));
  if (rows.empty()) return std::nullopt;
  return ExtensionFrom(rows[0]);
}

absl::StatusOr<int64_t> NextExtension(ReadTransaction& tx, int64_t federation, int64_t task) {
  return QueryInt(tx, "SELECT COALESCE(MAX(extension), 0) + 1 FROM extension WHERE federation = $1 AND task = $2",
                  {federation, task});
}

absl::StatusOr<std::vector<ExtensionRow>> ListExtensions(ReadTransaction& tx, int64_t federation,
                                                         const ExtensionFilter& filter,
                                                         const std::optional<ExtensionCursor>& after, int64_t limit) {
  std::vector<ExtensionRow> extensions;
  // In the index the decided lie behind the undecided.
  for (const bool decided : {false, true}) {
    if (after && after->decided > int64_t{decided}) continue;
    const std::optional<Choices> part = PartOf(federation, filter, decided);
    if (!part) continue;
    Choices where = *part;
    if (after && after->decided == int64_t{decided}) {
      where.After("(e.requested_at, e.task, e.extension)", {after->requested_at, after->task, after->extension});
    }
    // Of a few assignees it must not go along the index to be in order.
    where.Add(filter.only_assignees ? "ORDER BY e.requested_at + 0, " : "ORDER BY e.requested_at, ");
    where.Add("e.task, e.extension LIMIT ", limit - static_cast<int64_t>(extensions.size()));
    ASSIGN_OR_RETURN(const Rows rows, tx.Query(where.sql(), where.values()));
    for (const Row& row : rows) extensions.push_back(ExtensionFrom(row));
    if (static_cast<int64_t>(extensions.size()) == limit) break;
  }
  return extensions;
}

ExtensionCursor CursorOf(const ExtensionRow& row) {
  return {.decided = int64_t{IsDecided(row.state)},
          .requested_at = row.requested_at,
          .task = row.task,
          .extension = row.extension};
}

// --- Apply. ----------------------------------------------------------------------------------------------------------

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ExtensionRequested& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    return tx.Execute(
        "INSERT INTO extension (federation, task, extension, state, due_day_then, requested_due_day, reason, "
        "requested_by, requested_for, requested_at, granted_due_day, decided_by, decided_at, decision_reason, "
        "decision_number, revision) VALUES ($1, $2, $3, 'REQUESTED', $4, $5, $6, $7, $8, $9, 0, 0, 0, '', '', $10)",
        {entry.federation, task.task, event.extension(), task.due_day, event.due_day(), entry.TextOf(event.reason()),
         entry.account, entry.on_behalf_of, entry.time_micros, entry.revision});
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ExtensionDecided& event) {
  const std::string reason = entry.TextOf(event.reason());
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) -> absl::Status {
    RETURN_IF_ERROR(Decided(tx, entry,
                            {.task = task.task,
                             .extension = event.extension(),
                             .state = event.approved() ? v1::EXTENSION_STATE_APPROVED : v1::EXTENSION_STATE_REFUSED,
                             .reason = {},
                             .granted_due_day = event.approved() ? event.due_day() : 0,
                             .decided_by = entry.account,
                             .decided_at = entry.time_micros,
                             .decision_reason = reason,
                             .decision_number = event.decision_number()}));
    if (!event.approved()) return absl::OkStatus();
    task.due_day = event.due_day();
    return AddDueChange(tx, entry, task,
                        {.cause = v1::DUE_CAUSE_EXTENSION,
                         .extension = event.extension(),
                         .reason = reason,
                         .decision_number = event.decision_number()});
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ExtensionCancelled& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    return Decided(tx, entry,
                   {.task = task.task,
                    .extension = event.extension(),
                    .state = v1::EXTENSION_STATE_CANCELLED,
                    .reason = {},
                    .decision_reason = {},
                    .decision_number = {}});
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TasksExtended& event) {
  if (event.tasks_size() != event.due_days_size()) return absl::InternalError("not every extended task has its date");
  const bool by_calendar = event.calendar_version() != 0;
  for (int i = 0; i < event.tasks_size(); ++i) {
    RETURN_IF_ERROR(ChangeTask(tx, entry, event.tasks(i), [&](TaskRow& task) -> absl::Status {
      DueReason why{.cause = by_calendar ? v1::DUE_CAUSE_CALENDAR : v1::DUE_CAUSE_DECISION,
                    .reason = entry.TextOf(event.reason()),
                    .decision_number = event.decision_number(),
                    .calendar_version = event.calendar_version()};
      if (by_calendar) {
        ASSIGN_OR_RETURN(why.working_days, TermOf(tx, entry.federation, task.task));
      }
      task.due_day = event.due_days(i);
      return AddDueChange(tx, entry, task, why);
    }));
  }
  return absl::OkStatus();
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskSuspended& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state_before_suspension = task.state;
    task.state = v1::TASK_STATE_SUSPENDED;
    task.suspended_day = entry.day;
    task.reason = entry.TextOf(event.reason());
    task.decision_number = event.decision_number();
    return absl::OkStatus();
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskResumed& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = task.state_before_suspension;
    task.state_before_suspension = v1::TaskState();
    task.suspended_day = 0;
    task.reason = entry.TextOf(event.reason());
    task.decision_number = event.decision_number();
    task.due_day = event.due_day();
    return AddDueChange(
        tx, entry, task,
        {.cause = v1::DUE_CAUSE_SUSPENSION, .reason = task.reason, .decision_number = event.decision_number()});
  });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskClosedNotMet& event) {
  return ChangeTask(tx, entry, event.task(), [&](TaskRow& task) {
    task.state = v1::TASK_STATE_NOT_MET;
    task.not_met_day = entry.day;
    task.reason = entry.TextOf(event.reason());
    return absl::OkStatus();
  });
}

}  // namespace phancong::storage
