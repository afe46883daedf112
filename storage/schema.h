// The schema's versions: numbered files of storage/schema/, forward only.
#ifndef PHANCONG_STORAGE_SCHEMA_H_
#define PHANCONG_STORAGE_SCHEMA_H_

#include <cstdint>
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

// The version that this program serves.
[[nodiscard]] int64_t NewestVersion();

// A table as the schema declares it.
struct TableDeclaration {
  std::string name;
  std::string kind;  // "journal", "projected" or "operational"
  std::string key;   // columns, comma-separated, in which its rows are told apart and compared
};
[[nodiscard]] absl::StatusOr<std::vector<TableDeclaration>> DeclaredTables(ReadTransaction& tx);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SCHEMA_H_
