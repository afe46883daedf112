#include "storage/union_plans.h"

#include <string_view>

#include "services/rules/propagate.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kUnionPlansColumns =
    "SELECT round, union_number, version, document_number, document_day, document_issuer, first_submitted_at, "
    "first_submitted_day, submitted_at, account, revision FROM union_plan ";

UnionPlanRow UnionPlanFrom(const Row& row) {
  return {.round = row.Int(0),
          .union_number = row.Int(1),
          .version = row.Int(2),
          .document_number = row.Text(3),
          .document_day = row.Int(4),
          .document_issuer = row.Text(5),
          .first_submitted_at = row.Int(6),
          .first_submitted_day = row.Int(7),
          .submitted_at = row.Int(8),
          .account = row.Int(9),
          .revision = row.Int(10)};
}

}  // namespace

absl::StatusOr<std::optional<UnionPlanRow>> FindUnionPlan(ReadTransaction& tx, int64_t federation, int64_t round,
                                                          int64_t union_number) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kUnionPlansColumns) +
                                                 "WHERE federation = $1 AND round = $2 AND union_number = $3",
                                             {federation, round, union_number}));
  if (rows.empty()) return std::nullopt;
  return UnionPlanFrom(rows[0]);
}

absl::StatusOr<std::vector<UnionPlanLineRow>> UnionPlanLines(ReadTransaction& tx, int64_t federation, int64_t round,
                                                             int64_t union_number) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT ordinal, item, measures, person, due_day FROM union_plan_line "
                            "WHERE federation = $1 AND round = $2 AND union_number = $3 ORDER BY ordinal",
                            {federation, round, union_number}));
  ASSIGN_OR_RETURN(const Rows targets,
                   tx.Query("SELECT ordinal, figure, target FROM union_plan_target "
                            "WHERE federation = $1 AND round = $2 AND union_number = $3 ORDER BY ordinal, figure",
                            {federation, round, union_number}));
  std::vector<UnionPlanLineRow> lines;
  size_t target = 0;
  for (const Row& row : rows) {
    UnionPlanLineRow& line = lines.emplace_back();
    line.item = row.Int(1);
    line.measures = row.Text(2);
    line.person = row.Text(3);
    line.due_day = row.Int(4);
    for (; target < targets.size() && targets[target].Int(0) == row.Int(0); ++target) {
      line.targets.push_back({.figure = targets[target].Text(1), .target = targets[target].Int(2)});
    }
  }
  return lines;
}

absl::StatusOr<std::map<int64_t, UnionPlanRow>> UnionPlans(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kUnionPlansColumns) + "WHERE federation = $1 AND round = $2",
                                             {federation, round}));
  std::map<int64_t, UnionPlanRow> plans;
  for (const Row& row : rows) {
    UnionPlanRow plan = UnionPlanFrom(row);
    plans.emplace(plan.union_number, std::move(plan));
  }
  return plans;
}

absl::StatusOr<std::vector<int64_t>> UnionsOfRound(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT DISTINCT assignee FROM task WHERE federation = $1 AND round = $2 "
                                             "AND assignee > 0 ORDER BY assignee",
                                             {federation, round}));
  std::vector<int64_t> unions;
  for (const Row& row : rows) unions.push_back(row.Int(0));
  return unions;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionPlanSubmitted& event) {
  // When the first version came stays: on time is judged by it.
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO union_plan (federation, round, union_number, version, document_number, document_day, "
      "document_issuer, first_submitted_at, first_submitted_day, submitted_at, account, revision) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $10, $11) "
      "ON CONFLICT (federation, round, union_number) DO UPDATE SET version = excluded.version, "
      "document_number = excluded.document_number, document_day = excluded.document_day, "
      "document_issuer = excluded.document_issuer, submitted_at = excluded.submitted_at, account = excluded.account, "
      "revision = excluded.revision",
      {entry.federation, event.round_number(), event.union_number(), event.version(), event.document_number(),
       event.document_day(), event.document_issuer(), entry.time_micros, entry.day, entry.account, entry.revision}));
  for (const std::string_view table : {"union_plan_line", "union_plan_target"}) {
    RETURN_IF_ERROR(
        tx.Execute("DELETE FROM " + std::string(table) + " WHERE federation = $1 AND round = $2 AND union_number = $3",
                   {entry.federation, event.round_number(), event.union_number()}));
  }
  int64_t ordinal = 0;
  for (const v1::UnionPlanSubmitted::Line& line : event.lines()) {
    ++ordinal;
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO union_plan_line (federation, round, union_number, ordinal, item, measures, person, due_day) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {entry.federation, event.round_number(), event.union_number(), ordinal, line.item_number(),
         entry.TextOf(line.measures()), entry.TextOf(line.person()), line.due_day()}));
    for (const v1::PlanTarget& target : line.targets()) {
      RETURN_IF_ERROR(tx.Execute(
          "INSERT INTO union_plan_target (federation, round, union_number, ordinal, figure, target) "
          "VALUES ($1, $2, $3, $4, $5, $6)",
          {entry.federation, event.round_number(), event.union_number(), ordinal, target.figure(), target.target()}));
    }
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
