// What the Standing Committee does with what comes in.
#include "client/cli/verb.h"

namespace phancong::client {

Section ReviewVerbs() {
  const Argument task{.name = "task", .field = "name", .given = Given::kMust, .reading = Reading::kTask};
  return {
      .title = {"Ban Thường vụ: duyệt", "Standing Committee: review"},
      .verbs =
          {
              {.words = "take-review",
               .help = {"Nhận duyệt một báo cáo đã nộp.", "Take the review of a submitted report."},
               .example = "take-review 1.3.thpt-viet-vinh",
               .method = "StandingCommitteeService.TakeReview",
               .arguments = {task,
                             {.name = "--reviewer",
                              .field = "reviewer",
                              .help = {"Giao cho ủy viên khác (chỉ Chủ tịch).", "Name another member (chair only)."},
                              .reading = Reading::kAccount}},
               .show = {.done = {"{task.reviewer} nhận duyệt {task.name}", "{task.reviewer} reviews {task.name}"}}},
              {.words = "release-review",
               .help = {"Thôi duyệt, trả về hàng chờ.", "Give a review back."},
               .example = "release-review 1.3.thpt-viet-vinh",
               .method = "StandingCommitteeService.ReleaseReview",
               .arguments = {task},
               .show = {.done = {"{task.name} lại chờ duyệt", "{task.name} waits for review again"}}},
              {.words = "accept",
               .help = {"Duyệt báo cáo; ghi số liệu chỉ khi duyệt khác với báo cáo, kèm lý do.",
                        "Accept a report; give figures only where they differ from the claim, with a reason."},
               .example = "accept 1.3.thpt-viet-vinh",
               .method = "StandingCommitteeService.AcceptTask",
               .arguments = {task,
                             {.name = "--reason",
                              .field = "reason",
                              .help = {"Vì sao duyệt khác báo cáo; với nhiệm vụ, giải pháp: lời đánh giá.",
                                       "Why it differs from the claim; for a duty: the judgement."}}},
               .report = "result",
               .show = {.done = {"Đã duyệt {task.name} ({task.timing})", "Accepted {task.name} ({task.timing})"}}},
              {.words = "return",
               .help = {"Trả lại báo cáo để làm lại.", "Send a report back."},
               .example = "return 1.3.thpt-viet-vinh --reason \"Thiếu biên bản\" --due 15/03/2025",
               .method = "StandingCommitteeService.ReturnTask",
               .arguments =
                   {task,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust},
                    {.name = "--due",
                     .field = "rework_due_date",
                     .help = {"Hạn làm lại.", "Due date of the rework."},
                     .given = Given::kMust}},
               .show = {.done = {"Đã trả lại {task.name}, hạn làm lại {task.due_date}",
                                 "Returned {task.name}, due again {task.due_date}"}}},
              {.words = "withdraw",
               .help = {"Thu hồi một nhiệm vụ: không tính vào mẫu số nữa, không bị xóa.",
                        "Withdraw a task: it leaves the denominators and is never deleted."},
               .example = "withdraw 1.3.thpt-viet-vinh --reason \"Đơn vị giải thể\" --decision 21/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.WithdrawTask",
               .arguments =
                   {task,
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."},
                     .given = Given::kMust}},
               .show = {.done = {"Đã thu hồi {task.name}", "Withdrew {task.name}"}}},
              {.words = "record-paper",
               .help = {"Nhập báo cáo giấy của đơn vị và nộp thay; người khác duyệt.",
                        "Enter a report that came on paper, and submit it; another member reviews it."},
               .example = "record-paper 1.3.thpt-viet-vinh --received 10/03/2025 --figure held=1 "
                          "--evidence scan:12/BC-CĐ:2025-03-08",
               .method = "StandingCommitteeService.RecordPaperReport",
               .arguments = {task,
                             {.name = "--received",
                              .field = "received_date",
                              .help = {"Ngày nhận được.", "The day it was received."},
                              .given = Given::kMust}},
               .report = "report",
               .show = {.done = {"Đã nhập báo cáo giấy {task.name}", "Recorded the paper report of {task.name}"}}},
          },
  };
}

}  // namespace phancong::client
