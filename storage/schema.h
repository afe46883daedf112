// The schema's versions: numbered files of storage/schema/, forward only.
#ifndef PHANCONG_STORAGE_SCHEMA_H_
#define PHANCONG_STORAGE_SCHEMA_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

struct Migration {
  int64_t version;
  std::string_view name;
  std::string_view sql;
};

// All migrations, oldest first, versions 1, 2, 3, … without holes. Embedded at build time.
[[nodiscard]] const std::vector<Migration>& Migrations();

// What all migrations together make of an empty database, as one script: worked out while the program is built, and run
// in a tenth of their time.
[[nodiscard]] std::string_view NewestSchema();

// The version that this program serves.
[[nodiscard]] int64_t NewestVersion();

// The version that the database has; 0 where it is empty.
[[nodiscard]] absl::StatusOr<int64_t> SchemaVersion(ReadTransaction& tx);

// Brings the database to the newest version, in one transaction: every migration that it lacks, with its row in
// schema_version; where it is empty, what all of them make at once. What a new migration's tables hold, older entries
// of the journal say already: after the newest, and in the same transaction, the projected tables are filled anew
// (refill.h), of which `progress`, if set, is told (entries done, entries in all). So a database never has tables that
// are half filled, whatever its version. Nothing to do is not an error. FAILED_PRECONDITION where the database is newer
// than this program; DATA_LOSS where its journal cannot be applied again.
[[nodiscard]] absl::Status Migrate(Store& store, const std::function<void(int64_t, int64_t)>& progress = {});

// FAILED_PRECONDITION where the database does not have the version that this program serves; the message, in both
// languages, says what to type. `path` is what stands after --db.
[[nodiscard]] absl::Status CheckVersion(ReadTransaction& tx, const std::string& path);

// A table as the schema declares it.
struct TableDeclaration {
  std::string name;
  std::string kind;  // "journal", "projected" or "operational"
  std::string key;   // columns, comma-separated, in which its rows are told apart and compared
};
// In the order of their names.
[[nodiscard]] absl::StatusOr<std::vector<TableDeclaration>> DeclaredTables(ReadTransaction& tx);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SCHEMA_H_
