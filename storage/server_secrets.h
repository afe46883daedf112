// Random keys that the server keeps to itself, by what they are for. Operational: in no journal.
#ifndef PHANCONG_STORAGE_SERVER_SECRETS_H_
#define PHANCONG_STORAGE_SERVER_SECRETS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// The key kept for `purpose`; `fresh` becomes it where there is none yet. Errors are the store's.
[[nodiscard]] absl::StatusOr<std::string> KeepSecret(WriteTransaction& tx, const std::string& purpose,
                                                     const std::string& fresh);

// Writes a key and takes it back: whether anything can be kept. Errors are the store's.
[[nodiscard]] absl::Status TryToKeep(WriteTransaction& tx);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SERVER_SECRETS_H_
