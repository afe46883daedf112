#include "storage/schema.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sqlite/sqlite_store.h"

namespace phancong::storage {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class SchemaTest : public testing::Test {
 protected:
  [[nodiscard]] Store& store() { return *store_; }

  Rows Query(std::string_view sql, const Values& values = {}) {
    Rows answer;
    const absl::Status outcome = store_->Read([&](ReadTransaction& tx) {
      absl::StatusOr<Rows> rows = tx.Query(sql, values);
      if (rows.ok()) answer = *std::move(rows);
      return rows.status();
    });
    EXPECT_TRUE(outcome.ok()) << outcome;
    return answer;
  }
  int64_t Version() {
    int64_t version = -1;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      absl::StatusOr<int64_t> answer = SchemaVersion(tx);
                      if (answer.ok()) version = *answer;
                      return answer.status();
                    })
                    .ok());
    return version;
  }
  // From now on the store is one that was brought from version to version.
  void MakeByMigrations() {
    store_ = *SqliteStore::OpenPrivate();
    const absl::Status first = store_->Write([](WriteTransaction& tx) {
      absl::Status made =
          tx.Execute("CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)", {});
      if (made.ok()) made = tx.ExecuteScript(Migrations()[0].sql);
      if (!made.ok()) return made;
      return tx.Execute("INSERT INTO schema_version (version, name) VALUES ($1, $2)",
                        {Migrations()[0].version, std::string(Migrations()[0].name)});
    });
    EXPECT_TRUE(first.ok()) << first;
    EXPECT_TRUE(Migrate(*store_).ok());
  }
  absl::Status Check() {
    return store_->Read([](ReadTransaction& tx) { return CheckVersion(tx, "/var/lib/phancong/main.db"); });
  }
  absl::Status Execute(std::string_view sql) {
    return store_->Write([&](WriteTransaction& tx) { return tx.Execute(sql, {}); });
  }
  std::vector<TableDeclaration> Declared() {
    std::vector<TableDeclaration> tables;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      absl::StatusOr<std::vector<TableDeclaration>> answer = DeclaredTables(tx);
                      if (answer.ok()) tables = *std::move(answer);
                      return answer.status();
                    })
                    .ok());
    return tables;
  }

 private:
  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
};

TEST_F(SchemaTest, MigrationsAreTheFilesOfTheFolderInTheirOrder) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(PHANCONG_SOURCE_DIR "/storage/schema")) {
    files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  ASSERT_EQ(Migrations().size(), files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(Migrations()[i].version, static_cast<int64_t>(i + 1));
    EXPECT_EQ(Migrations()[i].name, files[i].stem().string());
    std::ostringstream text;
    text << std::ifstream(files[i]).rdbuf();
    EXPECT_EQ(Migrations()[i].sql, text.str());
  }
  EXPECT_EQ(NewestVersion(), static_cast<int64_t>(files.size()));
}

TEST_F(SchemaTest, AnEmptyDatabaseIsBroughtToTheNewestVersion) {
  EXPECT_EQ(Version(), 0);
  ASSERT_TRUE(Migrate(store()).ok());
  EXPECT_EQ(Version(), NewestVersion());
  EXPECT_TRUE(Check().ok());
  EXPECT_EQ(Query("SELECT version, name FROM schema_version").size(), Migrations().size());
}

// A new database is not migrated from version to version, and is none the less what the migrations make.
TEST_F(SchemaTest, ANewDatabaseIsWhatAllMigrationsMakeOfAnEmptyOne) {
  ASSERT_TRUE(Migrate(store()).ok());
  static constexpr std::string_view kDeclarations =
      "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
  const auto contents = [this] {
    std::map<std::string, std::vector<Values>> tables;
    for (const Row& row : Query(kDeclarations)) tables[""].push_back(row.values());
    for (const TableDeclaration& table : Declared()) {
      for (const Row& row : Query("SELECT * FROM " + table.name + " ORDER BY 1, 2")) {
        tables[table.name].push_back(row.values());
      }
    }
    return tables;
  };
  const auto at_once = contents();
  EXPECT_FALSE(at_once.at("schema_table").empty());
  MakeByMigrations();
  EXPECT_EQ(contents(), at_once);
}

TEST_F(SchemaTest, MigratingAgainDoesNothing) {
  ASSERT_TRUE(Migrate(store()).ok());
  ASSERT_TRUE(Execute("INSERT INTO refused_attempt (federation, account, hour, attempts) VALUES (1, 2, 3, 4)").ok());
  ASSERT_TRUE(Migrate(store()).ok());
  EXPECT_EQ(Version(), NewestVersion());
  EXPECT_EQ(Query("SELECT attempts FROM refused_attempt").size(), 1U);
}

TEST_F(SchemaTest, AnotherVersionIsNotServedAndTheErrorSaysWhatToType) {
  const absl::Status empty = Check();
  EXPECT_EQ(empty.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(empty.message()), HasSubstr("phancongd migrate --db /var/lib/phancong/main.db"));

  ASSERT_TRUE(Migrate(store()).ok());
  ASSERT_TRUE(Execute("INSERT INTO schema_version (version, name) VALUES (9999, 'of the future')").ok());
  const absl::Status newer = Check();
  EXPECT_EQ(newer.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(newer.message()), HasSubstr("9999"));
  EXPECT_EQ(Migrate(store()).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SchemaTest, AMigrationThatFailsLeavesNothingOfItself) {
  ASSERT_TRUE(Execute("CREATE TABLE refused_attempt (somebody TEXT)").ok());
  EXPECT_FALSE(Migrate(store()).ok());
  EXPECT_EQ(Version(), 0);
  EXPECT_TRUE(Query("SELECT name FROM sqlite_schema WHERE name = 'federation'").empty());
  ASSERT_TRUE(Execute("DROP TABLE refused_attempt").ok());
  EXPECT_TRUE(Migrate(store()).ok());
}

TEST_F(SchemaTest, EveryTableIsDeclaredWithItsKindAndItsKey) {
  ASSERT_TRUE(Migrate(store()).ok());
  std::set<std::string> declared;
  for (const TableDeclaration& table : Declared()) {
    declared.insert(table.name);
    EXPECT_THAT(table.kind, AnyOf("journal", "projected", "operational")) << table.name;
    std::string key;
    for (const Row& row : Query("SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", {table.name})) {
      key += (key.empty() ? "" : ", ") + row.Text(0);
    }
    EXPECT_EQ(table.key, key) << table.name;
  }
  std::set<std::string> present;
  for (const Row& row : Query("SELECT name FROM sqlite_schema WHERE type = 'table'")) present.insert(row.Text(0));
  EXPECT_EQ(declared, present);
}

TEST_F(SchemaTest, OnlyTheTypesThatAllBackendsShare) {
  ASSERT_TRUE(Migrate(store()).ok());
  for (const TableDeclaration& table : Declared()) {
    for (const Row& row : Query("SELECT name, type FROM pragma_table_info($1)", {table.name})) {
      EXPECT_THAT(row.Text(1), AnyOf("BIGINT", "TEXT", "BLOB")) << table.name << "." << row.Text(0);
    }
  }
}

// Every row belongs to one federation, but for what is about the database itself.
TEST_F(SchemaTest, TheFederationIsTheFirstOfEveryKey) {
  ASSERT_TRUE(Migrate(store()).ok());
  for (const TableDeclaration& table : Declared()) {
    if (table.name == "schema_table" || table.name == "schema_version" || table.name == "password_cost" ||
        table.name == "server_secret") {
      continue;
    }
    EXPECT_EQ(table.key.substr(0, 10), "federation") << table.name;
  }
}

// The README's list: one line for each kind, its tables by name.
TEST_F(SchemaTest, TheReadmeNamesEveryTableUnderItsKind) {
  ASSERT_TRUE(Migrate(store()).ok());
  std::map<std::string, std::string> line_of_kind;
  std::ifstream readme(PHANCONG_SOURCE_DIR "/storage/README.md");
  for (std::string line; std::getline(readme, line);) {
    for (const char* kind : {"journal", "projected", "operational"}) {
      if (line.starts_with(std::string("| ") + kind + " |")) line_of_kind[kind] = line;
    }
  }
  for (const TableDeclaration& table : Declared()) {
    EXPECT_THAT(line_of_kind[table.kind], HasSubstr(" " + table.name + " ")) << table.name;
  }
}

// SQLite makes one for a list of more than two after IN, each time that a row is checked.
TEST_F(SchemaTest, ACheckOnTheWayOfEveryCommandMakesNoTableOfItsOwn) {
  ASSERT_TRUE(Migrate(store()).ok());
  for (const std::string table :
       {"federation", "task", "task_day", "task_entry", "report", "report_author", "unit_dealing", "item_total",
        "due_total", "figure_total", "journal_entry", "journal_event", "request"}) {
    std::string columns;
    std::string numbers;
    Values values;
    for (const Row& column : Query("SELECT name FROM pragma_table_info($1)", {table})) {
      values.emplace_back(int64_t{0});
      const std::string number = "$" + std::to_string(values.size());
      columns += (columns.empty() ? "" : ", ") + column.Text(0);
      numbers += (numbers.empty() ? "" : ", ") + number;
    }
    ASSERT_FALSE(values.empty()) << table;
    const std::string insert = "INSERT INTO " + table + " (" + columns + ") VALUES (" + numbers + ")";
    for (const Row& step : Query("EXPLAIN " + insert, values)) EXPECT_NE(step.Text(1), "OpenEphemeral") << insert;
  }
}

}  // namespace
}  // namespace phancong::storage
