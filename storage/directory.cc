#include "storage/directory.h"

#include <utility>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "storage/choices.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kColumns =
    "SELECT union_number, id, title, sort_key, type, place, founded_day, revision FROM grassroots_union ";

UnionRow UnionFrom(const Row& row) {
  return {.union_number = row.Int(0),
          .id = row.Text(1),
          .title = row.Text(2),
          .sort_key = row.Bytes(3),
          .type = row.Text(4),
          .place = row.Text(5),
          .founded_day = row.Int(6),
          .revision = row.Int(7)};
}

std::vector<UnionRow> UnionsFrom(const Rows& rows) {
  std::vector<UnionRow> unions;
  unions.reserve(rows.size());
  for (const Row& row : rows) unions.push_back(UnionFrom(row));
  return unions;
}

// The latest value of each fact not after a day: $1 federation, $2 day.
constexpr std::string_view kFactsOn =
    "SELECT f.union_number, f.fact, f.value FROM union_fact f WHERE f.federation = $1 AND f.from_day = "
    "(SELECT MAX(l.from_day) FROM union_fact l WHERE l.federation = f.federation AND l.union_number = f.union_number "
    "AND l.fact = f.fact AND l.from_day <= $2) ";

}  // namespace

absl::StatusOr<std::optional<UnionRow>> FindUnion(ReadTransaction& tx, int64_t federation, const std::string& id) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kColumns) + "WHERE federation = $1 AND id = $2", {federation, id}));
  if (rows.empty()) return std::nullopt;
  return UnionFrom(rows[0]);
}

absl::StatusOr<UnionRow> GetUnion(ReadTransaction& tx, int64_t federation, int64_t union_number) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumns) + "WHERE federation = $1 AND union_number = $2",
                                             {federation, union_number}));
  if (rows.empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", "unions/" + std::to_string(union_number)}});
  }
  return UnionFrom(rows[0]);
}

absl::StatusOr<std::vector<UnionRow>> AllUnions(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query(std::string(kColumns) + "WHERE federation = $1 ORDER BY sort_key, union_number", {federation}));
  return UnionsFrom(rows);
}

absl::StatusOr<int64_t> NextUnion(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(union_number), 0) + 1 FROM grassroots_union WHERE federation = $1",
                  {federation});
}

absl::StatusOr<std::vector<UnionRow>> ListUnions(ReadTransaction& tx, int64_t federation, const UnionFilter& filter,
                                                 const std::optional<UnionCursor>& after, int64_t limit) {
  Choices where("WHERE federation = $1 ", {federation});
  if (filter.only_unions) where.OneOf("union_number", filter.unions);
  if (!filter.types.empty()) where.OneOf("type", filter.types);
  for (const std::string& word : filter.folded_words) where.Contains("title_fold", word);
  if (after) where.After("(sort_key, union_number)", {Blob{after->sort_key}, after->union_number});
  where.Add("ORDER BY sort_key, union_number LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumns) + where.sql(), where.values()));
  return UnionsFrom(rows);
}

absl::StatusOr<rules::UnionFacts> FactsOn(ReadTransaction& tx, int64_t federation, const UnionRow& row,
                                          rules::Day day) {
  rules::UnionFacts facts{.type = row.type, .facts = {}, .founded_day = row.founded_day};
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kFactsOn) + "AND f.union_number = $3", {federation, day, row.union_number}));
  for (const Row& fact : rows) {
    if (!fact.IsNull(2)) facts.facts[fact.Text(1)] = fact.Int(2);
  }
  return facts;
}

absl::StatusOr<std::map<int64_t, rules::UnionFacts>> AllFactsOn(ReadTransaction& tx, int64_t federation,
                                                                rules::Day day) {
  std::map<int64_t, rules::UnionFacts> all;
  ASSIGN_OR_RETURN(const std::vector<UnionRow> unions, AllUnions(tx, federation));
  for (const UnionRow& row : unions) {
    all[row.union_number] = {.type = row.type, .facts = {}, .founded_day = row.founded_day};
  }
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(kFactsOn, {federation, day}));
  for (const Row& fact : rows) {
    if (!fact.IsNull(2)) all[fact.Int(0)].facts[fact.Text(1)] = fact.Int(2);
  }
  return all;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsImported& event) {
  for (const v1::UnionsImported::Union& imported : event.unions()) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO grassroots_union (federation, union_number, id, title, title_fold, sort_key, type, place, "
        "founded_day, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
        "ON CONFLICT (federation, union_number) DO UPDATE SET title = excluded.title, "
        "title_fold = excluded.title_fold, sort_key = excluded.sort_key, type = excluded.type, "
        "place = excluded.place, founded_day = excluded.founded_day, revision = excluded.revision",
        {entry.federation, imported.union_number(), imported.id(), imported.name(), rules::Fold(imported.name()),
         Blob{imported.sort_key()}, imported.type(), imported.place(), imported.founded_day(), entry.revision}));
    // A fact that the import leaves out has no value from this day on.
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO union_fact (federation, union_number, fact, from_day, value) "
        "SELECT DISTINCT federation, union_number, fact, CAST($3 AS BIGINT), CAST(NULL AS BIGINT) FROM union_fact "
        "WHERE federation = $1 AND union_number = $2 "
        "ON CONFLICT (federation, union_number, fact, from_day) DO UPDATE SET value = NULL",
        {entry.federation, imported.union_number(), event.as_of_day()}));
    for (const auto& [fact, value] : imported.facts()) {
      RETURN_IF_ERROR(tx.Execute(
          "INSERT INTO union_fact (federation, union_number, fact, from_day, value) VALUES ($1, $2, $3, $4, $5) "
          "ON CONFLICT (federation, union_number, fact, from_day) DO UPDATE SET value = excluded.value",
          {entry.federation, imported.union_number(), fact, event.as_of_day(), value}));
    }
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
