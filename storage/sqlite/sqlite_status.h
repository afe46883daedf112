// What an error of SQLite is for callers of the store.
#ifndef PHANCONG_STORAGE_SQLITE_SQLITE_STATUS_H_
#define PHANCONG_STORAGE_SQLITE_SQLITE_STATUS_H_

#include <SQLiteCpp/Exception.h>

#include <string_view>

#include "absl/status/status.h"

namespace phancong::storage {

// By its extended code: a constraint is FAILED_PRECONDITION; a disk that is full or fails, a file that is held, is not
// there or can't be written is UNAVAILABLE; a damaged one DATA_LOSS; a statement that was stopped DEADLINE_EXCEEDED;
// all else INTERNAL. The message is for logs; it names tables and columns, never values. Its cause is
// storage/trouble.h's.
[[nodiscard]] absl::Status StatusOf(const SQLite::Exception& error, std::string_view sql);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SQLITE_SQLITE_STATUS_H_
