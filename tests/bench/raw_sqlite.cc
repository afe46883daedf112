#include "tests/bench/raw_sqlite.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "fmt/format.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using Value = std::variant<std::nullptr_t, int64_t, std::string>;
using Row = std::vector<Value>;

// A column of a table's key, as its definition names it.
struct KeyColumn {
  int place = 0;
  std::string name;
};

void Bind(SQLite::Statement& statement, int place, const Value& value) {
  if (std::holds_alternative<int64_t>(value)) {
    statement.bind(place, std::get<int64_t>(value));
  } else if (std::holds_alternative<std::string>(value)) {
    statement.bind(place, std::get<std::string>(value));
  } else {
    statement.bind(place);
  }
}

double RowsASecond(int64_t rows, steady_clock::time_point begun) {
  return static_cast<double>(rows) / Seconds(steady_clock::now() - begun).count();
}

}  // namespace

struct RawTasks::Rows {
  std::vector<std::string> definitions;  // of the table, then of its indexes
  std::vector<KeyColumn> key;
  std::string insert;
  std::string read;
  std::vector<Row> rows;

  [[nodiscard]] SQLite::Database MakeAnew(const fs::path& to) const {
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(to.string() + suffix);
    SQLite::Database database(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode=WAL");
    database.exec("PRAGMA synchronous=FULL");
    for (const std::string& definition : definitions) database.exec(definition);
    return database;
  }

  void Insert(SQLite::Statement& statement, const Row& row) const {
    for (size_t i = 0; i < row.size(); ++i) Bind(statement, static_cast<int>(i) + 1, row[i]);
    statement.exec();
    statement.reset();
  }
};

RawTasks::RawTasks(const fs::path& db, int64_t most_rows)
    : rows_([&] {
        auto rows = std::make_unique<Rows>();
        const SQLite::Database database(db.string(), SQLite::OPEN_READONLY);
        SQLite::Statement definitions(
            database,
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'task' AND sql IS NOT NULL ORDER BY type = 'index'");
        while (definitions.executeStep()) rows->definitions.push_back(definitions.getColumn(0).getString());
        SQLite::Statement columns(database, "SELECT cid, name FROM pragma_table_info('task') WHERE pk > 0 ORDER BY pk");
        while (columns.executeStep()) {
          rows->key.push_back({.place = columns.getColumn(0).getInt(), .name = columns.getColumn(1).getString()});
        }
        SQLite::Statement all(database, "SELECT * FROM task LIMIT ?");
        all.bind(1, most_rows);
        while (all.executeStep()) {
          Row row;
          for (int i = 0; i < all.getColumnCount(); ++i) {
            const SQLite::Column column = all.getColumn(i);
            if (column.isNull()) {
              row.emplace_back(nullptr);
            } else if (column.isInteger()) {
              row.emplace_back(column.getInt64());
            } else {
              row.emplace_back(column.getString());
            }
          }
          rows->rows.push_back(std::move(row));
        }
        if (rows->rows.empty() || rows->key.empty()) faults::Fail("no task was issued");
        std::string places;
        for (size_t i = 0; i < rows->rows[0].size(); ++i) places += i == 0 ? "?" : ", ?";
        rows->insert = "INSERT INTO task VALUES (" + places + ")";
        std::string where;
        for (const KeyColumn& column : rows->key) where += (where.empty() ? "" : " AND ") + column.name + " = ?";
        rows->read = "SELECT * FROM task WHERE " + where;
        return rows;
      }()) {}

RawTasks::~RawTasks() = default;

int64_t RawTasks::count() const { return static_cast<int64_t>(rows_->rows.size()); }

double RawTasks::InsertAtOnce(const fs::path& to) const {
  SQLite::Database database = rows_->MakeAnew(to);
  const auto begun = steady_clock::now();
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  SQLite::Statement insert(database, rows_->insert);
  for (const Row& row : rows_->rows) rows_->Insert(insert, row);
  transaction.commit();
  return RowsASecond(count(), begun);
}

double RawTasks::InsertOneByOne(const fs::path& to, std::chrono::milliseconds lasting) const {
  SQLite::Database database = rows_->MakeAnew(to);
  SQLite::Statement insert(database, rows_->insert);
  const auto begun = steady_clock::now();
  int64_t done = 0;
  for (; done < count() && steady_clock::now() < begun + lasting; ++done) {
    rows_->Insert(insert, rows_->rows[static_cast<size_t>(done)]);
  }
  return RowsASecond(done, begun);
}

double RawTasks::ReadOneByOne(const fs::path& from, std::chrono::milliseconds lasting) const {
  const SQLite::Database database(from.string(), SQLite::OPEN_READWRITE);
  SQLite::Statement read(database, rows_->read);
  const auto begun = steady_clock::now();
  int64_t done = 0;
  int64_t bytes = 0;
  while (steady_clock::now() < begun + lasting) {
    const Row& row = rows_->rows[static_cast<size_t>(done++ * 7919 % count())];
    for (size_t i = 0; i < rows_->key.size(); ++i) {
      Bind(read, static_cast<int>(i) + 1, row[static_cast<size_t>(rows_->key[i].place)]);
    }
    if (!read.executeStep()) faults::Fail("a row is not there");
    for (int i = 0; i < read.getColumnCount(); ++i) bytes += read.getColumn(i).getBytes();
    read.reset();
  }
  if (bytes == 0) faults::Fail("rows were empty");
  return RowsASecond(done, begun);
}

}  // namespace phancong::bench
