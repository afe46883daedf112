// The one storage interface: run this statement with these values, inside a read or a write.
//
// Statements use $1, $2, … and the dialect that SQLite and PostgreSQL share (see README.md). A backend prepares each
// text once and caches it. Errors are told by code: ABSL codes below, never by message text.
//   FAILED_PRECONDITION  a constraint of the schema does not hold (unique, foreign key, check, not null)
//   UNAVAILABLE          the database could not be written or read now (disk full, I/O error, locked, connection lost)
//   DATA_LOSS            the file is damaged
//   INTERNAL             a defect of ours: bad SQL, a wrong number of values, a value of the wrong type
#ifndef PHANCONG_STORAGE_STORE_H_
#define PHANCONG_STORAGE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/kept_facts.h"

namespace phancong::storage {

// Bytes, where a std::string is text.
struct Blob {
  std::string bytes;
  friend bool operator==(const Blob&, const Blob&) = default;
};

struct Null {
  friend bool operator==(const Null&, const Null&) = default;
};

using Value = std::variant<Null, int64_t, std::string, Blob>;
using Values = std::vector<Value>;

// One row of an answer. Asking for a column by another type than it has is a defect of ours: it ends the process.
class Row {
 public:
  explicit Row(Values values) : values_(std::move(values)) {}

  [[nodiscard]] int64_t Int(size_t column) const noexcept { return std::get<int64_t>(values_.at(column)); }
  [[nodiscard]] const std::string& Text(size_t column) const noexcept {
    return std::get<std::string>(values_.at(column));
  }
  [[nodiscard]] const std::string& Bytes(size_t column) const noexcept {
    return std::get<Blob>(values_.at(column)).bytes;
  }
  [[nodiscard]] bool IsNull(size_t column) const noexcept { return std::holds_alternative<Null>(values_.at(column)); }
  // Nothing where the column is NULL.
  [[nodiscard]] std::optional<int64_t> OptionalInt(size_t column) const noexcept {
    if (IsNull(column)) return std::nullopt;
    return Int(column);
  }
  [[nodiscard]] const Values& values() const { return values_; }

 private:
  Values values_;
};

using Rows = std::vector<Row>;

// Inside a read: one snapshot. Used by one thread, not kept beyond the function that got it.
//
// An error of a statement spoils the transaction, or the innermost savepoint around it: every later call inside returns
// the same error, and it is rolled back even where its body returns OK. So nothing is ever committed in halves, and all
// backends agree.
class ReadTransaction {
 public:
  virtual ~ReadTransaction() = default;
  // As many values as the statement has parameters. Text holds no zero byte (INTERNAL); a Blob may.
  [[nodiscard]] virtual absl::StatusOr<Rows> Query(std::string_view sql, const Values& values) = 0;
  // The columns of a table in their order; none where there is no such table.
  [[nodiscard]] virtual absl::StatusOr<std::vector<std::string>> Columns(std::string_view table) = 0;
  // Whether pages, indexes and constraints fit the rows of all tables: reads the whole database. DATA_LOSS naming the
  // first that does not.
  [[nodiscard]] virtual absl::Status CheckIntegrity() = 0;

  // Which facts kept in memory it may use instead of its tables.
  [[nodiscard]] FactsInView& facts() { return facts_; }

 protected:
  ReadTransaction() = default;
  explicit ReadTransaction(KeptFacts* kept) : facts_(kept) {}

 private:
  FactsInView facts_;
};

// Inside a write.
class WriteTransaction : public ReadTransaction {
 public:
  using ReadTransaction::ReadTransaction;
  // A statement without an answer. A backend may pipeline it; its error surfaces, at the latest, where the savepoint
  // around it is released.
  [[nodiscard]] virtual absl::Status Execute(std::string_view sql, const Values& values) = 0;
  // The same, and how many rows it has inserted, updated or deleted.
  [[nodiscard]] virtual absl::StatusOr<int64_t> ExecuteCounted(std::string_view sql, const Values& values) = 0;
  // Several statements without values, each ended by a semicolon: a migration.
  [[nodiscard]] virtual absl::Status ExecuteScript(std::string_view sql) = 0;
  // Runs `body` in a savepoint: released where it returns OK, else rolled back. Returns what `body` returned, or the
  // error of the release. Where the rollback itself fails, every later call in this transaction fails.
  [[nodiscard]] virtual absl::Status Savepoint(absl::FunctionRef<absl::Status()> body) = 0;
};

// Thread-safe: reads run side by side, writes one after the other.
class Store {
 public:
  virtual ~Store() = default;
  // Runs `body` on a snapshot. Returns what it returned, or the store's own error.
  [[nodiscard]] virtual absl::Status Read(absl::FunctionRef<absl::Status(ReadTransaction&)> body) = 0;
  // Runs `body` in one transaction, committed durably where it returns OK, else rolled back whole. The store may run it
  // again where another server came between.
  [[nodiscard]] virtual absl::Status Write(absl::FunctionRef<absl::Status(WriteTransaction&)> body) = 0;
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_STORE_H_
