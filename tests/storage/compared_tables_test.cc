// Two sides of a table, compared in parts.
#include "storage/compared_tables.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"

namespace phancong::storage {
namespace {

using testing::HasSubstr;

constexpr int64_t kFederation = 7;
// More than are read at once.
constexpr int64_t kMany = 5'000;

// task_entry, whose key is (federation, task, revision), on both sides.
class ComparedTables : public testing::Test {
 protected:
  ComparedTables() : stored_(*SqliteStore::OpenPrivate()), replayed_(*SqliteStore::OpenPrivate()) {
    for (Store* const side : {stored_.get(), replayed_.get()}) {
      EXPECT_TRUE(Migrate(*side).ok());
      // Many tasks of one entry, then one task of many.
      Do(*side,
         "INSERT INTO task_entry WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
         "SELECT $1, i, 3 FROM n");
      Do(*side,
         "INSERT INTO task_entry WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
         "SELECT $1, 1000000, i FROM n");
    }
  }

  static void Do(Store& side, const std::string& sql) {
    EXPECT_TRUE(side.Write([&](WriteTransaction& tx) { return tx.Execute(sql, {kFederation, kMany}); }).ok()) << sql;
  }

  static TableShape Shape(ReadTransaction& tx) {
    const std::vector<TableShape> shapes = *Shapes(tx);
    return *std::find_if(shapes.begin(), shapes.end(),
                         [](const TableShape& shape) { return shape.declaration.name == "task_entry"; });
  }

  absl::StatusOr<int64_t> Compare() {
    absl::StatusOr<int64_t> compared;
    EXPECT_TRUE(stored_
                    ->Read([&](ReadTransaction& stored) {
                      return replayed_->Read([&](ReadTransaction& replayed) {
                        compared = CompareRows(Shape(stored), kFederation, stored, replayed);
                        return absl::OkStatus();
                      });
                    })
                    .ok());
    return compared;
  }

  std::string DifferenceAfter(Store& side, const std::string& sql) {
    Do(side, sql);
    return std::string(Compare().status().message());
  }

  const std::unique_ptr<SqliteStore> stored_;
  const std::unique_ptr<SqliteStore> replayed_;
};

TEST_F(ComparedTables, AreTheSameWhereEachRowIs) { EXPECT_EQ(*Compare(), 2 * kMany); }

TEST_F(ComparedTables, DifferByARowThatIsMissingInALaterPart) {
  EXPECT_THAT(DifferenceAfter(*stored_, "DELETE FROM task_entry WHERE federation = $1 AND task = $2"),
              HasSubstr("task_entry (federation=7, task=5000, revision=3): thiếu dòng này"));
}

TEST_F(ComparedTables, DifferByTheLastOfManyRowsOfOneTask) {
  EXPECT_THAT(DifferenceAfter(*replayed_, "DELETE FROM task_entry WHERE federation = $1 AND revision = $2"),
              HasSubstr("task_entry (federation=7, task=1000000, revision=5000): sổ ghi không có dòng này"));
}

TEST_F(ComparedTables, DifferByARowWhosePartBeginsWithIt) {
  // The two thousandth row is the first of the second part.
  EXPECT_THAT(DifferenceAfter(*stored_, "UPDATE task_entry SET revision = $2 WHERE federation = $1 AND task = 2000"),
              HasSubstr("task_entry (federation=7, task=2000, revision="));
}

TEST_F(ComparedTables, OfOtherFederationsAreNotLookedAt) {
  Do(*stored_, "INSERT INTO task_entry VALUES ($1 + 1, $2, 1)");
  EXPECT_EQ(*Compare(), 2 * kMany);
}

TEST_F(ComparedTables, KnowWhichFederationsThereAre) {
  const auto check = [&] {
    return stored_->Read([](ReadTransaction& tx) { return CheckFederations(tx, Shape(tx), {kFederation}); });
  };
  EXPECT_TRUE(check().ok());
  Do(*stored_, "INSERT INTO task_entry VALUES ($1 + 1, $2, 1)");
  EXPECT_THAT(std::string(check().message()), HasSubstr("task_entry (federation=8, task=5000, revision=1)"));
}

}  // namespace
}  // namespace phancong::storage
