// The groups of rows that run.sh measures; what each is beside, README.md says.
#ifndef PHANCONG_TESTS_BENCH_ROWS_H_
#define PHANCONG_TESTS_BENCH_ROWS_H_

#include <memory>

#include "tests/bench/stage.h"
#include "tests/bench/table.h"

namespace phancong::bench {

class RowGroup {
 public:
  virtual ~RowGroup() = default;
  // One round.
  virtual void Measure(Table& table) = 0;
};

// SubmitTask, beside etcd's put.
[[nodiscard]] std::unique_ptr<RowGroup> SubmitRows(Stage& stage);
// GetTask, ListTasks, ListIndicatorProgress, beside a bare server.
[[nodiscard]] std::unique_ptr<RowGroup> GetRows(Stage& stage);
[[nodiscard]] std::unique_ptr<RowGroup> ListRows(Stage& stage);
[[nodiscard]] std::unique_ptr<RowGroup> ProgressRows(Stage& stage);
// WatchEntries with 100 watchers, beside a bare server with as many followers.
[[nodiscard]] std::unique_ptr<RowGroup> WatchRows(Stage& stage);
// 100,000 tasks at once, beside SQLite alone; and what others feel of it.
[[nodiscard]] std::unique_ptr<RowGroup> IssueRows(Stage& stage);
// One call beside the one statement that it can't do without.
[[nodiscard]] std::unique_ptr<RowGroup> StatementRows(Stage& stage);
// What a task takes on the disk, and the server in memory meanwhile.
[[nodiscard]] std::unique_ptr<RowGroup> DiskRows(Stage& stage);
// From its start to the server's first answer.
[[nodiscard]] std::unique_ptr<RowGroup> StartRows(Stage& stage);
[[nodiscard]] std::unique_ptr<RowGroup> VerifyRows(Stage& stage);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_ROWS_H_
