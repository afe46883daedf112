// Reports that go up, and the federations below.
#include <string>
#include <vector>

#include "client/cli/figures.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/period_report.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

Showing CoverageShowing(std::string_view rows) {
  return {.rows = rows,
          .columns = {{.heading = {"Nhóm", "Stratum"}, .field = "title"},
                      {.heading = {"Đơn vị", "Units"}, .field = "population", .right = true},
                      {.heading = {"Phải kiểm tra", "Quota"}, .field = "quota", .right = true},
                      {.heading = {"Đã kiểm tra", "Inspected"}, .field = "inspected", .right = true},
                      {.heading = {"Còn thiếu", "Missing"}, .field = "missing", .right = true}}};
}

Showing RatingShowing(std::string_view rows) {
  return {.rows = rows,
          .columns = {{.heading = {"Xếp loại", "Rating"}, .field = "title"},
                      {.heading = {"Số đơn vị", "Unions"}, .field = "unions", .right = true}}};
}

// As a letter reads: who, which number, to whom, then the figures, one table after the other.
absl::Status PlayReport(Turn& turn, const google::protobuf::Message& answer, const v1::PeriodReport& report) {
  if (turn.manner.output != "table") return turn.Show(answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const Language language = turn.manner.language;
  turn.Line(SafeText(report.federation_title()));
  const std::string document = CellOf(report, "document", style).text;
  if (!document.empty()) turn.Line(Say(language, {"Số: {}", "No. {}"}, document));
  turn.Line("");
  turn.Line(SafeText(report.title()));
  turn.Line(Say(language, {"Đợt giao {}, số liệu đến hết ngày {}", "Round {}, figures at the end of {}"},
                report.round(), FormatDate(report.as_of_date(), language)));
  const auto part = [&](const Phrase& heading, const Showing& show) -> absl::Status {
    turn.Line("");
    turn.Line(heading.In(language));
    return turn.Show(answer, show);
  };
  RETURN_IF_ERROR(part({"1. Chỉ tiêu", "1. Indicators"}, IndicatorShowing("report.figures.indicators.figures")));
  turn.Line("");
  turn.Line(Phrase{"2. Thời hạn", "2. Deadlines"}.In(language));
  DrawTimeliness(turn, report.figures().timeliness(), style);
  if (!report.figures().coverage().empty()) {
    RETURN_IF_ERROR(part({"3. Kiểm tra", "3. Inspections"}, CoverageShowing("report.figures.coverage")));
  }
  if (!report.figures().ratings().empty()) {
    RETURN_IF_ERROR(
        part({"4. Xếp loại công đoàn cơ sở", "4. Ratings of unions"}, RatingShowing("report.figures.ratings")));
  }
  if (!report.remarks().empty()) {
    turn.Line("");
    turn.Line(SafeText(report.remarks()));
  }
  turn.Line("");
  if (!report.recipients().empty()) turn.Line(Phrase{"Nơi nhận:", "Recipients:"}.In(language));
  for (const std::string& recipient : report.recipients()) turn.Line(Concat("- ", SafeText(recipient), ";"));
  if (report.has_issue_time()) {
    turn.Line(Say(language, {"{}, {} ký, sổ ghi số {}.", "{}, issued by {}, entry {}."},
                  CellOf(report, "issue_time", style).text, CellOf(report, "issued_by", style).text,
                  FormatNumber(report.revision(), language)));
  }
  return absl::OkStatus();
}

absl::Status PlayIssue(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  const auto& issued = static_cast<const v1::IssueReportResponse&>(*answer);
  RETURN_IF_ERROR(PlayReport(turn, *answer, issued.report()));
  if (issued.report().name().empty()) {
    turn.Line(
        Phrase{"Đây là bản xem trước; chưa gửi.", "This is a preview; nothing was issued."}.In(turn.manner.language));
  }
  return absl::OkStatus();
}

absl::Status PlayShow(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  return PlayReport(turn, *answer, static_cast<const v1::GetReportResponse&>(*answer).report());
}

Cell FederationCell(const Row& row, const Style&) {
  return {FederationId(static_cast<const v1::SubordinateTotals&>(*row.message).federation())};
}

// A superior's view: which federations, of which moment, then the sums.
absl::Status PlayBelow(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  const Showing sums = IndicatorShowing("sums.progress.figures");
  if (turn.manner.output != "table") return turn.Show(*answer, sums);
  const Showing federations = {
      .rows = "federations",
      .columns = {{.heading = {"Liên đoàn", "Federation"}, .field = "federation", .cell = FederationCell, .keep = true},
                  {.heading = {"Tên", "Name"}, .field = "title"},
                  {.heading = {"Cấp", "Level"}, .field = "depth", .right = true},
                  {.heading = {"Sổ ghi số", "Entry"}, .field = "revision", .right = true},
                  {.heading = {"Lúc", "Moment"}, .field = "moment", .keep = true},
                  {.heading = {"Chưa có đợt", "No round"}, .field = "no_round"}},
      .nothing = {"Không có liên đoàn nào trực thuộc.", "No federation belongs to this one."}};
  RETURN_IF_ERROR(turn.Show(*answer, federations));
  const auto& below = static_cast<const v1::ListSubordinateProgressResponse&>(*answer);
  if (below.sums().empty()) return absl::OkStatus();
  turn.Line("");
  turn.Line(Say(turn.manner.language, {"Tổng hợp đến hết ngày {}", "Sums at the end of {}"},
                FormatDate(below.as_of_date(), turn.manner.language)));
  return turn.Show(*answer, sums);
}

}  // namespace

Section PeriodReportVerbs() {
  const Argument as_of = {.name = "--as-of",
                          .field = "as_of_date",
                          .help = {"Như đã thấy cuối ngày này.", "As it was shown at the end of this day."}};
  return {
      .title = {"Báo cáo cấp trên, liên đoàn trực thuộc", "Reports that go up, and federations below"},
      .verbs =
          {
              {.words = "period-report issue",
               .help =
                   {"Ban hành báo cáo của một đợt giao gửi cấp trên: số liệu giữ nguyên như lúc gửi; xem trước bằng "
                    "--dry-run.",
                    "Issue the report of a round to the superior: its figures stay as they were sent; preview with "
                    "--dry-run."},
               .example = "period-report issue 2025 --title \"Báo cáo năm 2025\" --document 105/BC-LĐLĐ:05/01/2026 "
                          "--to \"LĐLĐ tỉnh\" --to \"Huyện ủy\" --as-of 31/12/2025",
               .method = "StandingCommitteeService.IssueReport",
               .arguments =
                   {{.name = "round", .field = "parent", .given = Given::kMust, .reading = Reading::kRound},
                    {.name = "--title",
                     .field = "title",
                     .help = {"Tên báo cáo.", "What it is called."},
                     .given = Given::kMust},
                    {.name = "--document",
                     .field = "document",
                     .help = {"Số và ngày của báo cáo.", "Its number and date."}},
                    {.name = "--to", .field = "recipients", .help = {"Nơi nhận.", "A recipient."}},
                    as_of,
                    {.name = "--remarks", .field = "remarks", .help = {"Nhận xét kèm theo.", "Remarks with it."}},
                    {.name = "--dry-run", .field = "validate_only", .help = {"Chỉ xem trước.", "Preview only."}}},
               .show = IndicatorShowing("report.figures.indicators.figures"),
               .play = PlayIssue},
              {.words = "period-report show",
               .help = {"Xem một báo cáo đã gửi, đúng như lúc gửi; -o csv là các chỉ tiêu, -o json là toàn bộ.",
                        "Show a report as it was sent; -o csv has its indicators, -o json all of it."},
               .example = "period-report show 1",
               .method = "ProgrammeService.GetReport",
               .arguments = {{.name = "report", .field = "name", .given = Given::kMust, .reading = Reading::kReport}},
               .show = IndicatorShowing("report.figures.indicators.figures"),
               .play = PlayShow},
              {.words = "period-report list",
               .help = {"Các báo cáo đã gửi cấp trên, mới nhất trước.", "Reports that went up, newest first."},
               .example = "period-report list",
               .method = "ProgrammeService.ListReports",
               .show = {.rows = "reports",
                        .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                                    {.heading = {"Văn bản", "Document"}, .field = "document", .keep = true},
                                    {.heading = {"Tên", "Title"}, .field = "title"},
                                    {.heading = {"Đợt", "Round"}, .field = "round"},
                                    {.heading = {"Số liệu đến", "Figures of"}, .field = "as_of_date"}},
                        .nothing = {"Chưa có báo cáo nào.", "There are no reports."}}},
              {.words = "federation below",
               .help = {"Số liệu của các liên đoàn trực thuộc, và tổng hợp.",
                        "The totals of the federations below this one, and their sums."},
               .example = "federation below 2025 --as-of 30/06/2025",
               .method = "ProgressService.ListSubordinateProgress",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound}, as_of},
               .play = PlayBelow},
          },
  };
}

}  // namespace phancong::client
