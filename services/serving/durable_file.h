// Files that must be there whole, and stay: certificates and keys. What goes wrong is refused in words for an operator,
// naming the file, and never what is in it.
#ifndef PHANCONG_SERVICES_SERVING_DURABLE_FILE_H_
#define PHANCONG_SERVICES_SERVING_DURABLE_FILE_H_

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace phancong::serving {

// That `path` could not be written, with what the system says of it (errno).
[[nodiscard]] absl::Status NotWritten(const std::filesystem::path& path);

// What was made, renamed or removed in the folder is durable.
[[nodiscard]] absl::Status SyncFolder(const std::filesystem::path& folder);

// Makes a file that is not there yet; its text is durable, its name once SyncFolder says so.
[[nodiscard]] absl::Status WriteNew(const std::filesystem::path& path, std::string_view text, mode_t mode);

enum class IfThere { kRefuse, kReplace };

// Makes a file of mode 0600 durably, whole or not at all: what was there before, if it may be replaced, is there until
// then.
[[nodiscard]] absl::Status WriteWhole(const std::filesystem::path& path, std::string_view text, IfThere if_there);

// A file's text; refused where its mode has one of the `forbidden` bits.
[[nodiscard]] absl::StatusOr<std::string> ReadWhole(const std::filesystem::path& path, mode_t forbidden);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_DURABLE_FILE_H_
