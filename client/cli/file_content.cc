#include "client/cli/file_content.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"

namespace phancong::client {

absl::Status FileTrouble(const std::filesystem::path& path, int error) {
  const std::string why = std::generic_category().message(error);
  return WrongUsage(Concat("Không dùng được tệp ", path.string(), ": ", why),
                    Concat("Can't use the file ", path.string(), ": ", why));
}

absl::StatusOr<FileContent> FileContent::Open(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return FileTrouble(path, errno);
  FileContent content(descriptor, path);
  struct stat facts {};
  if (fstat(descriptor, &facts) != 0) return FileTrouble(path, errno);
  if (S_ISDIR(facts.st_mode)) return FileTrouble(path, EISDIR);
  return content;
}

absl::StatusOr<FileContent> FileContent::Spool(std::istream& input) {
  std::string path = (std::filesystem::temp_directory_path() / "phancong-XXXXXX").string();
  const int descriptor = mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return FileTrouble(path, errno);
  unlink(path.c_str());
  FileContent content(descriptor, "-");
  std::string piece(kPieceBytes, '\0');
  while (input) {
    input.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    for (ssize_t at = 0; at < input.gcount();) {
      const ssize_t written = write(descriptor, piece.data() + at, static_cast<size_t>(input.gcount() - at));
      if (written < 0 && errno != EINTR) return FileTrouble(path, errno);
      if (written > 0) at += written;
    }
  }
  RETURN_IF_ERROR(content.Rewind());
  return content;
}

FileContent::FileContent(int descriptor, std::filesystem::path path)
    : descriptor_(descriptor), path_(std::move(path)), begin_(lseek(descriptor, 0, SEEK_CUR)) {}

FileContent::FileContent(FileContent&& from) noexcept
    : descriptor_(std::exchange(from.descriptor_, -1)), path_(std::move(from.path_)), begin_(from.begin_) {}

FileContent& FileContent::operator=(FileContent&& from) noexcept {
  std::swap(descriptor_, from.descriptor_);
  std::swap(path_, from.path_);
  std::swap(begin_, from.begin_);
  return *this;
}

FileContent::~FileContent() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<std::string> FileContent::Next(size_t most) {
  std::string piece(most, '\0');
  size_t filled = 0;
  while (filled < most) {
    const ssize_t count = read(descriptor_, piece.data() + filled, most - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileTrouble(path_, errno);
    if (count == 0) break;
    filled += static_cast<size_t>(count);
  }
  piece.resize(filled);
  return piece;
}

absl::Status FileContent::BeginAt(int64_t offset) {
  begin_ += offset;
  return Rewind();
}

absl::Status FileContent::Rewind() {
  return lseek(descriptor_, begin_, SEEK_SET) < 0 ? FileTrouble(path_, errno) : absl::OkStatus();
}

}  // namespace phancong::client
