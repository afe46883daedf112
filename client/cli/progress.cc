// How far the programme is.
#include <string>

#include "client/cli/strings.h"
#include "client/cli/task_columns.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"

namespace phancong::client {
namespace {

const v1::IndicatorProgress& IndicatorOf(const Row& row) {
  return static_cast<const v1::IndicatorProgress&>(*row.whole);
}

// nullptr: the indicator has no figures.
const v1::FigureProgress* FigureOf(const Row& row) { return static_cast<const v1::FigureProgress*>(row.message); }

bool IsShare(v1::Item::Measure measure) {
  return measure == v1::Item::MEASURE_COVERAGE || measure == v1::Item::MEASURE_RATIO;
}

constexpr int64_t kMillion = 1'000'000;

bool HasValue(const Row& row) {
  const v1::ProgressState state = IndicatorOf(row).state();
  return FigureOf(row) != nullptr && (state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET);
}

Cell ItemCell(const Row& row, const Style&) { return {IndicatorOf(row).item()}; }

// The indicator's title; where it has more figures than one, the figure's.
Cell TitleCell(const Row& row, const Style& style) {
  return CellOf(IndicatorOf(row).figures_size() > 1 ? *row.message : *row.whole, "title", style);
}

// "57/60 (95,0%)", "4.739/4.821 triệu (98,3%)"; a count or an average by its parts; nothing where there is no figure.
Cell ValueCell(const Row& row, const Style& style) {
  if (!HasValue(row)) return {};
  const v1::FigureProgress& figure = *FigureOf(row);
  if (style.for_program) return {Concat(figure.numerator(), "/", figure.denominator())};
  if (IndicatorOf(row).measure() == v1::Item::MEASURE_COUNT) return {FormatNumber(figure.numerator(), style.language)};
  // Sums of money would leave no room for what they are of.
  const int64_t unit = figure.denominator() >= 100 * kMillion ? kMillion : 1;
  std::string both = Concat(FormatNumber(figure.numerator() / unit, style.language), "/",
                            FormatNumber(figure.denominator() / unit, style.language));
  if (unit == kMillion) both += Phrase{" triệu", " million"}.In(style.language);
  if (!IsShare(IndicatorOf(row).measure())) return {both};
  return {Concat(both, " (", FormatPercent(figure.numerator(), figure.denominator(), style.language), ")")};
}

Cell TargetCell(const Row& row, const Style& style) {
  if (FigureOf(row) == nullptr) return {};
  const int64_t target = FigureOf(row)->target();
  if (style.for_program) return {Concat(target)};
  const v1::Item::Measure measure = IndicatorOf(row).measure();
  if (IsShare(measure)) return {Concat("≥ ", target, "%")};
  if (measure == v1::Item::MEASURE_COUNT || measure == v1::Item::MEASURE_AVERAGE) {
    return {Concat("≥ ", FormatNumber(target, style.language))};
  }
  return {};
}

Cell NumeratorCell(const Row& row, const Style&) { return {HasValue(row) ? Concat(FigureOf(row)->numerator()) : ""}; }
Cell DenominatorCell(const Row& row, const Style&) {
  return {HasValue(row) ? Concat(FigureOf(row)->denominator()) : ""};
}
Cell FigureIdCell(const Row& row, const Style&) { return {FigureOf(row) == nullptr ? "" : FigureOf(row)->figure()}; }

Cell CompletenessCell(const Row& row, const Style& style) {
  const v1::IndicatorProgress& indicator = IndicatorOf(row);
  if (style.for_program) return {Concat(indicator.reported())};
  return {indicator.expected() == 0 ? "" : Concat(indicator.reported(), "/", indicator.expected())};
}
Cell ExpectedCell(const Row& row, const Style&) { return {Concat(IndicatorOf(row).expected())}; }

// Of an indicator with several figures, each one's own result.
Cell StateCell(const Row& row, const Style& style) {
  if (!HasValue(row) || style.for_program || IndicatorOf(row).figures_size() < 2) {
    return CellOf(IndicatorOf(row), "state", style);
  }
  const auto* state = v1::ProgressState_descriptor()->FindValueByNumber(
      FigureOf(row)->met() ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET);
  const Word word = WordOf(*state);
  return {std::string(word.phrase.In(style.language)), word.paint};
}

Cell MetCell(const Row& row, const Style& style) {
  const auto& line = static_cast<const v1::ScorecardLine&>(*row.message);
  if (!style.for_program && rules::PhaseOf(line.state()) != rules::TaskPhase::kAccepted) return {};
  Cell cell = CellOf(line, "met", style);
  cell.paint = line.met() ? Paint::kGood : Paint::kBad;
  return cell;
}

// The four ways to stand against a deadline, as two by two: done or not done, in time or not.
void DrawTimeliness(const Turn& turn, const v1::TimelinessCounts& counts, const Style& style) {
  const auto share = [&](const Phrase& what, int64_t count, Paint paint) -> std::vector<Cell> {
    return {{std::string(what.In(style.language))},
            {FormatNumber(count, style.language), paint},
            {FormatPercent(count, counts.due(), style.language), Paint::kFaint}};
  };
  const auto side_by_side = [](std::vector<Cell> left, std::vector<Cell> right) {
    left.push_back({"│"});
    left.insert(left.end(), right.begin(), right.end());
    return left;
  };
  Table table{.headings = {{}, {"", true}, {"", true}, {}, {}, {"", true}, {"", true}}};
  table.rows = {side_by_side(share({"Hoàn thành đúng hạn", "Done on time"}, counts.done_on_time(), Paint::kGood),
                             share({"Hoàn thành trễ hạn", "Done late"}, counts.done_late(), Paint::kWarning)),
                side_by_side(share({"Không hoàn thành", "Not done in time"}, counts.not_done_in_time(), Paint::kBad),
                             share({"Quá hạn, chưa nộp", "Overdue"}, counts.overdue(), Paint::kBad))};
  turn.Line("");
  turn.Draw(table, {});
  turn.Line(Say(style.language,
                {"Mẫu số: {} nhiệm vụ đã nộp hoặc đã quá hạn, trong đó {} chờ duyệt. Chưa đến hạn, chưa nộp: {}.",
                 "Denominator: {} tasks that were submitted or are past due, {} of them awaiting review. Not due, not "
                 "submitted: {}."},
                FormatNumber(counts.due(), style.language), FormatNumber(counts.awaiting_review(), style.language),
                FormatNumber(counts.not_due(), style.language)));
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
  DrawTimeliness(turn, card.timeliness(), style);
  return absl::OkStatus();
}

}  // namespace

Section ProgressVerbs() {
  const Showing indicators = {
      .rows = "indicators.figures",
      .columns = {{.heading = {"Mục", "Item"}, .field = "item", .cell = ItemCell, .keep = true},
                  {.heading = {"Chỉ tiêu", "Indicator"}, .field = "title", .cell = TitleCell},
                  {.field = "figure", .cell = FigureIdCell, .program_only = true},
                  {.heading = {"Kết quả", "Result"}, .cell = ValueCell, .right = true},
                  {.field = "numerator", .cell = NumeratorCell, .program_only = true},
                  {.field = "denominator", .cell = DenominatorCell, .program_only = true},
                  {.heading = {"Giao", "Target"}, .field = "target", .cell = TargetCell, .right = true},
                  {.heading = {"Báo cáo", "Reported"}, .field = "reported", .cell = CompletenessCell, .right = true},
                  {.field = "expected", .cell = ExpectedCell, .program_only = true},
                  {.heading = {"Đánh giá", "State"}, .field = "state", .cell = StateCell, .keep = true}},
      .nothing = {"Chương trình không có chỉ tiêu nào.", "The programme has no indicators."}};
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
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound}},
               .show = indicators},
              {.words = "stands",
               .help = {"Hiện trạng các mục của nhiệm kỳ đến cuối một năm; năm đã khóa sổ thì không đổi nữa.",
                        "How far the term's items stand at the end of a year; frozen once the year is sealed."},
               .example = "stands 2025",
               .method = "ProgressService.ListStandsOfPlay",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kRound}},
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
                        .columns = {{.heading = {"Nhóm", "Stratum"}, .field = "stratum", .keep = true},
                                    {.heading = {"Tên", "Title"}, .field = "title"},
                                    {.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                                    {.heading = {"Đơn vị", "Units"}, .field = "population", .right = true},
                                    {.heading = {"Phải đủ", "Quota"}, .field = "quota", .right = true},
                                    {.heading = {"Đã chọn", "Sampled"}, .field = "sampled", .right = true},
                                    {.heading = {"Đang làm", "Under way"}, .field = "under_way", .right = true},
                                    {.heading = {"Đã xong", "Inspected"}, .field = "inspected", .right = true},
                                    {.heading = {"Còn thiếu", "Missing"}, .field = "missing", .right = true}},
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
                              .reading = Reading::kRoundId}},
               .show = {.rows = "lines",
                        .columns = {{.heading = {"Mục", "Item"}, .field = "item", .keep = true},
                                    {.field = "task", .program_only = true},
                                    {.heading = {"Nội dung", "What"}, .field = "title"},
                                    {.heading = {"Trạng thái", "State"}, .field = "state"},
                                    {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true},
                                    {.heading = {"Thời hạn", "Timing"}, .field = "timing", .cell = TimingCell},
                                    {.heading = {"Kết quả", "Result"}, .field = "result"},
                                    {.heading = {"Đạt", "Met"}, .field = "met", .cell = MetCell}},
                        .nothing = {"Đơn vị chưa được giao mục nào.", "The union was given no item."}},
               .play = PlayScorecard},
              {.words = "timeliness",
               .help = {"Đúng hạn, trễ hạn, không hoàn thành, quá hạn; mọi đợt nếu không ghi đợt.",
                        "Done on time, done late, not done in time, overdue; of all rounds if none is given."},
               .example = "timeliness 2025",
               .method = "ProgressService.GetTimeliness",
               .arguments = {{.name = "round", .field = "parent", .reading = Reading::kEachRound}},
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
