#include "storage/sqlite/sqlite_copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

#include "fmt/format.h"
#include "storage/sqlite/sqlite_status.h"

namespace phancong::storage {
namespace {

// Four mebibytes of pages of 4 KiB.
constexpr int kPagesAtOnce = 1024;
constexpr int kBusyMillis = 5'000;

absl::Status Copy(const std::string& from, const std::string& to,
                  const std::function<void(int64_t, int64_t)>& progress) {
  try {
    SQLite::Database source(from, SQLite::OPEN_READONLY, kBusyMillis);
    // One snapshot for all steps: without it, each commit of others would make the copy begin anew.
    source.exec("BEGIN");
    source.execAndGet("SELECT COUNT(*) FROM sqlite_schema");
    SQLite::Database target(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMillis);
    if (chmod(to.c_str(), S_IRUSR | S_IWUSR) != 0) return absl::UnavailableError("cannot restrict " + to);
    SQLite::Backup backup(target, source);
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
      code = backup.executeStep(kPagesAtOnce);
      if (progress) progress(backup.getTotalPageCount() - backup.getRemainingPageCount(), backup.getTotalPageCount());
    }
    if (code != SQLITE_DONE) return absl::UnavailableError(fmt::format("{} is held by another process", from));
    return absl::OkStatus();
  } catch (const SQLite::Exception& error) {
    return StatusOf(error, fmt::format("copy {}", from));
  }
}

}  // namespace

absl::Status CopyDatabase(const std::string& from, const std::string& to,
                          const std::function<void(int64_t, int64_t)>& progress) {
  if (std::filesystem::exists(to)) return absl::AlreadyExistsError(to);
  const absl::Status copied = Copy(from, to, progress);
  if (!copied.ok()) {
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(to + suffix, ignored);
  }
  return copied;
}

}  // namespace phancong::storage
