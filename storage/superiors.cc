#include "storage/superiors.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::string> SuperiorOn(ReadTransaction& tx, int64_t federation, rules::Day day) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT superior FROM superior WHERE federation = $1 AND day <= $2 "
                                             "ORDER BY day DESC LIMIT 1",
                                             {federation, day}));
  return rows.empty() ? std::string() : rows[0].Text(0);
}

absl::StatusOr<std::vector<FederationRevision>> AllRevisions(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT federation, revision FROM federation", {}));
  std::vector<FederationRevision> revisions;
  revisions.reserve(rows.size());
  for (const Row& row : rows) revisions.push_back({.federation = row.Int(0), .revision = row.Int(1)});
  return revisions;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SuperiorSet& event) {
  return tx.Execute(
      "INSERT INTO superior (federation, day, superior, decision_number) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (federation, day) DO UPDATE SET superior = $3, decision_number = $4",
      {entry.federation, entry.day, event.superior(), event.decision_number()});
}

}  // namespace phancong::storage
