// The store on SQLite: one file in WAL mode, one writer, a bounded pool of readers. See store.h for the contract.
#ifndef PHANCONG_STORAGE_SQLITE_SQLITE_STORE_H_
#define PHANCONG_STORAGE_SQLITE_SQLITE_STORE_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/kept_facts.h"
#include "storage/store.h"

namespace phancong::storage {

class SqliteConnection;
class SqliteReader;

struct SqliteOptions {
  // Make the file, readable by its owner alone, where there is none.
  bool create = false;
  // At most so many reads side by side, 1 or more; a read beyond them waits. A connection is opened when it is first
  // needed.
  size_t read_connections = 4;
  // How long a Read may last, its body included, before its statements fail with DEADLINE_EXCEEDED: a person has long
  // given up then, and the connection is wanted by others.
  absl::Duration read_limit = absl::InfiniteDuration();
  // A Read may go on with the snapshot of one before it that is not older, where this store has committed nothing
  // since: what another process has committed is seen so much later. 0: each has a snapshot of its own. None is open
  // while a commit of this store is under way but those that a Read is using.
  absl::Duration snapshot_age = absl::ZeroDuration();
  // How long to wait for another process that holds the file, before UNAVAILABLE.
  absl::Duration busy_timeout = absl::Seconds(5);
};

// Thread-safe. A Write is run again, with savepoints, where it had to go back to one: see README.md. Within a Write, a
// Read is allowed and sees what was committed before; a Write is not: it would wait for
// itself.
class SqliteStore final : public Store {
 public:
  // INVALID_ARGUMENT where `path` is empty or names no file (":memory:"); UNAVAILABLE where it cannot be opened, is not
  // there and is not to be made, or its folder cannot be written; DATA_LOSS where it is no database.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& path,
                                                                         const SqliteOptions& options = {});

  // An empty database of its own, seen by nobody else and gone when it is closed: in memory while it is small, beyond
  // that in a temporary file that has no name. It has one connection, so its reads, too, run one after the other, and
  // neither a Read nor a Write may be nested in another.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<SqliteStore>> OpenPrivate();

  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  [[nodiscard]] absl::Status Read(absl::FunctionRef<absl::Status(ReadTransaction&)> body) override;
  [[nodiscard]] absl::Status Write(absl::FunctionRef<absl::Status(WriteTransaction&)> body) override;

 private:
  SqliteStore(std::string path, const SqliteOptions& options, std::unique_ptr<SqliteConnection> writer);

  [[nodiscard]] absl::StatusOr<std::unique_ptr<SqliteReader>> BorrowReader();
  void GiveBackReader(std::unique_ptr<SqliteReader> reader);
  // From the one to the other no snapshot is open that nobody uses: it would keep the log from being begun anew.
  void BeginCommit();
  void EndCommit();
  [[nodiscard]] absl::Status WriteOnce(absl::FunctionRef<absl::Status(WriteTransaction&)> body, bool hopeful,
                                       bool& needs_savepoints);

  const std::string path_;  // empty: private
  const SqliteOptions options_;
  KeptFacts kept_;
  std::atomic<uint64_t> commits_ = 0;  // of this store

  std::mutex writing_;
  std::unique_ptr<SqliteConnection> writer_;  // guarded by writing_
  int careful_writes_ = 0;                    // guarded by writing_

  std::mutex readers_mutex_;
  std::condition_variable reader_free_;
  size_t readers_out_ = 0;                                   // guarded by readers_mutex_
  std::vector<std::unique_ptr<SqliteReader>> free_readers_;  // guarded by readers_mutex_
  bool committing_ = false;                                  // guarded by readers_mutex_
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SQLITE_SQLITE_STORE_H_
