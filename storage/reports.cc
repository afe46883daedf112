#include "storage/reports.h"

#include <string>
#include <utility>

#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::storage {
namespace {

std::string KindName(ReportKind kind) { return kind == ReportKind::kClaim ? "claim" : "result"; }

void SetDocument(v1::DocumentReference& document, const std::string& number, rules::Day day,
                 const std::string& issuer) {
  document.set_number(number);
  if (day != 0) *document.mutable_date() = rules::DateOf(day);
  document.set_issuer(issuer);
}

RowKey KeyOf(int64_t federation, int64_t task, int64_t cycle, ReportKind kind) {
  return {federation, task, cycle, static_cast<int64_t>(kind)};
}

// With the texts that the facts name.
v1::Report ReportFrom(const EntryContext& entry, const v1::ReportFacts& facts) {
  v1::Report report;
  report.set_narrative(entry.TextOf(facts.narrative()));
  if (!facts.document_number().empty()) {
    SetDocument(*report.mutable_document(), facts.document_number(), facts.document_day(), facts.document_issuer());
  }
  for (const v1::ReportFacts::Value& value : facts.values()) {
    v1::FigureValue& figure = *report.add_figures();
    figure.set_figure(value.figure());
    if (value.has_numerator()) figure.set_numerator(value.numerator());
    if (value.has_denominator()) figure.set_denominator(value.denominator());
    figure.set_not_applicable_reason(entry.TextOf(value.not_applicable_reason()));
  }
  for (const v1::ReportFacts::Proof& proof : facts.evidence()) {
    v1::Evidence& evidence = *report.add_evidence();
    evidence.set_kind(proof.kind());
    if (!proof.document_number().empty()) {
      SetDocument(*evidence.mutable_document(), proof.document_number(), proof.document_day(), proof.document_issuer());
    }
    evidence.set_note(entry.TextOf(proof.note()));
    if (proof.evidence() != 0) evidence.set_file(rules::EvidenceName(entry.federation_id, proof.evidence()));
  }
  return report;
}

}  // namespace

v1::Evidence EvidenceFrom(const Row& row, size_t column) {
  v1::Evidence evidence;
  evidence.set_kind(row.Text(column));
  if (!row.Text(column + 1).empty()) {
    SetDocument(*evidence.mutable_document(), row.Text(column + 1), row.Int(column + 2), row.Text(column + 3));
  }
  evidence.set_note(row.Text(column + 4));
  if (row.Int(column + 5) != 0) evidence.set_file(rules::EvidenceName(row.Text(column + 6), row.Int(column + 5)));
  return evidence;
}

absl::StatusOr<v1::Report> ReadReport(ReadTransaction& tx, int64_t federation, int64_t task, int64_t cycle,
                                      ReportKind kind) {
  if (const auto noted = tx.facts().Noted<v1::Report>(KeyOf(federation, task, cycle, kind))) return *noted;
  v1::Report report;
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT payload FROM report WHERE federation = $1 AND task = $2 AND cycle = $3 AND kind = $4",
               {federation, task, cycle, KindName(kind)}));
  if (!rows.empty() && !report.ParseFromString(rows[0].Bytes(0))) {
    return absl::DataLossError("report: not the bytes of a report");
  }
  return report;
}

absl::Status WriteReport(WriteTransaction& tx, const EntryContext& entry, int64_t task, int64_t cycle, ReportKind kind,
                         const v1::ReportFacts& facts) {
  const int64_t federation = entry.federation;
  const std::string name = KindName(kind);
  v1::Report report = ReportFrom(entry, facts);
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO report (federation, task, cycle, kind, payload) VALUES ($1, $2, $3, $4, $5) "
                 "ON CONFLICT (federation, task, cycle, kind) DO UPDATE SET payload = excluded.payload",
                 {federation, task, cycle, name, Blob{report.SerializeAsString()}}));
  tx.facts().Note(KeyOf(federation, task, cycle, kind), std::move(report));
  RETURN_IF_ERROR(tx.Execute("DELETE FROM report_file WHERE federation = $1 AND task = $2 AND cycle = $3 AND kind = $4",
                             {federation, task, cycle, name}));
  for (const v1::ReportFacts::Proof& proof : facts.evidence()) {
    if (proof.evidence() == 0) continue;
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO report_file (federation, task, cycle, kind, evidence) VALUES ($1, $2, $3, $4, $5) "
                   "ON CONFLICT DO NOTHING",
                   {federation, task, cycle, name, proof.evidence()}));
  }
  return absl::OkStatus();
}

absl::Status CopyClaim(WriteTransaction& tx, int64_t federation, int64_t task, int64_t cycle) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO report (federation, task, cycle, kind, payload) SELECT federation, task, cycle + 1, kind, "
      "payload FROM report WHERE federation = $1 AND task = $2 AND cycle = $3 AND kind = 'claim'",
      {federation, task, cycle}));
  return tx.Execute(
      "INSERT INTO report_file (federation, task, cycle, kind, evidence) SELECT federation, task, cycle + 1, kind, "
      "evidence FROM report_file WHERE federation = $1 AND task = $2 AND cycle = $3 AND kind = 'claim'",
      {federation, task, cycle});
}

}  // namespace phancong::storage
