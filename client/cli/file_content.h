// A file's bytes piece by piece, so that a file of any size takes no more memory than one piece.
#ifndef PHANCONG_CLIENT_CLI_FILE_CONTENT_H_
#define PHANCONG_CLIENT_CLI_FILE_CONTENT_H_

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace phancong::client {

// What the system says of a file, by errno.
[[nodiscard]] absl::Status FileTrouble(const std::filesystem::path& path, int error);

class FileContent {
 public:
  // The whole of a file of anybody's. WrongUsage where it can't be read.
  [[nodiscard]] static absl::StatusOr<FileContent> Open(const std::filesystem::path& path);
  // What is left of `input`, through a file without a name.
  [[nodiscard]] static absl::StatusOr<FileContent> Spool(std::istream& input);
  // `descriptor`, which it closes, from where it stands; `path` is what complaints call it.
  FileContent(int descriptor, std::filesystem::path path);
  FileContent(FileContent&& from) noexcept;
  FileContent& operator=(FileContent&& from) noexcept;
  ~FileContent();

  // At most `most` bytes more; empty: that was all. WrongUsage where they can't be read.
  [[nodiscard]] absl::StatusOr<std::string> Next(size_t most);
  // Next begins `offset` bytes further than it began at first, and so does Rewind.
  [[nodiscard]] absl::Status BeginAt(int64_t offset);
  // Next begins where it began at first.
  [[nodiscard]] absl::Status Rewind();

 private:
  int descriptor_;
  std::filesystem::path path_;
  int64_t begin_;
};

// A size to read files by.
inline constexpr size_t kPieceBytes = 256 * 1024;

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_FILE_CONTENT_H_
