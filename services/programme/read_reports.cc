#include "services/programme/read_reports.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"
#include "storage/accounts.h"
#include "storage/federations.h"

namespace phancong::programme {
namespace {

// What a report shows whether it is issued or not.
absl::Status ShowContents(storage::ReadTransaction& tx, const serving::Actor& actor, const std::string& round,
                          const storage::PeriodReportRow& row, v1::PeriodReport* shown) {
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(tx, actor.federation));
  shown->set_federation_title(federation.title_vi);
  v1::DocumentReference& document = *shown->mutable_document();
  document.set_number(row.document_number);
  *document.mutable_date() = rules::OptionalDateOf(row.document_day);
  document.set_issuer(row.document_issuer);
  shown->set_title(row.title);
  shown->mutable_recipients()->Add(row.recipients.begin(), row.recipients.end());
  shown->set_remarks(row.remarks);
  shown->set_round(round);
  *shown->mutable_as_of_date() = rules::DateOf(row.as_of_day);
  return absl::OkStatus();
}

}  // namespace

absl::Status ShowReport(storage::ReadTransaction& tx, const serving::Actor& actor, const storage::PeriodReportRow& row,
                        ReportView view, v1::PeriodReport* shown) {
  ASSIGN_OR_RETURN(const storage::RoundRow round, storage::GetRound(tx, actor.federation, row.round));
  RETURN_IF_ERROR(ShowContents(tx, actor, round.id, row, shown));
  shown->set_name(rules::ReportName(actor.federation_id, row.report));
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, actor.federation, row.account));
  shown->set_issued_by(rules::AccountName(actor.federation_id, account.id));
  *shown->mutable_issue_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.issued_at);
  shown->set_revision(row.revision);
  if (view == ReportView::kWhole) *shown->mutable_figures() = row.figures;
  return absl::OkStatus();
}

absl::Status ShowPreview(storage::ReadTransaction& tx, const serving::Actor& actor, const storage::RoundRow& round,
                         const v1::ReportIssued& report, const std::string& remarks, v1::PeriodReport* shown) {
  storage::PeriodReportRow row;
  row.document_number = report.document_number();
  row.document_day = report.document_day();
  row.document_issuer = report.document_issuer();
  row.title = report.title();
  row.recipients.assign(report.recipients().begin(), report.recipients().end());
  row.remarks = remarks;
  row.as_of_day = report.as_of_day();
  RETURN_IF_ERROR(ShowContents(tx, actor, round.id, row, shown));
  *shown->mutable_figures() = report.figures();
  return absl::OkStatus();
}

absl::Status GetReport(serving::ReadContext& context, const v1::GetReportRequest& request,
                       v1::GetReportResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kReport));
  ASSIGN_OR_RETURN(const std::optional<storage::PeriodReportRow> row,
                   storage::FindPeriodReport(context.tx(), context.federation(), name.number));
  if (!row) return rules::RefuseNotFound(request.name());
  return ShowReport(context.tx(), context.actor(), *row, ReportView::kWhole, response->mutable_report());
}

absl::Status ListReports(serving::ReadContext& context, const v1::ListReportsRequest& request,
                         v1::ListReportsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  const int64_t before = page.after ? page.after->numbers[0] : 0;
  ASSIGN_OR_RETURN(const std::vector<storage::PeriodReportRow> rows,
                   storage::ListPeriodReports(context.tx(), context.federation(), before, page.size + 1));
  return serving::FillPage(
      request, page, rows, response, response->mutable_reports(),
      [](const storage::PeriodReportRow& row) { return serving::PageKey{.numbers = {row.report}}; },
      [&](const storage::PeriodReportRow& row, v1::PeriodReport* report) {
        return ShowReport(context.tx(), context.actor(), row, ReportView::kWithoutFigures, report);
      });
}

}  // namespace phancong::programme
