// Files that only their owner may read: whole or not there, on the disk before the call returns.
#ifndef PHANCONG_CLIENT_CLI_PRIVATE_FILE_H_
#define PHANCONG_CLIENT_CLI_PRIVATE_FILE_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/file_content.h"

namespace phancong::client {

// Makes `folder`, and those above it that are missing, with mode 0700.
[[nodiscard]] absl::Status MakePrivateFolder(const std::filesystem::path& folder);

enum class IfThere { kReplace, kFail };

// Writes `text`, and all of `rest` behind it, under a name of its own with mode 0600, syncs it, gives it the name
// `path` at once, and syncs the folder. ALREADY_EXISTS with kFail where `path` is taken; WrongUsage on any other
// trouble.
[[nodiscard]] absl::Status WritePrivateFile(const std::filesystem::path& path, std::string_view text, IfThere if_there,
                                            FileContent* rest = nullptr);

// The same of a file that a person has asked for, which takes the place of another only where `replace`; else
// WrongUsage, which says how to go on.
[[nodiscard]] absl::Status WriteNewFile(const std::string& path, std::string_view text, bool replace);

// WrongUsage where the file belongs to somebody else or anybody else may read or write it; NOT_FOUND where there is
// none.
[[nodiscard]] absl::StatusOr<FileContent> OpenPrivateFile(const std::filesystem::path& path);
// The same, read whole.
[[nodiscard]] absl::StatusOr<std::string> ReadPrivateFile(const std::filesystem::path& path);

// A file of anybody's, whole; "-" reads `standard_input`. WrongUsage where it can't be read.
[[nodiscard]] absl::StatusOr<std::string> ReadFile(const std::string& path, std::istream& standard_input);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_PRIVATE_FILE_H_
