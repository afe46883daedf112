// A disk that fails when it is told to (disk_faults.h), for the files below one folder: loaded before the C library
// (LD_PRELOAD), whose calls that write it stands in for.

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/faults/disk_faults.h"

namespace phancong::faults {
namespace {

// The C library's own. Looked up when they are first called: other libraries' beginnings come before this one's.
template <class Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}
struct Library {
  int (*open)(const char*, int, ...) = Next<int(const char*, int, ...)>("open64");
  int (*openat)(int, const char*, int, ...) = Next<int(int, const char*, int, ...)>("openat64");
  int (*close)(int) = Next<int(int)>("close");
  ssize_t (*write)(int, const void*, size_t) = Next<ssize_t(int, const void*, size_t)>("write");
  ssize_t (*pwrite)(int, const void*, size_t, off64_t) = Next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  int (*ftruncate)(int, off64_t) = Next<int(int, off64_t)>("ftruncate64");
  int (*fallocate)(int, off64_t, off64_t) = Next<int(int, off64_t, off64_t)>("posix_fallocate64");
  int (*fsync)(int) = Next<int(int)>("fsync");
  int (*fdatasync)(int) = Next<int(int)>("fdatasync");
  int (*unlink)(const char*) = Next<int(const char*)>("unlink");
  int (*rename)(const char*, const char*) = Next<int(const char*, const char*)>("rename");
  int (*mkdir)(const char*, mode_t) = Next<int(const char*, mode_t)>("mkdir");
};
const Library& C() {
  static const auto* const library = new Library();
  return *library;
}

DiskFaults* MapFaults() {
  const char* const file = std::getenv(kFaultsVariable);
  const int fd = file == nullptr ? -1 : C().open(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) std::abort();
  void* const words = mmap(nullptr, sizeof(DiskFaults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  C().close(fd);
  if (words == MAP_FAILED) std::abort();
  return static_cast<DiskFaults*>(words);
}

DiskFaults& Faults() {
  static auto* const faults = MapFaults();
  return *faults;
}
// With a slash at its end.
const std::string& Folder() {
  static const auto* const folder = new std::string(std::string(std::getenv(kFolderVariable)) + "/");
  return *folder;
}

bool IsOnDisk(const char* path) { return path != nullptr && std::string_view(path).starts_with(Folder()); }

bool IsLog(std::string_view path) { return path.ends_with("-wal"); }
bool IsDatabase(std::string_view path) { return path.ends_with("/db"); }

// A file of the disk that somebody has open.
struct File {
  std::string path;
  // Written since the last sync: from, bytes.
  std::vector<std::pair<off64_t, size_t>> unsynced = {};
  bool has_durable = false;
};

// Open files by descriptor. Those of one path share what is unsynced: a sync is of the file.
class OpenFiles {
 public:
  void Add(int fd, const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (fd < 0 || static_cast<size_t>(fd) >= files_.size()) return;
    files_[static_cast<size_t>(fd)] = &by_path_.try_emplace(path, File{.path = path}).first->second;
  }
  void Remove(int fd) {
    if (fd < 0 || static_cast<size_t>(fd) >= files_.size()) return;
    const std::lock_guard lock(mutex_);
    files_[static_cast<size_t>(fd)] = nullptr;
  }
  File* Find(int fd) {
    if (fd < 0 || static_cast<size_t>(fd) >= files_.size()) return nullptr;
    const std::lock_guard lock(mutex_);
    return files_[static_cast<size_t>(fd)];
  }
  // Its name is another file's from now on.
  void Forget(const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (const auto file = by_path_.find(path); file != by_path_.end()) {
      file->second.unsynced.clear();
      file->second.has_durable = false;
    }
  }
  std::mutex& syncing() { return syncing_; }

 private:
  std::mutex mutex_;
  std::mutex syncing_;
  std::array<File*, 65536> files_{};
  std::map<std::string, File> by_path_;
};

OpenFiles& TheOpenFiles() {
  static auto* const files = new OpenFiles();
  return *files;
}

int Refuse(int why) {
  ++Faults().refused;
  errno = why;
  return -1;
}

bool IsItsTurn(std::string_view path) {
  switch (Faults().dies.load()) {
    case Dies::kNever:
      return false;
    case Dies::kAtLog:
      return IsLog(path);
    case Dies::kAtDatabase:
      return IsDatabase(path);
    case Dies::kAtAny:
      return IsLog(path) || IsDatabase(path);
  }
  return false;
}

[[noreturn]] void Die() {
  kill(getpid(), SIGKILL);
  while (true) pause();
}

off64_t SizeOf(int fd) {
  struct stat64 facts {};
  return fstat64(fd, &facts) == 0 ? facts.st_size : 0;
}

// Whether there is room for the file to end there.
bool HasRoom(int fd, off64_t end) {
  if (Faults().is_full.load() == 0) return true;
  const off64_t more = end - SizeOf(fd);
  if (more <= 0) return true;
  if (Faults().bytes_left.load() < more) return false;
  Faults().bytes_left -= more;
  return true;
}

ssize_t WriteAt(int fd, File& file, const void* bytes, size_t count, off64_t at) {
  if (Faults().is_read_only.load() != 0) return Refuse(EROFS);
  if (!HasRoom(fd, at + static_cast<off64_t>(count))) return Refuse(ENOSPC);
  ++Faults().writes;
  if (IsItsTurn(file.path) && Faults().dies_in_writes.load() > 0 && --Faults().dies_in_writes == 0) {
    static_cast<void>(C().pwrite(fd, bytes, count / 2, at));
    Die();
  }
  const ssize_t written = C().pwrite(fd, bytes, count, at);
  if (written > 0 && Faults().keeps_durable.load() != 0) {
    const std::lock_guard lock(TheOpenFiles().syncing());
    file.unsynced.emplace_back(at, static_cast<size_t>(written));
  }
  return written;
}

bool Copy(int from, int to, off64_t at, size_t count) {
  std::array<char, 65536> piece;
  while (count > 0) {
    const ssize_t got = pread64(from, piece.data(), std::min(count, piece.size()), at);
    if (got < 0) return false;
    if (got == 0) return true;
    if (C().pwrite(to, piece.data(), static_cast<size_t>(got), at) != got) return false;
    at += got;
    count -= static_cast<size_t>(got);
  }
  return true;
}

// What a sync makes durable. Read by the descriptor that is synced: to close another one of the same file would give up
// the locks that the process has on it.
void KeepDurable(int from, File& file) {
  if (Faults().keeps_durable.load() == 0 || (!IsLog(file.path) && !IsDatabase(file.path))) return;
  const int to = C().open((file.path + ".durable").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (to < 0) std::abort();
  const off64_t size = SizeOf(from);
  bool kept = true;
  if (!file.has_durable) {
    kept = Copy(from, to, 0, static_cast<size_t>(size));
    file.has_durable = true;
  } else {
    for (const auto& [at, count] : file.unsynced) kept = kept && Copy(from, to, at, count);
  }
  file.unsynced.clear();
  if (!kept || C().ftruncate(to, size) != 0) std::abort();
  C().close(to);
}

int Sync(int fd, int (*sync)(int)) {
  File* const file = TheOpenFiles().Find(fd);
  if (file == nullptr) return sync(fd);
  if (Faults().is_read_only.load() != 0) return Refuse(EROFS);
  const std::lock_guard lock(TheOpenFiles().syncing());
  if (IsItsTurn(file->path) && Faults().dies_in_syncs.load() > 0 && --Faults().dies_in_syncs == 0) Die();
  ++Faults().syncs;
  if (Faults().syncs_fail.load() != 0) {
    // As Linux has it: the pages are clean from now on, and on no disk.
    file->unsynced.clear();
    return Refuse(EIO);
  }
  const int synced = sync(fd);
  if (synced == 0) KeepDurable(fd, *file);
  return synced;
}

int Open(const char* path, int flags, mode_t mode, int folder) {
  const bool on_disk = IsOnDisk(path);
  const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
  if (on_disk && writes && Faults().is_read_only.load() != 0) return Refuse(EROFS);
  const int fd = folder == AT_FDCWD ? C().open(path, flags, mode) : C().openat(folder, path, flags, mode);
  if (on_disk && fd >= 0) TheOpenFiles().Add(fd, path);
  return fd;
}

mode_t ModeOf(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(rest, unsigned)) : 0;
}

}  // namespace
}  // namespace phancong::faults

using namespace phancong::faults;  // NOLINT: these stand in for the C library's

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  return Open(path, flags, mode, AT_FDCWD);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  return Open(path, flags, mode, AT_FDCWD);
}
int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  return Open(path, flags, mode, folder);
}
int openat64(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = ModeOf(flags, rest);
  va_end(rest);
  return Open(path, flags, mode, folder);
}
int close(int fd) {
  TheOpenFiles().Remove(fd);
  return C().close(fd);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
  File* const file = TheOpenFiles().Find(fd);
  return file == nullptr ? C().pwrite(fd, bytes, count, at) : WriteAt(fd, *file, bytes, count, at);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }
ssize_t write(int fd, const void* bytes, size_t count) {
  if (TheOpenFiles().Find(fd) != nullptr) {
    if (Faults().is_read_only.load() != 0) return Refuse(EROFS);
    const off64_t at = lseek64(fd, 0, SEEK_CUR);
    if (at >= 0 && !HasRoom(fd, at + static_cast<off64_t>(count))) return Refuse(ENOSPC);
  }
  return C().write(fd, bytes, count);
}

int ftruncate64(int fd, off64_t size) noexcept {
  if (TheOpenFiles().Find(fd) != nullptr) {
    if (Faults().is_read_only.load() != 0) return Refuse(EROFS);
    if (!HasRoom(fd, size)) return Refuse(ENOSPC);
  }
  return C().ftruncate(fd, size);
}
int ftruncate(int fd, off_t size) noexcept { return ftruncate64(fd, size); }
int posix_fallocate64(int fd, off64_t at, off64_t count) {
  if (TheOpenFiles().Find(fd) != nullptr) {
    if (Faults().is_read_only.load() != 0) return EROFS;
    if (!HasRoom(fd, at + count)) return ENOSPC;
  }
  return C().fallocate(fd, at, count);
}
int posix_fallocate(int fd, off_t at, off_t count) { return posix_fallocate64(fd, at, count); }

int fsync(int fd) { return Sync(fd, C().fsync); }
int fdatasync(int fd) { return Sync(fd, C().fdatasync); }

int unlink(const char* path) noexcept {
  if (IsOnDisk(path)) {
    if (Faults().is_read_only.load() != 0) return Refuse(EROFS);
    TheOpenFiles().Forget(path);
    if (IsLog(path)) C().unlink((std::string(path) + ".durable").c_str());
  }
  return C().unlink(path);
}
int rename(const char* from, const char* to) noexcept {
  if (IsOnDisk(to) && Faults().is_read_only.load() != 0) return Refuse(EROFS);
  return C().rename(from, to);
}
int mkdir(const char* path, mode_t mode) noexcept {
  if (IsOnDisk(path)) {
    if (Faults().is_read_only.load() != 0) return Refuse(EROFS);
    if (Faults().is_full.load() != 0 && Faults().bytes_left.load() < 4096) return Refuse(ENOSPC);
  }
  return C().mkdir(path, mode);
}

}  // extern "C"
