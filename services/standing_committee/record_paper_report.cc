#include "services/standing_committee/record_paper_report.h"

#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/sealing.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/report.h"
#include "services/tasks/task_file.h"
#include "storage/sealing.h"

namespace phancong::standing_committee {
namespace {

absl::Status CheckReceived(rules::Day received, const tasks::TaskFile& file, rules::Day today) {
  if (received > today) {
    return rules::RefuseField("received_date", "chưa đến ngày này", "is not yet come");
  }
  if (received < file.round.decision_day) {
    return rules::RefuseField("received_date", "trước ngày giao nhiệm vụ", "is before the round was issued");
  }
  return absl::OkStatus();
}

// The figures are of the day on which it came; of today where that day is sealed since, or before the term. 0 where the
// item is not one of the term.
absl::StatusOr<rules::Day> AsOfDay(serving::CommandContext& context, const tasks::TaskFile& file, rules::Day received) {
  if (!rules::IsOfTerm(*file.item)) return 0;
  ASSIGN_OR_RETURN(const std::vector<rules::Period> sealed, storage::SealedPeriods(context.tx(), context.federation()));
  const bool open =
      rules::CheckAsOf(received, file.round.period, storage::IsSealed(sealed, received), context.today()).ok();
  return open ? received : context.today();
}

// Complete as any other, and with its signed scan.
absl::Status CheckFit(const tasks::TaskFile& file, const v1::Report& report, const serving::Actor& actor) {
  RETURN_IF_ERROR(rules::CheckComplete(*file.item, *file.programme, report, file.WaivedFor(actor)));
  if (!report.evidence().empty()) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_EVIDENCE_MISSING, {{"kinds.vi", "bản chụp báo cáo giấy có chữ ký"},
                                                           {"kinds.en", "the scan of the signed report"}});
}

}  // namespace

absl::Status RecordPaperReport(serving::CommandContext& context, const v1::RecordPaperReportRequest& request,
                               v1::RecordPaperReportResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const rules::Day received,
                   serving::DayOr(request.received_date(), context.today(), "received_date"));
  RETURN_IF_ERROR(CheckReceived(received, file, context.today()));
  const absl::StatusOr<v1::Report> report = tasks::ReceivedReport(context, file, request.report(), "report");
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kSubmitOnPaper, file, context.actor(),
                               {.fit = report.ok() ? CheckFit(file, *report, context.actor()) : report.status()}));
  ASSIGN_OR_RETURN(const rules::Day as_of, AsOfDay(context, file, received));
  v1::Event event;
  v1::TaskSubmitted& submitted = *event.mutable_task_submitted();
  submitted.set_task(file.row.task);
  *submitted.mutable_report() = tasks::Keep(context, *report);
  submitted.set_on_paper(true);
  submitted.set_received_day(received);
  submitted.set_as_of_day(as_of);
  submitted.set_claim_meets(tasks::ClaimMeets(file, *report));
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

}  // namespace phancong::standing_committee
