// A copy of a database that is in use, as it was at one moment.
#ifndef PHANCONG_STORAGE_SQLITE_SQLITE_COPY_H_
#define PHANCONG_STORAGE_SQLITE_SQLITE_COPY_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"

namespace phancong::storage {

// Copies the database `from`, committed and whole, to the new file `to`, which its owner alone may read, and which is
// on the disk when this returns. Others may go on writing meanwhile: what they commit after it began is not in the
// copy. Their log does not shrink for so long. `progress`, if set, is told (pages done, pages in all). ALREADY_EXISTS
// where `to` is there; UNAVAILABLE where one can't be opened, read or written, or the disk is full; DATA_LOSS where
// `from` is damaged. After an error `to` is not there.
[[nodiscard]] absl::Status CopyDatabase(const std::string& from, const std::string& to,
                                        const std::function<void(int64_t, int64_t)>& progress);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SQLITE_SQLITE_COPY_H_
