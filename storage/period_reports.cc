#include "storage/period_reports.h"

#include <string_view>
#include <utility>

#include "services/rules/propagate.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kPeriodReportsColumns =
    "SELECT report, round, document_number, document_day, document_issuer, title, remarks, as_of_day, figures, "
    "account, issued_at, revision FROM period_report ";

absl::StatusOr<PeriodReportRow> ReportFrom(ReadTransaction& tx, int64_t federation, const Row& row) {
  PeriodReportRow report{.report = row.Int(0),
                         .round = row.Int(1),
                         .document_number = row.Text(2),
                         .document_day = row.Int(3),
                         .document_issuer = row.Text(4),
                         .title = row.Text(5),
                         .remarks = row.Text(6),
                         .recipients = {},
                         .as_of_day = row.Int(7),
                         .figures = {},
                         .account = row.Int(9),
                         .issued_at = row.Int(10),
                         .revision = row.Int(11)};
  if (!report.figures.ParseFromString(row.Bytes(8))) return absl::DataLossError("a report's figures cannot be read");
  ASSIGN_OR_RETURN(const Rows recipients,
                   tx.Query("SELECT recipient FROM period_report_recipient WHERE federation = $1 AND report = $2 "
                            "ORDER BY ordinal",
                            {federation, report.report}));
  for (const Row& recipient : recipients) report.recipients.push_back(recipient.Text(0));
  return report;
}

}  // namespace

absl::StatusOr<int64_t> NextPeriodReport(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(report), 0) + 1 FROM period_report WHERE federation = $1", {federation});
}

absl::StatusOr<std::optional<PeriodReportRow>> FindPeriodReport(ReadTransaction& tx, int64_t federation,
                                                                int64_t report) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query(std::string(kPeriodReportsColumns) + "WHERE federation = $1 AND report = $2", {federation, report}));
  if (rows.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(PeriodReportRow found, ReportFrom(tx, federation, rows[0]));
  return found;
}

absl::StatusOr<bool> IsReportNumberTaken(ReadTransaction& tx, int64_t federation, const std::string& document_number) {
  ASSIGN_OR_RETURN(const int64_t taken,
                   QueryInt(tx, "SELECT COUNT(*) FROM period_report WHERE federation = $1 AND document_number = $2",
                            {federation, document_number}));
  return taken != 0;
}

absl::StatusOr<std::vector<PeriodReportRow>> ListPeriodReports(ReadTransaction& tx, int64_t federation, int64_t before,
                                                               int64_t limit) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kPeriodReportsColumns) + "WHERE federation = $1 AND ($2 = 0 OR report < $2) "
                                                                 "ORDER BY report DESC LIMIT $3",
                            {federation, before, limit}));
  std::vector<PeriodReportRow> reports;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(PeriodReportRow report, ReportFrom(tx, federation, row));
    reports.push_back(std::move(report));
  }
  return reports;
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ReportIssued& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO period_report (federation, report, round, document_number, document_day, document_issuer, title, "
      "remarks, as_of_day, figures, account, issued_at, revision) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      {entry.federation, event.report(), event.round_number(), event.document_number(), event.document_day(),
       event.document_issuer(), event.title(), entry.TextOf(event.remarks()), event.as_of_day(),
       Blob{event.figures().SerializeAsString()}, entry.account, entry.time_micros, entry.revision}));
  for (int i = 0; i < event.recipients_size(); ++i) {
    RETURN_IF_ERROR(tx.Execute(
        "INSERT INTO period_report_recipient (federation, report, ordinal, recipient) VALUES ($1, $2, $3, $4)",
        {entry.federation, event.report(), int64_t{i}, event.recipients(i)}));
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
