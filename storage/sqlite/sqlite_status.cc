#include "storage/sqlite/sqlite_status.h"

#include <sqlite3.h>

#include "fmt/format.h"
#include "storage/trouble.h"

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

Trouble TroubleBy(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return Trouble::kDiskFull;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return Trouble::kReadOnly;
    case SQLITE_IOERR:
      return Trouble::kInputOutput;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Trouble::kHeld;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Trouble::kDamaged;
    default:
      return Trouble::kOther;
  }
}

}  // namespace

absl::Status StatusOf(const SQLite::Exception& error, std::string_view sql) {
  const int code = error.getExtendedErrorCode();
  return Because({CodeOf(code), fmt::format("SQLite {}: {} in: {}", code, error.what(), sql.substr(0, 200))},
                 TroubleBy(code));
}

}  // namespace phancong::storage
