#include "storage/reports.h"

#include <string>

#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::storage {
namespace {

std::string KindName(ReportKind kind) { return kind == ReportKind::kClaim ? "claim" : "result"; }

void SetDocument(v1::DocumentReference& document, const Row& row, size_t column) {
  document.set_number(row.Text(column));
  if (row.Int(column + 1) != 0) *document.mutable_date() = rules::DateOf(row.Int(column + 1));
  document.set_issuer(row.Text(column + 2));
}

}  // namespace

v1::Evidence EvidenceFrom(const Row& row, size_t column) {
  v1::Evidence evidence;
  evidence.set_kind(row.Text(column));
  if (!row.Text(column + 1).empty()) SetDocument(*evidence.mutable_document(), row, column + 1);
  evidence.set_note(row.Text(column + 4));
  if (row.Int(column + 5) != 0) evidence.set_file(rules::EvidenceName(row.Text(column + 6), row.Int(column + 5)));
  return evidence;
}

absl::StatusOr<std::vector<v1::FigureValue>> ReadFigures(ReadTransaction& tx, int64_t federation, int64_t task,
                                                         int64_t cycle, ReportKind kind) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT figure, numerator, denominator, not_applicable_reason FROM report_figure WHERE "
                            "federation = $1 AND task = $2 AND cycle = $3 AND kind = $4 ORDER BY ordinal",
                            {federation, task, cycle, KindName(kind)}));
  std::vector<v1::FigureValue> figures;
  for (const Row& row : rows) {
    v1::FigureValue& value = figures.emplace_back();
    value.set_figure(row.Text(0));
    if (!row.IsNull(1)) value.set_numerator(row.Int(1));
    if (!row.IsNull(2)) value.set_denominator(row.Int(2));
    value.set_not_applicable_reason(row.Text(3));
  }
  return figures;
}

absl::StatusOr<v1::Report> ReadReport(ReadTransaction& tx, int64_t federation, int64_t task, int64_t cycle,
                                      ReportKind kind) {
  const Values key = {federation, task, cycle, KindName(kind)};
  v1::Report report;
  ASSIGN_OR_RETURN(const Rows heads,
                   tx.Query("SELECT narrative, document_number, document_day, document_issuer FROM report WHERE "
                            "federation = $1 AND task = $2 AND cycle = $3 AND kind = $4",
                            key));
  if (heads.empty()) return report;
  report.set_narrative(heads[0].Text(0));
  if (!heads[0].Text(1).empty()) SetDocument(*report.mutable_document(), heads[0], 1);

  ASSIGN_OR_RETURN(const std::vector<v1::FigureValue> figures, ReadFigures(tx, federation, task, cycle, kind));
  report.mutable_figures()->Add(figures.begin(), figures.end());

  ASSIGN_OR_RETURN(const Rows evidence,
                   tx.Query("SELECT e.evidence_kind, e.document_number, e.document_day, e.document_issuer, e.note, "
                            "e.evidence, f.id FROM report_evidence e JOIN federation f ON f.federation = e.federation "
                            "WHERE e.federation = $1 AND e.task = $2 AND e.cycle = $3 AND e.kind = $4 "
                            "ORDER BY e.ordinal",
                            key));
  for (const Row& row : evidence) *report.add_evidence() = EvidenceFrom(row, 0);
  return report;
}

absl::Status WriteReport(WriteTransaction& tx, const EntryContext& entry, int64_t task, int64_t cycle, ReportKind kind,
                         const v1::ReportFacts& facts) {
  const int64_t federation = entry.federation;
  const std::string name = KindName(kind);
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO report (federation, task, cycle, kind, narrative, document_number, document_day, document_issuer) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (federation, task, cycle, kind) DO UPDATE SET "
      "narrative = excluded.narrative, document_number = excluded.document_number, "
      "document_day = excluded.document_day, document_issuer = excluded.document_issuer",
      {federation, task, cycle, name, entry.TextOf(facts.narrative()), facts.document_number(), facts.document_day(),
       facts.document_issuer()}));
  RETURN_IF_ERROR(
      tx.Execute("DELETE FROM report_figure WHERE federation = $1 AND task = $2 AND cycle = $3 AND kind = $4",
                 {federation, task, cycle, name}));
  RETURN_IF_ERROR(
      tx.Execute("DELETE FROM report_evidence WHERE federation = $1 AND task = $2 AND cycle = $3 AND kind = $4",
                 {federation, task, cycle, name}));
  int64_t ordinal = 0;
  for (const v1::ReportFacts::Value& value : facts.values()) {
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO report_figure (federation, task, cycle, kind, ordinal, figure, numerator, denominator, "
                   "not_applicable_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   {federation, task, cycle, name, ordinal++, value.figure(),
                    value.has_numerator() ? Value(value.numerator()) : Value(Null{}),
                    value.has_denominator() ? Value(value.denominator()) : Value(Null{}),
                    entry.TextOf(value.not_applicable_reason())}));
  }
  ordinal = 0;
  for (const v1::ReportFacts::Proof& proof : facts.evidence()) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO report_evidence (federation, task, cycle, kind, ordinal, evidence_kind, document_number, "
        "document_day, document_issuer, note, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {federation, task, cycle, name, ordinal++, proof.kind(), proof.document_number(), proof.document_day(),
         proof.document_issuer(), entry.TextOf(proof.note()), proof.evidence()}));
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
