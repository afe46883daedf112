// What the assignee of a task does: acknowledges, reports, submits, takes a submission back.
#ifndef PHANCONG_SERVICES_GRASSROOTS_UNION_REPORT_TASK_H_
#define PHANCONG_SERVICES_GRASSROOTS_UNION_REPORT_TASK_H_

#include "absl/status/status.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "services/serving/command.h"

namespace phancong::grassroots_union {

// Bodies of commands; what each refuses stands in grassroots_union_service.proto.
[[nodiscard]] absl::Status AcknowledgeTask(serving::CommandContext& context, const v1::AcknowledgeTaskRequest& request,
                                           v1::AcknowledgeTaskResponse* response);
[[nodiscard]] absl::Status ReportProgress(serving::CommandContext& context, const v1::ReportProgressRequest& request,
                                          v1::ReportProgressResponse* response);
[[nodiscard]] absl::Status SubmitTask(serving::CommandContext& context, const v1::SubmitTaskRequest& request,
                                      v1::SubmitTaskResponse* response);
[[nodiscard]] absl::Status RecallTask(serving::CommandContext& context, const v1::RecallTaskRequest& request,
                                      v1::RecallTaskResponse* response);

}  // namespace phancong::grassroots_union

#endif  // PHANCONG_SERVICES_GRASSROOTS_UNION_REPORT_TASK_H_
