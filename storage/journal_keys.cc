#include "storage/journal_keys.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::vector<JournalKeyRow>> JournalKeys(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT key_number, public_key, handover, revision FROM journal_key "
                                             "WHERE federation = $1 ORDER BY key_number",
                                             {federation}));
  std::vector<JournalKeyRow> keys;
  for (const Row& row : rows) {
    keys.push_back({.number = row.Int(0), .public_key = row.Bytes(1), .handover = row.Text(2), .revision = row.Int(3)});
  }
  return keys;
}

absl::StatusOr<std::optional<RestorationRow>> LastRestoration(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT revision, lost_size, lost_root, kept_size FROM restoration "
                                             "WHERE federation = $1 ORDER BY revision DESC LIMIT 1",
                                             {federation}));
  if (rows.empty()) return std::nullopt;
  return RestorationRow{.revision = rows[0].Int(0),
                        .lost_size = rows[0].Int(1),
                        .lost_root = rows[0].Bytes(2),
                        .kept_size = rows[0].Int(3)};
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::JournalKeySet& event) {
  return tx.Execute(
      "INSERT INTO journal_key (federation, key_number, public_key, handover, revision) VALUES ($1, $2, $3, $4, $5)",
      {entry.federation, event.key(), Blob{event.public_key()}, event.handover(), entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RestoredFromBackup& event) {
  return tx.Execute(
      "INSERT INTO restoration (federation, revision, lost_size, lost_root, kept_size) VALUES ($1, $2, $3, $4, $5)",
      {entry.federation, entry.revision, event.lost_size(), Blob{event.lost_root()}, event.kept_size()});
}

}  // namespace phancong::storage
