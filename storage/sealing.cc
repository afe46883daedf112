#include "storage/sealing.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "storage/choices.h"
#include "storage/numbers.h"
#include "storage/reports.h"
#include "storage/rounds.h"
#include "storage/tasks.h"

namespace phancong::storage {
namespace {

std::string NameOf(SealedFigures which) { return which == SealedFigures::kIndicators ? "indicator" : "stand"; }
std::string NameOf(RestatementVersion version) { return version == RestatementVersion::kBefore ? "before" : "after"; }

std::vector<std::string> OpenStates() {
  std::vector<std::string> states;
  for (int state = v1::TaskState_MIN; state <= v1::TaskState_MAX; ++state) {
    const auto each = static_cast<v1::TaskState>(state);
    if (rules::IsOpen(each)) states.emplace_back(rules::StateName(each));
  }
  return states;
}

// A figure from four columns: figure, numerator, denominator, reason; the first of them `column`.
v1::FigureValue FigureFrom(const Row& row, size_t column) {
  v1::FigureValue value;
  value.set_figure(row.Text(column));
  if (!row.IsNull(column + 1)) value.set_numerator(row.Int(column + 1));
  if (!row.IsNull(column + 2)) value.set_denominator(row.Int(column + 2));
  value.set_not_applicable_reason(row.Text(column + 3));
  return value;
}

std::vector<v1::FigureValue> FiguresOf(const EntryContext& entry, const v1::ReportFacts& facts) {
  std::vector<v1::FigureValue> figures;
  for (const v1::ReportFacts::Value& kept : facts.values()) {
    v1::FigureValue& value = figures.emplace_back();
    value.set_figure(kept.figure());
    if (kept.has_numerator()) value.set_numerator(kept.numerator());
    if (kept.has_denominator()) value.set_denominator(kept.denominator());
    value.set_not_applicable_reason(entry.TextOf(kept.not_applicable_reason()));
  }
  return figures;
}

Value NumeratorOf(const v1::FigureValue& value) {
  return value.has_numerator() ? Value(value.numerator()) : Value(Null{});
}
Value DenominatorOf(const v1::FigureValue& value) {
  return value.has_denominator() ? Value(value.denominator()) : Value(Null{});
}

absl::Status Freeze(WriteTransaction& tx, const EntryContext& entry, int64_t round, SealedFigures which,
                    const google::protobuf::RepeatedPtrField<v1::IndicatorProgress>& figures) {
  int64_t ordinal = 0;
  for (const v1::IndicatorProgress& progress : figures) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO sealed_figure (federation, round, kind, ordinal, progress) VALUES ($1, $2, $3, $4, $5)",
                   {entry.federation, round, NameOf(which), ++ordinal, Blob{progress.SerializeAsString()}}));
  }
  return absl::OkStatus();
}

absl::Status InsertFigures(WriteTransaction& tx, int64_t federation, int64_t restatement, RestatementVersion version,
                           const std::vector<v1::FigureValue>& figures) {
  int64_t ordinal = 0;
  for (const v1::FigureValue& value : figures) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO restatement_figure (federation, restatement, version, ordinal, figure, numerator, "
                   "denominator, not_applicable_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                   {federation, restatement, NameOf(version), ++ordinal, value.figure(), NumeratorOf(value),
                    DenominatorOf(value), value.not_applicable_reason()}));
  }
  return absl::OkStatus();
}

constexpr std::string_view kSealingColumns =
    "SELECT s.restatement, s.round, s.task, s.reason, s.decision_number, s.account, s.created_at, s.inspection, "
    "s.finding FROM restatement s ";

RestatementRow RestatementFrom(const Row& row) {
  return {.restatement = row.Int(0),
          .round = row.Int(1),
          .task = row.Int(2),
          .reason = row.Text(3),
          .decision_number = row.Text(4),
          .account = row.Int(5),
          .created_at = row.Int(6),
          .inspection = row.Int(7),
          .finding = row.Int(8)};
}

}  // namespace

absl::StatusOr<std::vector<rules::Period>> SealedPeriods(ReadTransaction& tx, int64_t federation) {
  using Periods = std::vector<rules::Period>;
  ASSIGN_OR_RETURN(const auto sealed,
                   tx.facts().Get<Periods>(
                       FactsOf::kDefinitions, federation, {.what = "sealed periods"}, [&]() -> absl::StatusOr<Periods> {
                         ASSIGN_OR_RETURN(const Rows rows,
                                          tx.Query("SELECT period_begin_day, period_end_day FROM round WHERE "
                                                   "federation = $1 AND state = 'SEALED'",
                                                   {federation}));
                         Periods periods;
                         for (const Row& row : rows) periods.push_back({.begin = row.Int(0), .end = row.Int(1)});
                         return periods;
                       }));
  return *sealed;
}

bool IsSealed(const std::vector<rules::Period>& sealed, rules::Day day) {
  return std::any_of(sealed.begin(), sealed.end(),
                     [day](const rules::Period& period) { return period.begin <= day && day <= period.end; });
}

absl::StatusOr<OpenTasks> OpenTasksOf(ReadTransaction& tx, int64_t federation, int64_t round,
                                      const rules::Period& period, int64_t limit) {
  Choices where("WHERE t.federation = $1 AND (t.round = $2 OR (t.due_day >= $3 AND t.due_day <= $4)) ",
                {federation, round, period.begin, period.end});
  where.OneOf("t.state", OpenStates());
  OpenTasks open;
  ASSIGN_OR_RETURN(open.count, QueryInt(tx, "SELECT COUNT(*) FROM task t " + where.sql(), where.values()));
  where.Add("ORDER BY t.task LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT t.task FROM task t " + where.sql(), where.values()));
  for (const Row& row : rows) open.tasks.push_back(row.Int(0));
  return open;
}

absl::StatusOr<std::vector<v1::IndicatorProgress>> FrozenFigures(ReadTransaction& tx, int64_t federation, int64_t round,
                                                                 SealedFigures which) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT progress FROM sealed_figure WHERE federation = $1 AND round = $2 AND kind = $3 "
                            "ORDER BY ordinal",
                            {federation, round, NameOf(which)}));
  std::vector<v1::IndicatorProgress> figures;
  for (const Row& row : rows) {
    if (!figures.emplace_back().ParseFromString(row.Bytes(0))) {
      return absl::DataLossError("sealed_figure: not the bytes of a figure");
    }
  }
  return figures;
}

absl::StatusOr<int64_t> NextRestatement(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(restatement), 0) + 1 FROM restatement WHERE federation = $1", {federation});
}

absl::StatusOr<std::vector<RestatementRow>> Restatements(ReadTransaction& tx, int64_t federation, int64_t round,
                                                         const std::optional<std::vector<int64_t>>& assignees,
                                                         int64_t after, int64_t limit) {
  Choices where("WHERE s.federation = $1 AND s.restatement > $2 ", {federation, after});
  if (round != 0) where.Add("AND s.round = ", round);
  if (assignees) where.OneOf("t.assignee", *assignees);
  where.Add("ORDER BY s.restatement LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kSealingColumns) +
                                "JOIN task t ON t.federation = s.federation AND t.task = s.task " + where.sql(),
                            where.values()));
  std::vector<RestatementRow> restatements;
  for (const Row& row : rows) restatements.push_back(RestatementFrom(row));
  return restatements;
}

absl::StatusOr<RestatementRow> GetRestatement(ReadTransaction& tx, int64_t federation, int64_t restatement) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kSealingColumns) + "WHERE s.federation = $1 AND s.restatement = $2",
                            {federation, restatement}));
  if (rows.empty()) {
    return rules::RefuseNotFound("restatements/" + std::to_string(restatement));
  }
  return RestatementFrom(rows[0]);
}

absl::StatusOr<std::vector<v1::FigureValue>> RestatedFigures(ReadTransaction& tx, int64_t federation,
                                                             int64_t restatement, RestatementVersion version) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT figure, numerator, denominator, not_applicable_reason FROM restatement_figure "
                            "WHERE federation = $1 AND restatement = $2 AND version = $3 ORDER BY ordinal",
                            {federation, restatement, NameOf(version)}));
  std::vector<v1::FigureValue> figures;
  for (const Row& row : rows) figures.push_back(FigureFrom(row, 0));
  return figures;
}

absl::StatusOr<std::vector<v1::FigureValue>> FiguresInForce(ReadTransaction& tx, int64_t federation, int64_t task,
                                                            int64_t cycle) {
  ASSIGN_OR_RETURN(const int64_t last,
                   QueryInt(tx,
                            "SELECT COALESCE(MAX(restatement), 0) FROM restatement WHERE federation = $1 AND "
                            "task = $2 AND cycle = $3",
                            {federation, task, cycle}));
  if (last != 0) return RestatedFigures(tx, federation, last, RestatementVersion::kAfter);
  ASSIGN_OR_RETURN(const v1::Report result, ReadReport(tx, federation, task, cycle, ReportKind::kResult));
  return std::vector<v1::FigureValue>(result.figures().begin(), result.figures().end());
}

absl::Status WriteStand(WriteTransaction& tx, const EntryContext& entry, int64_t task, const StandRow& at,
                        const v1::ReportFacts& facts) {
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO stand (federation, task, as_of_day, known_day, recorded_at, account, accepted, met) "
                 "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (federation, task, as_of_day, known_day) DO "
                 "UPDATE SET recorded_at = excluded.recorded_at, account = excluded.account, "
                 "accepted = excluded.accepted, met = excluded.met",
                 {entry.federation, task, at.as_of_day, entry.day, entry.time_micros, entry.account,
                  int64_t{at.accepted}, int64_t{at.met}}));
  RETURN_IF_ERROR(
      tx.Execute("DELETE FROM stand_figure WHERE federation = $1 AND task = $2 AND as_of_day = $3 AND known_day = $4",
                 {entry.federation, task, at.as_of_day, entry.day}));
  int64_t ordinal = 0;
  for (const v1::FigureValue& value : FiguresOf(entry, facts)) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO stand_figure (federation, task, as_of_day, known_day, ordinal, figure, numerator, "
                   "denominator, not_applicable_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   {entry.federation, task, at.as_of_day, entry.day, ++ordinal, value.figure(), NumeratorOf(value),
                    DenominatorOf(value), value.not_applicable_reason()}));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<int64_t, StandRow>> StandsOn(ReadTransaction& tx, int64_t federation, int64_t round,
                                                     const std::optional<int64_t>& assignee, const AsOf& as_of) {
  // Those of one assignee are looked up by their tasks.
  std::string of_tasks = " JOIN task t ON t.federation = s.federation AND t.task = s.task WHERE s.federation = $1 AND ";
  Values parameters = {federation, round, as_of.day, as_of.known_day};
  if (assignee) {
    of_tasks += "s.task IN (SELECT k.task FROM task k WHERE k.federation = $1 AND k.assignee = $5) AND ";
    parameters.emplace_back(*assignee);
  }
  of_tasks += "t.round = $2 AND ";
  ASSIGN_OR_RETURN(const Rows stands,
                   tx.Query("SELECT s.task, s.as_of_day, s.accepted, s.met, s.known_day FROM stand s" + of_tasks +
                                "(s.as_of_day, s.known_day) = (SELECT l.as_of_day, l.known_day FROM stand l WHERE "
                                "l.federation = s.federation AND l.task = s.task AND l.as_of_day <= $3 AND "
                                "l.known_day <= $4 ORDER BY l.as_of_day DESC, l.known_day DESC LIMIT 1)",
                            parameters));
  std::map<int64_t, StandRow> latest;
  std::map<int64_t, rules::Day> known;
  for (const Row& row : stands) {
    latest[row.Int(0)] = {.as_of_day = row.Int(1), .accepted = row.Int(2) != 0, .met = row.Int(3) != 0, .figures = {}};
    known[row.Int(0)] = row.Int(4);
  }
  ASSIGN_OR_RETURN(const Rows figures,
                   tx.Query("SELECT s.task, s.as_of_day, s.known_day, s.figure, s.numerator, s.denominator, "
                            "s.not_applicable_reason FROM stand_figure s" +
                                of_tasks +
                                "s.as_of_day <= $3 AND s.known_day <= $4 "
                                "ORDER BY s.task, s.as_of_day, s.known_day, s.ordinal",
                            parameters));
  for (const Row& row : figures) {
    StandRow& stand = latest.at(row.Int(0));
    if (stand.as_of_day == row.Int(1) && known.at(row.Int(0)) == row.Int(2)) {
      stand.figures.push_back(FigureFrom(row, 3));
    }
  }
  return latest;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PeriodSealed& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE round SET state = 'SEALED', sealed_at = $3, seal_decision_number = $4, revision = $5 WHERE "
                 "federation = $1 AND round = $2",
                 {entry.federation, event.round_number(), entry.time_micros, event.decision_number(), entry.revision}));
  RETURN_IF_ERROR(KeepKnown(tx, entry, event.round_number()));
  RETURN_IF_ERROR(Freeze(tx, entry, event.round_number(), SealedFigures::kIndicators, event.indicators()));
  return Freeze(tx, entry, event.round_number(), SealedFigures::kStands, event.stands());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ResultRestated& event) {
  ASSIGN_OR_RETURN(const TaskRow task, GetTask(tx, entry.federation, event.task()));
  ASSIGN_OR_RETURN(const std::vector<v1::FigureValue> before,
                   FiguresInForce(tx, entry.federation, event.task(), task.cycle));
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO restatement (federation, restatement, round, task, cycle, reason, decision_number, "
                 "account, created_at, inspection, finding) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                 {entry.federation, event.restatement(), event.round_number(), event.task(), task.cycle,
                  entry.TextOf(event.reason()), event.decision_number(), entry.account, entry.time_micros,
                  event.inspection(), event.finding()}));
  RETURN_IF_ERROR(InsertFigures(tx, entry.federation, event.restatement(), RestatementVersion::kBefore, before));
  RETURN_IF_ERROR(InsertFigures(tx, entry.federation, event.restatement(), RestatementVersion::kAfter,
                                FiguresOf(entry, event.result())));
  // Its row and its totals stay as they were sealed; the history tells.
  return AddTaskEntry(tx, entry, event.task());
}

}  // namespace phancong::storage
