// A database of an older version, with rows and a journal, becomes one of the newest: every projected row is there as
// the journal says, journal and operational rows are untouched, and a refill that fails leaves the database as it was.
#include "storage/refill.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "gtest/gtest.h"
#include "services/rules/propagate.h"
#include "storage/requests.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"
#include "tests/storage/history.h"
#include "tests/support/nodes_table.h"

namespace phancong::storage {
namespace {

using Columns = std::vector<std::string>;

constexpr int64_t kAccount = 7;

std::vector<Values> RowsOf(Store& store, const std::string& table, const Columns& columns) {
  std::vector<Values> rows;
  EXPECT_TRUE(store
                  .Read([&](ReadTransaction& tx) -> absl::Status {
                    ASSIGN_OR_RETURN(const Rows found,
                                     tx.Query(fmt::format("SELECT {} FROM {} ORDER BY {}", fmt::join(columns, ", "),
                                                          table, fmt::join(columns, ", ")),
                                              {}));
                    for (const Row& row : found) rows.push_back(row.values());
                    return absl::OkStatus();
                  })
                  .ok());
  return rows;
}

// By the older version: the first, the last one whose tables had row numbers, the last one that remembered requests by
// their ids, and the last one whose nodes had a table.
class RefillTest : public testing::TestWithParam<int64_t> {
 protected:
  // That version's tables, and in them what a history leaves of journal and operational rows, and of the projected
  // tables what that version had.
  void SetUp() override {
    const std::unique_ptr<Store> newest = *SqliteStore::OpenPrivate();
    ASSERT_TRUE(Migrate(*newest).ok());
    History(*newest).Play();
    ASSERT_TRUE(old_->Write([](WriteTransaction& tx) -> absl::Status {
                      RETURN_IF_ERROR(tx.Execute(
                          "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)", {}));
                      for (const Migration& migration : Migrations()) {
                        if (migration.version > GetParam()) break;
                        RETURN_IF_ERROR(tx.ExecuteScript(migration.sql));
                        RETURN_IF_ERROR(tx.Execute("INSERT INTO schema_version (version, name) VALUES ($1, $2)",
                                                   {migration.version, std::string(migration.name)}));
                      }
                      return absl::OkStatus();
                    })
                    .ok());
    tables_ = Tables();
    for (const TableDeclaration& table : tables_) {
      if (table.name.starts_with("schema_")) continue;
      if (table.name == "request") {
        RememberAsBefore();
        continue;
      }
      Columns columns = ColumnsOf(*old_, table.name);
      const Columns of_newest = ColumnsOf(*newest, table.name);
      std::erase_if(columns, [&](const std::string& column) {
        return std::find(of_newest.begin(), of_newest.end(), column) == of_newest.end();
      });
      // What the newest no longer has was projected.
      if (columns.empty()) continue;
      Columns places;
      for (size_t i = 1; i <= columns.size(); ++i) places.push_back(fmt::format("${}", i));
      const std::string insert =
          fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, fmt::join(columns, ", "), fmt::join(places, ", "));
      for (const Values& row : RowsOf(*newest, table.name, columns)) {
        // A projected row in a state that only a later version has is not there yet: its CHECK does not let it. Nor is
        // one of which the newest version keeps less.
        const absl::Status written = old_->Write([&](WriteTransaction& tx) { return tx.Execute(insert, row); });
        ASSERT_TRUE(written.ok() || (table.kind == "projected" && absl::IsFailedPrecondition(written)))
            << table.name << ": " << written;
      }
    }
    StoreNodesAsBefore(RowsOf(*newest, "journal_entry", {"federation", "revision", "leaf_hash", "nodes"}));
  }

  // Until version 13 nodes had a table of their own; until version 11 the leaves were among them.
  void StoreNodesAsBefore(const std::vector<Values>& entries) {
    const absl::Status stored = old_->Write([&](WriteTransaction& tx) -> absl::Status {
      for (const Values& entry : entries) {
        const int64_t revision = std::get<int64_t>(entry[1]);
        if (GetParam() <= 11) {
          RETURN_IF_ERROR(support::PutNode(tx, entry[0], 0, revision - 1, std::get<Blob>(entry[2]).bytes));
        }
        RETURN_IF_ERROR(support::PutNodes(tx, entry[0], revision, std::get<Blob>(entry[3]).bytes));
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(stored.ok()) << stored;
  }

  // Three requests, the last one first; as they were written until version 11, with whole digests and plain answers.
  void RememberAsBefore() {
    ASSERT_TRUE(old_->Write([](WriteTransaction& tx) -> absl::Status {
                      for (const int64_t number : {3, 2, 1}) {
                        if (GetParam() > 11) {
                          RETURN_IF_ERROR(RememberRequest(tx, 1, number, kAccount, fmt::format("r-{}", number),
                                                          {.digest = std::string(kRequestDigestBytes, 'd'),
                                                           .response = fmt::format("answer {}", number)},
                                                          number));
                          continue;
                        }
                        RETURN_IF_ERROR(tx.Execute(
                            "INSERT INTO request (federation, account, request_id, digest, method, response, done_at) "
                            "VALUES (1, $1, $2, $3, 'SubmitTask', $4, $5)",
                            {kAccount, fmt::format("r-{}", number), Blob{std::string(16, 'd') + std::string(16, 'e')},
                             Blob{fmt::format("answer {}", number)}, number}));
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }
  // What a retry of one of them is answered with.
  void ExpectRemembered() {
    EXPECT_TRUE(
        old_->Write([](WriteTransaction& tx) -> absl::Status {
              for (const int64_t number : {1, 2, 3}) {
                ASSIGN_OR_RETURN(const std::optional<RequestRow> row,
                                 FindRequest(tx, 1, kAccount, fmt::format("r-{}", number), kRequestMemoryMicros));
                EXPECT_TRUE(row.has_value()) << number;
                if (!row) continue;
                EXPECT_EQ(row->digest, std::string(kRequestDigestBytes, 'd'));
                EXPECT_EQ(row->response, fmt::format("answer {}", number));
              }
              // The oldest goes first.
              RETURN_IF_ERROR(ForgetOldRequests(tx, kRequestMemoryMicros + 2, 10));
              for (const int64_t number : {1, 2, 3}) {
                ASSIGN_OR_RETURN(const std::optional<RequestRow> row,
                                 FindRequest(tx, 1, kAccount, fmt::format("r-{}", number), kRequestMemoryMicros));
                EXPECT_EQ(row.has_value(), number > 1) << number;
              }
              return absl::OkStatus();
            })
            .ok());
  }

  static Columns ColumnsOf(Store& store, const std::string& table) {
    Columns columns;
    EXPECT_TRUE(store
                    .Read([&](ReadTransaction& tx) -> absl::Status {
                      ASSIGN_OR_RETURN(columns, tx.Columns(table));
                      return absl::OkStatus();
                    })
                    .ok());
    return columns;
  }
  Columns ColumnsOf(const std::string& table) { return ColumnsOf(*old_, table); }
  std::vector<TableDeclaration> Tables() {
    std::vector<TableDeclaration> tables;
    EXPECT_TRUE(old_->Read([&](ReadTransaction& tx) -> absl::Status {
                      ASSIGN_OR_RETURN(tables, DeclaredTables(tx));
                      return absl::OkStatus();
                    })
                    .ok());
    return tables;
  }
  int64_t Version() {
    int64_t version = -1;
    EXPECT_TRUE(old_->Read([&](ReadTransaction& tx) -> absl::Status {
                      ASSIGN_OR_RETURN(version, SchemaVersion(tx));
                      return absl::OkStatus();
                    })
                    .ok());
    return version;
  }
  void ExpectSound() {
    const std::unique_ptr<Store> empty = *SqliteStore::OpenPrivate();
    ASSERT_TRUE(Migrate(*empty).ok());
    const absl::StatusOr<VerifyReport> report = Verify(*old_, *empty, {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->first_difference, "");
    EXPECT_GT(report->entries, 20);
  }

  std::unique_ptr<Store> old_ = *SqliteStore::OpenPrivate();
  std::vector<TableDeclaration> tables_;
};

INSTANTIATE_TEST_SUITE_P(FromVersion, RefillTest, testing::Values(1, 9, 11, 13));

TEST_P(RefillTest, OlderEntriesHaveTheirRowsInTheNewTables) {
  std::vector<std::pair<std::string, std::vector<Values>>> untouched;
  for (const TableDeclaration& table : tables_) {
    // Requests have expectations of their own, and every node is looked at by verify.
    if (table.kind == "projected" || table.name.starts_with("schema_") || table.name == "request" ||
        table.name == "journal_node") {
      continue;
    }
    untouched.emplace_back(table.name, RowsOf(*old_, table.name, ColumnsOf(table.name)));
    EXPECT_FALSE(untouched.back().second.empty()) << table.name;
  }
  int64_t done = 0;
  int64_t all = 0;
  const absl::Status migrated = Migrate(*old_, [&](int64_t now, int64_t of) {
    done = now;
    all = of;
  });
  ASSERT_TRUE(migrated.ok()) << migrated;
  EXPECT_GT(all, 20);
  EXPECT_EQ(done, all);
  EXPECT_EQ(Version(), NewestVersion());
  ExpectSound();
  EXPECT_FALSE(RowsOf(*old_, "due_change", {"task"}).empty());
  for (const auto& [table, rows] : untouched) {
    Columns columns = ColumnsOf(table);
    columns.resize(rows.front().size());
    EXPECT_EQ(RowsOf(*old_, table, columns).size(), rows.size()) << table;
    EXPECT_EQ(RowsOf(*old_, table, columns), rows) << table;
  }
  ExpectRemembered();
}

TEST_P(RefillTest, ARefillThatFailsLeavesTheOldVersionAndIsDoneAgain) {
  std::string bytes;
  const auto exchange = [&](const std::string& payload) {
    return old_->Write([&](WriteTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const Rows rows,
                       tx.Query("SELECT payload FROM journal_event WHERE federation = 1 AND revision = 15 AND "
                                "ordinal = 1",
                                {}));
      bytes = rows.at(0).Bytes(0);
      return tx.Execute("UPDATE journal_event SET payload = $1 WHERE federation = 1 AND revision = 15 AND ordinal = 1",
                        {Blob{payload}});
    });
  };
  // An event about a task that there is not.
  v1::Event of_nothing;
  of_nothing.mutable_task_acknowledged()->set_task(99'999);
  ASSERT_TRUE(exchange(of_nothing.SerializeAsString()).ok());
  const std::vector<Values> before = RowsOf(*old_, "task", ColumnsOf("task"));
  const std::string right = bytes;
  EXPECT_EQ(Migrate(*old_).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Version(), GetParam());
  const std::vector<TableDeclaration> left = Tables();
  EXPECT_TRUE(std::equal(left.begin(), left.end(), tables_.begin(), tables_.end(),
                         [](const auto& a, const auto& b) { return a.name == b.name && a.key == b.key; }));
  EXPECT_EQ(RowsOf(*old_, "task", ColumnsOf("task")), before);

  ASSERT_TRUE(exchange(right).ok());
  ASSERT_TRUE(Migrate(*old_).ok());
  EXPECT_EQ(Version(), NewestVersion());
  ExpectSound();
}

}  // namespace
}  // namespace phancong::storage
