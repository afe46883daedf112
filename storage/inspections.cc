#include "storage/inspections.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/choices.h"
#include "storage/numbers.h"
#include "storage/reports.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kInspectionsColumns =
    "SELECT inspection, id, kind, union_number, state, scheduled_day, concluded_day, head, conclusion, "
    "document_number, document_day, document_issuer, decision_number, revision, plan, unannounced, period_begin_day, "
    "period_end_day, notice_number, notice_document_day, notice_issuer, notice_day, explain_by_day, "
    "discipline_proposal, cancelled_from, cancel_reason, cancel_decision_number FROM inspection ";
constexpr std::string_view kFindingColumns =
    "SELECT f.inspection, f.finding, f.state, f.task, f.contests, f.grave, f.text, f.remedy_due_day, f.found_by, "
    "f.remedied_by, f.remedy, f.verification, f.revision, f.found_for, f.remedied_for, f.explanation, f.explained_by, "
    "f.explained_for, f.drop_reason, f.closed_without_remedy, f.close_reason, f.close_decision_number FROM finding f ";

// Which "state/state before it was cancelled" the unit inspected sees, by name.
std::vector<std::string> InspectionsKnownToUnit() {
  std::vector<std::string> known;
  for (int i = v1::InspectionState_MIN; i <= v1::InspectionState_MAX; ++i) {
    for (int j = v1::InspectionState_MIN; j <= v1::InspectionState_MAX; ++j) {
      const auto state = static_cast<v1::InspectionState>(i);
      const auto from = static_cast<v1::InspectionState>(j);
      if (!rules::IsKnownToUnit(state, from)) continue;
      const std::string_view before = j == 0 ? std::string_view() : rules::StateName(from);
      known.push_back(fmt::format("{}/{}", rules::StateName(state), before));
    }
  }
  return known;
}

// Which "state of the finding/of its inspection" others than the Inspection Committee see, by name.
std::vector<std::string> FindingsKnownToUnit() {
  std::vector<std::string> known;
  for (int i = v1::FindingState_MIN + 1; i <= v1::FindingState_MAX; ++i) {
    for (int j = v1::InspectionState_MIN + 1; j <= v1::InspectionState_MAX; ++j) {
      const auto finding = static_cast<v1::FindingState>(i);
      const auto inspection = static_cast<v1::InspectionState>(j);
      if (!rules::IsKnownToUnit(finding, inspection)) continue;
      known.push_back(fmt::format("{}/{}", rules::StateName(finding), rules::StateName(inspection)));
    }
  }
  return known;
}

bool IsOpen(v1::FindingState state) { return rules::IsDraft(state) || rules::OwesRemedy(state); }

template <class State>
std::vector<std::string> NamesOf(const std::vector<State>& states) {
  std::vector<std::string> names;
  for (const State state : states) names.emplace_back(rules::StateName(state));
  return names;
}

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
                           .plan = row.Int(14),
                           .unannounced = row.Int(15) != 0,
                           .period_begin_day = row.Int(16),
                           .period_end_day = row.Int(17),
                           .notice_number = row.Text(18),
                           .notice_document_day = row.Int(19),
                           .notice_issuer = row.Text(20),
                           .notice_day = row.Int(21),
                           .explain_by_day = row.Int(22),
                           .discipline_proposal = row.Text(23),
                           .cancelled_from = rules::InspectionStateFromName(row.Text(24)),
                           .cancel_reason = row.Text(25),
                           .cancel_decision_number = row.Text(26),
                           .revision = row.Int(13)};
  inspection.state = rules::InspectionStateFromName(row.Text(4));
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
                     .explanation = row.Text(15),
                     .explained_by = row.Int(16),
                     .explained_for = row.Int(17),
                     .drop_reason = row.Text(18),
                     .closed_without_remedy = row.Int(19) != 0,
                     .close_reason = row.Text(20),
                     .close_decision_number = row.Text(21),
                     .revision = row.Int(12)};
  finding.state = rules::FindingStateFromName(row.Text(2));
  return finding;
}

std::vector<FindingRow> FindingsFrom(const Rows& rows) {
  std::vector<FindingRow> findings;
  for (const Row& row : rows) findings.push_back(FindingFrom(row));
  return findings;
}

// Every change of an inspection or of what belongs to it gives it the entry's revision.
absl::Status Touch(WriteTransaction& tx, const EntryContext& entry, int64_t inspection) {
  return tx.Execute("UPDATE inspection SET revision = $3 WHERE federation = $1 AND inspection = $2",
                    {entry.federation, inspection, entry.revision});
}

absl::Status VoidSignatures(WriteTransaction& tx, const EntryContext& entry, int64_t inspection) {
  return tx.Execute("DELETE FROM inspection_signature WHERE federation = $1 AND inspection = $2",
                    {entry.federation, inspection});
}

}  // namespace

rules::Period InspectionRow::Period() const {
  if (period_begin_day != 0) return {.begin = period_begin_day, .end = period_end_day};
  const int year = rules::YearOf(scheduled_day);
  return {.begin = rules::DayOf(year, 1, 1), .end = rules::DayOf(year, 12, 31)};
}

absl::StatusOr<std::optional<InspectionRow>> FindInspection(ReadTransaction& tx, int64_t federation,
                                                            const std::string& id) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kInspectionsColumns) + "WHERE federation = $1 AND id = $2", {federation, id}));
  if (rows.empty()) return std::nullopt;
  return InspectionFrom(rows[0]);
}

absl::StatusOr<InspectionRow> GetInspection(ReadTransaction& tx, int64_t federation, int64_t inspection) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kInspectionsColumns) + "WHERE federation = $1 AND inspection = $2",
                            {federation, inspection}));
  if (rows.empty()) {
    return rules::RefuseNotFound("inspections/" + std::to_string(inspection));
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
  // A few units' inspections, and those under way, are looked up and put in order; all others are met in their order.
  const bool under_way = !filter.states.empty() && std::ranges::all_of(filter.states, rules::IsUnderWay);
  const std::string number = filter.only_units || under_way ? "inspection + 0 " : "inspection ";
  Choices where("WHERE federation = $1 ", {federation});
  if (filter.only_units) where.OneOf("union_number", filter.units);
  if (!filter.states.empty()) where.OneOf(filter.only_units ? "state || ''" : "state", NamesOf(filter.states));
  if (filter.known_to_unit) where.OneOf("(state || '/' || cancelled_from)", InspectionsKnownToUnit());
  if (filter.before != 0) where.Add("AND " + number + "< ", filter.before);
  where.Add("ORDER BY " + number + "DESC LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kInspectionsColumns) + where.sql(), where.values()));
  std::vector<InspectionRow> inspections;
  for (const Row& row : rows) inspections.push_back(InspectionFrom(row));
  return inspections;
}

absl::StatusOr<std::vector<SignatureRow>> SignaturesOf(ReadTransaction& tx, int64_t federation, int64_t inspection) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT account, signed_at, reservation FROM inspection_signature WHERE federation = $1 "
                            "AND inspection = $2 ORDER BY signed_at, account",
                            {federation, inspection}));
  std::vector<SignatureRow> signatures;
  for (const Row& row : rows) {
    signatures.push_back({.account = row.Int(0), .signed_at = row.Int(1), .reservation = row.Text(2)});
  }
  return signatures;
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
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kFindingColumns) +
                                                 "WHERE f.federation = $1 AND f.inspection = $2 ORDER BY f.finding",
                                             {federation, inspection}));
  return FindingsFrom(rows);
}

absl::StatusOr<std::vector<FindingRow>> RemediesWaiting(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kFindingColumns) + "WHERE f.federation = $1 AND f.state = 'REMEDY_SUBMITTED' "
                                                           "ORDER BY f.inspection + 0, f.finding",
                            {federation}));
  return FindingsFrom(rows);
}

absl::StatusOr<std::vector<FindingRow>> ListFindings(ReadTransaction& tx, int64_t federation,
                                                     const FindingFilter& filter,
                                                     const std::optional<FindingCursor>& after, int64_t limit) {
  const bool open = filter.overdue_on != 0 || (!filter.states.empty() && std::ranges::all_of(filter.states, IsOpen));
  // Those of a few units, and the open ones, are looked up and put in order; all others are met in their order.
  const std::string state = filter.only_units ? "f.state || ''" : "f.state";
  const std::string due = filter.only_units || open ? "f.remedy_due_day + 0" : "f.remedy_due_day";
  Choices where(
      "JOIN inspection i ON i.federation = f.federation AND i.inspection = f.inspection WHERE f.federation = $1 ",
      {federation});
  if (filter.only_units) {
    where.Add("AND f.inspection IN (SELECT k.inspection FROM inspection k WHERE k.federation = $1 ");
    where.OneOf("k.union_number", filter.units);
    where.Add(") ");
  }
  if (!filter.states.empty()) where.OneOf(state, NamesOf(filter.states));
  if (filter.known_to_unit) where.OneOf("(f.state || '/' || i.state)", FindingsKnownToUnit());
  if (filter.overdue_on != 0) {
    std::vector<v1::FindingState> owing;
    for (int i = v1::FindingState_MIN; i <= v1::FindingState_MAX; ++i) {
      const auto each = static_cast<v1::FindingState>(i);
      if (rules::OwesRemedy(each)) owing.push_back(each);
    }
    where.OneOf(state, NamesOf(owing));
    where.Add("AND " + due + " < ", filter.overdue_on);
  }
  if (after) {
    where.After("(" + due + ", f.inspection, f.finding)", {after->remedy_due_day, after->inspection, after->finding});
  }
  where.Add("ORDER BY " + due + ", f.inspection, f.finding LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kFindingColumns) + where.sql(), where.values()));
  return FindingsFrom(rows);
}

absl::StatusOr<std::optional<FindingRow>> FindFinding(ReadTransaction& tx, int64_t federation, int64_t inspection,
                                                      int64_t finding) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kFindingColumns) +
                                                 "WHERE f.federation = $1 AND f.inspection = $2 AND f.finding = $3",
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
      "head, conclusion, document_number, document_day, document_issuer, decision_number, plan, unannounced, "
      "period_begin_day, period_end_day, notice_number, notice_document_day, notice_issuer, notice_day, "
      "explain_by_day, discipline_proposal, cancelled_from, cancel_reason, cancel_decision_number, revision) "
      "VALUES ($1, $2, $3, $4, $5, 'SCHEDULED', $6, 0, $7, '', '', 0, '', $8, $9, $10, $11, $12, '', 0, '', 0, 0, '', "
      "'', '', '', $13)",
      {entry.federation, event.inspection(), event.id(), event.kind(), event.union_number(), event.scheduled_day(),
       event.head(), event.decision_number(), event.plan(), int64_t{event.unannounced()}, event.period_begin_day(),
       event.period_end_day(), entry.revision}));
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
  RETURN_IF_ERROR(tx.Execute(
      "UPDATE inspection SET state = 'FIELDWORK', started_day = $3 WHERE federation = $1 AND inspection = $2",
      {entry.federation, event.inspection(), entry.day}));
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
      "UPDATE inspection SET state = 'CONCLUDED', concluded_day = $3, ended_day = $3, conclusion = $4, "
      "document_number = $5, document_day = $6, document_issuer = $7, revision = $8 WHERE federation = $1 AND "
      "inspection = $2",
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

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionNotified& event) {
  return tx.Execute(
      "UPDATE inspection SET state = 'NOTIFIED', notice_number = $3, notice_document_day = $4, notice_issuer = $5, "
      "notice_day = $6, revision = $7 WHERE federation = $1 AND inspection = $2",
      {entry.federation, event.inspection(), event.document_number(), event.document_day(), event.document_issuer(),
       entry.day, entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FindingDropped& event) {
  RETURN_IF_ERROR(tx.Execute(
      "UPDATE finding SET state = 'DROPPED', drop_reason = $4, revision = $5 "
      "WHERE federation = $1 AND inspection = $2 AND finding = $3",
      {entry.federation, event.inspection(), event.finding(), entry.TextOf(event.reason()), entry.revision}));
  // What was signed had the finding in it.
  RETURN_IF_ERROR(VoidSignatures(tx, entry, event.inspection()));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ConclusionDrafted& event) {
  RETURN_IF_ERROR(VoidSignatures(tx, entry, event.inspection()));
  return tx.Execute(
      "UPDATE inspection SET state = 'DRAFT_CONCLUSION', conclusion = $3, discipline_proposal = $4, "
      "explain_by_day = $5, revision = $6 WHERE federation = $1 AND inspection = $2",
      {entry.federation, event.inspection(), entry.TextOf(event.conclusion()),
       entry.TextOf(event.discipline_proposal()), event.explain_by_day(), entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ConclusionSigned& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO inspection_signature (federation, inspection, account, signed_at, reservation) "
      "VALUES ($1, $2, $3, $4, $5)",
      {entry.federation, event.inspection(), event.member(), entry.time_micros, entry.TextOf(event.reservation())}));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SupervisionReported& event) {
  return tx.Execute(
      "UPDATE inspection SET state = 'REPORTED', concluded_day = $3, ended_day = $3, conclusion = $4, document_number "
      "= $5, "
      "document_day = $6, document_issuer = $7, revision = $8 WHERE federation = $1 AND inspection = $2",
      {entry.federation, event.inspection(), entry.day, entry.TextOf(event.report()), event.document_number(),
       event.document_day(), event.document_issuer(), entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::InspectionCancelled& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET state = 'DROPPED', drop_reason = $3, revision = $4 "
                 "WHERE federation = $1 AND inspection = $2 AND state = 'DRAFT'",
                 {entry.federation, event.inspection(), entry.TextOf(event.reason()), entry.revision}));
  return tx.Execute(
      "UPDATE inspection SET cancelled_from = state, state = 'CANCELLED', ended_day = $6, cancel_reason = $3, "
      "cancel_decision_number = $4, revision = $5 WHERE federation = $1 AND inspection = $2",
      {entry.federation, event.inspection(), entry.TextOf(event.reason()), event.decision_number(), entry.revision,
       entry.day});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FindingExplained& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET explanation = $4, explained_by = $5, explained_for = $6, "
                 "revision = $7 WHERE federation = $1 AND inspection = $2 AND finding = $3",
                 {entry.federation, event.inspection(), event.finding(), entry.TextOf(event.explanation()),
                  entry.account, entry.on_behalf_of, entry.revision}));
  return Touch(tx, entry, event.inspection());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FindingClosedWithoutRemedy& event) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE finding SET state = 'CLOSED', closed_without_remedy = 1, close_reason = $4, "
                 "close_decision_number = $5, revision = $6 "
                 "WHERE federation = $1 AND inspection = $2 AND finding = $3",
                 {entry.federation, event.inspection(), event.finding(), entry.TextOf(event.reason()),
                  event.decision_number(), entry.revision}));
  return Touch(tx, entry, event.inspection());
}

}  // namespace phancong::storage
