#include "storage/calendars.h"

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kCalendarsColumns = "SELECT version, decision_number, revision, payload FROM calendar ";

absl::StatusOr<CalendarRow> CalendarFrom(const Row& row) {
  CalendarRow calendar{.version = row.Int(0), .decision_number = row.Text(1), .revision = row.Int(2), .calendar = {}};
  if (!calendar.calendar.ParseFromString(row.Bytes(3))) {
    return absl::DataLossError("a stored calendar cannot be parsed");
  }
  return calendar;
}

}  // namespace

absl::StatusOr<CalendarRow> GetCalendar(ReadTransaction& tx, int64_t federation, int64_t version) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kCalendarsColumns) + "WHERE federation = $1 AND version = $2",
                                             {federation, version}));
  if (rows.empty()) {
    return rules::RefuseNotFound("calendars/" + std::to_string(version));
  }
  return CalendarFrom(rows[0]);
}

absl::StatusOr<std::optional<CalendarRow>> NewestCalendar(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query(std::string(kCalendarsColumns) + "WHERE federation = $1 ORDER BY version DESC LIMIT 1", {federation}));
  if (rows.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(CalendarRow calendar, CalendarFrom(rows[0]));
  return calendar;
}

absl::StatusOr<std::map<int64_t, GuidanceRow>> AllGuidance(ReadTransaction& tx, int64_t federation,
                                                           rules::Day known_day) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT g.item, g.document_number, g.document_day, g.document_issuer, g.account, g.recorded_at, "
               "g.programme_version FROM guidance g WHERE g.federation = $1 AND g.known_day = (SELECT "
               "MAX(n.known_day) FROM guidance n WHERE n.federation = g.federation AND n.item = g.item "
               "AND n.known_day <= $2)",
               {federation, known_day}));
  std::map<int64_t, GuidanceRow> guidance;
  for (const Row& row : rows) {
    guidance[row.Int(0)] = {.document_number = row.Text(1),
                            .document_day = row.Int(2),
                            .document_issuer = row.Text(3),
                            .account = row.Int(4),
                            .recorded_at = row.Int(5),
                            .programme_version = row.Int(6)};
  }
  return guidance;
}

absl::StatusOr<std::vector<TermRow>> TermsInForce(ReadTransaction& tx, int64_t federation) {
  // A term runs from the day of issue, whichever calendar it was counted by since.
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT d.task, i.changed_day, d.working_days, d.due_day FROM due_change d "
               "JOIN due_change i ON i.federation = d.federation AND i.task = d.task AND i.ordinal = 1 "
               "WHERE d.federation = $1 AND d.working_days > 0 AND NOT EXISTS (SELECT 1 FROM due_change n "
               "WHERE n.federation = d.federation AND n.task = d.task AND n.ordinal > d.ordinal) ORDER BY d.task",
               {federation}));
  std::vector<TermRow> terms;
  for (const Row& row : rows) {
    terms.push_back({.task = row.Int(0), .from_day = row.Int(1), .working_days = row.Int(2), .due_day = row.Int(3)});
  }
  return terms;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::CalendarLoaded& event) {
  return tx.Execute(
      "INSERT INTO calendar (federation, version, decision_number, payload, revision) "
      "VALUES ($1, $2, $3, $4, $5)",
      {entry.federation, event.version(), event.decision_number(), Blob{event.calendar().SerializeAsString()},
       entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::GuidanceRecorded& event) {
  return tx.Execute(
      "INSERT INTO guidance (federation, item, known_day, programme_version, document_number, document_day, "
      "document_issuer, account, recorded_at) SELECT $1, $2, $8, f.programme_version, $3, $4, $5, $6, $7 "
      "FROM federation f WHERE f.federation = $1 ON CONFLICT (federation, item, known_day) DO UPDATE SET "
      "programme_version = excluded.programme_version, document_number = excluded.document_number, "
      "document_day = excluded.document_day, document_issuer = excluded.document_issuer, account = excluded.account, "
      "recorded_at = excluded.recorded_at",
      {entry.federation, event.item_number(), event.document_number(), event.document_day(), event.document_issuer(),
       entry.account, entry.time_micros, entry.day});
}

}  // namespace phancong::storage
