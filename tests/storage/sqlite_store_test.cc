// The store on SQLite: the contract, and what is SQLite's own.
#include "storage/sqlite/sqlite_store.h"

#include <SQLiteCpp/Database.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/propagate.h"
#include "tests/storage/inside_transaction.h"
#include "tests/storage/scratch_folder.h"
#include "tests/storage/store_contract.h"

namespace phancong::storage {
namespace {

using testing::HasSubstr;

Backend SqliteFile() {
  return {.name = "SQLite file", .open = [](const ScratchFolder& folder, size_t reads) -> std::unique_ptr<Store> {
            auto store = SqliteStore::Open(folder.File("contract.db"), {.create = true, .read_connections = reads});
            EXPECT_TRUE(store.ok()) << store.status();
            return store.ok() ? *std::move(store) : nullptr;
          }};
}

// For replay: one connection, gone when it is closed.
Backend SqlitePrivate() {
  return {.name = "private SQLite database", .open = [](const ScratchFolder&, size_t) -> std::unique_ptr<Store> {
            auto store = SqliteStore::OpenPrivate();
            EXPECT_TRUE(store.ok()) << store.status();
            return store.ok() ? *std::move(store) : nullptr;
          }};
}

INSTANTIATE_TEST_SUITE_P(SqliteFile, StoreContract, testing::Values(SqliteFile()));
INSTANTIATE_TEST_SUITE_P(SqliteFile, ServedStoreContract, testing::Values(SqliteFile()));
INSTANTIATE_TEST_SUITE_P(SqlitePrivate, StoreContract, testing::Values(SqlitePrivate()));

class SqliteStoreTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<SqliteStore> Open(const SqliteOptions& options = {.create = true}) {
    absl::StatusOr<std::unique_ptr<SqliteStore>> store = SqliteStore::Open(path(), options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }
  [[nodiscard]] std::string path() const { return folder_.File("phancong.db"); }

  static absl::Status Execute(Store& store, std::string_view sql, const Values& values = {}) {
    return store.Write([&](WriteTransaction& tx) { return tx.Execute(sql, values); });
  }
  static absl::StatusOr<Value> Ask(Store& store, std::string_view sql) {
    Value answer;
    const absl::Status outcome = store.Read([&](ReadTransaction& tx) {
      absl::StatusOr<Rows> rows = tx.Query(sql, {});
      if (rows.ok() && !rows->empty()) answer = rows->front().values()[0];
      return rows.status();
    });
    if (!outcome.ok()) return outcome;
    return answer;
  }
  static absl::StatusOr<Value> AskWriter(Store& store, std::string_view sql) {
    Value answer;
    const absl::Status outcome = store.Write([&](WriteTransaction& tx) {
      absl::StatusOr<Rows> rows = tx.Query(sql, {});
      if (rows.ok() && !rows->empty()) answer = rows->front().values()[0];
      return rows.status();
    });
    if (!outcome.ok()) return outcome;
    return answer;
  }

  ScratchFolder folder_;
};

TEST_F(SqliteStoreTest, IsOpenedForDurabilityAndAgainstForeignSchemas) {
  const auto store = Open();
  EXPECT_EQ(*AskWriter(*store, "PRAGMA journal_mode"), Value("wal"));
  EXPECT_EQ(*AskWriter(*store, "PRAGMA synchronous"), Value(int64_t{2}));  // FULL
  for (const auto ask : {&AskWriter, &Ask}) {
    EXPECT_EQ(*ask(*store, "PRAGMA foreign_keys"), Value(int64_t{1}));
    EXPECT_EQ(*ask(*store, "PRAGMA trusted_schema"), Value(int64_t{0}));
  }
  // Defensive: nobody writes the schema table itself.
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  AskWriter(*store, "PRAGMA writable_schema = ON").status().IgnoreError();
  EXPECT_FALSE(Execute(*store, "UPDATE sqlite_schema SET sql = 'CREATE TABLE a (b BIGINT)'").ok());
}

TEST_F(SqliteStoreTest, TheFileIsItsOwnersAlone) {
  const auto store = Open();
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat facts {};
    ASSERT_EQ(stat((path() + suffix).c_str(), &facts), 0) << suffix;
    EXPECT_EQ(facts.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(SqliteStoreTest, WhatCannotBeOpenedSaysWhy) {
  EXPECT_EQ(SqliteStore::Open("").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SqliteStore::Open(":memory:").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SqliteStore::Open(path(), {.create = true, .read_connections = 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SqliteStore::Open(path()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(std::filesystem::exists(path()));
  EXPECT_EQ(SqliteStore::Open(folder_.File("no/such/folder.db"), {.create = true}).status().code(),
            absl::StatusCode::kUnavailable);
  std::ofstream(path()) << "this is not a database, however long it may be";
  EXPECT_EQ(SqliteStore::Open(path()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SqliteStoreTest, AFullDiskTakesTheWholeTransactionAndTheNextOneWorks) {
  const auto store = Open();
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT, bytes BLOB)").ok());
  ASSERT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (1)").ok());
  ASSERT_TRUE(AskWriter(*store, "PRAGMA max_page_count = 20").ok());
  const Value large = Blob{std::string(200'000, 'x')};
  bool later_calls_failed = false;
  const absl::Status outcome = store->Write([&](WriteTransaction& tx) {
    EXPECT_TRUE(tx.Execute("INSERT INTO a (a) VALUES (2)", {}).ok());
    tx.Savepoint([&] { return tx.Execute("INSERT INTO a (a, bytes) VALUES (3, $1)", {large}); }).IgnoreError();
    later_calls_failed = !tx.Execute("INSERT INTO a (a) VALUES (4)", {}).ok();
    return absl::OkStatus();
  });
  // Either SQLite undid the savepoint alone, and the rest is there, or it gave up all of it, and says so.
  if (outcome.ok()) {
    EXPECT_FALSE(later_calls_failed);
    EXPECT_EQ(*Ask(*store, "SELECT COUNT(*) FROM a"), Value(int64_t{3}));
  } else {
    EXPECT_EQ(outcome.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(*Ask(*store, "SELECT COUNT(*) FROM a"), Value(int64_t{1}));
  }
  EXPECT_EQ(Execute(*store, "INSERT INTO a (a, bytes) VALUES (5, $1)", {large}).code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (6)").ok());
}

// What a full disk may do: the transaction is gone while its body goes on.
TEST_F(SqliteStoreTest, NothingIsWrittenOutsideATransactionThatIsGone) {
  const auto store = Open();
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT PRIMARY KEY)").ok());
  ASSERT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (1)").ok());
  // Without savepoints at first, and with them.
  for (const bool from_the_beginning : {false, true}) {
    const absl::Status outcome = store->Write([&](WriteTransaction& tx) -> absl::Status {
      if (from_the_beginning) RETURN_IF_ERROR(WithSavepoints(tx));
      // ON CONFLICT ROLLBACK ends the transaction just so.
      EXPECT_FALSE(tx.Savepoint([&tx] { return tx.Execute("INSERT OR ROLLBACK INTO a (a) VALUES (1)", {}); }).ok());
      EXPECT_FALSE(tx.Execute("INSERT INTO a (a) VALUES (2)", {}).ok());
      EXPECT_FALSE(tx.Savepoint([] { return absl::OkStatus(); }).ok());
      return absl::OkStatus();
    });
    EXPECT_EQ(outcome.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(*Ask(*store, "SELECT COUNT(*) FROM a"), Value(int64_t{1}));
  }
  EXPECT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (2)").ok());
}

TEST_F(SqliteStoreTest, AWriteThatGoesBackToASavepointIsRunAgain) {
  const auto store = Open();
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT, run BIGINT)").ok());
  int64_t runs = 0;
  const auto writes = [&](bool goes_back) {
    const absl::Status written = store->Write([&](WriteTransaction& tx) -> absl::Status {
      ++runs;
      RETURN_IF_ERROR(tx.Execute("INSERT INTO a (a, run) VALUES (1, $1)", {runs}));
      const absl::Status refused = tx.Savepoint([&]() -> absl::Status {
        if (goes_back) RETURN_IF_ERROR(tx.Execute("INSERT INTO a (a, run) VALUES (2, $1)", {runs}));
        return absl::FailedPreconditionError("refused");
      });
      EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
      return tx.Execute("INSERT INTO a (a, run) VALUES (3, $1)", {runs});
    });
    EXPECT_TRUE(written.ok()) << written;
  };
  // Nothing was written in it that would have to go.
  writes(false);
  EXPECT_EQ(runs, 1);
  writes(true);
  EXPECT_EQ(runs, 3);
  // Soon after, it has savepoints at once.
  writes(true);
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(*Ask(*store, "SELECT COUNT(*) FROM a WHERE a = 2"), Value(int64_t{0}));
  // Of the run that was rolled back there is nothing.
  EXPECT_EQ(*Ask(*store, "SELECT GROUP_CONCAT(a || run, ' ') FROM a"), Value("11 31 13 33 14 34"));
}

TEST_F(SqliteStoreTest, AFileHeldByAnotherProcessIsUnavailable) {
  const auto store = Open({.create = true, .busy_timeout = absl::ZeroDuration()});
  const auto other = Open({.busy_timeout = absl::ZeroDuration()});
  ASSERT_TRUE(store
                  ->Write([&](WriteTransaction& tx) {
                    EXPECT_EQ(Execute(*other, "CREATE TABLE a (a BIGINT)").code(), absl::StatusCode::kUnavailable);
                    return tx.Execute("CREATE TABLE b (b BIGINT)", {});
                  })
                  .ok());
  EXPECT_TRUE(Execute(*other, "CREATE TABLE a (a BIGINT)").ok());
}

TEST_F(SqliteStoreTest, WhatAKilledProcessCommittedIsThereAndNothingElse) {
  Open().reset();
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto store = SqliteStore::Open(path());
    const bool committed = store.ok() && Execute(**store, "CREATE TABLE a (a BIGINT)").ok() &&
                           Execute(**store, "INSERT INTO a (a) VALUES (1)").ok();
    if (!committed) _exit(1);
    (*store)
        ->Write([](WriteTransaction& tx) {
          tx.Execute("INSERT INTO a (a) VALUES (2)", {}).IgnoreError();
          _exit(0);
          return absl::OkStatus();
        })
        .IgnoreError();
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  const auto store = Open();
  EXPECT_EQ(*Ask(*store, "SELECT COUNT(*) FROM a"), Value(int64_t{1}));
}

TEST_F(SqliteStoreTest, AReadThatLastsTooLongIsStoppedAndItsConnectionGoesOn) {
  const auto store = *SqliteStore::Open(folder_.File("limited.db"),
                                        {.create = true, .read_connections = 1, .read_limit = absl::ZeroDuration()});
  const auto count = [&](int64_t up_to) {
    int64_t counted = 0;
    const absl::Status outcome = store->Read([&](ReadTransaction& tx) -> absl::Status {
      const absl::StatusOr<Rows> rows = tx.Query(
          "WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < $1) "
          "SELECT COUNT(*) FROM counting",
          {up_to});
      if (rows.ok()) counted = rows->at(0).Int(0);
      return rows.status();
    });
    return outcome.ok() ? absl::StatusOr<int64_t>(counted) : outcome;
  };
  // Without a limit it would take hours.
  EXPECT_EQ(count(int64_t{1} << 40).status().code(), absl::StatusCode::kDeadlineExceeded);
  // What is done before anybody looks is not stopped.
  EXPECT_EQ(*count(10), 10);
}

TEST_F(SqliteStoreTest, ANumberThatIsNoIntegerIsDamage) {
  const auto store = Open();
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  ASSERT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (1.5)").ok());
  EXPECT_EQ(Ask(*store, "SELECT a FROM a").status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SqliteStoreTest, DamagedPagesAreDamage) {
  {
    const auto store = Open();
    ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT, text TEXT)").ok());
    ASSERT_TRUE(
        store
            ->Write([](WriteTransaction& tx) {
              for (int64_t i = 0; i < 1000; ++i) {
                absl::Status done = tx.Execute("INSERT INTO a (a, text) VALUES ($1, $2)", {i, std::string(100, 'x')});
                if (!done.ok()) return done;
              }
              return absl::OkStatus();
            })
            .ok());
  }
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096 * 2);
  file << std::string(4096 * 4, '\x2a');
  file.close();
  const auto store = Open();
  EXPECT_EQ(Ask(*store, "SELECT SUM(length(text)) FROM a").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(store->Read([](ReadTransaction& tx) { return tx.CheckIntegrity(); }).code(), absl::StatusCode::kDataLoss);
}

TEST_F(SqliteStoreTest, AnIndexThatDoesNotFitItsTableIsDamage) {
  {
    const auto store = Open();
    ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a TEXT NOT NULL PRIMARY KEY, b TEXT)").ok());
    ASSERT_TRUE(Execute(*store, "INSERT INTO a (a, b) VALUES ('needle', 'haystack')").ok());
  }
  // In the row, where its neighbour is, but not in the index.
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const size_t at = bytes.find("needlehaystack");
  ASSERT_NE(at, std::string::npos);
  file.clear();
  file.seekp(static_cast<std::streamoff>(at));
  file << 'N';
  file.close();
  const auto store = Open();
  EXPECT_EQ(store->Read([](ReadTransaction& tx) { return tx.CheckIntegrity(); }).code(), absl::StatusCode::kDataLoss);
}

TEST_F(SqliteStoreTest, MoreStatementsThanAreKeptPrepared) {
  const auto store = Open();
  ASSERT_TRUE(store
                  ->Read([](ReadTransaction& tx) {
                    for (int64_t i = 0; i < 3000; ++i) {
                      absl::StatusOr<Rows> rows = tx.Query("SELECT " + std::to_string(i) + " + $1", {int64_t{1}});
                      if (!rows.ok()) return rows.status();
                      EXPECT_EQ(rows->front().Int(0), i + 1);
                    }
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(SqliteStoreTest, TheWalIsFoldedInWhenTheStoreIsClosed) {
  {
    const auto store = Open();
    ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
    EXPECT_TRUE(Ask(*store, "SELECT COUNT(*) FROM a").ok());
    EXPECT_TRUE(std::filesystem::exists(path() + "-wal"));
  }
  EXPECT_FALSE(std::filesystem::exists(path() + "-wal"));
}

// --- A read goes on with the snapshot of the one before.

constexpr char kRows[] = "SELECT COUNT(*) FROM a";

TEST_F(SqliteStoreTest, AReadGoesOnWithASnapshotUntilThisStoreCommits) {
  const auto store = Open({.create = true, .snapshot_age = absl::InfiniteDuration()});
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{0}));
  const auto other = Open();
  ASSERT_TRUE(Execute(*other, "INSERT INTO a (a) VALUES (1)").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{0}));
  ASSERT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (2)").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{2}));
}

TEST_F(SqliteStoreTest, AReadThatWasUnderWayKeepsNoSnapshotFromBeforeACommit) {
  const auto store = Open({.create = true, .snapshot_age = absl::InfiniteDuration()});
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  ASSERT_TRUE(store
                  ->Read([&](ReadTransaction& tx) -> absl::Status {
                    RETURN_IF_ERROR(tx.Query(kRows, {}).status());
                    return Execute(*store, "INSERT INTO a (a) VALUES (1)");
                  })
                  .ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{1}));
}

TEST_F(SqliteStoreTest, ASnapshotThatIsTooOldIsNotGoneOnWith) {
  const auto store = Open({.create = true, .snapshot_age = absl::Nanoseconds(1)});
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{0}));
  ASSERT_TRUE(Execute(*Open(), "INSERT INTO a (a) VALUES (1)").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{1}));
}

TEST_F(SqliteStoreTest, WhatIsNotedOfASnapshotStaysAsLongAsItIsGoneOnWith) {
  const auto store = Open({.create = true, .snapshot_age = absl::InfiniteDuration()});
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  const auto noted = [&] {
    bool found = false;
    EXPECT_TRUE(store
                    ->Read([&](ReadTransaction& tx) {
                      found = tx.facts().Noted<std::string>({1}) != nullptr;
                      tx.facts().Note(RowKey{1}, std::string("read"));
                      return absl::OkStatus();
                    })
                    .ok());
    return found;
  };
  EXPECT_FALSE(noted());
  EXPECT_TRUE(noted());
  ASSERT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (1)").ok());
  EXPECT_FALSE(noted());
}

TEST_F(SqliteStoreTest, AStatementThatFailedEndsItsSnapshot) {
  const auto store = Open({.create = true, .snapshot_age = absl::InfiniteDuration()});
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{0}));
  EXPECT_FALSE(Ask(*store, "SELECT a FROM b").ok());
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{0}));
}

TEST_F(SqliteStoreTest, ACommitLeavesNoSnapshotOpenThatNobodyUses) {
  const auto store = Open({.create = true, .snapshot_age = absl::InfiniteDuration()});
  ASSERT_TRUE(Execute(*store, "CREATE TABLE a (a BIGINT)").ok());
  SQLite::Database beside(path(), SQLite::OPEN_READWRITE);
  // 1: somebody reads what is in the log.
  const auto held = [&] { return beside.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt(); };
  EXPECT_EQ(*Ask(*store, kRows), Value(int64_t{0}));
  EXPECT_EQ(held(), 1);
  ASSERT_TRUE(Execute(*store, "INSERT INTO a (a) VALUES (1)").ok());
  EXPECT_EQ(held(), 0);
}

// What a log may hold, and a transaction more.
constexpr int64_t kMostLogBytes = int64_t{40} << 20;
constexpr int64_t kMebibyte = int64_t{1} << 20;

// Changes a row of a mebibyte so many times.
class LongLog : public SqliteStoreTest {
 protected:
  LongLog() {
    EXPECT_TRUE(Execute(*store_, "CREATE TABLE a (a BIGINT PRIMARY KEY, bytes BLOB)").ok());
    EXPECT_TRUE(Execute(*store_, "INSERT INTO a (a) VALUES (1)").ok());
  }
  void Writes(int mebibytes) {
    for (int i = 0; i < mebibytes; ++i) {
      const Value bytes = Blob{std::string(kMebibyte, static_cast<char>('a' + i % 26))};
      ASSERT_TRUE(Execute(*store_, "UPDATE a SET bytes = $1", {bytes}).ok());
    }
  }
  [[nodiscard]] int64_t LogBytes() const { return static_cast<int64_t>(std::filesystem::file_size(path() + "-wal")); }

  const std::unique_ptr<SqliteStore> store_ = Open();
};

TEST_F(LongLog, IsBegunAnewAsItGetsLong) {
  Writes(100);
  EXPECT_LE(LogBytes(), kMostLogBytes);
}

TEST_F(LongLog, ComesBackWhenAReaderThatHeldItIsGone) {
  std::promise<void> begun;
  std::promise<void> released;
  std::thread reader([&] {
    const absl::Status read = store_->Read([&](ReadTransaction& tx) {
      begun.set_value();
      released.get_future().wait();
      return tx.Query("SELECT bytes FROM a", {}).status();
    });
    EXPECT_TRUE(read.ok()) << read;
  });
  begun.get_future().wait();
  Writes(100);
  // The snapshot is in it: this is what it has to come back from.
  EXPECT_GT(LogBytes(), 90 * kMebibyte);
  released.set_value();
  reader.join();
  Writes(100);
  EXPECT_LE(LogBytes(), kMostLogBytes);
}

TEST_F(LongLog, ReadersThatOverlapDoNotHoldIt) {
  // Each ends where the other has begun once more, so that there is always one.
  std::mutex mutex;
  std::condition_variable begins;
  std::array<int64_t, 2> begun{};
  bool over = false;
  std::vector<std::thread> readers;
  for (size_t own = 0; own < begun.size(); ++own) {
    readers.emplace_back([&, own] {
      const size_t other = 1 - own;
      bool last = false;
      while (!last) {
        const absl::Status read = store_->Read([&](ReadTransaction& tx) {
          std::unique_lock lock(mutex);
          ++begun[own];
          begins.notify_all();
          begins.wait(lock, [&, seen = begun[other]] { return over || begun[other] > seen; });
          last = over;
          return tx.Query("SELECT bytes FROM a", {}).status();
        });
        EXPECT_TRUE(read.ok()) << read;
      }
    });
  }
  Writes(200);
  {
    const std::lock_guard lock(mutex);
    over = true;
  }
  begins.notify_all();
  for (std::thread& reader : readers) reader.join();
  EXPECT_GT(begun[0], 10);
  // Where a reader is not given a processor within the first, short wait, it is tried again with more in the log; from
  // twice its length on the wait is as long as any reader here can take.
  EXPECT_LE(LogBytes(), 2 * kMostLogBytes);
}

TEST_F(SqliteStoreTest, PrivateDatabasesKnowNothingOfEachOther) {
  const auto one = *SqliteStore::OpenPrivate();
  const auto two = *SqliteStore::OpenPrivate();
  ASSERT_TRUE(Execute(*one, "CREATE TABLE a (a BIGINT)").ok());
  EXPECT_FALSE(Ask(*two, "SELECT COUNT(*) FROM a").ok());
}

// What a savepoint must be able to undo goes into a file when it is much: SQLite says that the disk is full where it is
// told to begin with that too late.
TEST_F(SqliteStoreTest, ASavepointChangesMoreThanIsKeptInMemory) {
  const auto store = Open();
  ASSERT_TRUE(Execute(*store, "CREATE TABLE page (number BIGINT NOT NULL PRIMARY KEY, content BLOB NOT NULL)").ok());
  ASSERT_TRUE(Execute(*store,
                      "INSERT INTO page WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted "
                      "WHERE n < 6000) SELECT n, CAST(zeroblob(4000) AS BLOB) FROM counted")
                  .ok());
  const absl::Status changed = store->Write([](WriteTransaction& tx) {
    const absl::Status undone = tx.Savepoint([&] {
      const absl::Status filled = tx.Execute("UPDATE page SET content = CAST($1 AS BLOB)", {Blob{"undone"}});
      return filled.ok() ? absl::AbortedError("undone") : filled;
    });
    EXPECT_TRUE(absl::IsAborted(undone)) << undone;
    return tx.Savepoint(
        [&] { return tx.Execute("UPDATE page SET content = $1 WHERE number <= 5000", {Blob{"kept"}}); });
  });
  EXPECT_TRUE(changed.ok()) << changed;
  EXPECT_EQ(*Ask(*store, "SELECT COUNT(*) FROM page WHERE length(content) = 4000"), Value(int64_t{1000}));
}

}  // namespace
}  // namespace phancong::storage
