// Programmes and rounds.
#include <vector>

#include "client/cli/assignments.h"
#include "client/cli/file_check.h"

namespace phancong::client {
namespace {

absl::Status PlayLoad(Turn& turn) {
  return PlayFile(turn,
                  {.field = "source",
                   .preview = {.rows = ".",
                               .columns = {{.heading = {"Chỉ tiêu", "Indicators"}, .field = "indicator_count"},
                                           {.heading = {"Kế hoạch", "Plans"}, .field = "plan_count"},
                                           {.heading = {"Nhiệm vụ, giải pháp", "Duties"}, .field = "duty_count"}}}});
}

absl::Status PlayLoadCalendar(Turn& turn) {
  return PlayFile(turn,
                  {.field = "source",
                   .preview = {.rows = ".",
                               .columns = {{.heading = {"Ngày nghỉ", "Days off"}, .field = "holiday_count"},
                                           {.heading = {"Ngày làm bù", "Swapped"}, .field = "working_day_count"},
                                           {.heading = {"Hạn sẽ khác nếu tính lại", "Terms that would end elsewhere"},
                                            .field = "affected_count"}}}});
}

Showing ProgrammeItems() {
  return {
      .rows = "programme.items",
      .columns = {{.heading = {"Mục", "Item"}, .field = "id", .keep = true},
                  {.field = "kind", .program_only = true},
                  {.heading = {"Nội dung", "Title"}, .field = "title"},
                  {.heading = {"Phạm vi", "Scope"}, .field = "scope"},
                  {.heading = {"Kỳ", "Period"}, .field = "periods"},
                  {.field = "measure", .program_only = true},
                  {.field = "source", .program_only = true},
                  {.field = "source_place", .program_only = true},
                  {.field = "field", .program_only = true},
                  {.field = "inferred", .program_only = true}},
      .done = {"Phiên bản {name}, theo quyết định {decision_number}", "Version {name}, by decision {decision_number}"}};
}

// A file that a decision puts in force.
std::vector<Argument> FileByDecision() {
  return {{.name = "file", .given = Given::kMust, .reading = Reading::kText},
          {.name = "--decision", .field = "decision_number", .help = {"Số quyết định.", "Number of the decision."}},
          {.name = "--dry-run",
           .help = {"Chỉ kiểm tra và xem trước.", "Check and preview only."},
           .reading = Reading::kSwitch}};
}

}  // namespace

Section ProgrammeVerbs() {
  Showing round = RoundItems("round.items");
  round.done = {"Đợt {round.name}: {round.state}, {round.task_count} nhiệm vụ, quyết định {round.decision_number}",
                "Round {round.name}: {round.state}, {round.task_count} tasks, decision {round.decision_number}"};
  return {
      .title = {"Chương trình và đợt giao", "Programme and rounds"},
      .verbs =
          {
              {.words = "programme load",
               .help = {"Nạp chương trình hành động, hoặc phiên bản mới của nó, từ tệp; xem trước rồi mới nạp.",
                        "Load a programme, or its next version, from its file; previewed first."},
               .example = "programme load deploy/programmes/bac-quang-2023-2028.textproto --decision 01/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.LoadProgramme",
               .arguments = FileByDecision(),
               .show = {.done = {"Đã nạp chương trình, phiên bản {programme}",
                                 "Loaded the programme, version {programme}"}},
               .play = PlayLoad},
              {.words = "programme show",
               .help = {"Các mục của chương trình; cả tệp với -o json.",
                        "The programme's items; all of it with -o json."},
               .example = "programme show",
               .method = "ProgrammeService.GetProgramme",
               .arguments = {{.name = "version", .field = "name", .reading = Reading::kProgramme}},
               .show = ProgrammeItems()},
              {.words = "calendar load",
               .help = {"Nạp lịch làm việc (ngày nghỉ, ngày làm bù) từ tệp; không tự đổi hạn nào.",
                        "Load the calendar of working days from its file; it moves no date."},
               .example = "calendar load deploy/programmes/calendar-vn.textproto --decision 02/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.LoadCalendar",
               .arguments = FileByDecision(),
               .show = {.done = {"Đã nạp lịch làm việc, phiên bản {calendar}",
                                 "Loaded the calendar, version {calendar}"}},
               .play = PlayLoadCalendar},
              {.words = "calendar show",
               .help = {"Các ngày nghỉ trong lịch làm việc; cả tệp với -o json.",
                        "The calendar's days off; all of it with -o json."},
               .example = "calendar show",
               .method = "ProgrammeService.GetCalendar",
               .arguments = {{.name = "version", .field = "name", .reading = Reading::kCalendar}},
               .show = {.rows = "calendar.holidays",
                        .columns = {{.heading = {"Từ ngày", "From"}, .field = "date", .keep = true},
                                    {.heading = {"Đến ngày", "To"}, .field = "to_date", .keep = true},
                                    {.heading = {"Ngày nghỉ", "Day off"}, .field = "title", .wrap = true}},
                        .done = {"Phiên bản {name}, theo quyết định {decision_number}",
                                 "Version {name}, by decision {decision_number}"}}},
              {.words = "guidance record",
               .help = {"Ghi nhận hướng dẫn của cấp trên mà một kế hoạch đang chờ.",
                        "Record the superior's guidance for which a plan waits."},
               .example = "guidance record P4 --document \"45/HD-LĐLĐ:10/03/2025:LĐLĐ tỉnh\"",
               .method = "StandingCommitteeService.RecordGuidance",
               .arguments = {{.name = "item", .field = "item", .given = Given::kMust},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Văn bản hướng dẫn.", "The document."},
                              .given = Given::kMust}},
               .show = {.done = {"Mục {guidance.item} có hướng dẫn {guidance.document}, giao được từ nay",
                                 "Item {guidance.item} has its guidance, {guidance.document}; it can be issued now"}}},
              {.words = "guidance list",
               .help = {"Các kế hoạch chờ hướng dẫn, đã có hướng dẫn nào.",
                        "Plans that wait for guidance, and what has come."},
               .example = "guidance list",
               .method = "ProgrammeService.ListGuidance",
               .show = {.rows = "guidance",
                        .columns = {{.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                                    {.heading = {"Kế hoạch", "Plan"}, .field = "title"},
                                    {.heading = {"Hướng dẫn", "Guidance"}, .field = "document"},
                                    {.field = "record_time", .program_only = true},
                                    {.field = "account", .program_only = true}},
                        .nothing = {"Không có kế hoạch nào phải chờ hướng dẫn.", "No plan waits for guidance."}}},
              {.words = "round show",
               .help = {"Một đợt giao và các mục của nó.", "A round and its items."},
               .example = "round show 2025",
               .method = "ProgrammeService.GetRound",
               .arguments = {{.name = "round", .field = "name", .reading = Reading::kRound}},
               .show = round,
               .play = PlayRound},
              {.words = "round list",
               .help = {"Các đợt giao, mới trước.", "All rounds, newest first."},
               .example = "round list",
               .method = "ProgrammeService.ListRounds",
               .show = {.rows = "rounds",
                        .columns = {{.heading = {"Đợt", "Round"}, .field = "name", .keep = true},
                                    {.heading = {"Trạng thái", "State"}, .field = "state"},
                                    {.heading = {"Từ ngày", "From"}, .field = "period_begin", .keep = true},
                                    {.heading = {"Đến ngày", "To"}, .field = "period_end", .keep = true},
                                    {.heading = {"Nhiệm vụ", "Tasks"}, .field = "task_count", .right = true},
                                    {.heading = {"Quyết định", "Decision"}, .field = "decision_number"},
                                    {.field = "etag", .program_only = true}},
                        .nothing = {"Chưa có đợt giao nào.", "There are no rounds."}}},
          },
  };
}

}  // namespace phancong::client
