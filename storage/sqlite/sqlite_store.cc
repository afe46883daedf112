#include "storage/sqlite/sqlite_store.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "fmt/format.h"
#include "storage/sqlite/gathered_log.h"
#include "storage/sqlite/sqlite_status.h"

namespace phancong::storage {
namespace {

// Statements kept prepared on one connection. Lists with many filters have many texts; all others together are fewer.
constexpr size_t kPreparedStatements = 1000;
// Of SQLite's own steps; some milliseconds.
constexpr int kStepsBetweenLooks = 100'000;
// After a transaction that had to be run again, so many are run with savepoints from the beginning.
constexpr int kCarefulWrites = 64;

// The log is copied into the database, and begun anew, where it has so many pages: 32 MiB, which a start reads in some
// tens of milliseconds. Pages that change again and again reach the database once in so many, and not at every
// thirtieth commit.
constexpr int kLogPages = 8192;
// Where readers were in the way it is tried again after so many pages more; once it has twice its pages, twice as many
// each time, up to the last: a backup reads for minutes, and no commit is to wait for it again and again.
constexpr int kFirstPagesMore = 2048;
constexpr int kLastPagesMore = 16'384;
// It is begun anew only where nobody reads what is in it. So long is waited for those who do; and so long where it has
// twice its pages. Reads that begin meanwhile need nothing of it.
constexpr absl::Duration kWaitForReaders = absl::Milliseconds(100);
constexpr absl::Duration kWaitLongerForReaders = absl::Seconds(1);

absl::Status Problem(absl::StatusCode code, std::string_view what, std::string_view sql) {
  return {code, fmt::format("{} in: {}", what, sql.substr(0, 200))};
}

// Of a statement's beginning, end and length: they tell our statements apart, and the whole of one is hundreds of
// bytes.
struct TextHash {
  using is_transparent = void;
  static constexpr size_t kEnd = 24;
  size_t operator()(std::string_view text) const {
    const std::hash<std::string_view> hash;
    if (text.size() <= 2 * kEnd) return hash(text);
    return hash(text.substr(0, kEnd)) ^ (hash(text.substr(text.size() - kEnd)) * 31) ^ text.size();
  }
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// A statement and where its parameters are: SQLite takes $1 for a name and counts parameters as they first appear.
// Through SQLite's own calls: of each column SQLiteCpp makes an object that shares the statement.
struct Prepared {
  std::unique_ptr<sqlite3_stmt, Finalize> statement;
  std::vector<int> index_of_parameter;  // of $1, $2, …
  int columns = 0;
};

// The values must outlive the execution: they are bound without a copy.
int Bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return sqlite3_bind_int64(statement, index, *number);
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  if (const auto* blob = std::get_if<Blob>(&value)) {
    return sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

// Adds what the column holds to the row; false where that is a number that is not an integer: the store writes none.
// SQLite looks for a column each time that it is asked about one, so it is asked once.
bool Take(sqlite3_stmt* statement, int column, Values& row) {
  sqlite3_value* const value = sqlite3_column_value(statement, column);
  switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
      row.emplace_back(std::in_place_type<Null>);
      return true;
    case SQLITE_INTEGER:
      row.emplace_back(std::in_place_type<int64_t>, sqlite3_value_int64(value));
      return true;
    case SQLITE_TEXT: {
      // The size must be asked for after the text: it is that of the last conversion.
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      row.emplace_back(std::in_place_type<std::string>, text, static_cast<size_t>(sqlite3_value_bytes(value)));
      return true;
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
      const auto size = static_cast<size_t>(sqlite3_value_bytes(value));
      row.emplace_back(Blob{bytes == nullptr ? std::string() : std::string(bytes, size)});
      return true;
    }
    default:
      return false;
  }
}

}  // namespace

// One connection with its prepared statements. Used by one thread at a time. Exceptions of SQLiteCpp end here.
class SqliteConnection {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path, int flags,
                                                                absl::Duration busy_timeout,
                                                                const std::vector<std::string>& pragmas) {
    try {
      auto connection = std::make_unique<SqliteConnection>(path, flags, busy_timeout);
      int on = 0;
      const int code = sqlite3_db_config(connection->database_.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, &on);
      if (code != SQLITE_OK || on != 1) return absl::InternalError("SQLite cannot be made defensive");
      ForgetAtRollback(connection->database_.getHandle());
      for (const std::string& pragma : pragmas) connection->database_.exec(pragma);
      return connection;
    } catch (const SQLite::Exception& error) {
      return StatusOf(error, fmt::format("open {}", path));
    }
  }

  SqliteConnection(const std::string& path, int flags, absl::Duration busy_timeout)
      : busy_timeout_(busy_timeout),
        database_(path, flags, static_cast<int>(absl::ToInt64Milliseconds(busy_timeout)), GatheredLogVfs()) {}

  absl::StatusOr<Rows> Query(std::string_view sql, const Values& values) {
    absl::StatusOr<Prepared*> prepared = Prepare(sql, values);
    if (!prepared.ok()) return prepared.status();
    sqlite3_stmt* const statement = (*prepared)->statement.get();
    // What a reset returns is the error of the execution, which was told already.
    const absl::Cleanup done = [statement] { sqlite3_reset(statement); };
    Rows rows;
    while (true) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_DONE) return rows;
      if (code != SQLITE_ROW) return Failed(sql);
      Values row;
      row.reserve(static_cast<size_t>((*prepared)->columns));
      for (int i = 0; i < (*prepared)->columns; ++i) {
        if (Take(statement, i, row)) continue;
        return Problem(absl::StatusCode::kDataLoss,
                       fmt::format("row {}, column {}: a number that is not an integer", rows.size() + 1,
                                   sqlite3_column_name(statement, i)),
                       sql);
      }
      rows.emplace_back(std::move(row));
    }
  }

  absl::Status Execute(std::string_view sql, const Values& values) {
    absl::StatusOr<Prepared*> prepared = Prepare(sql, values);
    if (!prepared.ok()) return prepared.status();
    sqlite3_stmt* const statement = (*prepared)->statement.get();
    const absl::Cleanup done = [statement] { sqlite3_reset(statement); };
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return Problem(absl::StatusCode::kInternal, "Execute got an answer", sql);
    return code == SQLITE_DONE ? absl::OkStatus() : Failed(sql);
  }

  // By the statement that was executed last.
  [[nodiscard]] int64_t Changes() const { return sqlite3_changes64(database_.getHandle()); }

  absl::Status ExecuteScript(std::string_view sql) {
    try {
      database_.exec(std::string(sql));
      return absl::OkStatus();
    } catch (const SQLite::Exception& error) {
      return StatusOf(error, sql);
    }
  }

  // Some errors (a full disk) end the whole transaction, whatever savepoint they happened in.
  [[nodiscard]] bool InTransaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

  // From now on, until it is told otherwise.
  void LimitTo(absl::Duration limit) {
    if (limit == absl::InfiniteDuration()) {
      sqlite3_progress_handler(database_.getHandle(), 0, nullptr, nullptr);
      return;
    }
    ends_ = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(limit);
    sqlite3_progress_handler(
        database_.getHandle(), kStepsBetweenLooks,
        [](void* connection) { return static_cast<SqliteConnection*>(connection)->IsOver() ? 1 : 0; }, this);
  }
  [[nodiscard]] bool IsOver() const { return std::chrono::steady_clock::now() >= ends_; }

  // Leaves no transaction open.
  void Rollback() {
    if (InTransaction()) Execute("ROLLBACK", {}).IgnoreError();
  }

  // From now on it hears how long the log is after each commit of its own.
  void ListenToLog() {
    sqlite3_wal_hook(
        database_.getHandle(),
        [](void* connection, sqlite3*, const char*, int pages) {
          static_cast<SqliteConnection*>(connection)->log_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }

  // After a commit: copies the log into the database, and has the next commit begin it anew, where it is long. What is
  // committed stays so whether it succeeds or not.
  void FoldLog() {
    if (log_pages_ < kLogPages) BeginLog();
    if (log_pages_ < next_fold_) return;
    sqlite3* const database = database_.getHandle();
    const absl::Duration wait = log_pages_ < 2 * kLogPages ? kWaitForReaders : kWaitLongerForReaders;
    sqlite3_busy_timeout(database, static_cast<int>(absl::ToInt64Milliseconds(wait)));
    const int code = sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    sqlite3_busy_timeout(database, static_cast<int>(absl::ToInt64Milliseconds(busy_timeout_)));
    if (code == SQLITE_OK) return BeginLog();
    next_fold_ = log_pages_ + pages_more_;
    if (log_pages_ >= 2 * kLogPages) pages_more_ = std::min(2 * pages_more_, kLastPagesMore);
  }

 private:
  void BeginLog() {
    next_fold_ = kLogPages;
    pages_more_ = kFirstPagesMore;
  }

  [[nodiscard]] absl::Status Failed(std::string_view sql) {
    return StatusOf(SQLite::Exception(database_.getHandle()), sql);
  }

  absl::StatusOr<Prepared*> Prepare(std::string_view sql, const Values& values) {
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
      sqlite3_stmt* statement = nullptr;
      const int code = sqlite3_prepare_v3(database_.getHandle(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
      Prepared made{std::unique_ptr<sqlite3_stmt, Finalize>(statement), {}, sqlite3_column_count(statement)};
      if (code != SQLITE_OK) return Failed(sql);
      const int parameters = sqlite3_bind_parameter_count(statement);
      for (int number = 1; number <= parameters; ++number) {
        const int index = sqlite3_bind_parameter_index(statement, fmt::format("${}", number).c_str());
        if (index == 0) {
          return Problem(absl::StatusCode::kInternal, fmt::format("parameters are not $1 … ${}", parameters), sql);
        }
        made.index_of_parameter.push_back(index);
      }
      if (prepared_.size() >= kPreparedStatements) prepared_.clear();
      found = prepared_.emplace(std::string(sql), std::move(made)).first;
    }
    Prepared& prepared = found->second;
    if (prepared.index_of_parameter.size() != values.size()) {
      return Problem(absl::StatusCode::kInternal,
                     fmt::format("{} values for {} parameters", values.size(), prepared.index_of_parameter.size()),
                     sql);
    }
    for (size_t i = 0; i < values.size(); ++i) {
      const auto* text = std::get_if<std::string>(&values[i]);
      if (text != nullptr && text->find('\0') != std::string::npos) {
        return Problem(absl::StatusCode::kInternal, fmt::format("text ${} contains a zero byte", i + 1), sql);
      }
      // What was bound before is replaced, value by value: there are as many.
      if (Bind(prepared.statement.get(), prepared.index_of_parameter[i], values[i]) != SQLITE_OK) return Failed(sql);
    }
    return &prepared;
  }

  const absl::Duration busy_timeout_;
  SQLite::Database database_;
  std::chrono::steady_clock::time_point ends_;
  int log_pages_ = 0;
  int next_fold_ = kLogPages;
  int pages_more_ = kFirstPagesMore;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;  // destroyed before the connection
};

namespace {

class SqliteTransaction final : public WriteTransaction {
 public:
  // Going back to a savepoint needs a copy of each page that is changed after it. In a hopeful transaction there are
  // none: where one would be needed, nothing more is done in it, and it must be run again with savepoints.
  SqliteTransaction(SqliteConnection& connection, KeptFacts& kept, bool hopeful)
      : WriteTransaction(&kept), connection_(connection), hopeful_(hopeful) {}

  absl::StatusOr<Rows> Query(std::string_view sql, const Values& values) override {
    if (!spoiled_.ok()) return spoiled_;
    // Some return what they change.
    if (!sql.starts_with("SELECT")) written_ = true;
    absl::StatusOr<Rows> rows = connection_.Query(sql, values);
    if (!rows.ok()) spoiled_ = rows.status();
    return rows;
  }

  absl::Status Execute(std::string_view sql, const Values& values) override {
    written_ = true;
    if (spoiled_.ok()) spoiled_ = connection_.Execute(sql, values);
    return spoiled_;
  }

  absl::StatusOr<int64_t> ExecuteCounted(std::string_view sql, const Values& values) override {
    if (absl::Status executed = Execute(sql, values); !executed.ok()) return executed;
    return connection_.Changes();
  }

  absl::Status ExecuteScript(std::string_view sql) override {
    written_ = true;
    if (spoiled_.ok()) spoiled_ = connection_.ExecuteScript(sql);
    return spoiled_;
  }

  absl::StatusOr<std::vector<std::string>> Columns(std::string_view table) override {
    absl::StatusOr<Rows> rows = Query("SELECT name FROM pragma_table_info($1) ORDER BY cid", {std::string(table)});
    if (!rows.ok()) return rows.status();
    std::vector<std::string> columns;
    for (const Row& row : *rows) columns.push_back(row.Text(0));
    return columns;
  }

  absl::Status CheckIntegrity() override {
    absl::StatusOr<Rows> rows = Query("PRAGMA integrity_check(1)", {});
    if (!rows.ok()) return rows.status();
    if (rows->size() != 1) return absl::DataLossError("integrity_check says nothing");
    if (rows->front().Text(0) != "ok") return absl::DataLossError(rows->front().Text(0));
    return absl::OkStatus();
  }

  absl::Status Savepoint(absl::FunctionRef<absl::Status()> body) override {
    if (hopeful_) return WithoutSavepoint(body);
    const std::string name = fmt::format("level_{}", depth_ + 1);
    if (absl::Status begun = Execute("SAVEPOINT " + name, {}); !begun.ok()) return begun;
    ++depth_;
    absl::Status outcome = body();
    --depth_;
    if (outcome.ok()) outcome = spoiled_;
    if (outcome.ok()) outcome = Execute("RELEASE " + name, {});
    if (outcome.ok()) return outcome;
    // What went wrong inside is undone with the savepoint; outside of it all goes on, unless this fails.
    if (!connection_.InTransaction()) {
      spoiled_ = absl::UnavailableError("the database gave up the transaction: " + std::string(outcome.message()));
      return outcome;
    }
    spoiled_ = connection_.Execute("ROLLBACK TO " + name, {});
    if (spoiled_.ok()) spoiled_ = connection_.Execute("RELEASE " + name, {});
    return outcome;
  }

  // The first error that no savepoint undid.
  [[nodiscard]] const absl::Status& spoiled() const { return spoiled_; }
  // Whether it must be rolled back and run again with savepoints.
  [[nodiscard]] bool needs_savepoints() const { return needs_savepoints_; }

 private:
  absl::Status WithoutSavepoint(absl::FunctionRef<absl::Status()> body) {
    const bool written_before = std::exchange(written_, false);
    absl::Status outcome = body();
    if (outcome.ok()) outcome = spoiled_;
    if (!outcome.ok() && (written_ || !spoiled_.ok())) {
      needs_savepoints_ = true;
      if (spoiled_.ok()) spoiled_ = absl::AbortedError("to be run again with savepoints");
    }
    written_ = written_ || written_before;
    return outcome;
  }

  SqliteConnection& connection_;
  const bool hopeful_;
  absl::Status spoiled_;
  int depth_ = 0;
  bool written_ = false;
  bool needs_savepoints_ = false;
};

// Of what a savepoint keeps to be able to go back: beyond that it goes into a temporary file, page by page, as SQLite
// does beyond 64 KiB, which every command would pass. SQLite writes it there in one piece, and no piece of 128 KiB or
// more: it would say that the disk is full.
constexpr int kSavepointBytesInMemory = 124 << 10;

// Before the first connection of the process, after which SQLite no longer lets itself be told.
void ConfigureOnce() {
  // SQLite counts all memory under one lock that every connection takes for every piece; nobody reads the count.
  static const bool done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK &&
                           sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kSavepointBytesInMemory) == SQLITE_OK &&
                           // Else each list that a statement makes for itself (IN, a sort) begins with room for 20
                           // pages, of which it uses one.
                           sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0) == SQLITE_OK;
  static_cast<void>(done);
}

const std::vector<std::string>& ConnectionPragmas() {
  static const std::vector<std::string> pragmas = {"PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF",
                                                   "PRAGMA cell_size_check = ON"};
  return pragmas;
}

absl::Status Begin(SqliteTransaction& transaction) {
  if (absl::Status begun = transaction.Execute("BEGIN DEFERRED", {}); !begun.ok()) return begun;
  // A deferred transaction has no snapshot before its first read.
  return transaction.Query("SELECT 1 FROM sqlite_schema LIMIT 1", {}).status();
}

absl::Status RunIn(SqliteTransaction& transaction, absl::FunctionRef<absl::Status(ReadTransaction&)> body) {
  if (absl::Status outcome = body(transaction); !outcome.ok()) return outcome;
  return transaction.spoiled();
}

}  // namespace

// A connection to read on, and the snapshot that is open on it.
class SqliteReader {
 public:
  SqliteReader(std::unique_ptr<SqliteConnection> connection, KeptFacts& kept)
      : connection_(std::move(connection)), kept_(kept) {}
  SqliteReader(const SqliteReader&) = delete;
  SqliteReader& operator=(const SqliteReader&) = delete;

  // On the snapshot of the read before, where there were as many commits then and it is not older than `greatest_age`;
  // else on a new one.
  absl::Status Read(uint64_t commits, const SqliteOptions& options,
                    absl::FunctionRef<absl::Status(ReadTransaction&)> body) {
    const auto now = std::chrono::steady_clock::now();
    if (snapshot_ && (commits_ != commits || absl::FromChrono(now - begun_) > options.snapshot_age)) End();
    connection_->LimitTo(options.read_limit);
    const absl::Cleanup unlimited = [this] { connection_->LimitTo(absl::InfiniteDuration()); };
    if (!snapshot_) {
      commits_ = commits;
      begun_ = now;
      snapshot_.emplace(*connection_, kept_, /*hopeful=*/false);
      if (absl::Status begun = Begin(*snapshot_); !begun.ok()) {
        End();
        return begun;
      }
    }
    absl::Status outcome = RunIn(*snapshot_, body);
    if (!snapshot_->spoiled().ok() || options.snapshot_age == absl::ZeroDuration()) End();
    return outcome;
  }

  void End() {
    snapshot_.reset();
    connection_->Rollback();
  }

 private:
  const std::unique_ptr<SqliteConnection> connection_;
  KeptFacts& kept_;
  std::optional<SqliteTransaction> snapshot_;
  uint64_t commits_ = 0;
  std::chrono::steady_clock::time_point begun_;
};

namespace {

// A process that was killed may have written commits that it did not come to sync, and whoever opens the file takes
// them for committed. Before anybody hears of them they are on the disk.
absl::Status SyncLog(const std::string& path) {
  const std::string log = path + "-wal";
  const int file = ::open(log.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return absl::OkStatus();
  if (file < 0) return absl::UnavailableError(fmt::format("{}: {}", log, std::strerror(errno)));
  const absl::Cleanup closes = [file] { ::close(file); };
  if (::fsync(file) == 0) return absl::OkStatus();
  return absl::UnavailableError(fmt::format("{}: {}", log, std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(const std::string& path, const SqliteOptions& options) {
  if (path.empty() || path == ":memory:") return absl::InvalidArgumentError("the path of a database file is needed");
  ConfigureOnce();
  if (options.read_connections == 0) return absl::InvalidArgumentError("at least one read connection is needed");
  if (options.create) {
    // SQLite would make it readable by all; its -wal and -shm files take its mode.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) {
      ::close(file);
    } else if (errno != EEXIST) {
      return absl::UnavailableError(fmt::format("{}: {}", path, std::strerror(errno)));
    }
  }
  std::vector<std::string> pragmas = ConnectionPragmas();
  pragmas.emplace_back("PRAGMA journal_mode = WAL");
  pragmas.emplace_back("PRAGMA synchronous = FULL");
  // What is erased by a decision is not to be found in the file's free space.
  pragmas.emplace_back("PRAGMA secure_delete = ON");
  // What a log that is begun anew keeps of the disk that it had; somewhat more than kLogPages.
  pragmas.emplace_back("PRAGMA journal_size_limit = 41943040");  // 40 MiB
  pragmas.emplace_back("PRAGMA cache_size = -32768");            // 32 MiB
  absl::StatusOr<std::unique_ptr<SqliteConnection>> writer =
      SqliteConnection::Open(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, options.busy_timeout, pragmas);
  if (!writer.ok()) return writer.status();
  absl::StatusOr<Rows> mode = (*writer)->Query("PRAGMA journal_mode", {});
  if (!mode.ok()) return mode.status();
  if (mode->size() != 1 || mode->front().Text(0) != "wal") {
    return absl::UnavailableError(path + ": the file system of this folder does not allow WAL mode");
  }
  if (absl::Status synced = SyncLog(path); !synced.ok()) return synced;
  (*writer)->ListenToLog();
  return std::unique_ptr<SqliteStore>(new SqliteStore(path, options, *std::move(writer)));
}

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::OpenPrivate() {
  ConfigureOnce();
  std::vector<std::string> pragmas = ConnectionPragmas();
  pragmas.emplace_back("PRAGMA cache_size = -65536");  // 64 MiB
  // SQLite takes the empty name for a temporary database.
  absl::StatusOr<std::unique_ptr<SqliteConnection>> writer = SqliteConnection::Open(
      "", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, absl::ZeroDuration(), pragmas);
  if (!writer.ok()) return writer.status();
  return std::unique_ptr<SqliteStore>(new SqliteStore("", {}, *std::move(writer)));
}

SqliteStore::SqliteStore(std::string path, const SqliteOptions& options, std::unique_ptr<SqliteConnection> writer)
    : path_(std::move(path)), options_(options), writer_(std::move(writer)) {}

// The writer goes last: it checkpoints the WAL and removes it, which a read-only connection cannot.
SqliteStore::~SqliteStore() { free_readers_.clear(); }

absl::StatusOr<std::unique_ptr<SqliteReader>> SqliteStore::BorrowReader() {
  {
    std::unique_lock lock(readers_mutex_);
    reader_free_.wait(lock, [this] { return readers_out_ < options_.read_connections; });
    ++readers_out_;
    if (!free_readers_.empty()) {
      std::unique_ptr<SqliteReader> reader = std::move(free_readers_.back());
      free_readers_.pop_back();
      return reader;
    }
  }
  absl::StatusOr<std::unique_ptr<SqliteConnection>> connection = SqliteConnection::Open(
      path_, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, options_.busy_timeout, ConnectionPragmas());
  if (connection.ok()) return std::make_unique<SqliteReader>(*std::move(connection), kept_);
  GiveBackReader(nullptr);
  return connection.status();
}

void SqliteStore::GiveBackReader(std::unique_ptr<SqliteReader> reader) {
  {
    const std::lock_guard lock(readers_mutex_);
    --readers_out_;
    if (reader != nullptr) {
      if (committing_) reader->End();
      free_readers_.push_back(std::move(reader));
    }
  }
  reader_free_.notify_one();
}

void SqliteStore::BeginCommit() {
  const std::lock_guard lock(readers_mutex_);
  committing_ = true;
  for (const std::unique_ptr<SqliteReader>& reader : free_readers_) reader->End();
}

void SqliteStore::EndCommit() {
  const std::lock_guard lock(readers_mutex_);
  committing_ = false;
}

absl::Status SqliteStore::Read(absl::FunctionRef<absl::Status(ReadTransaction&)> body) {
  if (path_.empty()) {
    const std::lock_guard lock(writing_);
    const absl::Cleanup end = [this] { writer_->Rollback(); };
    SqliteTransaction transaction(*writer_, kept_, /*hopeful=*/false);
    if (absl::Status begun = Begin(transaction); !begun.ok()) return begun;
    return RunIn(transaction, body);
  }
  // Before the snapshot: what is committed in between is in it, and may be asked for once more.
  const uint64_t commits = commits_;
  absl::StatusOr<std::unique_ptr<SqliteReader>> reader = BorrowReader();
  if (!reader.ok()) return reader.status();
  absl::Status outcome = (*reader)->Read(commits, options_, body);
  GiveBackReader(*std::move(reader));
  return outcome;
}

absl::Status SqliteStore::Write(absl::FunctionRef<absl::Status(WriteTransaction&)> body) {
  const std::lock_guard lock(writing_);
  if (careful_writes_ > 0) {
    --careful_writes_;
  } else {
    bool needs_savepoints = false;
    absl::Status outcome = WriteOnce(body, /*hopeful=*/true, needs_savepoints);
    if (!needs_savepoints) return outcome;
    careful_writes_ = kCarefulWrites;
  }
  bool ignored = false;
  return WriteOnce(body, /*hopeful=*/false, ignored);
}

absl::Status SqliteStore::WriteOnce(absl::FunctionRef<absl::Status(WriteTransaction&)> body, bool hopeful,
                                    bool& needs_savepoints) {
  const absl::Cleanup end = [this] { writer_->Rollback(); };
  SqliteTransaction transaction(*writer_, kept_, hopeful);
  if (absl::Status begun = transaction.Execute("BEGIN IMMEDIATE", {}); !begun.ok()) return begun;
  absl::Status outcome = body(transaction);
  needs_savepoints = transaction.needs_savepoints();
  if (needs_savepoints || !outcome.ok()) return outcome;
  BeginCommit();
  const absl::Cleanup end_commit = [this] { EndCommit(); };
  outcome = transaction.Execute("COMMIT", {});
  if (!outcome.ok()) return outcome;
  ++commits_;
  writer_->FoldLog();
  return outcome;
}

}  // namespace phancong::storage
