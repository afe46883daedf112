#include "storage/union_changes.h"

#include <utility>

#include "services/rules/propagate.h"
#include "storage/choices.h"
#include "storage/directory.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

std::string NameOf(v1::UnionChangeKind kind) {
  return v1::UnionChangeKind_Name(kind).substr(std::string("UNION_CHANGE_KIND_").size());
}

v1::UnionChangeKind KindFrom(const std::string& name) {
  v1::UnionChangeKind kind = v1::UNION_CHANGE_KIND_UNSPECIFIED;
  v1::UnionChangeKind_Parse("UNION_CHANGE_KIND_" + name, &kind);
  return kind;
}

absl::Status InsertParty(WriteTransaction& tx, int64_t federation, int64_t change, const std::string& side,
                         const UnionPartyRow& party) {
  return tx.Execute(
      "INSERT INTO union_change_party (federation, change, side, union_number, title) VALUES ($1, $2, $3, $4, $5)",
      {federation, change, side, party.union_number, party.title});
}

absl::StatusOr<std::vector<UnionPartyRow>> Parties(ReadTransaction& tx, int64_t federation, int64_t change,
                                                   const std::string& side) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT union_number, title FROM union_change_party WHERE federation = $1 AND change = $2 "
                            "AND side = $3 ORDER BY union_number",
                            {federation, change, side}));
  std::vector<UnionPartyRow> parties;
  for (const Row& row : rows) parties.push_back({.union_number = row.Int(0), .title = row.Text(1)});
  return parties;
}

}  // namespace

absl::StatusOr<int64_t> NextUnionChange(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(change), 0) + 1 FROM union_change WHERE federation = $1", {federation});
}

absl::Status InsertUnionChange(WriteTransaction& tx, const EntryContext& entry, const UnionChangeRow& row) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO union_change (federation, change, kind, day, decision_number, reason, created_at, known_day, "
      "revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {entry.federation, row.change, NameOf(row.kind), row.day, row.decision_number, row.reason, entry.time_micros,
       entry.day, entry.revision}));
  for (const UnionPartyRow& party : row.from) {
    RETURN_IF_ERROR(InsertParty(tx, entry.federation, row.change, "from", party));
  }
  for (const UnionPartyRow& party : row.into) {
    RETURN_IF_ERROR(InsertParty(tx, entry.federation, row.change, "into", party));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<UnionChangeRow>> ListUnionChanges(ReadTransaction& tx, int64_t federation,
                                                             const std::optional<std::vector<int64_t>>& unions,
                                                             const std::optional<UnionChangeCursor>& after,
                                                             int64_t limit) {
  Choices where("WHERE c.federation = $1 ", {federation});
  if (unions) {
    where.Add(
        "AND EXISTS (SELECT 1 FROM union_change_party p WHERE p.federation = c.federation AND p.change = c.change ");
    where.OneOf("p.union_number", *unions);
    where.Add(") ");
  }
  if (after) where.Before("(c.day, c.change)", {after->day, after->change});
  where.Add("ORDER BY c.day DESC, c.change DESC LIMIT ", limit);
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT c.change, c.kind, c.day, c.decision_number, c.reason, c.created_at FROM union_change c " +
                   where.sql(),
               where.values()));
  std::vector<UnionChangeRow> changes;
  for (const Row& row : rows) {
    UnionChangeRow change{.change = row.Int(0),
                          .kind = KindFrom(row.Text(1)),
                          .day = row.Int(2),
                          .decision_number = row.Text(3),
                          .reason = row.Text(4),
                          .created_at = row.Int(5),
                          .from = {},
                          .into = {}};
    ASSIGN_OR_RETURN(change.from, Parties(tx, federation, change.change, "from"));
    ASSIGN_OR_RETURN(change.into, Parties(tx, federation, change.change, "into"));
    changes.push_back(std::move(change));
  }
  return changes;
}

absl::StatusOr<std::optional<rules::Day>> ChangedBy(ReadTransaction& tx, int64_t federation, int64_t union_number,
                                                    int64_t revision) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT c.day FROM union_change_party p JOIN union_change c ON c.federation = p.federation "
                            "AND c.change = p.change WHERE p.federation = $1 AND p.union_number = $2 AND "
                            "p.side = 'into' AND c.revision = $3",
                            {federation, union_number, revision}));
  if (rows.empty()) return std::nullopt;
  return rows[0].Int(0);
}

absl::StatusOr<rules::Day> FormedDay(ReadTransaction& tx, int64_t federation, int64_t union_number) {
  return QueryInt(tx,
                  "SELECT COALESCE(MAX(day), 0) FROM (SELECT from_day AS day FROM union_form WHERE federation = $1 AND "
                  "union_number = $2 UNION ALL SELECT c.day FROM union_change_party p JOIN union_change c ON "
                  "c.federation = p.federation AND c.change = p.change WHERE p.federation = $1 AND "
                  "p.union_number = $2) AS formed",
                  {federation, union_number});
}

absl::StatusOr<rules::Day> SealedUntil(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(period_end_day), 0) FROM round WHERE federation = $1 AND state = 'SEALED'",
                  {federation});
}

absl::StatusOr<std::vector<OpenResponsibilityRow>> OpenResponsibilitiesFor(ReadTransaction& tx, int64_t federation,
                                                                           int64_t union_number, rules::Day day) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT responsibility, from_day FROM responsibility WHERE federation = $1 AND "
                            "union_number = $2 AND (to_day = 0 OR to_day >= $3) ORDER BY responsibility",
                            {federation, union_number, day}));
  std::vector<OpenResponsibilityRow> open;
  for (const Row& row : rows) open.push_back({.responsibility = row.Int(0), .from_day = row.Int(1)});
  return open;
}

absl::StatusOr<std::vector<FactDayRow>> FactDaysOf(ReadTransaction& tx, int64_t federation, int64_t union_number) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT fact, MAX(from_day) FROM union_fact WHERE federation = $1 AND "
                                             "union_number = $2 GROUP BY fact",
                                             {federation, union_number}));
  std::vector<FactDayRow> days;
  for (const Row& row : rows) days.push_back({.fact = row.Text(0), .from_day = row.Int(1)});
  return days;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionChanged& event) {
  UnionChangeRow row{.change = event.change(),
                     .kind = event.kind(),
                     .day = event.day(),
                     .decision_number = event.decision_number(),
                     .reason = entry.TextOf(event.reason()),
                     .created_at = entry.time_micros,
                     .from = {},
                     .into = {}};
  for (const int64_t number : event.from()) {
    ASSIGN_OR_RETURN(const UnionRow before, GetUnion(tx, entry.federation, number));
    row.from.push_back({.union_number = number, .title = before.title});
  }
  for (const v1::UnionsImported::Union& into : event.into()) {
    row.into.push_back({.union_number = into.union_number(), .title = into.name()});
    RETURN_IF_ERROR(PutUnion(tx, entry, into, event.day()));
  }
  for (const int64_t number : event.ended()) RETURN_IF_ERROR(EndUnion(tx, entry, number, event.day()));
  return InsertUnionChange(tx, entry, row);
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionFactsUpdated& event) {
  for (const auto& [fact, value] : event.facts()) {
    RETURN_IF_ERROR(PutFact(tx, entry, event.union_number(), fact, event.as_of_day(), value));
  }
  return tx.Execute("UPDATE grassroots_union SET revision = $3 WHERE federation = $1 AND union_number = $2",
                    {entry.federation, event.union_number(), entry.revision});
}

}  // namespace phancong::storage
