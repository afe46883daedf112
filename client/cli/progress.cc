// How far the programme is.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "client/cli/figures.h"
#include "client/cli/strings.h"
#include "client/cli/task_columns.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"

namespace phancong::client {
namespace {

const v1::ScorecardLine& LineOf(const Row& row) { return static_cast<const v1::ScorecardLine&>(*row.message); }

// What was accepted; what is submitted and not accepted yet, marked.
Cell ResultCell(const Row& row, const Style& style) {
  if (style.for_program || LineOf(row).submitted().empty()) return CellOf(*row.message, "result", style);
  Cell cell = CellOf(*row.message, "submitted", style);
  return {Say(style.language, {"đã nộp: {}", "submitted: {}"}, cell.text), Paint::kFaint};
}

Cell MetCell(const Row& row, const Style& style) {
  const v1::ScorecardLine& line = LineOf(row);
  const bool submitted = rules::PhaseOf(line.state()) == rules::TaskPhase::kWithReviewer;
  if (!style.for_program && submitted) return {CellOf(line, "provisional_met", style).text, Paint::kFaint};
  if (!style.for_program && rules::PhaseOf(line.state()) != rules::TaskPhase::kAccepted) return {};
  Cell cell = CellOf(line, "met", style);
  cell.paint = line.met() ? Paint::kGood : Paint::kBad;
  return cell;
}

const v1::ProgressGroup& GroupOf(const Row& row) { return static_cast<const v1::ProgressGroup&>(*row.message); }

Cell GroupCompletenessCell(const Row& row, const Style& style) {
  if (style.for_program) return {Concat(GroupOf(row).reported())};
  return {Concat(GroupOf(row).reported(), "/", GroupOf(row).expected())};
}
// Of those that are due, the share that was done in time.
Cell OnTimeCell(const Row& row, const Style& style) {
  const v1::TimelinessCounts& counts = GroupOf(row).timeliness();
  if (style.for_program) return {Concat(counts.done_on_time())};
  return {counts.due() == 0 ? "" : FormatPercent(counts.done_on_time(), counts.due(), style.language)};
}

const v1::IndicatorProgress& PointOf(const Row& row) {
  return static_cast<const v1::TrendPoint&>(*row.message).progress();
}
bool HasData(v1::ProgressState state) { return state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET; }

// "paid=97/100;dues=80/90": the figures of a year, or of the term.
template <typename Figures>
std::string FiguresForProgram(const Figures& figures, bool provisional) {
  std::string text;
  for (const v1::FigureProgress& figure : figures) {
    Append(text, text.empty() ? "" : ";", figure.figure(), figure.figure().empty() ? "" : "=",
           provisional ? figure.provisional_numerator() : figure.numerator(), "/",
           provisional ? figure.provisional_denominator() : figure.denominator());
  }
  return text;
}
Cell PointFiguresCell(const Row& row, const Style&) {
  return {HasData(PointOf(row).state()) ? FiguresForProgram(PointOf(row).figures(), false) : ""};
}
Cell PointProvisionalCell(const Row& row, const Style&) {
  return {HasData(PointOf(row).provisional_state()) ? FiguresForProgram(PointOf(row).figures(), true) : ""};
}
Cell TrendItemCell(const Row& row, const Style& style) { return CellOf(*row.whole, "item", style); }
Cell TrendTitleCell(const Row& row, const Style& style) { return CellOf(*row.whole, "title", style); }
Cell OverTermCell(const Row& row, const Style&) {
  return {FiguresForProgram(static_cast<const v1::IndicatorTrend&>(*row.whole).over_term(), false)};
}

// A figure of a year, or of the term, in a few columns: "97,5%", "12", "0,8".
std::string ShortFigure(v1::Item::Measure measure, const v1::FigureProgress& figure, Language language) {
  if (measure == v1::Item::MEASURE_COUNT) return FormatNumber(figure.numerator(), language);
  if (measure == v1::Item::MEASURE_AVERAGE) {
    return Concat(FormatNumber(figure.numerator(), language), "/", FormatNumber(figure.denominator(), language));
  }
  return FormatPercent(figure.numerator(), figure.denominator(), language);
}

template <typename Figures>
Cell ShortFigures(v1::Item::Measure measure, const Figures& figures, Language language) {
  Cell cell;
  bool met = true;
  for (const v1::FigureProgress& figure : figures) {
    Append(cell.text, cell.text.empty() ? "" : " ", ShortFigure(measure, figure, language));
    met = met && figure.met();
  }
  if (!cell.text.empty()) cell.paint = met ? Paint::kGood : Paint::kBad;
  return cell;
}

// A line for each indicator, a column for each year.
absl::Status PlayTrend(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  if (turn.manner.output != "table") return turn.Show(*answer);
  const auto& trend = static_cast<const v1::ListIndicatorTrendResponse&>(*answer);
  const Language language = turn.manner.language;
  std::vector<std::string> years;
  for (const v1::IndicatorTrend& one : trend.trends()) {
    for (const v1::TrendPoint& point : one.points()) {
      if (std::find(years.begin(), years.end(), point.round()) == years.end()) years.push_back(point.round());
    }
  }
  std::sort(years.begin(), years.end());
  Table table;
  table.headings = {{std::string(Phrase{"Mục", "Item"}.In(language)), false, true},
                    {std::string(Phrase{"Chỉ tiêu", "Indicator"}.In(language))}};
  for (const std::string& year : years) table.headings.push_back({year, true});
  table.headings.push_back({std::string(Phrase{"Nhiệm kỳ", "Term"}.In(language)), true});
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  for (const v1::IndicatorTrend& one : trend.trends()) {
    std::vector<Cell>& row = table.rows.emplace_back();
    row = {{one.item()}, CellOf(one, "title", style)};
    for (const std::string& year : years) {
      Cell& cell = row.emplace_back();
      for (const v1::TrendPoint& point : one.points()) {
        if (point.round() != year || !HasData(point.progress().state())) continue;
        cell = ShortFigures(one.measure(), point.progress().figures(), language);
      }
    }
    row.push_back(ShortFigures(one.measure(), one.over_term(), language));
  }
  turn.Draw(table, {});
  return absl::OkStatus();
}

absl::Status PlayTimeliness(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  if (turn.manner.output != "table") return turn.Show(*answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const auto& timeliness = static_cast<const v1::GetTimelinessResponse&>(*answer);
  turn.Line(Say(turn.manner.language, {"Tình hình thực hiện đến ngày {}", "How tasks stand on {}"},
                FormatDate(timeliness.as_of_date(), turn.manner.language)));
  DrawTimeliness(turn, timeliness.counts(), style);
  return absl::OkStatus();
}

absl::Status PlayScorecard(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  if (turn.manner.output != "table") return turn.Show(*answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const auto& card = static_cast<const v1::GetUnionScorecardResponse&>(*answer);
  turn.Line(SafeText(card.assignee_title()));
  turn.Line("");
  RETURN_IF_ERROR(turn.Show(*answer));
  turn.Line("");
  turn.Line(Say(style.language, {"Đã duyệt {}/{} mục, đến hết ngày {}.", "{} of {} items accepted, at the end of {}."},
                FormatNumber(card.reported(), style.language), FormatNumber(card.expected(), style.language),
                FormatDate(card.as_of_date(), style.language)));
  DrawTimeliness(turn, card.timeliness(), style);
  if (card.due_next().empty()) return absl::OkStatus();
  turn.Line("");
  turn.Line(Phrase{"Việc sắp đến hạn:", "Due next:"}.In(style.language));
  Table table{.headings = {{"", false, true}, {"", false, true}, {}, {}}};
  for (const v1::ScorecardLine& line : card.due_next()) {
    const Row row{.message = &line, .whole = &card};
    table.rows.push_back(
        {CellOf(line, "due_date", style), {line.item()}, CellOf(line, "title", style), TimingCell(row, style)});
  }
  turn.Draw(table, {});
  return absl::OkStatus();
}

}  // namespace

Section ProgressVerbs() {
  const Argument as_of = {.name = "--as-of",
                          .field = "as_of_date",
                          .help = {"Như đã thấy cuối ngày này, theo những gì sổ ghi biết khi đó.",
                                   "As it was shown at the end of this day, by what the journal knew then."}};
  Showing indicators = IndicatorShowing("indicators.figures");
  indicators.done = {"Tính đến hết ngày {as_of_date}", "At the end of {as_of_date}"};
  Showing stands = indicators;
  stands.done = {"Hiện trạng tính đến ngày {as_of_date}", "As of {as_of_date}"};
  stands.nothing = {"Chưa có mục nào của nhiệm kỳ được giao.", "No item of the term was issued."};
  return {
      .title = {"Tiến độ", "Progress"},
      .verbs =
          {
              {.words = "progress",
               .help = {"Các chỉ tiêu của chương trình đến nay.", "Every indicator of the programme as it stands."},
               .example = "progress 2025",
               .method = "ProgressService.ListIndicatorProgress",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound}, as_of},
               .show = indicators},
              {.words = "progress groups",
               .help = {"Tiến độ theo loại hình, theo lĩnh vực hoặc theo người phụ trách.",
                        "The programme by type of union, by field, or by member in charge."},
               .example = "progress groups 2025 --by member",
               .method = "ProgressService.ListProgressGroups",
               .arguments =
                   {{.name = "round", .field = "parent", .reading = Reading::kRound},
                    {.name = "--by", .field = "grouping", .help = {"Theo gì.", "By what."}, .given = Given::kMust},
                    as_of},
               .show = {.rows = "groups",
                        .columns = {{.heading = {"Nhóm", "Group"}, .field = "key", .keep = true},
                                    {.heading = {"Tên", "Title"}, .field = "title"},
                                    {.heading = {"Duyệt", "Accepted"},
                                     .field = "reported",
                                     .cell = GroupCompletenessCell,
                                     .right = true},
                                    {.field = "expected", .program_only = true},
                                    {.heading = {"Chờ duyệt", "Submitted"}, .field = "submitted", .right = true},
                                    {.heading = {"Đạt", "Met"}, .field = "met", .right = true},
                                    {.field = "not_applicable", .program_only = true},
                                    {.heading = {"Đúng hạn", "On time"},
                                     .field = "timeliness.done_on_time",
                                     .cell = OnTimeCell,
                                     .right = true},
                                    {.heading = {"Trễ", "Late"}, .field = "timeliness.done_late", .right = true},
                                    {.field = "timeliness.not_done_in_time", .program_only = true},
                                    {.heading = {"Quá hạn", "Overdue"}, .field = "timeliness.overdue", .right = true},
                                    {.field = "timeliness.due", .program_only = true},
                                    {.field = "timeliness.not_due", .program_only = true}},
                        .done = {"Tính đến hết ngày {as_of_date}", "At the end of {as_of_date}"},
                        .nothing = {"Chưa có nhóm nào.", "There is no group."}}},
              {.words = "trend",
               .help = {"Từng chỉ tiêu qua các năm của nhiệm kỳ, và cả nhiệm kỳ.",
                        "Every indicator over the years, and over the term."},
               .example = "trend --item 4.6",
               .method = "ProgressService.ListIndicatorTrend",
               .arguments =
                   {{.name = "--item", .field = "items", .help = {"Chỉ những mục này.", "These items alone."}}},
               .show = {.rows = "trends.points",
                        .columns = {{.field = "item", .cell = TrendItemCell, .program_only = true},
                                    {.field = "title", .cell = TrendTitleCell, .program_only = true},
                                    {.field = "round", .program_only = true},
                                    {.field = "as_of_date", .program_only = true},
                                    {.field = "sealed", .program_only = true},
                                    {.field = "figures", .cell = PointFiguresCell, .program_only = true},
                                    {.field = "progress.reported", .program_only = true},
                                    {.field = "progress.expected", .program_only = true},
                                    {.field = "progress.state", .program_only = true},
                                    {.field = "provisional", .cell = PointProvisionalCell, .program_only = true},
                                    {.field = "over_term", .cell = OverTermCell, .program_only = true}}},
               .play = PlayTrend},
              {.words = "stands",
               .help = {"Hiện trạng các mục của nhiệm kỳ đến cuối một năm; năm đã khóa sổ thì không đổi nữa.",
                        "How far the term's items stand at the end of a year; frozen once the year is sealed."},
               .example = "stands 2025",
               .method = "ProgressService.ListStandsOfPlay",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound}, as_of},
               .show = stands},
              {.words = "coverage",
               .help = {"Mỗi nhóm đã kiểm tra bao nhiêu đơn vị trong năm, so với số phải đủ.",
                        "How many units of each stratum were inspected in a year, against its quota."},
               .example = "coverage 2025 --as-of 30/06/2025",
               .method = "ProgressService.GetCoverage",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound},
                             {.name = "--as-of",
                              .field = "as_of_date",
                              .help = {"Tính đến hết ngày này; mặc định hôm nay.",
                                       "As of the end of this day; today if not given."}}},
               .show = {.rows = "strata",
                        .columns = {{.field = "stratum", .program_only = true},
                                    {.heading = {"Nhóm", "Stratum"}, .field = "title", .wrap = true},
                                    {.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                                    {.heading = {"Đơn vị", "Units"}, .field = "population", .right = true},
                                    {.heading = {"Phải đủ", "Quota"}, .field = "quota", .right = true},
                                    {.heading = {"Đã chọn", "Sampled"}, .field = "sampled", .right = true},
                                    {.heading = {"Đang làm", "Under way"}, .field = "under_way", .right = true},
                                    {.heading = {"Đã xong", "Inspected"}, .field = "inspected", .right = true},
                                    {.heading = {"Thiếu", "Missing"}, .field = "missing", .right = true}},
                        .done = {"Tính đến hết ngày {as_of_date}", "As of the end of {as_of_date}"},
                        .nothing = {"Chương trình không đặt chỉ tiêu kiểm tra cho nhóm nào.",
                                    "The programme sets no quota of inspections."}}},
              {.words = "scorecard",
               .help = {"Một đơn vị đứng ở đâu với từng mục được giao.",
                        "How one union stands on every item it was given."},
               .example = "scorecard thpt-viet-vinh",
               .method = "ProgressService.GetUnionScorecard",
               .arguments = {{.name = "union", .field = "name", .given = Given::kMust, .reading = Reading::kUnion},
                             {.name = "--round",
                              .field = "round",
                              .help = {"Đợt của năm.", "The year's round."},
                              .reading = Reading::kRoundId},
                             as_of},
               .show = {.rows = "lines",
                        .columns = {{.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                                    {.field = "task", .program_only = true},
                                    {.heading = {"Nội dung", "What"}, .field = "title"},
                                    {.heading = {"Trạng thái", "State"}, .field = "state"},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true},
                                    {.heading = {"Thời hạn", "Timing"}, .field = "timing", .cell = TimingCell},
                                    {.heading = {"Kết quả", "Result"}, .field = "result", .cell = ResultCell},
                                    {.heading = {"Đạt", "Met"}, .field = "met", .cell = MetCell},
                                    {.field = "days_late", .program_only = true},
                                    {.field = "submitted", .program_only = true},
                                    {.field = "provisional_met", .program_only = true}},
                        .nothing = {"Đơn vị chưa được giao mục nào.", "The union was given no item."}},
               .play = PlayScorecard},
              {.words = "timeliness",
               .help = {"Đúng hạn, trễ hạn, không hoàn thành, quá hạn; mọi đợt nếu không ghi đợt.",
                        "Done on time, done late, not done in time, overdue; of all rounds if none is given."},
               .example = "timeliness 2025",
               .method = "ProgressService.GetTimeliness",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kEachRound}, as_of},
               .show = {.rows = ".",
                        .columns = {{.field = "as_of_date"},
                                    {.field = "counts.done_on_time"},
                                    {.field = "counts.done_late"},
                                    {.field = "counts.not_done_in_time"},
                                    {.field = "counts.overdue"},
                                    {.field = "counts.awaiting_review"},
                                    {.field = "counts.due"},
                                    {.field = "counts.not_due"}}},
               .play = PlayTimeliness},
          },
  };
}

}  // namespace phancong::client
