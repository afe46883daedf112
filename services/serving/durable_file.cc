#include "services/serving/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"

namespace phancong::serving {

namespace fs = std::filesystem;

absl::Status NotWritten(const fs::path& path) {
  const std::string why = std::error_code(errno, std::generic_category()).message();
  return rules::RefuseField(path.string(), absl::StrCat("không ghi được: ", why), absl::StrCat("cannot write: ", why));
}

absl::Status SyncFolder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return NotWritten(folder);
  const absl::Cleanup closes = [descriptor] { close(descriptor); };
  return fsync(descriptor) == 0 ? absl::OkStatus() : NotWritten(folder);
}

absl::Status WriteNew(const fs::path& path, std::string_view text, mode_t mode) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return NotWritten(path);
  const absl::Cleanup closes = [descriptor] { close(descriptor); };
  const bool written = write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0;
  return written ? absl::OkStatus() : NotWritten(path);
}

absl::Status WriteWhole(const fs::path& path, std::string_view text, IfThere if_there) {
  const fs::path unfinished = path.string() + ".new";
  // Of a process that ended in between.
  std::error_code ignored;
  fs::remove(unfinished, ignored);
  RETURN_IF_ERROR(WriteNew(unfinished, text, 0600));
  const unsigned int flags = if_there == IfThere::kReplace ? 0 : RENAME_NOREPLACE;
  if (renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, path.c_str(), flags) != 0) {
    const absl::Status not_written = NotWritten(path);
    fs::remove(unfinished, ignored);
    return not_written;
  }
  return SyncFolder(fs::absolute(path).parent_path());
}

absl::StatusOr<std::string> ReadWhole(const fs::path& path, mode_t forbidden) {
  struct stat facts {};
  std::ifstream file(path, std::ios::binary);
  if (!file || stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return rules::RefuseField(path.string(), "không đọc được", "cannot be read");
  }
  if ((facts.st_mode & forbidden) != 0) {
    return rules::RefuseField(
        path.string(), absl::StrCat("người khác đọc hoặc sửa được khóa; hãy đóng lại: chmod 600 ", path.string()),
        absl::StrCat("others may read or change the key; close it: chmod 600 ", path.string()));
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace phancong::serving
