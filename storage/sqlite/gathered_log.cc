#include "storage/sqlite/gathered_log.h"

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <new>
#include <string>

namespace phancong::storage {
namespace {

constexpr char kName[] = "phancong-gathered-log";
// SQLite's own VFS takes less than 128 KiB at a time, since no page is longer than 64: a longer commit is written in parts.
constexpr size_t kMostGathered = size_t{112} * 1024;

// SQLite's memory for a file begins with its methods, at a multiple of 8 bytes; SQLite's own file lies behind.
struct LogFile {
  sqlite3_file file{};
  sqlite3_file* own = nullptr;
  std::string gathered;
  sqlite3_int64 begin = 0;  // where in the log it belongs

  [[nodiscard]] sqlite3_int64 end() const { return begin + static_cast<sqlite3_int64>(gathered.size()); }
  // After an error it is not there any more: the transaction is rolled back, and the next one writes in its place.
  int WriteGathered() {
    if (gathered.empty()) return SQLITE_OK;
    const int code = own->pMethods->xWrite(own, gathered.data(), static_cast<int>(gathered.size()), begin);
    gathered.clear();
    return code;
  }
};

static_assert(alignof(LogFile) == 8 && sizeof(LogFile) % 8 == 0);

LogFile& Log(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  LogFile& log = Log(file);
  if (offset != log.end() || log.gathered.size() + static_cast<size_t>(count) > kMostGathered) {
    if (const int code = log.WriteGathered(); code != SQLITE_OK) return code;
  }
  if (log.gathered.empty()) log.begin = offset;
  try {
    log.gathered.append(static_cast<const char*>(bytes), static_cast<size_t>(count));
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
  return SQLITE_OK;
}

// A call of SQLite's own file, once what was gathered is written.
template <auto Method, typename... Arguments>
int Behind(sqlite3_file* file, Arguments... arguments) {
  LogFile& log = Log(file);
  if (const int code = log.WriteGathered(); code != SQLITE_OK) return code;
  return (log.own->pMethods->*Method)(log.own, arguments...);
}

template <auto Method, typename... Arguments>
int Own(sqlite3_file* file, Arguments... arguments) {
  LogFile& log = Log(file);
  return (log.own->pMethods->*Method)(log.own, arguments...);
}

int Close(sqlite3_file* file) {
  LogFile& log = Log(file);
  // What no sync followed was never committed.
  const int code = log.own->pMethods->xClose(log.own);
  std::destroy_at(&log);
  return code;
}

// Of version 1: shared memory and mapping are the database file's.
constexpr sqlite3_io_methods kLogMethods = {
    .iVersion = 1,
    .xClose = Close,
    .xRead = Behind<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = Write,
    .xTruncate = Behind<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = Behind<&sqlite3_io_methods::xSync, int>,
    .xFileSize = Behind<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = Own<&sqlite3_io_methods::xLock, int>,
    .xUnlock = Own<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = Own<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = Own<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = Own<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = Own<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs& OwnVfs() {
  static sqlite3_vfs* const own = sqlite3_vfs_find(nullptr);
  return *own;
}

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  if ((flags & SQLITE_OPEN_WAL) == 0) return OwnVfs().xOpen(&OwnVfs(), name, file, flags, flags_out);
  LogFile& log = *new (file) LogFile;
  log.own = reinterpret_cast<sqlite3_file*>(&log + 1);
  log.own->pMethods = nullptr;
  const int code = OwnVfs().xOpen(&OwnVfs(), name, log.own, flags, flags_out);
  // SQLite closes what has methods.
  if (log.own->pMethods != nullptr) {
    log.file.pMethods = &kLogMethods;
  } else {
    std::destroy_at(&log);
    file->pMethods = nullptr;
  }
  return code;
}

}  // namespace

const char* GatheredLogVfs() {
  static const int registered = [] {
    static sqlite3_vfs vfs = OwnVfs();
    vfs.pNext = nullptr;
    vfs.zName = kName;
    vfs.szOsFile += static_cast<int>(sizeof(LogFile));
    vfs.xOpen = Open;
    return sqlite3_vfs_register(&vfs, /*makeDflt=*/0);
  }();
  // Where it could not be, opening says that there is no such VFS.
  (void)registered;
  return kName;
}

void ForgetAtRollback(sqlite3* connection) {
  sqlite3_rollback_hook(
      connection,
      [](void* rolled_back) {
        sqlite3_file* log = nullptr;
        const int code = sqlite3_file_control(static_cast<sqlite3*>(rolled_back), "main",
                                              SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
        // A temporary database has a journal of another kind.
        if (code == SQLITE_OK && log != nullptr && log->pMethods == &kLogMethods) Log(log).gathered.clear();
      },
      connection);
}

}  // namespace phancong::storage
