// Tasks as they stood at the end of a day: kept by Apply, a row for each task and day on which that changed.
#ifndef PHANCONG_STORAGE_TASK_DAYS_H_
#define PHANCONG_STORAGE_TASK_DAYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/deadline.h"
#include "services/rules/totals.h"
#include "storage/journal.h"
#include "storage/store.h"
#include "storage/tasks.h"

namespace phancong::storage {

// What figures and scorecards know of a task on a day.
struct TaskOn {
  int64_t task = 0;
  int64_t round = 0;
  int64_t item = 0;
  int64_t assignee = 0;
  std::string segment;
  int64_t cycle = 1;
  rules::DeadlineFacts deadline;
  // Of an accepted result, as it was accepted; of a claim that waits for or is in review, whether it would meet as it
  // is.
  bool met = false;
  // Of one of the two; none where there is neither.
  std::vector<v1::FigureValue> figures;
};

// As the task's row and its reports say now.
[[nodiscard]] absl::StatusOr<TaskOn> StandsNow(ReadTransaction& tx, int64_t federation, const TaskRow& row);
// Visits the tasks that were issued in a round by the end of `day`, as they stood then, in the order of their issue;
// those of one assignee where it is given. Stops at the first error, and returns it.
[[nodiscard]] absl::Status EachTaskOn(ReadTransaction& tx, int64_t federation, int64_t round,
                                      std::optional<int64_t> assignee, rules::Day day,
                                      absl::FunctionRef<absl::Status(const TaskOn&)> visit);
// The leaf of the totals, its figures in the order of the item's.
[[nodiscard]] rules::TaskLeaf LeafOf(const TaskOn& task, const v1::Item& item);

// Writes the row of the entry's day, unless nothing that it says has changed.
[[nodiscard]] absl::Status WriteTaskDay(WriteTransaction& tx, const EntryContext& entry, const TaskOn& before,
                                        const TaskOn& after);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_TASK_DAYS_H_
