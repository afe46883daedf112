#include "storage/evidence.h"

#include "services/rules/propagate.h"
#include "storage/choices.h"
#include "storage/tasks.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kEvidenceColumns =
    "SELECT evidence, union_number, sha256, size, media_type, file_name, kind, document_number, document_day, "
    "document_issuer, account, uploaded_at, erased_by_decision FROM evidence_file ";

EvidenceRow EvidenceRowFrom(const Row& row) {
  return {.evidence = row.Int(0),
          .union_number = row.Int(1),
          .sha256 = row.Bytes(2),
          .size = row.Int(3),
          .media_type = row.Text(4),
          .file_name = row.Text(5),
          .kind = row.Text(6),
          .document_number = row.Text(7),
          .document_day = row.Int(8),
          .document_issuer = row.Text(9),
          .account = row.Int(10),
          .uploaded_at = row.Int(11),
          .erased_by_decision = row.Text(12)};
}

}  // namespace

absl::StatusOr<std::optional<EvidenceRow>> FindEvidence(ReadTransaction& tx, int64_t federation, int64_t evidence) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kEvidenceColumns) + "WHERE federation = $1 AND evidence = $2",
                                             {federation, evidence}));
  if (rows.empty()) return std::nullopt;
  return EvidenceRowFrom(rows[0]);
}

absl::StatusOr<int64_t> NextEvidence(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT COALESCE(MAX(evidence), 0) + 1 FROM evidence_file WHERE federation = $1", {federation}));
  return rows[0].Int(0);
}

absl::StatusOr<std::vector<EvidenceRow>> ListEvidence(ReadTransaction& tx, int64_t federation,
                                                      const std::optional<std::vector<int64_t>>& units, int64_t before,
                                                      int64_t limit) {
  Choices where("WHERE federation = $1 ", {federation});
  // Those of a few units are looked up, and must not be sought along all that there are to be in order.
  const std::string number = units ? "evidence + 0 " : "evidence ";
  if (units) where.OneOf("union_number", *units);
  if (before != 0) where.Add("AND " + number + "< ", before);
  where.Add("ORDER BY " + number + "DESC LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kEvidenceColumns) + where.sql(), where.values()));
  std::vector<EvidenceRow> files;
  for (const Row& row : rows) files.push_back(EvidenceRowFrom(row));
  return files;
}

absl::StatusOr<int64_t> CountReferences(ReadTransaction& tx, int64_t federation, int64_t evidence) {
  // A report once, however often it names the file.
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT (SELECT COUNT(*) FROM (SELECT DISTINCT task, cycle, kind FROM report_file "
               "WHERE federation = $1 AND evidence = $2) AS reports) + (SELECT COUNT(*) FROM (SELECT DISTINCT "
               "inspection, finding FROM remedy_evidence WHERE federation = $1 AND evidence = $2) AS remedies)",
               {federation, evidence}));
  return rows[0].Int(0);
}

absl::StatusOr<bool> IsContentNamed(ReadTransaction& tx, const std::string& sha256) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT 1 FROM evidence_file WHERE sha256 = $1 AND erased_by_decision = '' LIMIT 1", {Blob{sha256}}));
  return !rows.empty();
}

absl::StatusOr<std::vector<NamedContent>> AllNamedContents(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT f.id, e.evidence, e.sha256, e.size FROM evidence_file e "
                            "JOIN federation f ON f.federation = e.federation WHERE e.erased_by_decision = '' "
                            "ORDER BY e.sha256, e.federation, e.evidence",
                            {}));
  std::vector<NamedContent> contents;
  for (const Row& row : rows) {
    if (!contents.empty() && contents.back().sha256 == row.Bytes(2) && contents.back().size == row.Int(3)) continue;
    contents.push_back({.federation = row.Text(0), .evidence = row.Int(1), .sha256 = row.Bytes(2), .size = row.Int(3)});
  }
  return contents;
}

absl::StatusOr<std::vector<WaiverRow>> WaiversOf(ReadTransaction& tx, int64_t federation, int64_t task, int64_t cycle) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT kind, account, decided_for FROM evidence_waiver WHERE federation = $1 AND "
                            "task = $2 AND cycle = $3 ORDER BY kind",
                            {federation, task, cycle}));
  std::vector<WaiverRow> waivers;
  for (const Row& row : rows) {
    waivers.push_back({.kind = row.Text(0), .decided_by = row.Int(1), .decided_for = row.Int(2)});
  }
  return waivers;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceUploaded& event) {
  return tx.Execute(
      "INSERT INTO evidence_file (federation, evidence, union_number, sha256, size, media_type, file_name, kind, "
      "document_number, document_day, document_issuer, account, uploaded_at, erased_by_decision, erased_reason) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '')",
      {entry.federation, event.evidence(), event.union_number(), Blob{event.sha256()}, event.size(), event.media_type(),
       entry.TextOf(event.file_name()), event.kind(), event.document_number(), event.document_day(),
       event.document_issuer(), entry.account, entry.time_micros});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceErased& event) {
  return tx.Execute(
      "UPDATE evidence_file SET erased_by_decision = $3, erased_reason = $4 WHERE federation = $1 AND evidence = $2",
      {entry.federation, event.evidence(), event.decision_number(), entry.TextOf(event.reason())});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceWaived& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO evidence_waiver (federation, task, cycle, kind, account, decided_for, reason) VALUES ($1, $2, $3, "
      "$4, $5, $6, $7)",
      {entry.federation, event.task(), event.cycle(), event.kind(), entry.account, entry.on_behalf_of,
       entry.TextOf(event.reason())}));
  return ChangeTask(tx, entry, event.task(), [](TaskRow&) { return absl::OkStatus(); });
}

}  // namespace phancong::storage
