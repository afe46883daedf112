#include "storage/inspections.h"

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/choices.h"
#include "storage/numbers.h"
#include "storage/reports.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kColumns =
    "SELECT inspection, id, kind, union_number, state, scheduled_day, concluded_day, head, conclusion, "
    "document_number, document_day, document_issuer, decision_number, revision FROM inspection ";
constexpr std::string_view kFindingColumns =
    "SELECT inspection, finding, state, task, contests, grave, text, remedy_due_day, found_by, remedied_by, remedy, "
    "verification, revision, found_for, remedied_for FROM finding ";

constexpr std::string_view kStatePrefix = "INSPECTION_STATE_";
constexpr std::string_view kFindingStatePrefix = "FINDING_STATE_";

InspectionRow InspectionFrom(const Row& row) {
  InspectionRow inspection{.inspection = row.Int(0),
                           .id = row.Text(1),
                           .kind = row.Text(2),
                           .union_number = row.Int(3),
                           .scheduled_day = row.Int(5),
                           .concluded_day = row.Int(6),
                           .head = row.Int(7),
                           .conclusion = row.Text(8),
                           .document_number = row.Text(9),
                           .document_day = row.Int(10),
                           .document_issuer = row.Text(11),
                           .decision_number = row.Text(12),
                           .revision = row.Int(13)};
  v1::InspectionState_Parse(std::string(kStatePrefix) + row.Text(4), &inspection.state);
  return inspection;
}

FindingRow FindingFrom(const Row& row) {
  FindingRow finding{.inspection = row.Int(0),
                     .finding = row.Int(1),
                     .task = row.Int(3),
                     .contests = row.Int(4) != 0,
                     .grave = row.Int(5) != 0,
                     .text = row.Text(6),
                     .remedy_due_day = row.Int(7),
                     .found_by = row.Int(8),
                     .remedied_by = row.Int(9),
                     .found_for = row.Int(13),
                     .remedied_for = row.Int(14),
                     .remedy = row.Text(10),
                     .verification = row.Text(11),
                     .revision = row.Int(12)};
  v1::FindingState_Parse(std::string(kFindingStatePrefix) + row.Text(2), &finding.state);
  return finding;
}

// Every change of an inspection or of what belongs to it gives it the entry's revision.
absl::Status Touch(WriteTransaction& tx, const EntryContext& entry, int64_t inspection) {
  return tx.Execute("UPDATE inspection SET revision = $3 WHERE federation = $1 AND inspection = $2",
                    {entry.federation, inspection, entry.revision});
}

}  // namespace

absl::StatusOr<std::optional<InspectionRow>> FindInspection(ReadTransaction& tx, int64_t federation,
                                                            const std::string& id) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kColumns) + "WHERE federation = $1 AND id = $2", {federation, id}));
  if (rows.empty()) return std::nullopt;
  return InspectionFrom(rows[0]);
}

absl::StatusOr<InspectionRow> GetInspection(ReadTransaction& tx, int64_t federation, int64_t inspection) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumns) + "WHERE federation = $1 AND inspection = $2",
                                             {federation, inspection}));
  if (rows.empty()) {
    return rules::Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", "inspections/" + std::to_string(inspection)}});
  }
  return InspectionFrom(rows[0]);
}

absl::StatusOr<int64_t> NextInspection(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(inspection), 0) + 1 FROM inspection WHERE federation = $1", {federation});
}

absl::StatusOr<std::vector<int64_t>> TeamOf(ReadTransaction& tx, int64_t federation, int64_t inspection) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT account FROM inspection_member WHERE federation = $1 AND "
                                             "inspection = $2 ORDER BY account",
                                             {federation, inspection}));
  std::vector<int64_t> team;
  for (const Row& row : rows) team.push_back(row.Int(0));
  return team;
}

absl::StatusOr<std::vector<InspectionRow>> ListInspections(ReadTransaction& tx, int64_t federation,
                                                           const InspectionFilter& filter, int64_t limit) {
  Choices where("WHERE federation = $1 ", {federation});
  if (filter.only_units) where.OneOf("union_number", filter.units);
  if (!filter.states.empty()) {
    std::vector<std::string> states;
    for (const v1::InspectionState state : filter.states) {
      states.push_back(v1::InspectionState_Name(state).substr(kStatePrefix.size()));
    }
    where.OneOf("state", states);
  }
  if (filter.before != 0) where.Add("AND inspection < ", filter.before);
  where.Add("ORDER BY inspection DESC LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kColumns) + where.sql(), where.values()));
  std::vector<InspectionRow> inspections;
  for (const Row& row : rows) inspections.push_back(InspectionFrom(row));
  return inspections;
}

absl::StatusOr<std::vector<TaskCheckRow>> ChecksOf(ReadTransaction& tx, int64_t federation, int64_t inspection) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT task_check, task, confirmed, note, account FROM task_check WHERE "
                                             "federation = $1 AND inspection = $2 ORDER BY task_check",
                                             {federation, inspection}));
  std::vector<TaskCheckRow> checks;
  for (const Row& row : rows) {
    checks.push_back({.check = row.Int(0),
                      .task = row.Int(1),
                      .confirmed = row.Int(2) != 0,
                      .note = row.Text(3),
                      .account = row.Int(4)});
  }
  return checks;
}

absl::StatusOr<std::vector<FindingRow>> FindingsOf(ReadTransaction& tx, int64_t federation, int64_t inspection) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kFindingColumns) + "WHERE federation = $1 AND inspection = $2 ORDER BY finding",
                            {federation, inspection}));
  std::vector<FindingRow> findings;
  for (const Row& row : rows) findings.push_back(FindingFrom(row));
  return findings;
}

absl::StatusOr<std::vector<FindingRow>> RemediesWaiting(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kFindingColumns) + "WHERE federation = $1 AND state = 'REMEDY_SUBMITTED' "
                                                           "ORDER BY inspection, finding",
                            {federation}));
  std::vector<FindingRow> findings;
  for (const Row& row : rows) findings.push_back(FindingFrom(row));
  return findings;
}

absl::StatusOr<std::optional<FindingRow>> FindFinding(ReadTransaction& tx, int64_t federation, int64_t inspection,
                                                      int64_t finding) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kFindingColumns) + "WHERE federation = $1 AND inspection = $2 AND finding = $3",
                            {federation, inspection, finding}));
  if (rows.empty()) return std::nullopt;
  return FindingFrom(rows[0]);
}

absl::StatusOr<std::vector<v1::Evidence>> RemedyEvidence(ReadTransaction& tx, int64_t federation, int64_t inspection,
                                                         int64_t finding) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT e.evidence_kind, e.document_number, e.document_day, e.document_issuer, e.note, "
                            "e.evidence, f.id FROM remedy_evidence e JOIN federation f ON f.federation = e.federation "
                            "WHERE e.federation = $1 AND e.inspection = $2 AND e.finding = $3 ORDER BY e.ordinal",
                            {federation, inspection, finding}));
  std::vector<v1::Evidence> evidence;
  for (const Row& row : rows) evidence.push_back(EvidenceFrom(row, 0));
  return evidence;
}

absl::StatusOr<std::vector<int64_t>> UnitsInspected(ReadTransaction& tx, int64_t federation,
                                                    const std::vector<std::string>& kinds, rules::Day from,
                                                    rules::Day to) {
  Choices where("WHERE federation = $1 AND state = 'CONCLUDED' AND concluded_day >= $2 AND concluded_day <= $3 ",
                {federation, from, to});
  where.OneOf("kind", kinds);
  where.Add("ORDER BY union_number");
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT DISTINCT union_number FROM inspection " + where.sql(), where.values()));
  std::vector<int64_t> units;
  for (const Row& row : rows) units.push_back(row.Int(0));
  return units;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionScheduled& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO inspection (federation, inspection, id, kind, union_number, state, scheduled_day, concluded_day, "
      "head, conclusion, document_number, document_day, document_issuer, decision_number, revision) "
      "VALUES ($1, $2, $3, $4, $5, 'SCHEDULED', $6, 0, $7, '', '', 0, '', $8, $9)",
      {entry.federation, event.inspection(), event.id(), event.kind(), event.union_number(), event.scheduled_day(),
       event.head(), event.decision_number(), entry.revision}));
  std::vector<int64_t> team(event.members().begin(), event.members().end());
  team.push_back(event.head());
  for (const int64_t account : team) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO inspection_member (federation, inspection, account) VALUES ($1, $2, $3) "
                   "ON CONFLICT DO NOTHING",
                   {entry.federation, event.inspection(), account}));
  }
  return absl::OkStatus();
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionStarted& event) {
  RETURN_IF_ERROR(tx.Execute("UPDATE inspection SET state = 'FIELDWORK' WHERE federation = $1 AND inspection = $2",
                             {entry.federation, event.inspection()}));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskChecked& event) {
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO task_check (federation, inspection, task_check, task, confirmed, note, account) "
                 "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                 {entry.federation, event.inspection(), event.check(), event.task(), int64_t{event.confirmed()},
                  entry.TextOf(event.note()), entry.account}));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FindingRecorded& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO finding (federation, inspection, finding, state, task, contests, grave, text, remedy_due_day, "
      "found_by, found_for, remedied_by, remedy, verification, revision) "
      "VALUES ($1, $2, $3, 'DRAFT', $4, $5, $6, $7, $8, $9, $10, 0, '', '', $11)",
      {entry.federation, event.inspection(), event.finding(), event.task(), int64_t{event.contests()},
       int64_t{event.grave()}, entry.TextOf(event.text()), event.remedy_due_day(), entry.account, entry.on_behalf_of,
       entry.revision}));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionConcluded& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET state = 'ISSUED', revision = $3 WHERE federation = $1 AND "
                 "inspection = $2 AND state = 'DRAFT'",
                 {entry.federation, event.inspection(), entry.revision}));
  return tx.Execute(
      "UPDATE inspection SET state = 'CONCLUDED', concluded_day = $3, conclusion = $4, document_number = $5, "
      "document_day = $6, document_issuer = $7, revision = $8 WHERE federation = $1 AND inspection = $2",
      {entry.federation, event.inspection(), entry.day, entry.TextOf(event.conclusion()), event.document_number(),
       event.document_day(), event.document_issuer(), entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemedySubmitted& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET state = 'REMEDY_SUBMITTED', remedied_by = $4, remedied_for = $7, remedy = $5, "
                 "revision = $6 "
                 "WHERE federation = $1 AND inspection = $2 AND finding = $3",
                 {entry.federation, event.inspection(), event.finding(), entry.account, entry.TextOf(event.text()),
                  entry.revision, entry.on_behalf_of}));
  RETURN_IF_ERROR(tx.Execute("DELETE FROM remedy_evidence WHERE federation = $1 AND inspection = $2 AND finding = $3",
                             {entry.federation, event.inspection(), event.finding()}));
  int64_t ordinal = 0;
  for (const v1::ReportFacts::Proof& proof : event.evidence()) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO remedy_evidence (federation, inspection, finding, ordinal, evidence_kind, document_number, "
        "document_day, document_issuer, note, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {entry.federation, event.inspection(), event.finding(), ordinal++, proof.kind(), proof.document_number(),
         proof.document_day(), proof.document_issuer(), entry.TextOf(proof.note()), proof.evidence()}));
  }
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemedyVerified& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET state = 'CLOSED', verification = $4, revision = $5 "
                 "WHERE federation = $1 AND inspection = $2 AND finding = $3",
                 {entry.federation, event.inspection(), event.finding(), entry.TextOf(event.note()), entry.revision}));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemedyRejected& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET state = 'ISSUED', verification = $4, remedy_due_day = $5, revision = $6 "
                 "WHERE federation = $1 AND inspection = $2 AND finding = $3",
                 {entry.federation, event.inspection(), event.finding(), entry.TextOf(event.reason()),
                  event.remedy_due_day(), entry.revision}));
  return Touch(tx, entry, event.inspection());
}

}  // namespace phancong::storage
