#include "client/cli/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <iterator>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

absl::Status SyncFolder(const std::filesystem::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileTrouble(folder, errno);
  const int result = fsync(descriptor);
  const int error = errno;
  close(descriptor);
  return result == 0 ? absl::OkStatus() : FileTrouble(folder, error);
}

absl::Status WriteAll(int descriptor, const std::filesystem::path& path, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileTrouble(path, errno);
    text.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status WriteAll(int descriptor, const std::filesystem::path& path, FileContent& content) {
  RETURN_IF_ERROR(content.Rewind());
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, content.Next(kPieceBytes));
    if (piece.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(WriteAll(descriptor, path, piece));
  }
}

}  // namespace

absl::Status MakePrivateFolder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return absl::OkStatus();
  if (folder.has_parent_path() && folder.parent_path() != folder) {
    RETURN_IF_ERROR(MakePrivateFolder(folder.parent_path()));
  }
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return FileTrouble(folder, errno);
  return absl::OkStatus();
}

absl::Status WritePrivateFile(const std::filesystem::path& path, std::string_view text, IfThere if_there,
                              FileContent* rest) {
  RETURN_IF_ERROR(MakePrivateFolder(path.parent_path()));
  std::string temporary = Concat(path.parent_path().string(), "/.new-XXXXXX");
  // mkostemp makes it with mode 0600.
  const int descriptor = mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return FileTrouble(path, errno);
  absl::Cleanup clean = [&] { unlink(temporary.c_str()); };
  absl::Status written = WriteAll(descriptor, path, text);
  if (rest != nullptr) written.Update(WriteAll(descriptor, path, *rest));
  if (written.ok() && fsync(descriptor) != 0) written = FileTrouble(path, errno);
  close(descriptor);
  if (!written.ok()) return written;
  if (if_there == IfThere::kReplace) {
    if (rename(temporary.c_str(), path.c_str()) != 0) return FileTrouble(path, errno);
  } else if (link(temporary.c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return absl::AlreadyExistsError(path.string());
    return FileTrouble(path, errno);
  }
  return SyncFolder(path.parent_path());
}

absl::Status WriteNewFile(const std::string& path, std::string_view text, bool replace) {
  const absl::Status written =
      WritePrivateFile(std::filesystem::absolute(path), text, replace ? IfThere::kReplace : IfThere::kFail);
  if (!absl::IsAlreadyExists(written)) return written;
  return WrongUsage(Concat("Đã có tệp ", path, ": hãy thêm --to TÊN-KHÁC, hoặc --yes để ghi đè."),
                    Concat("There is a file ", path, ": add --to ANOTHER, or --yes to replace it."));
}

absl::StatusOr<FileContent> OpenPrivateFile(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) {
    if (errno == ENOENT) return absl::NotFoundError(path.string());
    return FileTrouble(path, errno);
  }
  FileContent content(descriptor, path);
  struct stat facts {};
  if (fstat(descriptor, &facts) != 0) return FileTrouble(path, errno);
  if ((facts.st_mode & 077) != 0 || facts.st_uid != geteuid()) {
    return WrongUsage(
        Concat("Người khác đọc được tệp ", path.string(), ". Hãy đóng lại: chmod 600 '", path.string(), "'"),
        Concat("Others may read the file ", path.string(), ". Close it: chmod 600 '", path.string(), "'"));
  }
  return content;
}

absl::StatusOr<std::string> ReadPrivateFile(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(FileContent content, OpenPrivateFile(path));
  std::string text;
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, content.Next(kPieceBytes));
    if (piece.empty()) return text;
    text += piece;
  }
}

absl::StatusOr<std::string> ReadFile(const std::string& path, std::istream& standard_input) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(standard_input), {});
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return FileTrouble(path, EISDIR);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileTrouble(path, errno != 0 ? errno : EIO);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace phancong::client
