#include "storage/task_days.h"

#include <iterator>
#include <tuple>
#include <utility>

#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "storage/choices.h"
#include "storage/reports.h"

namespace phancong::storage {
namespace {

constexpr int64_t kTaskDaysAtOnce = 1'000;

std::string StoredFigures(const TaskOn& task) {
  v1::Report report;
  report.mutable_figures()->Add(task.figures.begin(), task.figures.end());
  return report.SerializeAsString();
}

// Everything that a row says.
auto Said(const TaskOn& task, const std::string& figures) {
  return std::tuple(task.deadline.state, task.cycle, task.deadline.due_day, task.deadline.submitted_day.value_or(0),
                    task.deadline.submitted_due_day, task.deadline.days_late_before, task.met, figures);
}

absl::StatusOr<TaskOn> TaskOnFrom(const Row& row) {
  TaskOn task{.task = row.Int(0),
              .round = row.Int(1),
              .item = row.Int(2),
              .assignee = row.Int(3),
              .segment = row.Text(4),
              .cycle = 1,
              .deadline = {.state = v1::TASK_STATE_ISSUED,
                           .due_day = row.Int(5),
                           .submitted_day = {},
                           .submitted_due_day = 0,
                           .days_late_before = 0},
              .met = false,
              .figures = {}};
  // No row: as it was issued.
  if (row.IsNull(6)) return task;
  task.deadline = {.state = rules::StateFromName(row.Text(6)),
                   .due_day = row.Int(8),
                   .submitted_day = {},
                   .submitted_due_day = row.Int(10),
                   .days_late_before = row.Int(11)};
  if (row.Int(9) != 0) task.deadline.submitted_day = row.Int(9);
  task.cycle = row.Int(7);
  task.met = row.Int(12) != 0;
  v1::Report report;
  if (!report.ParseFromString(row.Bytes(13))) return absl::DataLossError("task_day: not the bytes of a report");
  task.figures.assign(report.figures().begin(), report.figures().end());
  return task;
}

absl::StatusOr<std::vector<v1::FigureValue>> FiguresOf(ReadTransaction& tx, int64_t federation, const TaskRow& row,
                                                       ReportKind kind) {
  ASSIGN_OR_RETURN(v1::Report report, ReadReport(tx, federation, row.task, row.cycle, kind));
  return std::vector<v1::FigureValue>(std::make_move_iterator(report.mutable_figures()->begin()),
                                      std::make_move_iterator(report.mutable_figures()->end()));
}

}  // namespace

absl::StatusOr<TaskOn> StandsNow(ReadTransaction& tx, int64_t federation, const TaskRow& row) {
  TaskOn task{.task = row.task,
              .round = row.round,
              .item = row.item,
              .assignee = row.assignee,
              .segment = row.segment,
              .cycle = row.cycle,
              .deadline = row.Deadline(),
              .met = false,
              .figures = {}};
  const rules::TaskPhase phase = rules::PhaseOf(row.state);
  if (phase == rules::TaskPhase::kAccepted) {
    task.met = row.met;
    ASSIGN_OR_RETURN(task.figures, FiguresOf(tx, federation, row, ReportKind::kResult));
  } else if (phase == rules::TaskPhase::kWithReviewer) {
    task.met = row.claim_meets;
    ASSIGN_OR_RETURN(task.figures, FiguresOf(tx, federation, row, ReportKind::kClaim));
  }
  return task;
}

absl::Status EachTaskOn(ReadTransaction& tx, int64_t federation, int64_t round, std::optional<int64_t> assignee,
                        rules::Day day, absl::FunctionRef<absl::Status(const TaskOn&)> visit) {
  int64_t after = 0;
  while (true) {
    Choices where("WHERE t.federation = $1 AND t.round = $2 AND c.changed_day <= $3 ", {federation, round, day});
    if (assignee) where.Add("AND t.assignee = ", *assignee);
    where.After("(t.task)", {after});
    where.Add("ORDER BY t.task LIMIT ", kTaskDaysAtOnce);
    ASSIGN_OR_RETURN(
        const Rows rows,
        tx.Query("SELECT t.task, t.round, t.item, t.assignee, t.segment, t.base_due_day, d.state, d.cycle, d.due_day, "
                 "d.submitted_day, d.submitted_due_day, d.days_late_before, d.met, d.figures FROM task t "
                 "JOIN due_change c ON c.federation = t.federation AND c.task = t.task AND c.ordinal = 1 "
                 "LEFT JOIN task_day d ON d.federation = t.federation AND d.task = t.task AND d.day = "
                 "(SELECT MAX(l.day) FROM task_day l WHERE l.federation = t.federation AND l.task = t.task AND "
                 "l.day <= $3) " +
                     where.sql(),
                 where.values()));
    for (const Row& row : rows) {
      ASSIGN_OR_RETURN(const TaskOn task, TaskOnFrom(row));
      RETURN_IF_ERROR(visit(task));
      after = task.task;
    }
    if (static_cast<int64_t>(rows.size()) < kTaskDaysAtOnce) return absl::OkStatus();
  }
}

rules::TaskLeaf LeafOf(const TaskOn& task, const v1::Item& item) {
  rules::TaskLeaf leaf{.deadline = task.deadline, .figures = {}, .met = task.met};
  const rules::TaskPhase phase = rules::PhaseOf(task.deadline.state);
  if (phase != rules::TaskPhase::kAccepted && phase != rules::TaskPhase::kWithReviewer) return leaf;
  for (const v1::Figure& figure : item.figures()) {
    rules::LeafFigure& of_leaf = leaf.figures.emplace_back();
    for (const v1::FigureValue& value : task.figures) {
      if (value.figure() != figure.id()) continue;
      of_leaf = {.not_applicable = !value.not_applicable_reason().empty(),
                 .numerator = value.numerator(),
                 .denominator = value.denominator()};
    }
  }
  return leaf;
}

absl::Status WriteTaskDay(WriteTransaction& tx, const EntryContext& entry, const TaskOn& before, const TaskOn& after) {
  const std::string figures = StoredFigures(after);
  if (Said(before, StoredFigures(before)) == Said(after, figures)) return absl::OkStatus();
  return tx.Execute(
      "INSERT INTO task_day (federation, task, day, state, cycle, due_day, submitted_day, submitted_due_day, "
      "days_late_before, met, figures) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
      "ON CONFLICT (federation, task, day) DO UPDATE SET state = excluded.state, cycle = excluded.cycle, "
      "due_day = excluded.due_day, submitted_day = excluded.submitted_day, "
      "submitted_due_day = excluded.submitted_due_day, days_late_before = excluded.days_late_before, "
      "met = excluded.met, figures = excluded.figures",
      {entry.federation, after.task, entry.day, std::string(rules::StateName(after.deadline.state)), after.cycle,
       after.deadline.due_day, after.deadline.submitted_day.value_or(0), after.deadline.submitted_due_day,
       after.deadline.days_late_before, int64_t{after.met}, Blob{figures}});
}

}  // namespace phancong::storage
