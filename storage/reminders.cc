#include "storage/reminders.h"

#include <string>
#include <vector>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "storage/choices.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr char kDeadlines[] =
    "SELECT t.task, t.round, t.state, t.cycle, t.due_day, COALESCE((SELECT d.changed_day FROM due_change d "
    "WHERE d.federation = t.federation AND d.task = t.task ORDER BY d.ordinal DESC LIMIT 1), 0) FROM task t ";

DeadlineRow DeadlineFrom(const Row& row) {
  return {.task = row.Int(0),
          .round = row.Int(1),
          .state = rules::StateFromName(row.Text(2)),
          .cycle = row.Int(3),
          .due_day = row.Int(4),
          .in_force_from = row.Int(5)};
}

absl::StatusOr<std::vector<DeadlineRow>> DeadlinesFrom(absl::StatusOr<Rows> rows) {
  if (!rows.ok()) return rows.status();
  std::vector<DeadlineRow> deadlines;
  deadlines.reserve(rows->size());
  for (const Row& row : *rows) deadlines.push_back(DeadlineFrom(row));
  return deadlines;
}

constexpr char kMessages[] =
    "SELECT m.message, m.task, m.cycle, m.offset_days, m.due_day, m.created_at, "
    "CASE WHEN r.message IS NULL THEN 0 ELSE 1 END FROM inbox_message m LEFT JOIN inbox_mark r ON "
    "r.federation = m.federation AND r.account = m.account AND r.message = m.message "
    "WHERE m.federation = $1 AND m.account = $2 ";

absl::StatusOr<std::vector<InboxRow>> MessagesFrom(absl::StatusOr<Rows> rows) {
  if (!rows.ok()) return rows.status();
  std::vector<InboxRow> messages;
  for (const Row& row : *rows) {
    messages.push_back({.message = row.Int(0),
                        .task = row.Int(1),
                        .cycle = row.Int(2),
                        .offset_days = row.Int(3),
                        .due_day = row.Int(4),
                        .created_at = row.Int(5),
                        .read = row.Int(6) != 0});
  }
  return messages;
}

}  // namespace

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemindersRung& event) {
  for (const v1::RemindersRung::Rung& rung : event.rungs()) {
    // The key is what makes it once.
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO reminder (federation, task, cycle, offset_days, due_day, rung_at, overtaken) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   {entry.federation, rung.task(), rung.cycle(), rung.offset_days(), rung.due_day(), entry.time_micros,
                    int64_t{rung.overtaken()}}));
    for (const int64_t account : rung.accounts()) {
      ASSIGN_OR_RETURN(const int64_t last, LastMessage(tx, entry.federation, account));
      RETURN_IF_ERROR(
          tx.Execute("INSERT INTO inbox_message (federation, account, message, task, cycle, offset_days, due_day, "
                     "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                     {entry.federation, account, last + 1, rung.task(), rung.cycle(), rung.offset_days(),
                      rung.due_day(), entry.time_micros}));
    }
  }
  return absl::OkStatus();
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::MailAddressSet& event) {
  const std::string& address = entry.TextOf(event.address());
  if (address.empty()) {
    return tx.Execute("DELETE FROM mail_address WHERE federation = $1 AND account = $2",
                      {entry.federation, event.account()});
  }
  return tx.Execute(
      "INSERT INTO mail_address (federation, account, address) VALUES ($1, $2, $3) "
      "ON CONFLICT (federation, account) DO UPDATE SET address = excluded.address",
      {entry.federation, event.account(), address});
}

absl::StatusOr<std::vector<RingingFederationRow>> RingingFederations(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT federation, id, time_zone, demo, revision, entry_time "
                                             "FROM federation WHERE closed_day = 0 ORDER BY federation",
                                             {}));
  std::vector<RingingFederationRow> federations;
  for (const Row& row : rows) {
    federations.push_back({.federation = row.Int(0),
                           .id = row.Text(1),
                           .time_zone = row.Text(2),
                           .demo = row.Int(3) != 0,
                           .revision = row.Int(4),
                           .entry_time = row.Int(5)});
  }
  return federations;
}

absl::StatusOr<std::vector<DeadlineRow>> DeadlinesUntil(ReadTransaction& tx, int64_t federation, int64_t round,
                                                        rules::Day to) {
  Choices where(kDeadlines, {federation});
  where.Add("WHERE t.federation = $1 AND t.round = ", round);
  where.Add("AND t.due_day <= ", to);
  std::vector<std::string> states;
  for (int value = v1::TaskState_MIN; value <= v1::TaskState_MAX; ++value) {
    const auto state = static_cast<v1::TaskState>(value);
    if (rules::PhaseOf(state) == rules::TaskPhase::kWithAssignee) states.emplace_back(rules::StateName(state));
  }
  // As an expression it is no key: the range of dates is.
  where.OneOf("t.state || ''", states);
  where.Add("ORDER BY t.due_day, t.task");
  return DeadlinesFrom(tx.Query(where.sql(), where.values()));
}

absl::StatusOr<std::vector<DeadlineRow>> DeadlinesChangedAfter(ReadTransaction& tx, int64_t federation,
                                                               int64_t revision) {
  return DeadlinesFrom(
      tx.Query(std::string(kDeadlines) + "WHERE t.federation = $1 AND t.revision > $2 ORDER BY t.revision, t.task",
               {federation, revision}));
}

absl::StatusOr<DeadlineRow> GetDeadline(ReadTransaction& tx, int64_t federation, int64_t task) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kDeadlines) + "WHERE t.federation = $1 AND t.task = $2", {federation, task}));
  if (rows.empty()) {
    return rules::RefuseNotFound("tasks/" + std::to_string(task));
  }
  return DeadlineFrom(rows[0]);
}

absl::StatusOr<std::set<int64_t>> RungIn(ReadTransaction& tx, int64_t federation, int64_t task, int64_t cycle) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT offset_days FROM reminder WHERE federation = $1 AND task = $2 AND cycle = $3",
                            {federation, task, cycle}));
  std::set<int64_t> offsets;
  for (const Row& row : rows) offsets.insert(row.Int(0));
  return offsets;
}

absl::StatusOr<std::vector<InboxRow>> ListInbox(ReadTransaction& tx, int64_t federation, int64_t account,
                                                bool only_unread, int64_t before, int64_t limit) {
  return MessagesFrom(
      tx.Query(std::string(kMessages) +
                   "AND ($3 = 0 OR m.message < $3) AND ($4 = 0 OR r.message IS NULL) ORDER BY m.message DESC LIMIT $5",
               {federation, account, before, int64_t{only_unread}, limit}));
}

absl::StatusOr<std::vector<InboxRow>> InboxAfter(ReadTransaction& tx, int64_t federation, int64_t account,
                                                 int64_t after, int64_t limit) {
  return MessagesFrom(tx.Query(std::string(kMessages) + "AND m.message > $3 ORDER BY m.message LIMIT $4",
                               {federation, account, after, limit}));
}

absl::StatusOr<std::optional<InboxRow>> FindMessage(ReadTransaction& tx, int64_t federation, int64_t account,
                                                    int64_t message) {
  ASSIGN_OR_RETURN(const std::vector<InboxRow> found, InboxAfter(tx, federation, account, message - 1, 1));
  if (found.empty() || found[0].message != message) return std::nullopt;
  return found[0];
}

absl::StatusOr<int64_t> LastMessage(ReadTransaction& tx, int64_t federation, int64_t account) {
  return QueryInt(tx, "SELECT COALESCE(MAX(message), 0) FROM inbox_message WHERE federation = $1 AND account = $2",
                  {federation, account});
}

absl::StatusOr<int64_t> UnreadMessages(ReadTransaction& tx, int64_t federation, int64_t account) {
  return QueryInt(tx,
                  "SELECT (SELECT COUNT(*) FROM inbox_message WHERE federation = $1 AND account = $2) - "
                  "(SELECT COUNT(*) FROM inbox_mark WHERE federation = $1 AND account = $2)",
                  {federation, account});
}

absl::Status MarkRead(WriteTransaction& tx, int64_t federation, int64_t account, int64_t from, int64_t to) {
  return tx.Execute(
      "INSERT INTO inbox_mark (federation, account, message) SELECT federation, account, message FROM inbox_message "
      "WHERE federation = $1 AND account = $2 AND message BETWEEN $3 AND $4 ON CONFLICT DO NOTHING",
      {federation, account, from, to});
}

absl::StatusOr<std::string> MailAddressOf(ReadTransaction& tx, int64_t federation, int64_t account) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT address FROM mail_address WHERE federation = $1 AND account = $2",
                                             {federation, account}));
  return rows.empty() ? std::string() : rows[0].Text(0);
}

absl::StatusOr<std::set<int64_t>> AccountsWithMailAddress(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT account FROM mail_address WHERE federation = $1", {federation}));
  std::set<int64_t> accounts;
  for (const Row& row : rows) accounts.insert(row.Int(0));
  return accounts;
}

absl::Status QueueMail(WriteTransaction& tx, int64_t federation, int64_t account, int64_t after, int64_t now_micros) {
  return tx.Execute(
      "INSERT INTO mail (federation, account, message, queued_at, attempts, next_attempt_at, given_up_at, last_error) "
      "SELECT federation, account, message, $4, 0, $4, 0, '' FROM inbox_message "
      "WHERE federation = $1 AND account = $2 AND message > $3",
      {federation, account, after, now_micros});
}

absl::StatusOr<std::vector<MailRow>> MailDue(ReadTransaction& tx, int64_t now_micros, int64_t latest_micros,
                                             int64_t limit) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT federation, account, message, queued_at, attempts FROM mail WHERE "
                                             "(next_attempt_at <= $1 OR next_attempt_at > $2) AND given_up_at = 0 "
                                             "ORDER BY next_attempt_at, federation, account, message LIMIT $3",
                                             {now_micros, latest_micros, limit}));
  std::vector<MailRow> due;
  for (const Row& row : rows) {
    due.push_back({.federation = row.Int(0),
                   .account = row.Int(1),
                   .message = row.Int(2),
                   .queued_at = row.Int(3),
                   .attempts = row.Int(4)});
  }
  return due;
}

absl::Status RemoveMail(WriteTransaction& tx, const MailRow& row) {
  return tx.Execute("DELETE FROM mail WHERE federation = $1 AND account = $2 AND message = $3",
                    {row.federation, row.account, row.message});
}

absl::Status PostponeMail(WriteTransaction& tx, const MailRow& row, int64_t next_attempt_at, const std::string& error) {
  return tx.Execute(
      "UPDATE mail SET attempts = attempts + 1, next_attempt_at = $4, last_error = $5 "
      "WHERE federation = $1 AND account = $2 AND message = $3",
      {row.federation, row.account, row.message, next_attempt_at, error});
}

absl::Status GiveUpMail(WriteTransaction& tx, const MailRow& row, int64_t given_up_at, int64_t forget_at,
                        const std::string& error) {
  return tx.Execute(
      "UPDATE mail SET attempts = attempts + 1, given_up_at = $4, next_attempt_at = $5, last_error = $6 "
      "WHERE federation = $1 AND account = $2 AND message = $3",
      {row.federation, row.account, row.message, given_up_at, forget_at, error});
}

absl::Status ForgetMail(WriteTransaction& tx, int64_t now_micros) {
  return tx.Execute("DELETE FROM mail WHERE next_attempt_at <= $1 AND given_up_at > 0", {now_micros});
}

}  // namespace phancong::storage
