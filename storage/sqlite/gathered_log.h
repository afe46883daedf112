// The write-ahead log in few long writes.
#ifndef PHANCONG_STORAGE_SQLITE_GATHERED_LOG_H_
#define PHANCONG_STORAGE_SQLITE_GATHERED_LOG_H_

struct sqlite3;

namespace phancong::storage {

// The name of a VFS, registered with the first call, under which connections open a database whose every commit is
// synced (journal_mode WAL, synchronous FULL). SQLite writes a commit of twenty pages into its log by forty calls, one
// behind the other; this VFS gathers what follows upon itself and writes it before the log is synced, read, measured,
// cut off or closed. Nobody else reads of a commit before it is synced: its end is told in shared memory only then. All
// other files are those of SQLite's own VFS. What could not be written is an error of the sync.
//
// Thread-safe; a connection is used by one thread at a time.
[[nodiscard]] const char* GatheredLogVfs();

// For each connection that was opened with it, once, before it writes: what a transaction that is rolled back had
// gathered must not be written later, when another process may have committed in its place. Takes the connection's
// rollback hook.
void ForgetAtRollback(sqlite3* connection);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SQLITE_GATHERED_LOG_H_
