#include "services/serving/database_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "fmt/format.h"

namespace phancong::serving {

absl::StatusOr<DatabaseLock> DatabaseLock::Take(const std::string& db) {
  const std::string name = db + ".lock";
  const int file = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return absl::UnavailableError(fmt::format("{}: {}", name, std::strerror(errno)));
  DatabaseLock lock(file);
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return absl::UnavailableError(fmt::format("{}: {}", name, std::strerror(errno)));
  return absl::UnavailableError(fmt::format(
      "một máy chủ khác đang phục vụ {0}; hãy dừng nó trước / another server serves {0}; stop it first", db));
}

DatabaseLock::~DatabaseLock() {
  if (file_ >= 0) close(file_);
}

DatabaseLock::DatabaseLock(DatabaseLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

}  // namespace phancong::serving
