#include "storage/federations.h"

#include <string_view>

#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kFederationsColumns =
    "SELECT federation, id, title_vi, title_en, time_zone, demo, revision, entry_time, programme_version, closed_day, "
    "successor, people_revision, definitions_revision FROM federation ";

FederationRow FederationFrom(const Row& row) {
  return {.federation = row.Int(0),
          .id = row.Text(1),
          .title_vi = row.Text(2),
          .title_en = row.Text(3),
          .time_zone = row.Text(4),
          .demo = row.Int(5) != 0,
          .revision = row.Int(6),
          .entry_time = row.Int(7),
          .programme_version = row.Int(8),
          .closed_day = row.Int(9),
          .successor = row.Text(10),
          .people_revision = row.Int(11),
          .definitions_revision = row.Int(12)};
}

absl::StatusOr<FederationRow> Only(absl::StatusOr<Rows> rows, const std::string& id) {
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return rules::RefuseNotFound(rules::FederationName(id));
  return FederationFrom(rows->front());
}

}  // namespace

absl::StatusOr<FederationRow> FindFederation(ReadTransaction& tx, const std::string& id) {
  return Only(tx.Query(std::string(kFederationsColumns) + "WHERE id = $1", {id}), id);
}

absl::StatusOr<FederationRow> GetFederation(ReadTransaction& tx, int64_t federation) {
  return Only(tx.Query(std::string(kFederationsColumns) + "WHERE federation = $1", {federation}),
              std::to_string(federation));
}

absl::StatusOr<std::vector<FederationRow>> ListFederations(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kFederationsColumns) + "ORDER BY federation", {}));
  std::vector<FederationRow> federations;
  for (const Row& row : rows) federations.push_back(FederationFrom(row));
  return federations;
}

}  // namespace phancong::storage
