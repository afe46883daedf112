#include "services/grassroots_union/report_task.h"

#include "phancong/v1/event.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/tasks/report.h"
#include "services/tasks/task_file.h"

namespace phancong::grassroots_union {

absl::Status AcknowledgeTask(serving::CommandContext& context, const v1::AcknowledgeTaskRequest& request,
                             v1::AcknowledgeTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kAcknowledge, file, context.actor(), {}));
  v1::Event event;
  event.mutable_task_acknowledged()->set_task(file.row.task);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status ReportProgress(serving::CommandContext& context, const v1::ReportProgressRequest& request,
                            v1::ReportProgressResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  const absl::StatusOr<v1::Report> report = tasks::ReceivedReport(context, file, request.report(), "report");
  const absl::StatusOr<rules::Day> as_of = tasks::AsOfDay(context, file, request.as_of_date());
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kReportProgress, file, context.actor(),
                               {.fit = report.ok() ? as_of.status() : report.status()}));
  v1::Event event;
  event.mutable_progress_reported()->set_task(file.row.task);
  *event.mutable_progress_reported()->mutable_report() = tasks::Keep(context, *report);
  event.mutable_progress_reported()->set_as_of_day(*as_of);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status SubmitTask(serving::CommandContext& context, const v1::SubmitTaskRequest& request,
                        v1::SubmitTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  const absl::StatusOr<v1::Report> report = request.has_report()
                                                ? tasks::ReceivedReport(context, file, request.report(), "report")
                                                : tasks::ClaimToSubmit(context, file);
  const absl::StatusOr<rules::Day> as_of = tasks::AsOfDay(context, file, request.as_of_date());
  absl::Status fit = report.ok()
                         ? rules::CheckComplete(*file.item, *file.programme, *report, file.WaivedFor(context.actor()))
                         : report.status();
  if (fit.ok()) fit = as_of.status();
  RETURN_IF_ERROR(files.Decide(tasks::SubmitCommandOf(file), file, context.actor(), {.fit = fit}));
  v1::Event event;
  event.mutable_task_submitted()->set_task(file.row.task);
  *event.mutable_task_submitted()->mutable_report() = tasks::Keep(context, *report);
  event.mutable_task_submitted()->set_as_of_day(*as_of);
  event.mutable_task_submitted()->set_claim_meets(tasks::ClaimMeets(file, *report));
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status RecallTask(serving::CommandContext& context, const v1::RecallTaskRequest& request,
                        v1::RecallTaskResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  RETURN_IF_ERROR(files.Decide(rules::TaskCommand::kRecall, file, context.actor(), {}));
  v1::Event event;
  event.mutable_task_recalled()->set_task(file.row.task);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

}  // namespace phancong::grassroots_union
