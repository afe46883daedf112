#include "storage/directory.h"

#include <utility>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "storage/choices.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kDirectoryColumns =
    "SELECT union_number, id, title, sort_key, type, place, founded_day, ended_day, predecessor_federation, "
    "predecessor_union, revision FROM grassroots_union ";

// As each was on a day, by what was known: $1 federation, $2 day, $3 the day of the knowledge.
constexpr std::string_view kColumnsOn =
    "SELECT u.union_number, u.id, f.title, f.sort_key, f.type, u.place, k.founded_day, k.ended_day, "
    "u.predecessor_federation, u.predecessor_union, u.revision FROM grassroots_union u "
    "JOIN union_known k ON k.federation = u.federation AND k.union_number = u.union_number AND k.known_day = "
    "(SELECT MAX(n.known_day) FROM union_known n WHERE n.federation = u.federation AND "
    "n.union_number = u.union_number AND n.known_day <= $3) "
    "JOIN union_form f ON f.federation = u.federation AND f.union_number = u.union_number AND f.from_day = "
    "COALESCE((SELECT MAX(l.from_day) FROM union_form l WHERE l.federation = u.federation AND "
    "l.union_number = u.union_number AND l.from_day <= $2 AND l.known_day <= $3), "
    "(SELECT MIN(e.from_day) FROM union_form e WHERE e.federation = u.federation AND "
    "e.union_number = u.union_number AND e.known_day <= $3)) AND f.known_day = "
    "(SELECT MAX(m.known_day) FROM union_form m WHERE m.federation = f.federation AND "
    "m.union_number = f.union_number AND m.from_day = f.from_day AND m.known_day <= $3) WHERE u.federation = $1 ";
constexpr std::string_view kExistsOn = "AND k.founded_day <= $2 AND (k.ended_day = 0 OR k.ended_day > $2) ";

UnionRow UnionFrom(const Row& row) {
  return {.union_number = row.Int(0),
          .id = row.Text(1),
          .title = row.Text(2),
          .sort_key = row.Bytes(3),
          .type = row.Text(4),
          .place = row.Text(5),
          .founded_day = row.Int(6),
          .ended_day = row.Int(7),
          .predecessor_federation = row.Text(8),
          .predecessor_union = row.Text(9),
          .revision = row.Int(10)};
}

std::vector<UnionRow> UnionsFrom(const Rows& rows) {
  std::vector<UnionRow> unions;
  unions.reserve(rows.size());
  for (const Row& row : rows) unions.push_back(UnionFrom(row));
  return unions;
}

// The latest value of each fact not after a day, by what was known: parameters as above.
constexpr std::string_view kFactsOn =
    "SELECT f.union_number, f.fact, f.value FROM union_fact f WHERE f.federation = $1 AND (f.from_day, f.known_day) = "
    "(SELECT l.from_day, l.known_day FROM union_fact l WHERE l.federation = f.federation AND "
    "l.union_number = f.union_number AND l.fact = f.fact AND l.from_day <= $2 AND l.known_day <= $3 "
    "ORDER BY l.from_day DESC, l.known_day DESC LIMIT 1) ";

// Keeps what is known of its founding and its end from the entry's day on.
absl::Status KeepKnownUnion(WriteTransaction& tx, const EntryContext& entry, int64_t union_number) {
  return tx.Execute(
      "INSERT INTO union_known (federation, union_number, known_day, founded_day, ended_day) "
      "SELECT federation, union_number, CAST($3 AS BIGINT), founded_day, ended_day FROM grassroots_union "
      "WHERE federation = $1 AND union_number = $2 ON CONFLICT (federation, union_number, known_day) DO UPDATE SET "
      "founded_day = excluded.founded_day, ended_day = excluded.ended_day",
      {entry.federation, union_number, entry.day});
}

}  // namespace

absl::StatusOr<std::optional<UnionRow>> FindUnion(ReadTransaction& tx, int64_t federation, const std::string& id) {
  ASSIGN_OR_RETURN(const auto row,
                   tx.facts().Get<std::optional<UnionRow>>(
                       FactsOf::kPeople, federation, {.what = "union of id", .text = id},
                       [&]() -> absl::StatusOr<std::optional<UnionRow>> {
                         ASSIGN_OR_RETURN(const Rows rows,
                                          tx.Query(std::string(kDirectoryColumns) + "WHERE federation = $1 AND id = $2",
                                                   {federation, id}));
                         if (rows.empty()) return std::optional<UnionRow>();
                         return std::optional<UnionRow>(UnionFrom(rows[0]));
                       }));
  return *row;
}

absl::StatusOr<UnionRow> GetUnion(ReadTransaction& tx, int64_t federation, int64_t union_number) {
  ASSIGN_OR_RETURN(
      const auto row,
      tx.facts().Get<UnionRow>(
          FactsOf::kPeople, federation, {.what = "union", .first = union_number}, [&]() -> absl::StatusOr<UnionRow> {
            ASSIGN_OR_RETURN(const Rows rows,
                             tx.Query(std::string(kDirectoryColumns) + "WHERE federation = $1 AND union_number = $2",
                                      {federation, union_number}));
            if (rows.empty()) {
              return rules::RefuseNotFound("unions/" + std::to_string(union_number));
            }
            return UnionFrom(rows[0]);
          }));
  return *row;
}

absl::StatusOr<std::vector<UnionRow>> AllUnions(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query(std::string(kDirectoryColumns) + "WHERE federation = $1 ORDER BY sort_key, union_number", {federation}));
  return UnionsFrom(rows);
}

absl::StatusOr<std::vector<UnionRow>> AllUnionsOn(ReadTransaction& tx, int64_t federation, const AsOf& as_of) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumnsOn) + "ORDER BY f.sort_key, u.union_number",
                                             {federation, as_of.day, as_of.known_day}));
  return UnionsFrom(rows);
}

absl::StatusOr<std::optional<UnionRow>> FindUnionOn(ReadTransaction& tx, int64_t federation, const std::string& id,
                                                    const AsOf& as_of) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kColumnsOn) + "AND u.id = $4", {federation, as_of.day, as_of.known_day, id}));
  if (rows.empty()) return std::nullopt;
  return UnionFrom(rows[0]);
}

absl::StatusOr<std::string> UnionTypeOn(ReadTransaction& tx, int64_t federation, int64_t union_number,
                                        const AsOf& as_of) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumnsOn) + "AND u.union_number = $4",
                                             {federation, as_of.day, as_of.known_day, union_number}));
  if (rows.size() != 1) return absl::InternalError("a union that does not exist has no type");
  return UnionFrom(rows[0]).type;
}

absl::StatusOr<std::vector<UnionRow>> UnionsOn(ReadTransaction& tx, int64_t federation, const AsOf& as_of) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kColumnsOn) + std::string(kExistsOn) + "ORDER BY f.sort_key, u.union_number",
                            {federation, as_of.day, as_of.known_day}));
  return UnionsFrom(rows);
}

absl::StatusOr<int64_t> NextUnion(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(union_number), 0) + 1 FROM grassroots_union WHERE federation = $1",
                  {federation});
}

absl::StatusOr<std::vector<UnionRow>> ListUnions(ReadTransaction& tx, int64_t federation, const UnionFilter& filter,
                                                 const AsOf& as_of, const std::optional<UnionCursor>& after,
                                                 int64_t limit) {
  Choices where(std::string(kExistsOn), {federation, as_of.day, as_of.known_day});
  if (filter.only_unions) where.OneOf("u.union_number", filter.unions);
  if (!filter.types.empty()) where.OneOf("f.type", filter.types);
  for (const std::string& word : filter.folded_words) where.Contains("f.title_fold", word);
  if (after) where.After("(f.sort_key, u.union_number)", {Blob{after->sort_key}, after->union_number});
  where.Add("ORDER BY f.sort_key, u.union_number LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumnsOn) + where.sql(), where.values()));
  return UnionsFrom(rows);
}

absl::StatusOr<rules::UnionFacts> FactsOn(ReadTransaction& tx, int64_t federation, const UnionRow& row,
                                          const AsOf& as_of) {
  rules::UnionFacts facts{.type = {}, .facts = {}, .founded_day = row.founded_day, .ended_day = row.ended_day};
  ASSIGN_OR_RETURN(facts.type, UnionTypeOn(tx, federation, row.union_number, as_of));
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kFactsOn) + "AND f.union_number = $4",
                                             {federation, as_of.day, as_of.known_day, row.union_number}));
  for (const Row& fact : rows) {
    if (!fact.IsNull(2)) facts.facts[fact.Text(1)] = fact.Int(2);
  }
  return facts;
}

absl::StatusOr<std::map<int64_t, rules::UnionFacts>> AllFactsOn(ReadTransaction& tx, int64_t federation,
                                                                const AsOf& as_of) {
  std::map<int64_t, rules::UnionFacts> all;
  ASSIGN_OR_RETURN(const Rows unions, tx.Query(kColumnsOn, {federation, as_of.day, as_of.known_day}));
  for (const UnionRow& row : UnionsFrom(unions)) {
    all[row.union_number] = {.type = row.type, .facts = {}, .founded_day = row.founded_day, .ended_day = row.ended_day};
  }
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(kFactsOn, {federation, as_of.day, as_of.known_day}));
  for (const Row& fact : rows) {
    if (!fact.IsNull(2)) all[fact.Int(0)].facts[fact.Text(1)] = fact.Int(2);
  }
  return all;
}

absl::Status PutFact(WriteTransaction& tx, const EntryContext& entry, int64_t union_number, const std::string& fact,
                     rules::Day from_day, int64_t value) {
  return tx.Execute(
      "INSERT INTO union_fact (federation, union_number, fact, from_day, known_day, value) VALUES ($1, $2, $3, $4, $5, "
      "$6) "
      "ON CONFLICT (federation, union_number, fact, from_day, known_day) DO UPDATE SET value = excluded.value",
      {entry.federation, union_number, fact, from_day, entry.day, value});
}

absl::Status PutUnion(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsImported::Union& put,
                      rules::Day from_day) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO grassroots_union (federation, union_number, id, title, title_fold, sort_key, type, place, "
      "founded_day, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (federation, union_number) DO UPDATE SET title = excluded.title, "
      "title_fold = excluded.title_fold, sort_key = excluded.sort_key, type = excluded.type, "
      "place = excluded.place, founded_day = excluded.founded_day, revision = excluded.revision",
      {entry.federation, put.union_number(), put.id(), put.name(), rules::Fold(put.name()), Blob{put.sort_key()},
       put.type(), put.place(), put.founded_day(), entry.revision}));
  RETURN_IF_ERROR(KeepKnownUnion(tx, entry, put.union_number()));
  // A day on which nothing of it changed has no form of its own.
  ASSIGN_OR_RETURN(const Rows forms, tx.Query("SELECT title, type FROM union_form WHERE federation = $1 AND "
                                              "union_number = $2 AND from_day <= $3 ORDER BY from_day DESC, "
                                              "known_day DESC LIMIT 1",
                                              {entry.federation, put.union_number(), from_day}));
  if (forms.empty() || forms[0].Text(0) != put.name() || forms[0].Text(1) != put.type()) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO union_form (federation, union_number, from_day, known_day, title, title_fold, sort_key, "
        "type) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (federation, union_number, from_day, "
        "known_day) DO UPDATE SET title = excluded.title, title_fold = excluded.title_fold, "
        "sort_key = excluded.sort_key, type = excluded.type",
        {entry.federation, put.union_number(), from_day, entry.day, put.name(), rules::Fold(put.name()),
         Blob{put.sort_key()}, put.type()}));
  }
  // A fact that is left out has no value from this day on.
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO union_fact (federation, union_number, fact, from_day, known_day, value) "
      "SELECT DISTINCT federation, union_number, fact, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST(NULL AS BIGINT) "
      "FROM union_fact WHERE federation = $1 AND union_number = $2 "
      "ON CONFLICT (federation, union_number, fact, from_day, known_day) DO UPDATE SET value = NULL",
      {entry.federation, put.union_number(), from_day, entry.day}));
  for (const auto& [fact, value] : put.facts()) {
    RETURN_IF_ERROR(PutFact(tx, entry, put.union_number(), fact, from_day, value));
  }
  return absl::OkStatus();
}

absl::Status EndUnion(WriteTransaction& tx, const EntryContext& entry, int64_t union_number, rules::Day day) {
  RETURN_IF_ERROR(tx.Execute(
      "UPDATE grassroots_union SET ended_day = $3, revision = $4 WHERE federation = $1 AND union_number = $2",
      {entry.federation, union_number, day, entry.revision}));
  return KeepKnownUnion(tx, entry, union_number);
}

absl::Status SetPredecessor(WriteTransaction& tx, const EntryContext& entry, int64_t union_number,
                            const std::string& federation, const std::string& id) {
  return tx.Execute(
      "UPDATE grassroots_union SET predecessor_federation = $3, predecessor_union = $4 WHERE federation = $1 AND "
      "union_number = $2",
      {entry.federation, union_number, federation, id});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsImported& event) {
  for (const v1::UnionsImported::Union& imported : event.unions()) {
    RETURN_IF_ERROR(PutUnion(tx, entry, imported, event.as_of_day()));
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
