// Tasks with their submissions and comments; reports are in reports.h.
#ifndef PHANCONG_STORAGE_TASKS_H_
#define PHANCONG_STORAGE_TASKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/deadline.h"
#include "services/rules/totals.h"
#include "storage/journal.h"
#include "storage/reports.h"
#include "storage/store.h"
#include "storage/totals.h"

namespace phancong::storage {

struct TaskRow {
  int64_t task = 0;
  int64_t round = 0;
  int64_t item = 0;
  int64_t assignee = 0;  // a union's number; 0: the federation itself
  std::string segment;
  v1::TaskState state = v1::TASK_STATE_UNSPECIFIED;
  v1::TaskState state_before_suspension = v1::TASK_STATE_UNSPECIFIED;
  int64_t cycle = 1;
  int64_t leg = 1;
  rules::Day base_due_day = 0;
  rules::Day due_day = 0;
  std::optional<int64_t> submitted_at;  // the present leg's, not recalled
  rules::Day submitted_day = 0;
  rules::Day submitted_due_day = 0;
  int64_t days_late_before = 0;
  std::optional<int64_t> first_submitted_at;  // this cycle's
  std::optional<int64_t> accepted_at;
  int64_t reviewer = 0;     // whose duty it is, or was
  int64_t accepted_by = 0;  // who accepted it in person, for themselves or for the reviewer; 0: it is not accepted
  bool on_paper = false;
  bool met = false;
  std::string reason;
  std::string decision_number;
  int64_t revision = 0;
  rules::Day suspended_day = 0;  // 0: it is not suspended
  // Closed as not met on this day, kept while a late submission is looked at; else 0.
  rules::Day not_met_day = 0;
  // The day that the claim's figures are of; 0 where the item is not the term's.
  rules::Day as_of_day = 0;
  // Of the present submission: whether its claim would meet the item, accepted as it is.
  bool claim_meets = false;

  [[nodiscard]] rules::DeadlineFacts Deadline() const;
  [[nodiscard]] TotalKey Key() const { return {round, item, segment}; }
};

// Whether its item is one of the whole term (rules::IsOfTerm).
[[nodiscard]] absl::StatusOr<bool> IsOfTerm(ReadTransaction& tx, int64_t federation, const TaskRow& row);

// NOT_FOUND (a refusal without a name) where there is none; the finders return nothing instead.
[[nodiscard]] absl::StatusOr<TaskRow> GetTask(ReadTransaction& tx, int64_t federation, int64_t task);
[[nodiscard]] absl::StatusOr<std::optional<TaskRow>> FindTask(ReadTransaction& tx, int64_t federation, int64_t round,
                                                              int64_t item, int64_t assignee);
[[nodiscard]] absl::StatusOr<int64_t> NextTask(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::Status InsertTask(WriteTransaction& tx, int64_t federation, const TaskRow& row);
// Changes one task: its row, and with it the totals, its row of the day (task_days.h), its etag and its history.
// `change` may write other rows too.
[[nodiscard]] absl::Status ChangeTask(WriteTransaction& tx, const EntryContext& entry, int64_t task,
                                      absl::FunctionRef<absl::Status(TaskRow&)> change);

[[nodiscard]] absl::StatusOr<std::vector<int64_t>> Authors(ReadTransaction& tx, int64_t federation, int64_t task,
                                                           int64_t cycle);
// Who gave the entry's command, and whom they acted for.
[[nodiscard]] absl::Status AddAuthors(WriteTransaction& tx, const EntryContext& entry, const TaskRow& row);

// That this entry changed the task.
[[nodiscard]] absl::Status AddTaskEntry(WriteTransaction& tx, const EntryContext& entry, int64_t task);
// Revisions of the entries that changed the task, greater than `after`, in order.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> TaskEntries(ReadTransaction& tx, int64_t federation, int64_t task,
                                                               int64_t after, int64_t limit);

struct CommentRow {
  int64_t comment = 0;
  int64_t account = 0;
  int64_t created_at = 0;
  std::string text;
};
[[nodiscard]] absl::Status InsertComment(WriteTransaction& tx, int64_t federation, int64_t task, const CommentRow& row);
[[nodiscard]] absl::StatusOr<std::vector<CommentRow>> Comments(ReadTransaction& tx, int64_t federation, int64_t task,
                                                               int64_t after, int64_t limit);

// Apply, for everything that happens to a task once it is issued.
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::TaskAcknowledged& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ProgressReported& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskSubmitted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskRecalled& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ReviewTaken& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ReviewReleased& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskAccepted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskReturned& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskWithdrawn& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskReopened& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::CommentAdded& event);

// --- Lists. --------------------------------------------------------------------------------------------------------

// What to list; a filter that is empty or 0 does not filter, but for `assignees` where `only_assignees` is set.
struct TaskFilter {
  int64_t round = 0;
  bool only_assignees = false;
  std::vector<int64_t> assignees;
  std::vector<int64_t> items;
};

// At most `limit` tasks in the order in which they were issued, with greater numbers than `after`. What people page
// through is in task_lists.h.
[[nodiscard]] absl::StatusOr<std::vector<TaskRow>> ListTasks(ReadTransaction& tx, int64_t federation,
                                                             const TaskFilter& filter, int64_t after, int64_t limit);

// A task with what other tables have of it that is shown.
struct TaskToShow {
  TaskRow row;
  // Of its cycle, each an encoded Report; empty where there is none.
  std::string claim;
  std::string result;
  // Whether there are any (WaiversOf), and whether there is one (OpenExtension).
  bool has_waivers = false;
  bool has_open_extension = false;
};
// In the order in which they are named. DATA_LOSS where one is not there.
[[nodiscard]] absl::StatusOr<std::vector<TaskToShow>> TasksToShow(ReadTransaction& tx, int64_t federation,
                                                                  const std::vector<int64_t>& tasks);
[[nodiscard]] absl::StatusOr<std::optional<TaskToShow>> FindTaskToShow(ReadTransaction& tx, int64_t federation,
                                                                       int64_t round, int64_t item, int64_t assignee);
// At which revisions they were changed last, likewise.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> RevisionsOf(ReadTransaction& tx, int64_t federation,
                                                               const std::vector<int64_t>& tasks);

// Those whose review the account took, in the order they were issued.
[[nodiscard]] absl::StatusOr<std::vector<TaskRow>> ReviewsOf(ReadTransaction& tx, int64_t federation, int64_t account);
[[nodiscard]] absl::StatusOr<int64_t> CountTasks(ReadTransaction& tx, int64_t federation, int64_t round);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_TASKS_H_
