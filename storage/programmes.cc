#include "storage/programmes.h"

#include <mutex>
#include <utility>

#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "services/rules/raised_target.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/text.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

// Programmes that this process has parsed, by the digest of their bytes: the same in every database.
class ParsedProgrammes {
 public:
  std::shared_ptr<const v1::Programme> Find(const std::string& digest) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = by_digest_.find(digest);
    return found == by_digest_.end() ? nullptr : found->second;
  }
  std::shared_ptr<const v1::Programme> Add(const std::string& digest, std::shared_ptr<const v1::Programme> programme) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return by_digest_.try_emplace(digest, std::move(programme)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const v1::Programme>> by_digest_;
};

ParsedProgrammes& Cache() {
  static auto* const cache = new ParsedProgrammes();
  return *cache;
}

ItemRow ItemFrom(const Row& row) {
  return {.item = row.Int(0),
          .id = row.Text(1),
          .ad_hoc_round = row.Int(2),
          .title_vi = row.Text(3),
          .title_en = row.Text(4),
          .document_number = row.Text(5),
          .document_day = row.Int(6),
          .document_issuer = row.Text(7)};
}

absl::Status InsertItem(WriteTransaction& tx, int64_t federation, const ItemRow& row) {
  return tx.Execute(
      "INSERT INTO item (federation, item, id, ad_hoc_round, title_vi, title_en, title_fold, document_number, "
      "document_day, document_issuer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (federation, item) DO UPDATE SET title_vi = excluded.title_vi, title_en = excluded.title_en, "
      "title_fold = excluded.title_fold",
      {federation, row.item, row.id, row.ad_hoc_round, row.title_vi, row.title_en,
       rules::Fold(row.id + " " + row.title_vi + " " + row.title_en), row.document_number, row.document_day,
       row.document_issuer});
}

}  // namespace

namespace {

absl::StatusOr<ProgrammeRow> ReadProgramme(ReadTransaction& tx, int64_t federation, int64_t version) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT version, decision_number, revision, digest FROM programme "
                                             "WHERE federation = $1 AND version = $2",
                                             {federation, version}));
  if (rows.empty()) {
    return rules::RefuseNotFound("programmes/" + std::to_string(version));
  }
  const std::string& digest = rows[0].Bytes(3);
  ProgrammeRow row{.version = rows[0].Int(0),
                   .decision_number = rows[0].Text(1),
                   .revision = rows[0].Int(2),
                   .programme = Cache().Find(digest)};
  if (row.programme == nullptr) {
    ASSIGN_OR_RETURN(
        const Rows payload,
        tx.Query("SELECT payload FROM programme WHERE federation = $1 AND version = $2", {federation, version}));
    auto parsed = std::make_shared<v1::Programme>();
    if (payload.size() != 1 || !parsed->ParseFromString(payload[0].Bytes(0))) {
      return absl::DataLossError("a stored programme cannot be parsed");
    }
    row.programme = Cache().Add(digest, std::move(parsed));
  }
  return row;
}

}  // namespace

absl::StatusOr<ProgrammeRow> GetProgramme(ReadTransaction& tx, int64_t federation, int64_t version) {
  ASSIGN_OR_RETURN(const auto row, tx.facts().Get<ProgrammeRow>(
                                       FactsOf::kDefinitions, federation, {.what = "programme", .first = version},
                                       [&] { return ReadProgramme(tx, federation, version); }));
  return *row;
}

absl::StatusOr<ProgrammeRow> NewestProgramme(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const int64_t version,
                   QueryInt(tx, "SELECT COALESCE(MAX(version), 0) FROM programme WHERE federation = $1", {federation}));
  if (version == 0) return rules::Refuse(v1::ERROR_REASON_NO_PROGRAMME);
  return GetProgramme(tx, federation, version);
}

namespace {

absl::StatusOr<std::optional<ItemRow>> LookForItem(ReadTransaction& tx, int64_t federation, int64_t round,
                                                   const std::string& id) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT item, id, ad_hoc_round, title_vi, title_en, document_number, document_day, "
                            "document_issuer FROM item WHERE federation = $1 AND id = $2 AND ad_hoc_round IN (0, $3) "
                            "ORDER BY ad_hoc_round LIMIT 1",
                            {federation, id, round}));
  if (rows.empty()) return std::nullopt;
  return ItemFrom(rows[0]);
}

absl::StatusOr<ItemRow> ReadItem(ReadTransaction& tx, int64_t federation, int64_t item) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT item, id, ad_hoc_round, title_vi, title_en, document_number, document_day, "
                            "document_issuer FROM item WHERE federation = $1 AND item = $2",
                            {federation, item}));
  if (rows.empty()) return absl::InternalError("an item that is named does not exist");
  return ItemFrom(rows[0]);
}

}  // namespace

absl::StatusOr<std::optional<ItemRow>> FindItem(ReadTransaction& tx, int64_t federation, int64_t round,
                                                const std::string& id) {
  ASSIGN_OR_RETURN(const auto row,
                   tx.facts().Get<std::optional<ItemRow>>(FactsOf::kDefinitions, federation,
                                                          {.what = "item of id", .first = round, .text = id},
                                                          [&] { return LookForItem(tx, federation, round, id); }));
  return *row;
}

absl::StatusOr<ItemRow> GetItem(ReadTransaction& tx, int64_t federation, int64_t item) {
  ASSIGN_OR_RETURN(const auto row,
                   tx.facts().Get<ItemRow>(FactsOf::kDefinitions, federation, {.what = "item", .first = item},
                                           [&] { return ReadItem(tx, federation, item); }));
  return *row;
}

absl::StatusOr<std::map<std::string, int64_t>> ItemNumbers(ReadTransaction& tx, int64_t federation) {
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const auto numbers,
                   tx.facts().Get<Numbers>(
                       FactsOf::kDefinitions, federation, {.what = "item numbers"}, [&]() -> absl::StatusOr<Numbers> {
                         // Without an order SQLite takes the primary key, and reads every ad hoc item.
                         ASSIGN_OR_RETURN(const Rows rows,
                                          tx.Query("SELECT id, item FROM item WHERE federation = $1 AND "
                                                   "ad_hoc_round = 0 ORDER BY id",
                                                   {federation}));
                         Numbers read;
                         for (const Row& row : rows) read[row.Text(0)] = row.Int(1);
                         return read;
                       }));
  return *numbers;
}

// From the round's greatest number down: what joined it before its ad hoc items are its programme's, which are few.
absl::StatusOr<std::string> LastAdHocItem(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT i.id FROM round_item r CROSS JOIN item i WHERE r.federation = $1 AND r.round = $2 "
                            "AND i.federation = $1 AND i.item = r.item AND i.ad_hoc_round = $2 "
                            "ORDER BY r.item DESC LIMIT 1",
                            {federation, round}));
  return rows.empty() ? "" : rows[0].Text(0);
}

absl::StatusOr<int64_t> NextItem(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(item), 0) + 1 FROM item WHERE federation = $1", {federation});
}

namespace {

using TargetsByAssignee = std::map<int64_t, std::vector<rules::FigureTarget>>;

absl::StatusOr<TargetsByAssignee> ReadRaisedTargets(ReadTransaction& tx, int64_t federation, int64_t round,
                                                    int64_t item) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT assignee, figure, target FROM raised_target WHERE federation = $1 "
                                             "AND round = $2 AND item = $3",
                                             {federation, round, item}));
  TargetsByAssignee targets;
  for (const Row& row : rows) targets[row.Int(0)].push_back({.figure = row.Text(1), .target = row.Int(2)});
  return targets;
}

absl::StatusOr<std::shared_ptr<const TargetsByAssignee>> RaisedTargetsOf(ReadTransaction& tx, int64_t federation,
                                                                         int64_t round, int64_t item) {
  return tx.facts().Get<TargetsByAssignee>(FactsOf::kDefinitions, federation,
                                           {.what = "raised targets", .first = round, .second = item},
                                           [&] { return ReadRaisedTargets(tx, federation, round, item); });
}

// For the whole round.
absl::StatusOr<v1::Item> ReadDefinition(ReadTransaction& tx, int64_t federation, int64_t round, int64_t item) {
  ASSIGN_OR_RETURN(const ItemRow row, GetItem(tx, federation, item));
  if (row.ad_hoc_round != 0) {
    v1::Item ad_hoc;
    ad_hoc.set_id(row.id);
    ad_hoc.set_kind(v1::Item::KIND_DUTY);
    ad_hoc.mutable_title()->set_vi(row.title_vi);
    ad_hoc.mutable_title()->set_en(row.title_en);
    ad_hoc.add_periods(v1::Item::PERIOD_ONCE);
    ad_hoc.set_measure(v1::Item::MEASURE_JUDGEMENT);
    ad_hoc.set_source(v1::Item::SOURCE_REPORTED);
    return ad_hoc;
  }
  ASSIGN_OR_RETURN(
      const int64_t version,
      QueryInt(tx, "SELECT programme_version FROM round WHERE federation = $1 AND round = $2", {federation, round}));
  ASSIGN_OR_RETURN(const ProgrammeRow programme, GetProgramme(tx, federation, version));
  const v1::Item* const definition = rules::FindItem(*programme.programme, row.id);
  if (definition == nullptr) return absl::InternalError("an item is not in its round's programme");
  ASSIGN_OR_RETURN(const auto raised, RaisedTargetsOf(tx, federation, round, item));
  const auto whole_round = raised->find(kWholeRound);
  return whole_round == raised->end() ? *definition : rules::WithTargets(*definition, whole_round->second);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const v1::Item>> ItemDefinition(ReadTransaction& tx, int64_t federation, int64_t round,
                                                               int64_t item, std::optional<int64_t> assignee) {
  ASSIGN_OR_RETURN(std::shared_ptr<const v1::Item> definition,
                   tx.facts().Get<v1::Item>(FactsOf::kDefinitions, federation,
                                            {.what = "definition", .first = round, .second = item},
                                            [&] { return ReadDefinition(tx, federation, round, item); }));
  if (!assignee) return definition;
  ASSIGN_OR_RETURN(const auto raised, RaisedTargetsOf(tx, federation, round, item));
  const auto own = raised->find(*assignee);
  if (own == raised->end()) return definition;
  return std::make_shared<const v1::Item>(rules::WithTargets(*definition, own->second));
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ProgrammeLoaded& event) {
  const v1::Programme& programme = event.programme();
  if (programme.items_size() != event.item_numbers_size()) {
    return absl::InternalError("a programme's items and their numbers differ in length");
  }
  const std::string payload = programme.SerializeAsString();
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO programme (federation, version, decision_number, payload, digest, revision) "
                 "VALUES ($1, $2, $3, $4, $5, $6)",
                 {entry.federation, event.version(), event.decision_number(), Blob{payload},
                  Blob{rules::Sha256(payload)}, entry.revision}));
  for (int i = 0; i < programme.items_size(); ++i) {
    const v1::Item& item = programme.items(i);
    RETURN_IF_ERROR(InsertItem(tx, entry.federation,
                               {.item = event.item_numbers(i),
                                .id = item.id(),
                                .ad_hoc_round = 0,
                                .title_vi = item.title().vi(),
                                .title_en = item.title().en(),
                                .document_number = "",
                                .document_day = 0,
                                .document_issuer = ""}));
  }
  return tx.Execute("UPDATE federation SET programme_version = $2, time_zone = $3 WHERE federation = $1",
                    {entry.federation, event.version(), programme.time_zone()});
}

absl::Status InsertAdHocItem(WriteTransaction& tx, int64_t federation, int64_t round, int64_t item,
                             const v1::AdHocItem& ad_hoc) {
  return InsertItem(tx, federation,
                    {.item = item,
                     .id = ad_hoc.id(),
                     .ad_hoc_round = round,
                     .title_vi = ad_hoc.title().vi(),
                     .title_en = ad_hoc.title().en(),
                     .document_number = ad_hoc.document_number(),
                     .document_day = ad_hoc.document_day(),
                     .document_issuer = ad_hoc.document_issuer()});
}

}  // namespace phancong::storage
