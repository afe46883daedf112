#include "storage/sqlite/sqlite_status.h"

#include <sqlite3.h>

#include "fmt/format.h"

namespace phancong::storage {
namespace {

absl::StatusCode CodeOf(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_CONSTRAINT:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return absl::StatusCode::kUnavailable;
    case SQLITE_INTERRUPT:
      return absl::StatusCode::kDeadlineExceeded;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

absl::Status StatusOf(const SQLite::Exception& error, std::string_view sql) {
  return {CodeOf(error.getExtendedErrorCode()),
          fmt::format("SQLite {}: {} in: {}", error.getExtendedErrorCode(), error.what(), sql.substr(0, 200))};
}

}  // namespace phancong::storage
