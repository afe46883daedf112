#include "tests/storage/store_contract.h"

#include <atomic>
#include <barrier>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/propagate.h"
#include "tests/storage/inside_transaction.h"

namespace phancong::storage {

using testing::ElementsAre;
using testing::HasSubstr;

void StoreContract::SetUp() {
  Reopen();
  ASSERT_TRUE(store_
                  ->Write([](WriteTransaction& tx) {
                    return tx.ExecuteScript(
                        "CREATE TABLE body (body BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL);\n"
                        "CREATE TABLE member (member BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE,\n"
                        "  body BIGINT REFERENCES body (body), age BIGINT CHECK (age >= 18));\n"
                        "CREATE TABLE seat (seat BIGINT NOT NULL PRIMARY KEY,\n"
                        "  body BIGINT REFERENCES body (body) DEFERRABLE INITIALLY DEFERRED);\n"
                        "CREATE TABLE kept (kept BIGINT NOT NULL PRIMARY KEY, number BIGINT, text TEXT, bytes BLOB);");
                  })
                  .ok());
}

void StoreContract::Reopen() {
  store_.reset();
  store_ = GetParam().open(folder_, kReads);
  ASSERT_NE(store_, nullptr);
}

absl::Status StoreContract::Execute(std::string_view sql, const Values& values) {
  return store_->Write([&](WriteTransaction& tx) { return tx.Execute(sql, values); });
}

absl::StatusOr<Rows> StoreContract::Query(std::string_view sql, const Values& values) {
  Rows answer;
  const absl::Status outcome = store_->Read([&](ReadTransaction& tx) {
    absl::StatusOr<Rows> rows = tx.Query(sql, values);
    if (!rows.ok()) return rows.status();
    answer = *std::move(rows);
    return absl::OkStatus();
  });
  if (!outcome.ok()) return outcome;
  return answer;
}

namespace {

std::string MembersIn(ReadTransaction& tx) {
  absl::StatusOr<Rows> rows = tx.Query("SELECT name FROM member ORDER BY member", {});
  if (!rows.ok()) return rows.status().ToString();
  std::string names;
  for (const Row& row : *rows) names += (names.empty() ? "" : ", ") + row.Text(0);
  return names;
}

absl::Status AddMember(WriteTransaction& tx, int64_t member, const std::string& name) {
  return tx.Execute("INSERT INTO member (member, name) VALUES ($1, $2)", {member, name});
}

}  // namespace

std::string StoreContract::Members() {
  std::string names;
  EXPECT_TRUE(store_
                  ->Read([&names](ReadTransaction& tx) {
                    names = MembersIn(tx);
                    return absl::OkStatus();
                  })
                  .ok());
  return names;
}

namespace {

// --- Transactions.
// ----------------------------------------------------------------------------------------------------

TEST_P(StoreContract, WhatIsCommittedIsRead) {
  ASSERT_TRUE(store().Write([](WriteTransaction& tx) { return AddMember(tx, 1, "An"); }).ok());
  EXPECT_EQ(Members(), "An");
}

TEST_P(StoreContract, AWriteReadsWhatItWrote) {
  std::string inside;
  ASSERT_TRUE(store()
                  .Write([&inside](WriteTransaction& tx) {
                    absl::Status added = AddMember(tx, 1, "An");
                    inside = MembersIn(tx);
                    return added;
                  })
                  .ok());
  EXPECT_EQ(inside, "An");
}

TEST_P(StoreContract, ABodyThatFailsLeavesNothing) {
  const absl::Status outcome = store().Write([](WriteTransaction& tx) {
    EXPECT_TRUE(AddMember(tx, 1, "An").ok());
    return absl::AbortedError("not today");
  });
  EXPECT_EQ(outcome, absl::AbortedError("not today"));
  EXPECT_EQ(Members(), "");
}

TEST_P(StoreContract, AReadReturnsWhatItsBodyReturns) {
  EXPECT_EQ(store().Read([](ReadTransaction&) { return absl::NotFoundError("nobody"); }),
            absl::NotFoundError("nobody"));
}

TEST_P(StoreContract, AReadChangesNothing) {
  store()
      .Read([](ReadTransaction& tx) {
        return tx.Query("INSERT INTO member (member, name) VALUES (1, 'An') RETURNING member", {}).status();
      })
      .IgnoreError();
  EXPECT_EQ(Members(), "");
}

TEST_P(StoreContract, ACommitThatFailsLeavesNothing) {
  // The foreign key of a seat is looked at when the transaction is committed.
  const absl::Status outcome = store().Write([](WriteTransaction& tx) {
    EXPECT_TRUE(AddMember(tx, 1, "An").ok());
    return tx.Execute("INSERT INTO seat (seat, body) VALUES (1, 77)", {});
  });
  EXPECT_EQ(outcome.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Members(), "");
  ASSERT_TRUE(store().Write([](WriteTransaction& tx) { return AddMember(tx, 2, "Bình"); }).ok());
  EXPECT_EQ(Members(), "Bình");
}

TEST_P(ServedStoreContract, WhatIsCommittedIsThereAfterReopening) {
  ASSERT_TRUE(store().Write([](WriteTransaction& tx) { return AddMember(tx, 1, "An"); }).ok());
  Reopen();
  EXPECT_EQ(Members(), "An");
}

// --- Savepoints.
// ------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, ASavepointIsKeptWithTheTransaction) {
  ASSERT_TRUE(
      store().Write([](WriteTransaction& tx) { return tx.Savepoint([&tx] { return AddMember(tx, 1, "An"); }); }).ok());
  EXPECT_EQ(Members(), "An");
}

TEST_P(StoreContract, ASavepointRollsBackAlone) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) -> absl::Status {
                    RETURN_IF_ERROR(WithSavepoints(tx));
                    EXPECT_TRUE(AddMember(tx, 1, "An").ok());
                    EXPECT_EQ(tx.Savepoint([&tx] {
                      EXPECT_TRUE(AddMember(tx, 2, "Bình").ok());
                      return absl::PermissionDeniedError("not Bình");
                    }),
                              absl::PermissionDeniedError("not Bình"));
                    EXPECT_EQ(MembersIn(tx), "An");
                    return AddMember(tx, 3, "Chi");
                  })
                  .ok());
  EXPECT_EQ(Members(), "An, Chi");
}

TEST_P(StoreContract, ASavepointInASavepointRollsBackAlone) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) {
                    return tx.Savepoint([&tx] {
                      EXPECT_TRUE(AddMember(tx, 1, "An").ok());
                      EXPECT_FALSE(tx.Savepoint([&tx] {
                                       EXPECT_TRUE(AddMember(tx, 2, "Bình").ok());
                                       return absl::AbortedError("");
                                     }).ok());
                      return tx.Savepoint([&tx] { return AddMember(tx, 3, "Chi"); });
                    });
                  })
                  .ok());
  EXPECT_EQ(Members(), "An, Chi");
}

TEST_P(StoreContract, ASavepointThatRollsBackTakesThoseInsideWithIt) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) {
                    EXPECT_FALSE(tx.Savepoint([&tx] {
                                     EXPECT_TRUE(tx.Savepoint([&tx] { return AddMember(tx, 1, "An"); }).ok());
                                     return absl::AbortedError("");
                                   }).ok());
                    return AddMember(tx, 2, "Bình");
                  })
                  .ok());
  EXPECT_EQ(Members(), "Bình");
}

TEST_P(StoreContract, AThousandSavepointsAfterEachOther) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) -> absl::Status {
                    RETURN_IF_ERROR(WithSavepoints(tx));
                    for (int64_t i = 1; i <= 1000; ++i) {
                      tx.Savepoint([&tx, i]() -> absl::Status {
                          EXPECT_TRUE(AddMember(tx, i, std::to_string(i)).ok());
                          return i % 500 == 0 ? absl::OkStatus() : absl::AbortedError("");
                        }).IgnoreError();
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Members(), "500, 1000");
}

// --- Errors.
// ----------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, AnErrorSpoilsItsSavepointAlone) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) -> absl::Status {
                    RETURN_IF_ERROR(WithSavepoints(tx));
                    EXPECT_TRUE(AddMember(tx, 1, "An").ok());
                    const absl::Status outcome = tx.Savepoint([&tx] {
                      EXPECT_TRUE(AddMember(tx, 2, "Bình").ok());
                      const absl::Status error = AddMember(tx, 1, "another An");
                      EXPECT_EQ(error.code(), absl::StatusCode::kFailedPrecondition);
                      // Everything after it fails alike, reads too.
                      EXPECT_EQ(AddMember(tx, 3, "Chi"), error);
                      EXPECT_EQ(tx.Query("SELECT 1", {}).status(), error);
                      return absl::OkStatus();
                    });
                    EXPECT_EQ(outcome.code(), absl::StatusCode::kFailedPrecondition);
                    EXPECT_EQ(MembersIn(tx), "An");
                    return AddMember(tx, 4, "Dung");
                  })
                  .ok());
  EXPECT_EQ(Members(), "An, Dung");
}

TEST_P(StoreContract, AnErrorOutsideASavepointSpoilsTheTransaction) {
  const absl::Status outcome = store().Write([](WriteTransaction& tx) {
    EXPECT_TRUE(AddMember(tx, 1, "An").ok());
    EXPECT_FALSE(AddMember(tx, 1, "another An").ok());
    return absl::OkStatus();
  });
  EXPECT_EQ(outcome.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Members(), "");
}

TEST_P(StoreContract, AnErrorInAReadIsReturnedEvenWhereTheBodyForgetsIt) {
  EXPECT_EQ(store()
                .Read([](ReadTransaction& tx) {
                  tx.Query("SELECT nothing FROM nowhere", {}).status().IgnoreError();
                  return absl::OkStatus();
                })
                .code(),
            absl::StatusCode::kInternal);
}

TEST_P(StoreContract, EveryConstraintHasTheSameCode) {
  ASSERT_TRUE(Execute("INSERT INTO member (member, name) VALUES (1, 'An')").ok());
  for (const char* sql : {"INSERT INTO member (member, name) VALUES (1, 'Bình')",               // primary key
                          "INSERT INTO member (member, name) VALUES (2, 'An')",                 // unique
                          "INSERT INTO member (member, name, age) VALUES (2, 'Bình', 17)",      // check
                          "INSERT INTO member (member, name) VALUES (2, NULL)",                 // not null
                          "INSERT INTO member (member, name, body) VALUES (2, 'Bình', 77)"}) {  // foreign key
    EXPECT_EQ(Execute(sql).code(), absl::StatusCode::kFailedPrecondition) << sql;
  }
  EXPECT_EQ(Members(), "An");
}

TEST_P(StoreContract, WrongSqlIsADefect) {
  EXPECT_EQ(Execute("INSERT INTO nowhere VALUES (1)").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Query("SELEC 1").status().code(), absl::StatusCode::kInternal);
}

TEST_P(StoreContract, AWrongNumberOfValuesIsADefect) {
  EXPECT_EQ(Query("SELECT member FROM member WHERE member = $1", {}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Query("SELECT member FROM member WHERE member = $1", {int64_t{1}, int64_t{2}}).status().code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(Execute("INSERT INTO body (body, title) VALUES ($1, $2)", {int64_t{1}}).code(),
            absl::StatusCode::kInternal);
  // Parameters are $1, $2, … without holes.
  EXPECT_EQ(Execute("INSERT INTO body (body, title) VALUES ($1, $3)", {int64_t{1}, "a"}).code(),
            absl::StatusCode::kInternal);
}

TEST_P(StoreContract, AnAnswerToExecuteIsADefect) {
  EXPECT_EQ(Execute("INSERT INTO body (body, title) VALUES (1, 'a') RETURNING body").code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ((*Query("SELECT COUNT(*) FROM body"))[0].Int(0), 0);
}

TEST_P(StoreContract, TextWithAZeroByteIsADefect) {
  EXPECT_EQ(Execute("INSERT INTO body (body, title) VALUES (1, $1)", {std::string("a\0b", 3)}).code(),
            absl::StatusCode::kInternal);
}

// --- Values.
// ----------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, ValuesComeBackAsTheyWere) {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes.push_back(static_cast<char>(byte));
  const std::vector<Values> rows = {
      {int64_t{1}, Null{}, Null{}, Null{}},
      {int64_t{2}, int64_t{0}, "", Blob{""}},
      {int64_t{3}, std::numeric_limits<int64_t>::min(), "it's \"quoted\"; -- $1 % _ \\", Blob{all_bytes}},
      {int64_t{4}, std::numeric_limits<int64_t>::max(), "Công đoàn cơ sở Đồng Yên 🌾\n\t", Blob{std::string(3, '\0')}},
      // Text that looks like a number stays text, and a blob that is text stays a blob.
      {int64_t{5}, int64_t{-1}, "0012", Blob{"abc"}},
      {int64_t{6}, int64_t{1}, std::string(1 << 20, 'x'), Blob{std::string(1 << 20, '\x01')}},
  };
  for (const Values& row : rows) {
    ASSERT_TRUE(Execute("INSERT INTO kept (kept, number, text, bytes) VALUES ($1, $2, $3, $4)", row).ok());
  }
  for (const Values& row : rows) {
    const absl::StatusOr<Rows> answer =
        Query("SELECT kept, number, text, bytes FROM kept WHERE kept = $1", {std::get<int64_t>(row[0])});
    ASSERT_TRUE(answer.ok()) << answer.status();
    ASSERT_EQ(answer->size(), 1U);
    EXPECT_TRUE(answer->front().values() == row) << "row " << std::get<int64_t>(row[0]);
  }
}

TEST_P(StoreContract, AValueIsFoundByItself) {
  ASSERT_TRUE(Execute("INSERT INTO kept (kept, text, bytes) VALUES (1, $1, $2)", {"Đ'ình", Blob{{"\0\xff", 2}}}).ok());
  EXPECT_EQ(Query("SELECT kept FROM kept WHERE text = $1", {"Đ'ình"})->size(), 1U);
  EXPECT_EQ(Query("SELECT kept FROM kept WHERE bytes = $1", {Blob{{"\0\xff", 2}}})->size(), 1U);
  EXPECT_EQ(Query("SELECT kept FROM kept WHERE bytes = $1", {Blob{{"\0\xfe", 2}}})->size(), 0U);
}

TEST_P(StoreContract, ValuesAreBoundByTheirNumber) {
  const absl::StatusOr<Rows> rows =
      Query("SELECT CAST($3 AS BIGINT), CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT) - CAST($2 AS BIGINT)",
            {"first", int64_t{2}, int64_t{30}});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_THAT(rows->front().values(),
              ElementsAre(Value(int64_t{30}), Value("first"), Value(int64_t{2}), Value(int64_t{28})));
}

TEST_P(StoreContract, MoreThanNineValues) {
  const absl::StatusOr<Rows> rows = Query(
      "SELECT CAST($1 AS BIGINT) + CAST($2 AS BIGINT) + CAST($3 AS BIGINT) + CAST($4 AS BIGINT) + "
      "CAST($5 AS BIGINT) + CAST($6 AS BIGINT) + CAST($7 AS BIGINT) + CAST($8 AS BIGINT) + CAST($9 AS BIGINT) + "
      "CAST($10 AS BIGINT) * 100 + CAST($11 AS BIGINT) * 1000",
      Values(11, int64_t{1}));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().Int(0), 1109);
}

TEST_P(StoreContract, BlobsAreOrderedByTheirBytes) {
  for (const auto& [kept, bytes] : std::vector<std::pair<int64_t, std::string>>{
           {1, "b"}, {2, "\xff"}, {3, {"a\0", 2}}, {4, "a"}, {5, {"a\0b", 3}}, {6, ""}}) {
    ASSERT_TRUE(Execute("INSERT INTO kept (kept, bytes) VALUES ($1, $2)", {kept, Blob{bytes}}).ok());
  }
  const absl::StatusOr<Rows> rows = Query("SELECT kept FROM kept ORDER BY bytes");
  ASSERT_TRUE(rows.ok());
  std::vector<int64_t> order;
  for (const Row& row : *rows) order.push_back(row.Int(0));
  EXPECT_THAT(order, ElementsAre(6, 4, 3, 5, 1, 2));
}

// --- The dialect, as far as statements use it. ----------------------------------------------------------------------

TEST_P(StoreContract, ReturningAnswersWhatWasWritten) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) {
                    EXPECT_TRUE(AddMember(tx, 1, "An").ok());
                    absl::StatusOr<Rows> rows = tx.Query(
                        "UPDATE member SET age = $1 WHERE member = $2 RETURNING name, age", {int64_t{40}, int64_t{1}});
                    EXPECT_TRUE(rows.ok() && rows->size() == 1 && rows->front().Int(1) == 40);
                    rows = tx.Query("UPDATE member SET age = 50 WHERE member = 9 RETURNING name", {});
                    EXPECT_TRUE(rows.ok() && rows->empty());
                    return rows.status();
                  })
                  .ok());
}

TEST_P(StoreContract, OnConflictUpdatesOrDoesNothing) {
  const std::string add = "INSERT INTO body (body, title) VALUES (1, $1) ON CONFLICT (body) ";
  ASSERT_TRUE(Execute(add + "DO NOTHING", {"first"}).ok());
  ASSERT_TRUE(Execute(add + "DO NOTHING", {"second"}).ok());
  EXPECT_EQ((*Query("SELECT title FROM body"))[0].Text(0), "first");
  ASSERT_TRUE(Execute(add + "DO UPDATE SET title = excluded.title", {"third"}).ok());
  EXPECT_EQ((*Query("SELECT title FROM body"))[0].Text(0), "third");
}

TEST_P(StoreContract, RowValuesFiltersAndNamedQueries) {
  for (int64_t i = 1; i <= 6; ++i) {
    ASSERT_TRUE(Execute("INSERT INTO kept (kept, number) VALUES ($1, $2)", {i, i % 3}).ok());
  }
  // After (number 1, kept 1) in that order: (1, 4), (2, 2), (2, 5).
  EXPECT_EQ(Query("SELECT kept FROM kept WHERE (number, kept) > ($1, $2)", {int64_t{1}, int64_t{1}})->size(), 3U);
  EXPECT_EQ((*Query("SELECT COUNT(*) FILTER (WHERE number = 0) FROM kept"))[0].Int(0), 2);
  EXPECT_EQ((*Query("WITH even AS (SELECT kept FROM kept WHERE kept % 2 = 0) SELECT COUNT(*) FROM even"))[0].Int(0), 3);
}

// --- Schema.
// ----------------------------------------------------------------------------------------------------------

TEST_P(StoreContract, AScriptHasManyStatements) {
  ASSERT_TRUE(store()
                  .Write([](WriteTransaction& tx) {
                    return tx.ExecuteScript(
                        "-- a comment; with a semicolon\n"
                        "CREATE TABLE one (one BIGINT);  -- another; one\n"
                        "INSERT INTO body (body, title) VALUES (1, 'a;b\n;c');\n\n"
                        "CREATE TABLE two (two BIGINT);\n"
                        "-- the end;\n");
                  })
                  .ok());
  EXPECT_EQ((*Query("SELECT title FROM body"))[0].Text(0), "a;b\n;c");
  EXPECT_TRUE(Query("SELECT one, two FROM one, two").ok());
}

TEST_P(StoreContract, AScriptThatFailsLeavesNothing) {
  EXPECT_FALSE(store()
                   .Write([](WriteTransaction& tx) {
                     return tx.ExecuteScript("CREATE TABLE one (one BIGINT); INSERT INTO nowhere VALUES (1);");
                   })
                   .ok());
  EXPECT_FALSE(Query("SELECT one FROM one").ok());
}

TEST_P(StoreContract, ColumnsAreNamedInTheirOrder) {
  ASSERT_TRUE(store()
                  .Read([](ReadTransaction& tx) {
                    EXPECT_THAT(*tx.Columns("member"), ElementsAre("member", "name", "body", "age"));
                    EXPECT_TRUE(tx.Columns("nowhere")->empty());
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_P(StoreContract, AStatementWorksAgainAfterTheSchemaChanged) {
  const char* const query = "SELECT title FROM body";
  ASSERT_TRUE(Execute("INSERT INTO body (body, title) VALUES (1, 'a')").ok());
  ASSERT_TRUE(Query(query).ok());
  ASSERT_TRUE(Execute("ALTER TABLE body ADD COLUMN note TEXT").ok());
  EXPECT_EQ((*Query(query))[0].Text(0), "a");
  // One that failed before its table was there.
  const char* const later = "SELECT later FROM later";
  EXPECT_EQ(Query(later).status().code(), absl::StatusCode::kInternal);
  ASSERT_TRUE(Execute("CREATE TABLE later (later BIGINT)").ok());
  EXPECT_TRUE(Query(later).ok());
}

TEST_P(StoreContract, AStatementWorksAgainAfterItFailed) {
  const char* const insert = "INSERT INTO member (member, name) VALUES ($1, $2)";
  ASSERT_TRUE(Execute(insert, {int64_t{1}, "An"}).ok());
  EXPECT_FALSE(Execute(insert, {int64_t{1}, "An"}).ok());
  EXPECT_FALSE(Execute(insert, {int64_t{1}}).ok());
  EXPECT_TRUE(Execute(insert, {int64_t{2}, "Bình"}).ok());
  EXPECT_EQ(Members(), "An, Bình");
}

TEST_P(StoreContract, WhatIsSoundIsFoundSound) {
  ASSERT_TRUE(store().Write([](WriteTransaction& tx) { return AddMember(tx, 1, "An"); }).ok());
  EXPECT_TRUE(store().Read([](ReadTransaction& tx) { return tx.CheckIntegrity(); }).ok());
}

// --- Side by side.
// ----------------------------------------------------------------------------------------------------

TEST_P(ServedStoreContract, AReadSeesOneSnapshot) {
  ASSERT_TRUE(store().Write([](WriteTransaction& tx) { return AddMember(tx, 1, "An"); }).ok());
  ASSERT_TRUE(store()
                  .Read([this](ReadTransaction& tx) {
                    EXPECT_EQ(MembersIn(tx), "An");
                    EXPECT_TRUE(
                        store().Write([](WriteTransaction& other) { return AddMember(other, 2, "Bình"); }).ok());
                    EXPECT_EQ(MembersIn(tx), "An");
                    EXPECT_EQ(Members(), "An, Bình");
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_P(ServedStoreContract, TheSnapshotIsTakenOnArrival) {
  ASSERT_TRUE(store()
                  .Read([this](ReadTransaction& tx) {
                    EXPECT_TRUE(store().Write([](WriteTransaction& other) { return AddMember(other, 1, "An"); }).ok());
                    EXPECT_EQ(MembersIn(tx), "");
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_P(ServedStoreContract, AReadBesideAWriteSeesWhatWasCommitted) {
  ASSERT_TRUE(store()
                  .Write([this](WriteTransaction& tx) {
                    absl::Status added = AddMember(tx, 1, "An");
                    EXPECT_EQ(Members(), "");
                    return added;
                  })
                  .ok());
  EXPECT_EQ(Members(), "An");
}

TEST_P(ServedStoreContract, ReadsRunSideBySide) {
  // All are inside at once, or the barrier never opens.
  std::barrier all_inside(static_cast<std::ptrdiff_t>(kReads));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kReads; ++i) {
    threads.emplace_back([&] {
      EXPECT_TRUE(store()
                      .Read([&](ReadTransaction& tx) {
                        all_inside.arrive_and_wait();
                        return tx.Query("SELECT 1", {}).status();
                      })
                      .ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_P(StoreContract, MoreReadsThanThereMayBeWait) {
  std::atomic<size_t> inside = 0;
  std::atomic<size_t> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j) {
        EXPECT_TRUE(store()
                        .Read([&](ReadTransaction& tx) {
                          const size_t now = ++inside;
                          size_t before = most;
                          while (before < now && !most.compare_exchange_weak(before, now)) {
                          }
                          absl::Status outcome = tx.Query("SELECT name FROM member", {}).status();
                          --inside;
                          return outcome;
                        })
                        .ok());
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 320);
  EXPECT_LE(most, kReads);
}

TEST_P(StoreContract, WritesRunOneAfterTheOther) {
  ASSERT_TRUE(Execute("INSERT INTO kept (kept, number) VALUES (1, 0)").ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j) {
        // Reads, then writes what it read: one that came between would be lost.
        EXPECT_TRUE(store()
                        .Write([](WriteTransaction& tx) {
                          const absl::StatusOr<Rows> rows = tx.Query("SELECT number FROM kept WHERE kept = 1", {});
                          if (!rows.ok()) return rows.status();
                          return tx.Execute("UPDATE kept SET number = $1 WHERE kept = 1", {rows->front().Int(0) + 1});
                        })
                        .ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ((*Query("SELECT number FROM kept"))[0].Int(0), 200);
}

TEST_P(StoreContract, AReadNeverSeesHalfAWrite) {
  ASSERT_TRUE(Execute("INSERT INTO kept (kept, number) VALUES (1, 0), (2, 0)").ok());
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) {
      EXPECT_TRUE(store()
                      .Write([](WriteTransaction& tx) {
                        absl::Status first = tx.Execute("UPDATE kept SET number = number + 1 WHERE kept = 1", {});
                        if (!first.ok()) return first;
                        return tx.Execute("UPDATE kept SET number = number + 1 WHERE kept = 2", {});
                      })
                      .ok());
    }
  });
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(store()
                    .Read([](ReadTransaction& tx) {
                      const absl::StatusOr<Rows> one = tx.Query("SELECT number FROM kept WHERE kept = 1", {});
                      const absl::StatusOr<Rows> two = tx.Query("SELECT number FROM kept WHERE kept = 2", {});
                      EXPECT_EQ(one->front().Int(0), two->front().Int(0));
                      return absl::OkStatus();
                    })
                    .ok());
  }
  stop = true;
  writer.join();
}

// A column asked for by another type than it has ends the process: going on would be worse.
TEST(Row, AskingForAnotherTypeEndsTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const Row row({int64_t{1}, "a", Null{}});
  EXPECT_DEATH({ [[maybe_unused]] const std::string text = row.Text(0); }, "");
  EXPECT_DEATH({ [[maybe_unused]] const int64_t number = row.Int(2); }, "");
  EXPECT_EQ(row.OptionalInt(2), std::nullopt);
  EXPECT_EQ(row.OptionalInt(0), 1);
}

}  // namespace
}  // namespace phancong::storage
