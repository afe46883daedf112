#include "storage/server_secrets.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::string> KeepSecret(WriteTransaction& tx, const std::string& purpose, const std::string& fresh) {
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO server_secret (purpose, secret) VALUES ($1, $2) ON CONFLICT (purpose) DO NOTHING",
                 {purpose, Blob{fresh}}));
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT secret FROM server_secret WHERE purpose = $1", {purpose}));
  return rows.front().Bytes(0);
}

absl::Status TryToKeep(WriteTransaction& tx) {
  // What is written as it was already would not reach the disk.
  RETURN_IF_ERROR(KeepSecret(tx, "trial", "trial").status());
  return tx.Execute("DELETE FROM server_secret WHERE purpose = $1", {std::string("trial")});
}

}  // namespace phancong::storage
