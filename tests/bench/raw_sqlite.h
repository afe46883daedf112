// SQLite alone: what its part of the server's work costs with nothing around it. As durable as the server's: a
// write-ahead log, synchronous=FULL.
#ifndef PHANCONG_TESTS_BENCH_RAW_SQLITE_H_
#define PHANCONG_TESTS_BENCH_RAW_SQLITE_H_

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace phancong::bench {

// Rows of the table of tasks as a server wrote them, with the table's and its indexes' own definitions.
class RawTasks {
 public:
  // Of a database that no server has open; so many rows at most.
  RawTasks(const std::filesystem::path& db, int64_t most_rows);
  ~RawTasks();
  RawTasks(const RawTasks&) = delete;
  RawTasks& operator=(const RawTasks&) = delete;

  [[nodiscard]] int64_t count() const;
  // Into a new database, all in one transaction; rows a second.
  [[nodiscard]] double InsertAtOnce(const std::filesystem::path& to) const;
  // Into a new database, each row committed alone, for so long; rows a second.
  [[nodiscard]] double InsertOneByOne(const std::filesystem::path& to, std::chrono::milliseconds lasting) const;
  // One row after the other by its key, from what InsertAtOnce made, each in a transaction of its own; rows a second.
  [[nodiscard]] double ReadOneByOne(const std::filesystem::path& from, std::chrono::milliseconds lasting) const;

 private:
  struct Rows;
  const std::unique_ptr<const Rows> rows_;
};

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_RAW_SQLITE_H_
