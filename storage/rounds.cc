#include "storage/rounds.h"

#include <map>
#include <tuple>
#include <utility>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/choices.h"
#include "storage/deadlines.h"
#include "storage/directory.h"
#include "storage/numbers.h"
#include "storage/programmes.h"
#include "storage/tasks.h"
#include "storage/totals.h"
#include "storage/union_changes.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kRoundsColumns =
    "SELECT round, id, state, programme_version, period_begin_day, period_end_day, population_day, decision_number, "
    "decision_day, revision, plan_due_day, calendar_version, sealed_at, seal_decision_number FROM round ";

v1::RoundState StateFrom(const std::string& name) {
  v1::RoundState state = v1::ROUND_STATE_UNSPECIFIED;
  v1::RoundState_Parse("ROUND_STATE_" + name, &state);
  return state;
}

RoundRow RoundFrom(const Row& row) {
  return {.round = row.Int(0),
          .id = row.Text(1),
          .state = StateFrom(row.Text(2)),
          .programme_version = row.Int(3),
          .period = {.begin = row.Int(4), .end = row.Int(5)},
          .population_day = row.Int(6),
          .decision_number = row.Text(7),
          .decision_day = row.Int(8),
          .plan_due_day = row.Int(10),
          .calendar_version = row.Int(11),
          .sealed_at = row.Int(12),
          .seal_decision_number = row.Text(13),
          .revision = row.Int(9)};
}

absl::Status RaiseTargets(WriteTransaction& tx, int64_t federation, int64_t round,
                          const google::protobuf::RepeatedPtrField<v1::TargetRaised>& targets) {
  for (const v1::TargetRaised& raised : targets) {
    const bool whole_round = raised.assignees().empty();
    for (int i = 0; i < (whole_round ? 1 : raised.assignees_size()); ++i) {
      const int64_t assignee = whole_round ? kWholeRound : raised.assignees(i);
      RETURN_IF_ERROR(tx.Execute(
          "INSERT INTO raised_target (federation, round, item, figure, assignee, target) VALUES ($1, $2, $3, $4, $5, "
          "$6) ON CONFLICT (federation, round, item, figure, assignee) DO UPDATE SET target = excluded.target",
          {federation, round, raised.item_number(), raised.figure(), assignee, raised.target()}));
    }
  }
  return absl::OkStatus();
}

// Of one that was founded since the population day: today's. Of one that takes part in a change by this very entry: its
// type from then on.
absl::StatusOr<std::string> ReadSegment(ReadTransaction& tx, const EntryContext& entry, rules::Day population_day,
                                        int64_t assignee) {
  ASSIGN_OR_RETURN(const std::optional<rules::Day> changed, ChangedBy(tx, entry.federation, assignee, entry.revision));
  if (changed) return UnionTypeOn(tx, entry.federation, assignee, {.day = *changed, .known_day = entry.day});
  ASSIGN_OR_RETURN(const UnionRow row, GetUnion(tx, entry.federation, assignee));
  return UnionTypeOn(tx, entry.federation, assignee,
                     {.day = row.founded_day > population_day ? entry.day : population_day, .known_day = entry.day});
}

// The segment in which a task is counted: the federation's own, or the assignee's type on the round's population day.
// The same for each item that the assignee is given.
absl::StatusOr<std::string> SegmentOf(ReadTransaction& tx, const EntryContext& entry, rules::Day population_day,
                                      int64_t assignee) {
  if (assignee == 0) return std::string("federation");
  ASSIGN_OR_RETURN(const auto segment,
                   tx.facts().Get<std::string>(FactsOf::kPeople, entry.federation,
                                               {.what = "segment of an assignee",
                                                .first = assignee,
                                                .second = population_day,
                                                .text = std::to_string(entry.day)},
                                               [&] { return ReadSegment(tx, entry, population_day, assignee); }));
  return *segment;
}

}  // namespace

absl::StatusOr<std::optional<RoundRow>> FindRound(ReadTransaction& tx, int64_t federation, const std::string& id) {
  ASSIGN_OR_RETURN(const auto round,
                   tx.facts().Get<std::optional<RoundRow>>(
                       FactsOf::kDefinitions, federation, {.what = "round of id", .text = id},
                       [&]() -> absl::StatusOr<std::optional<RoundRow>> {
                         ASSIGN_OR_RETURN(const Rows rows,
                                          tx.Query(std::string(kRoundsColumns) + "WHERE federation = $1 AND id = $2",
                                                   {federation, id}));
                         if (rows.empty()) return std::optional<RoundRow>();
                         return std::optional<RoundRow>(RoundFrom(rows[0]));
                       }));
  return *round;
}

absl::StatusOr<std::optional<RoundRow>> RoundAsKnown(ReadTransaction& tx, int64_t federation, RoundRow row,
                                                     rules::Day known_day) {
  ASSIGN_OR_RETURN(const Rows known,
                   tx.Query("SELECT state, programme_version, period_begin_day, period_end_day, population_day FROM "
                            "round_known WHERE federation = $1 AND round = $2 AND known_day <= $3 "
                            "ORDER BY known_day DESC LIMIT 1",
                            {federation, row.round, known_day}));
  if (known.empty()) return std::nullopt;
  row.state = StateFrom(known[0].Text(0));
  row.programme_version = known[0].Int(1);
  row.period = {.begin = known[0].Int(2), .end = known[0].Int(3)};
  row.population_day = known[0].Int(4);
  return row;
}

absl::Status KeepKnown(WriteTransaction& tx, const EntryContext& entry, int64_t round) {
  return tx.Execute(
      "INSERT INTO round_known (federation, round, known_day, state, programme_version, period_begin_day, "
      "period_end_day, population_day) SELECT federation, round, CAST($3 AS BIGINT), state, programme_version, "
      "period_begin_day, period_end_day, population_day FROM round WHERE federation = $1 AND round = $2 "
      "ON CONFLICT (federation, round, known_day) DO UPDATE SET state = excluded.state, "
      "programme_version = excluded.programme_version, period_begin_day = excluded.period_begin_day, "
      "period_end_day = excluded.period_end_day, population_day = excluded.population_day",
      {entry.federation, round, entry.day});
}

absl::StatusOr<RoundRow> GetRound(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(
      const auto row,
      tx.facts().Get<RoundRow>(
          FactsOf::kDefinitions, federation, {.what = "round", .first = round}, [&]() -> absl::StatusOr<RoundRow> {
            ASSIGN_OR_RETURN(
                const Rows rows,
                tx.Query(std::string(kRoundsColumns) + "WHERE federation = $1 AND round = $2", {federation, round}));
            if (rows.empty()) {
              return rules::RefuseNotFound("rounds/" + std::to_string(round));
            }
            return RoundFrom(rows[0]);
          }));
  return *row;
}

absl::StatusOr<std::vector<RoundRow>> AllRounds(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kRoundsColumns) +
                                "WHERE federation = $1 ORDER BY period_end_day DESC, period_begin_day DESC, round DESC",
                            {federation}));
  std::vector<RoundRow> rounds;
  for (const Row& row : rows) rounds.push_back(RoundFrom(row));
  return rounds;
}

absl::StatusOr<int64_t> NextRound(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(round), 0) + 1 FROM round WHERE federation = $1", {federation});
}

namespace {

absl::StatusOr<std::vector<RoundItemRow>> ReadRoundItems(ReadTransaction& tx, Choices where) {
  where.Add("ORDER BY item");
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT item, due_day, working_days, known_day FROM round_item " + where.sql(), where.values()));
  std::vector<RoundItemRow> items;
  for (const Row& row : rows) {
    items.push_back({.item = row.Int(0), .due_day = row.Int(1), .working_days = row.Int(2), .known_day = row.Int(3)});
  }
  return items;
}

Choices InRound(int64_t federation, int64_t round) {
  return {"WHERE federation = $1 AND round = $2 ", {federation, round}};
}

}  // namespace

absl::StatusOr<std::vector<RoundItemRow>> RoundItems(ReadTransaction& tx, int64_t federation, int64_t round) {
  return ReadRoundItems(tx, InRound(federation, round));
}

absl::StatusOr<std::vector<RoundItemRow>> RoundItems(ReadTransaction& tx, int64_t federation, int64_t round,
                                                     const std::vector<int64_t>& items) {
  Choices where = InRound(federation, round);
  where.OneOf("item", items);
  return ReadRoundItems(tx, std::move(where));
}

absl::StatusOr<std::vector<RaisedTargetRow>> RaisedTargets(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT item, figure, assignee, target FROM raised_target WHERE federation = $1 AND "
                            "round = $2",
                            {federation, round}));
  std::map<std::tuple<int64_t, int64_t, std::string>, int64_t> in_order;
  for (const Row& row : rows) in_order[{row.Int(0), row.Int(2), row.Text(1)}] = row.Int(3);
  std::vector<RaisedTargetRow> targets;
  for (const auto& [key, value] : in_order) {
    const auto& [item, assignee, figure] = key;
    RaisedTargetRow& target = targets.emplace_back();
    target.item = item;
    target.figure = figure;
    if (assignee != kWholeRound) target.assignee = assignee;
    target.target = value;
  }
  return targets;
}

absl::StatusOr<std::shared_ptr<const TargetsByItem>> TargetsOfWholeRound(ReadTransaction& tx, int64_t federation,
                                                                         int64_t round) {
  return tx.facts().Get<TargetsByItem>(
      FactsOf::kDefinitions, federation, {.what = "targets of whole round", .first = round},
      [&]() -> absl::StatusOr<TargetsByItem> {
        ASSIGN_OR_RETURN(const Rows rows,
                         tx.Query("SELECT item, figure, target FROM raised_target WHERE federation = $1 AND round = $2 "
                                  "AND assignee = $3 ORDER BY item, figure",
                                  {federation, round, kWholeRound}));
        TargetsByItem targets;
        for (const Row& row : rows) targets[row.Int(0)].push_back({.figure = row.Text(1), .target = row.Int(2)});
        return targets;
      });
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RoundDrafted& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO round (federation, round, id, state, programme_version, period_begin_day, period_end_day, "
      "population_day, decision_number, decision_day, revision, plan_due_day) VALUES ($1, $2, $3, 'DRAFT', $4, $5, $6, "
      "$7, '', 0, $8, $9) "
      "ON CONFLICT (federation, round) DO UPDATE SET programme_version = excluded.programme_version, "
      "period_begin_day = excluded.period_begin_day, period_end_day = excluded.period_end_day, "
      "population_day = excluded.population_day, revision = excluded.revision, plan_due_day = excluded.plan_due_day",
      {entry.federation, event.round_number(), event.id(), event.programme_version(), event.period_begin_day(),
       event.period_end_day(), event.population_day(), entry.revision, event.plan_due_day()}));
  RETURN_IF_ERROR(KeepKnown(tx, entry, event.round_number()));
  RETURN_IF_ERROR(tx.Execute("DELETE FROM round_item WHERE federation = $1 AND round = $2",
                             {entry.federation, event.round_number()}));
  for (const v1::RoundDrafted::DraftItem& item : event.items()) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO round_item (federation, round, item, due_day, working_days, known_day) VALUES ($1, $2, $3, $4, "
        "$5, "
        "$6)",
        {entry.federation, event.round_number(), item.item_number(), item.due_day(), item.working_days(), entry.day}));
  }
  RETURN_IF_ERROR(tx.Execute("DELETE FROM raised_target WHERE federation = $1 AND round = $2",
                             {entry.federation, event.round_number()}));
  return RaiseTargets(tx, entry.federation, event.round_number(), event.targets());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RoundIssued& event) {
  RETURN_IF_ERROR(tx.Execute(
      "UPDATE round SET state = 'ISSUED', decision_number = $3, decision_day = $4, revision = $5 "
      "WHERE federation = $1 AND round = $2",
      {entry.federation, event.round_number(), event.decision_number(), event.decision_day(), entry.revision}));
  return KeepKnown(tx, entry, event.round_number());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ItemIssued& event) {
  if (event.has_ad_hoc()) {
    RETURN_IF_ERROR(InsertAdHocItem(tx, entry.federation, event.round_number(), event.item_number(), event.ad_hoc()));
  }
  // An item that the draft left out, or an ad hoc one, joins the round here; a term in working days gets its date.
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO round_item (federation, round, item, due_day, working_days, known_day) VALUES ($1, $2, "
      "$3, $4, $5, $6) ON CONFLICT (federation, round, item) DO UPDATE SET due_day = excluded.due_day "
      "WHERE round_item.due_day = 0",
      {entry.federation, event.round_number(), event.item_number(), event.due_day(), event.working_days(), entry.day}));
  RETURN_IF_ERROR(RaiseTargets(tx, entry.federation, event.round_number(), event.targets()));
  if (event.calendar_version() != 0) {
    RETURN_IF_ERROR(
        tx.Execute("UPDATE round SET calendar_version = $3 WHERE federation = $1 AND round = $2 AND "
                   "calendar_version = 0",
                   {entry.federation, event.round_number(), event.calendar_version()}));
  }
  ASSIGN_OR_RETURN(const RoundRow round, GetRound(tx, entry.federation, event.round_number()));
  std::map<std::string, int64_t> issued_in_segment;
  int64_t number = event.first_task();
  for (const int64_t assignee : event.assignees()) {
    TaskRow task;
    task.task = number++;
    task.round = event.round_number();
    task.item = event.item_number();
    task.assignee = assignee;
    ASSIGN_OR_RETURN(task.segment, SegmentOf(tx, entry, round.population_day, assignee));
    task.state = v1::TASK_STATE_ISSUED;
    task.base_due_day = task.due_day = event.due_day();
    task.decision_number = event.decision_number();
    task.revision = entry.revision;
    RETURN_IF_ERROR(InsertTask(tx, entry.federation, task));
    RETURN_IF_ERROR(AddTaskEntry(tx, entry, task.task));
    RETURN_IF_ERROR(AddDueChange(tx, entry, task,
                                 {.cause = v1::DUE_CAUSE_ISSUED,
                                  .decision_number = event.decision_number(),
                                  .working_days = event.working_days(),
                                  .calendar_version = event.calendar_version()}));
    ++issued_in_segment[task.segment];
  }
  for (const auto& [segment, tasks] : issued_in_segment) {
    RETURN_IF_ERROR(AddIssued(tx, entry.federation, entry.day,
                              {.round = event.round_number(), .item = event.item_number(), .segment = segment},
                              event.due_day(), tasks));
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
