// The log that is written in few long writes: what others see of it, what a failed write leaves, and how few they are.
#include "storage/sqlite/gathered_log.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::storage {
namespace {

// Write calls that this process has made so far.
int64_t WriteCalls() {
  std::ifstream file("/proc/self/io");
  std::string key;
  int64_t value = 0;
  while (file >> key >> value) {
    if (key == "syscw:") return value;
  }
  ADD_FAILURE() << "the kernel does not count";
  return 0;
}

class GatheredLog : public testing::Test {
 protected:
  GatheredLog() : database_(folder_.File("log.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0, GatheredLogVfs()) {
    ForgetAtRollback(database_.getHandle());
    database_.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database_.exec("CREATE TABLE part (number INTEGER PRIMARY KEY, bytes BLOB)");
  }

  // So many rows more, each longer than half a page.
  void Add(int count) {
    for (int i = 0; i < count; ++i) database_.exec("INSERT INTO part (bytes) VALUES (randomblob(3000))");
  }
  static int64_t CountIn(SQLite::Database& database) {
    return database.execAndGet("SELECT COUNT(*) FROM part").getInt64();
  }
  // By SQLite's own means alone.
  int64_t CountForAnother() {
    SQLite::Database another(folder_.File("log.db"), SQLite::OPEN_READONLY);
    EXPECT_EQ(another.execAndGet("PRAGMA integrity_check(1)").getString(), "ok");
    return CountIn(another);
  }

  const ScratchFolder folder_;
  SQLite::Database database_;
};

TEST_F(GatheredLog, OthersSeeACommitWhenItIsMadeAndNothingBefore) {
  database_.exec("BEGIN IMMEDIATE");
  Add(30);
  EXPECT_EQ(CountForAnother(), 0);
  database_.exec("COMMIT");
  EXPECT_EQ(CountForAnother(), 30);
  database_.exec("BEGIN IMMEDIATE");
  Add(30);
  database_.exec("ROLLBACK");
  EXPECT_EQ(CountForAnother(), 30);
}

TEST_F(GatheredLog, ACommitOfManyPagesIsWrittenByFewCalls) {
  database_.exec("BEGIN IMMEDIATE");
  Add(20);
  const int64_t before = WriteCalls();
  database_.exec("COMMIT");
  // Each of some twenty pages has a header of its own: SQLite alone makes more than forty.
  EXPECT_LT(WriteCalls() - before, 10);
  EXPECT_EQ(CountForAnother(), 20);
}

// Pages that the cache has no room for go into the log before the commit, are read from it again, and are overwritten.
TEST_F(GatheredLog, WhatIsSpilledBeforeACommitIsReadAgain) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  database_.exec("PRAGMA cache_size = 10");
  int64_t kept = 0;
  for (int turn = 0; turn < 40; ++turn) {
    database_.exec("BEGIN IMMEDIATE");
    const int more = static_cast<int>(random() % 120);
    Add(more);
    database_.exec("UPDATE part SET bytes = randomblob(2000) WHERE number % 3 = " + std::to_string(random() % 3));
    EXPECT_EQ(CountIn(database_), kept + more);
    const bool commits = random() % 3 != 0;
    database_.exec(commits ? "COMMIT" : "ROLLBACK");
    if (commits) kept += more;
    ASSERT_EQ(CountForAnother(), kept) << turn;
    if (random() % 8 == 0) database_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }
}

// Pages of a transaction that was rolled back may still be gathered when another process commits in their place.
TEST_F(GatheredLog, WhatWasRolledBackIsNotWrittenOverWhatAnotherCommits) {
  database_.exec("PRAGMA cache_size = 10");
  SQLite::Database another(folder_.File("log.db"), SQLite::OPEN_READWRITE);
  another.exec("PRAGMA wal_autocheckpoint = 0");
  int64_t kept = 0;
  for (int spilled = 60; spilled < 90; spilled += 3) {
    // So that rolling back reads nothing from the log, which would write what is gathered.
    database_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database_.exec("BEGIN IMMEDIATE");
    Add(spilled);
    database_.exec("ROLLBACK");
    another.exec("BEGIN IMMEDIATE");
    for (int i = 0; i < spilled + 50; ++i) another.exec("INSERT INTO part (bytes) VALUES (randomblob(3000))");
    another.exec("COMMIT");
    Add(1);
    kept += spilled + 51;
    ASSERT_EQ(CountForAnother(), kept) << spilled;
  }
}

// The file may not grow any more: what was gathered cannot be written when the commit syncs it.
TEST_F(GatheredLog, WhatCouldNotBeWrittenIsNotCommittedAndTheNextIs) {
  Add(1);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handled = std::signal(SIGXFSZ, SIG_IGN);
  database_.exec("BEGIN IMMEDIATE");
  Add(30);
  const rlimit small{.rlim_cur = 60'000, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_ANY_THROW(database_.exec("COMMIT"));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handled);
  if (sqlite3_get_autocommit(database_.getHandle()) == 0) database_.exec("ROLLBACK");
  EXPECT_EQ(CountForAnother(), 1);
  Add(1);
  EXPECT_EQ(CountForAnother(), 2);
}

}  // namespace
}  // namespace phancong::storage
