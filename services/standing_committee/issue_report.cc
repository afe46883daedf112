#include "services/standing_committee/issue_report.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/programme/read_reports.h"
#include "services/programme/rounds.h"
#include "services/progress/as_of.h"
#include "services/progress/period_figures.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "storage/period_reports.h"
#include "storage/rounds.h"

namespace phancong::standing_committee {
namespace {

constexpr int64_t kReportTitleLength = 500;
constexpr int kRecipients = 50;
constexpr int64_t kRecipientLength = 200;

// Each once, in the order given.
absl::Status TakeRecipients(const v1::IssueReportRequest& request, v1::ReportIssued& report) {
  if (request.recipients_size() > kRecipients) {
    return rules::RefuseField("recipients", fmt::format("nhiều nhất {} nơi nhận", kRecipients),
                              fmt::format("at most {} recipients", kRecipients));
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.recipients_size(); ++i) {
    ASSIGN_OR_RETURN(
        std::string recipient,
        serving::RequiredLineOf(request.recipients(i), fmt::format("recipients[{}]", i), kRecipientLength));
    if (seen.insert(recipient).second) report.add_recipients(std::move(recipient));
  }
  if (report.recipients().empty() && !request.validate_only()) {
    return rules::RefuseField("recipients", "phải ghi ít nhất một nơi nhận", "names at least one recipient");
  }
  return absl::OkStatus();
}

absl::Status TakeDocument(serving::CommandContext& context, const v1::IssueReportRequest& request,
                          v1::ReportIssued& report) {
  ASSIGN_OR_RETURN(const v1::DocumentReference document, tasks::ReceivedDocument(request.document(), "document"));
  const std::optional<rules::Day> day = rules::DayOf(document.date());
  if (!request.validate_only() && (document.number().empty() || !day)) {
    return rules::Refuse(v1::ERROR_REASON_DOCUMENT_MISSING);
  }
  if (!document.number().empty()) {
    ASSIGN_OR_RETURN(const bool taken,
                     storage::IsReportNumberTaken(context.tx(), context.federation(), document.number()));
    if (taken) return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"name", document.number()}});
  }
  report.set_document_number(document.number());
  report.set_document_day(day.value_or(0));
  report.set_document_issuer(document.issuer());
  return absl::OkStatus();
}

}  // namespace

absl::Status IssueReport(serving::CommandContext& context, const v1::IssueReportRequest& request,
                         v1::IssueReportResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const storage::RoundRow now,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
  if (now.state == v1::ROUND_STATE_DRAFT) RETURN_IF_ERROR(programme::RequireState(now, v1::ROUND_STATE_ISSUED));
  const rules::Day usual = std::min(context.today(), now.period.end);
  ASSIGN_OR_RETURN(const rules::Day day, rules::IsGiven(request.as_of_date())
                                             ? progress::DayShown(request.as_of_date(), context.today())
                                             : absl::StatusOr<rules::Day>(usual));
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> then,
                   storage::RoundAsKnown(context.tx(), context.federation(), now, day));
  if (!then || then->state == v1::ROUND_STATE_DRAFT) {
    return rules::RefuseField("as_of_date", fmt::format("khi đó đợt giao {} chưa giao", now.id),
                              fmt::format("the round {} was not issued then", now.id));
  }
  const storage::RoundRow& round = *then;
  v1::Event event;
  v1::ReportIssued& issued = *event.mutable_report_issued();
  issued.set_round_number(round.round);
  ASSIGN_OR_RETURN(*issued.mutable_title(), serving::RequiredLineOf(request.title(), "title", kReportTitleLength));
  RETURN_IF_ERROR(TakeRecipients(request, issued));
  RETURN_IF_ERROR(TakeDocument(context, request, issued));
  ASSIGN_OR_RETURN(const std::string remarks, tasks::FreeTextOf(request.remarks(), "remarks", tasks::kNarrativeLength));
  issued.set_as_of_day(day);
  ASSIGN_OR_RETURN(*issued.mutable_figures(),
                   progress::FiguresOfPeriod(context.tx(), context.federation(), round, day));
  ASSIGN_OR_RETURN(const int64_t number, storage::NextPeriodReport(context.tx(), context.federation()));
  issued.set_report(number);
  *issued.mutable_remarks() = context.Keep(remarks);
  if (request.validate_only()) {
    return programme::ShowPreview(context.tx(), context.actor(), round, issued, remarks, response->mutable_report());
  }
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const std::optional<storage::PeriodReportRow> row,
                   storage::FindPeriodReport(context.tx(), context.federation(), number));
  if (!row) return absl::InternalError("a report that was issued is not there");
  return programme::ShowReport(context.tx(), context.actor(), *row, programme::ReportView::kWhole,
                               response->mutable_report());
}

}  // namespace phancong::standing_committee
