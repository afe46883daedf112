// The date in force over time, extensions, suspension.
#ifndef PHANCONG_STORAGE_DEADLINES_H_
#define PHANCONG_STORAGE_DEADLINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"
#include "storage/tasks.h"

namespace phancong::storage {

// --- The date in force. ----------------------------------------------------------------------------------------------

// Why a date came into force.
struct DueReason {
  v1::DueCause cause = v1::DUE_CAUSE_UNSPECIFIED;
  int64_t extension = 0;  // 0 where it is none
  std::string reason = {};
  std::string decision_number = {};
  // The term that it was counted by, and the calendar's version; 0: a date.
  int64_t working_days = 0;
  int64_t calendar_version = 0;
};

// A date that a task had, from `changed_at` on until the next.
struct DueChangeRow {
  int64_t ordinal = 0;  // 1, 2, …
  int64_t cycle = 0;
  int64_t changed_at = 0;
  rules::Day changed_day = 0;
  rules::Day due_day = 0;
  int64_t account = 0;
  DueReason why;
};

// Adds the row's date in force to the task's trail: called wherever an event sets it.
[[nodiscard]] absl::Status AddDueChange(WriteTransaction& tx, const EntryContext& entry, const TaskRow& row,
                                        const DueReason& why);

// Every date that the task ever had, in order; the last is in force.
[[nodiscard]] absl::StatusOr<std::vector<DueChangeRow>> DueChanges(ReadTransaction& tx, int64_t federation,
                                                                   int64_t task);

// --- Extensions. -----------------------------------------------------------------------------------------------------

struct ExtensionRow {
  int64_t task = 0;
  int64_t extension = 0;  // 1, 2, … for each task
  v1::ExtensionState state = v1::EXTENSION_STATE_UNSPECIFIED;
  rules::Day due_day_then = 0;
  rules::Day requested_due_day = 0;
  std::string reason;
  int64_t requested_by = 0;
  int64_t requested_for = 0;  // whose delegated position they exercised; 0: nobody's
  int64_t requested_at = 0;
  // 0 and empty while it is undecided.
  rules::Day granted_due_day = 0;
  int64_t decided_by = 0;
  int64_t decided_at = 0;
  std::string decision_reason;
  std::string decision_number;
  int64_t revision = 0;
};

// Nothing where there is none of that number.
[[nodiscard]] absl::StatusOr<std::optional<ExtensionRow>> FindExtension(ReadTransaction& tx, int64_t federation,
                                                                        int64_t task, int64_t extension);
// The one that waits for a decision; nothing where none does.
[[nodiscard]] absl::StatusOr<std::optional<ExtensionRow>> OpenExtension(ReadTransaction& tx, int64_t federation,
                                                                        int64_t task);
[[nodiscard]] absl::StatusOr<int64_t> NextExtension(ReadTransaction& tx, int64_t federation, int64_t task);

struct ExtensionFilter {
  int64_t round = 0;  // 0: all
  bool only_assignees = false;
  std::vector<int64_t> assignees;
  std::vector<v1::ExtensionState> states;  // empty: all
};
// Where a page begins: after the row with this key.
struct ExtensionCursor {
  int64_t decided = 0;  // 1 where it is decided or cancelled
  int64_t requested_at = 0;
  int64_t task = 0;
  int64_t extension = 0;
};
// At most `limit`, the undecided first, then by the moment of the request.
[[nodiscard]] absl::StatusOr<std::vector<ExtensionRow>> ListExtensions(ReadTransaction& tx, int64_t federation,
                                                                       const ExtensionFilter& filter,
                                                                       const std::optional<ExtensionCursor>& after,
                                                                       int64_t limit);
[[nodiscard]] ExtensionCursor CursorOf(const ExtensionRow& row);

// --- Apply. ----------------------------------------------------------------------------------------------------------

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ExtensionRequested& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ExtensionDecided& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ExtensionCancelled& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TasksExtended& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskSuspended& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskResumed& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::TaskClosedNotMet& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DEADLINES_H_
