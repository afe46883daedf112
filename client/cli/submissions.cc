// What an assignee does: acknowledge, report, submit; and remedy what an inspection found.
#include "client/cli/csv_report.h"
#include "client/cli/verb.h"

namespace phancong::client {

Section ReportVerbs() {
  const Argument task{.name = "task", .field = "name", .given = Given::kMust, .reading = Reading::kTask};
  return {
      .title = {"Công đoàn cơ sở: tiếp nhận, báo cáo, nộp", "Grassroots union: acknowledge, report, submit"},
      .verbs =
          {
              {.words = "acknowledge",
               .help = {"Tiếp nhận nhiệm vụ được giao.", "Say that a task has been seen."},
               .example = "acknowledge 1.3.thpt-viet-vinh",
               .method = "GrassrootsUnionService.AcknowledgeTask",
               .arguments = {task},
               .show = {.done = {"Đã tiếp nhận {task.name}, hạn {task.due_date}",
                                 "Acknowledged {task.name}, due {task.due_date}"}}},
              {.words = "report",
               .help = {"Ghi số liệu và việc đã làm, chưa nộp; ghi lại được nhiều lần.",
                        "Record figures and what was done without submitting; may be repeated."},
               .example = "report 2.1.thpt-viet-vinh --figure informed=95/100 --narrative \"Đã phổ biến 4 buổi\"",
               .method = "GrassrootsUnionService.ReportProgress",
               .arguments = {task},
               .report = "report",
               .show = {.done = {"Đã ghi báo cáo {task.name} (chưa nộp)", "Recorded {task.name} (not submitted)"}}},
              {.words = "report file",
               .help =
                   {"Ghi số liệu của nhiều nhiệm vụ từ tệp CSV với các cột task, figure, numerator, denominator, "
                    "not_applicable_reason, narrative, evidence, document.",
                    "Record figures of many tasks from a CSV with the columns task, figure, numerator, denominator, "
                    "not_applicable_reason, narrative, evidence, document."},
               .example = "report file bao-cao.csv --dry-run",
               .arguments = {{.name = "file", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--dry-run",
                              .help = {"Chỉ đọc và đối chiếu, không ghi gì.", "Read and compare, record nothing."},
                              .reading = Reading::kSwitch},
                             {.name = "--submit",
                              .help = {"Nộp luôn từng báo cáo.", "Submit each report at once."},
                              .reading = Reading::kSwitch}},
               .play = PlayReportFile},
              {.words = "submit",
               .help = {"Nộp báo cáo hoàn thành; không kèm số liệu thì nộp bản đã ghi.",
                        "Submit the report as complete; without figures, what was recorded last."},
               .example = "submit 1.3.thpt-viet-vinh --figure held=1 --evidence minutes:12/BB-CĐ:2025-01-20",
               .method = "GrassrootsUnionService.SubmitTask",
               .arguments = {task},
               .report = "report",
               .show = {.done = {"Đã nộp {task.name}", "Submitted {task.name}"}}},
              {.words = "recall",
               .help = {"Rút lại báo cáo đã nộp khi chưa ai duyệt.",
                        "Take a submission back before anybody reviews it."},
               .example = "recall 1.3.thpt-viet-vinh",
               .method = "GrassrootsUnionService.RecallTask",
               .arguments = {task},
               .show = {.done = {"Đã rút lại {task.name}, hạn {task.due_date}",
                                 "Recalled {task.name}, due {task.due_date}"}}},
              {.words = "finding explain",
               .help = {"Giải trình một phát hiện trước khi kết luận.", "Explain a finding before the conclusion."},
               .example = "finding explain 2025-03/1 --text \"Biên bản đã gửi kèm báo cáo quý II\"",
               .method = "GrassrootsUnionService.ExplainFinding",
               .arguments = {{.name = "finding", .field = "name", .given = Given::kMust, .reading = Reading::kFinding},
                             {.name = "--text",
                              .field = "explanation",
                              .help = {"Giải trình.", "The explanation."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã giải trình phát hiện {finding.name}", "Explained finding {finding.name}"}}},
              {.words = "remedy submit",
               .help = {"Báo đã khắc phục một phát hiện.", "Report that a finding has been remedied."},
               .example = "remedy submit 2025-03/1 --text \"Đã tổ chức lại hội nghị\"",
               .method = "GrassrootsUnionService.SubmitRemedy",
               .arguments = {{.name = "finding", .field = "name", .given = Given::kMust, .reading = Reading::kFinding},
                             {.name = "--text",
                              .field = "text",
                              .help = {"Đã làm gì.", "What was done."},
                              .given = Given::kMust},
                             {.name = "--evidence",
                              .field = "evidence",
                              .help = {"Minh chứng LOẠI:SỐ:NGÀY.", "Evidence KIND:NUMBER:DATE."}}},
               .show = {.done = {"Đã báo khắc phục {finding.name}", "Submitted the remedy of {finding.name}"}}},
          },
  };
}

}  // namespace phancong::client
