// Reminders that were rung, inboxes, addresses, and mail that waits.
#ifndef PHANCONG_STORAGE_REMINDERS_H_
#define PHANCONG_STORAGE_REMINDERS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemindersRung& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::MailAddressSet& event);

// --- Who is to be reminded. ------------------------------------------------------------------------------------------

// Federations that are not closed: they are only read.
struct RingingFederationRow {
  int64_t federation = 0;
  std::string id;
  std::string time_zone;
  bool demo = false;
  int64_t revision = 0;
  int64_t entry_time = 0;
};
[[nodiscard]] absl::StatusOr<std::vector<RingingFederationRow>> RingingFederations(ReadTransaction& tx);

// What a reminder looks at in a task.
struct DeadlineRow {
  int64_t task = 0;
  int64_t round = 0;
  v1::TaskState state = v1::TASK_STATE_UNSPECIFIED;
  int64_t cycle = 0;
  rules::Day due_day = 0;
  // The day from which on this date has been in force.
  rules::Day in_force_from = 0;
};
// Tasks of a round that are with their assignees and due on a day not after `to`, the earliest due first; and those of
// any that entries after `revision` changed, in the order of their change.
[[nodiscard]] absl::StatusOr<std::vector<DeadlineRow>> DeadlinesUntil(ReadTransaction& tx, int64_t federation,
                                                                      int64_t round, rules::Day to);
[[nodiscard]] absl::StatusOr<std::vector<DeadlineRow>> DeadlinesChangedAfter(ReadTransaction& tx, int64_t federation,
                                                                             int64_t revision);
// NOT_FOUND where there is no such task.
[[nodiscard]] absl::StatusOr<DeadlineRow> GetDeadline(ReadTransaction& tx, int64_t federation, int64_t task);

// Offsets of the rungs that were rung, or overtaken, in a cycle.
[[nodiscard]] absl::StatusOr<std::set<int64_t>> RungIn(ReadTransaction& tx, int64_t federation, int64_t task,
                                                       int64_t cycle);

// --- Inboxes. --------------------------------------------------------------------------------------------------------

struct InboxRow {
  int64_t message = 0;
  int64_t task = 0;
  int64_t cycle = 0;
  int64_t offset_days = 0;
  rules::Day due_day = 0;
  int64_t created_at = 0;
  bool read = false;
};
// At most `limit`, newest first, with a number below `before` (0: from the newest).
[[nodiscard]] absl::StatusOr<std::vector<InboxRow>> ListInbox(ReadTransaction& tx, int64_t federation, int64_t account,
                                                              bool only_unread, int64_t before, int64_t limit);
// At most `limit`, in order, with a number above `after`.
[[nodiscard]] absl::StatusOr<std::vector<InboxRow>> InboxAfter(ReadTransaction& tx, int64_t federation, int64_t account,
                                                               int64_t after, int64_t limit);
[[nodiscard]] absl::StatusOr<std::optional<InboxRow>> FindMessage(ReadTransaction& tx, int64_t federation,
                                                                  int64_t account, int64_t message);
// 0 where there is none.
[[nodiscard]] absl::StatusOr<int64_t> LastMessage(ReadTransaction& tx, int64_t federation, int64_t account);
[[nodiscard]] absl::StatusOr<int64_t> UnreadMessages(ReadTransaction& tx, int64_t federation, int64_t account);
// Marks the messages from one number to another as read; those that are already stay so. Operational.
[[nodiscard]] absl::Status MarkRead(WriteTransaction& tx, int64_t federation, int64_t account, int64_t from,
                                    int64_t to);

// Empty: none.
[[nodiscard]] absl::StatusOr<std::string> MailAddressOf(ReadTransaction& tx, int64_t federation, int64_t account);
// Accounts that have one.
[[nodiscard]] absl::StatusOr<std::set<int64_t>> AccountsWithMailAddress(ReadTransaction& tx, int64_t federation);

// --- Operational: mail that waits. Times are real time. --------------------------------------------------------------

struct MailRow {
  int64_t federation = 0;
  int64_t account = 0;
  int64_t message = 0;
  int64_t queued_at = 0;
  int64_t attempts = 0;
};
// Queues the account's messages with a number above `after`.
[[nodiscard]] absl::Status QueueMail(WriteTransaction& tx, int64_t federation, int64_t account, int64_t after,
                                     int64_t now_micros);
// At most `limit` that are to be tried now, those that wait longest first; among them those that wait beyond
// `latest_micros`, which only a clock that was set back leaves behind.
[[nodiscard]] absl::StatusOr<std::vector<MailRow>> MailDue(ReadTransaction& tx, int64_t now_micros,
                                                           int64_t latest_micros, int64_t limit);
// It was sent, or nobody wants it any more.
[[nodiscard]] absl::Status RemoveMail(WriteTransaction& tx, const MailRow& row);
[[nodiscard]] absl::Status PostponeMail(WriteTransaction& tx, const MailRow& row, int64_t next_attempt_at,
                                        const std::string& error);
// It is kept, with its last error, until `forget_at`.
[[nodiscard]] absl::Status GiveUpMail(WriteTransaction& tx, const MailRow& row, int64_t given_up_at, int64_t forget_at,
                                      const std::string& error);
[[nodiscard]] absl::Status ForgetMail(WriteTransaction& tx, int64_t now_micros);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_REMINDERS_H_
