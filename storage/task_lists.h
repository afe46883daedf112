// Pages of tasks, at a cost that does not grow with the number of tasks. A page has of each task where it is, which an
// index knows; what is shown of it is in tasks.h (TasksToShow), or kept in memory from before.
//
// A page is anchored on an index: on the key that a filter names where few tasks are under it (what one union has, what
// is in a state), else on the order in which the page is. All other conditions are looked at row by row, and no page
// looks at more than kTasksLookedAt rows: then it is shorter than it may be, and says where it stopped.
#ifndef PHANCONG_STORAGE_TASK_LISTS_H_
#define PHANCONG_STORAGE_TASK_LISTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "storage/store.h"
#include "storage/tasks.h"

namespace phancong::storage {

enum class TaskOrder { kDueDate, kIssue, kLastChange };

// Where a task is in an order; where a page begins: after the task with this sort value and number.
struct TaskCursor {
  int64_t sort = 0;
  int64_t task = 0;
};

// The same as TaskFilter, and: a filter that is empty or 0 does not filter.
struct TaskListFilter : TaskFilter {
  std::vector<v1::TaskState> states;
  rules::Day due_from = 0;
  rules::Day due_to = 0;
  // Whose review it is on the day: who took it, or may be in charge (PageOfWaitingTasks).
  int64_t reviewer = 0;
  rules::Day day = 0;
  // Folded words, each of which must be in the item's or the assignee's folded title.
  std::vector<std::string> folded_words;
};

// Rows that one page looks at; a millisecond or two.
inline constexpr int64_t kTasksLookedAt = 2'000;

struct TaskPage {
  std::vector<TaskCursor> tasks;
  // Where it stopped looking, so that there may be more behind it though the page is not full. Nothing: these are all,
  // or as many as were asked for.
  std::optional<TaskCursor> stopped_at;
};

// At most `limit` tasks in order, after the cursor if one is given. kDueDate: (due_day, task); kIssue: (task);
// kLastChange: (revision, task) descending.
[[nodiscard]] absl::StatusOr<TaskPage> PageOfTasks(ReadTransaction& tx, int64_t federation,
                                                   const TaskListFilter& filter, TaskOrder order,
                                                   const std::optional<TaskCursor>& after, int64_t limit);

// Tasks submitted and not reviewed whose review the account took, or whose item or union it is in charge of on `day`;
// all of them where it is in charge of a field (an item's field is the programme's word). The longest waiting first:
// the cursor's sort is the moment of the submission.
[[nodiscard]] absl::StatusOr<TaskPage> PageOfWaitingTasks(ReadTransaction& tx, int64_t federation, int64_t account,
                                                          rules::Day day, const std::optional<TaskCursor>& after,
                                                          int64_t limit);

[[nodiscard]] std::vector<int64_t> NumbersOf(const std::vector<TaskCursor>& tasks);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_TASK_LISTS_H_
