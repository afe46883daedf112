#include "storage/schema.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "storage/refill.h"

namespace phancong::storage {
namespace {

absl::Status TooNew(int64_t version) {
  return absl::FailedPreconditionError(fmt::format(
      "Cơ sở dữ liệu có lược đồ phiên bản {0}, mới hơn chương trình này ({1}). Hãy cài phancongd mới hơn. / "
      "The database has schema version {0}, newer than this program's {1}. Install a newer phancongd.",
      version, NewestVersion()));
}

}  // namespace

int64_t NewestVersion() { return Migrations().back().version; }

absl::StatusOr<int64_t> SchemaVersion(ReadTransaction& tx) {
  absl::StatusOr<std::vector<std::string>> columns = tx.Columns("schema_version");
  if (!columns.ok()) return columns.status();
  if (columns->empty()) return 0;
  absl::StatusOr<Rows> rows = tx.Query("SELECT COALESCE(MAX(version), 0) FROM schema_version", {});
  if (!rows.ok()) return rows.status();
  return rows->front().Int(0);
}

absl::Status Migrate(Store& store, const std::function<void(int64_t, int64_t)>& progress) {
  absl::Status begun = store.Write([](WriteTransaction& tx) {
    absl::StatusOr<int64_t> version = SchemaVersion(tx);
    if (!version.ok()) return version.status();
    if (*version > NewestVersion()) return TooNew(*version);
    return tx.Execute(
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)", {});
  });
  if (!begun.ok()) return begun;
  // Apply writes the newest tables only, so the refill comes after the last: a version between would have tables that
  // nothing has filled.
  return store.Write([&](WriteTransaction& tx) {
    absl::StatusOr<int64_t> version = SchemaVersion(tx);
    if (!version.ok()) return version.status();
    if (*version == NewestVersion()) return absl::OkStatus();
    if (*version == 0) {
      if (absl::Status made = tx.ExecuteScript(NewestSchema()); !made.ok()) return made;
    }
    for (const Migration& migration : Migrations()) {
      if (*version >= migration.version) continue;
      if (*version > 0) {
        if (absl::Status ran = tx.ExecuteScript(migration.sql); !ran.ok()) return ran;
      }
      absl::Status noted = tx.Execute("INSERT INTO schema_version (version, name) VALUES ($1, $2)",
                                      {migration.version, std::string(migration.name)});
      if (!noted.ok()) return noted;
    }
    return Refill(tx, progress);
  });
}

absl::Status CheckVersion(ReadTransaction& tx, const std::string& path) {
  absl::StatusOr<int64_t> version = SchemaVersion(tx);
  if (!version.ok()) return version.status();
  if (*version > NewestVersion()) return TooNew(*version);
  if (*version < NewestVersion()) {
    return absl::FailedPreconditionError(
        fmt::format("Cơ sở dữ liệu có lược đồ phiên bản {0}, chương trình này cần {1}. Hãy sao lưu rồi gõ: "
                    "phancongd migrate --db {2} / The database has schema version {0}, this program needs {1}. Make a "
                    "backup, then type: phancongd migrate --db {2}",
                    *version, NewestVersion(), path));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<TableDeclaration>> DeclaredTables(ReadTransaction& tx) {
  absl::StatusOr<Rows> rows = tx.Query("SELECT name, kind, key FROM schema_table", {});
  if (!rows.ok()) return rows.status();
  std::vector<TableDeclaration> tables;
  for (const Row& row : *rows) tables.push_back({row.Text(0), row.Text(1), row.Text(2)});
  std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return tables;
}

}  // namespace phancong::storage
