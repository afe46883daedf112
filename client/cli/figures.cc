#include "client/cli/figures.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/strings.h"
#include "client/cli/words.h"

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
constexpr int64_t kBillion = 1'000 * kMillion;

// Numerator and denominator, rounded down in one unit: sums of money would leave no room for what they are of.
std::string Parts(const v1::FigureProgress& figure, Language language) {
  const auto in = [&](int64_t value, int64_t unit) { return FormatNumber(value / unit, language); };
  if (figure.denominator() >= kBillion) {
    const auto tenths = [&](int64_t value) {
      return Concat(in(value, kBillion), language == Language::kVietnamese ? "," : ".",
                    value % kBillion / (kBillion / 10));
    };
    return Concat(tenths(figure.numerator()), "/", tenths(figure.denominator()),
                  Phrase{" tỷ", " billion"}.In(language));
  }
  const bool millions = figure.denominator() >= 100 * kMillion;
  const int64_t unit = millions ? kMillion : 1;
  return Concat(in(figure.numerator(), unit), "/", in(figure.denominator(), unit),
                millions ? Phrase{" triệu", " million"}.In(language) : std::string_view());
}

bool HasValue(const Row& row) {
  const v1::ProgressState state = IndicatorOf(row).state();
  return FigureOf(row) != nullptr && (state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET);
}

Cell ItemCell(const Row& row, const Style&) { return {IndicatorOf(row).item()}; }

// The indicator's title; where it has more figures than one, the figure's.
Cell TitleCell(const Row& row, const Style& style) {
  return CellOf(IndicatorOf(row).figures_size() > 1 ? *row.message : *row.whole, "title", style);
}

bool HasProvisional(const Row& row) {
  const v1::ProgressState state = IndicatorOf(row).provisional_state();
  return FigureOf(row) != nullptr && (state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET);
}

// "57/60 (95,0%)", "4,7/4,8 tỷ (98,3%)"; a count or an average by its parts; nothing where there is no figure.
Cell ValueCell(const Row& row, const Style& style) {
  if (!HasValue(row)) return {};
  const v1::FigureProgress& figure = *FigureOf(row);
  if (style.for_program) return {Concat(figure.numerator(), "/", figure.denominator())};
  if (IndicatorOf(row).measure() == v1::Item::MEASURE_COUNT) return {FormatNumber(figure.numerator(), style.language)};
  std::string both = Parts(figure, style.language);
  if (!IsShare(IndicatorOf(row).measure())) return {both};
  return {Concat(both, " (", FormatPercent(figure.numerator(), figure.denominator(), style.language), ")")};
}

// What the figure would be if all that is submitted were accepted, in short: its share, or its count. Nothing where
// that is the official figure.
Cell ProvisionalCell(const Row& row, const Style& style) {
  if (!HasProvisional(row)) return {};
  const v1::FigureProgress& figure = *FigureOf(row);
  if (HasValue(row) && figure.provisional_numerator() == figure.numerator() &&
      figure.provisional_denominator() == figure.denominator()) {
    return {};
  }
  if (IsShare(IndicatorOf(row).measure())) {
    return {FormatPercent(figure.provisional_numerator(), figure.provisional_denominator(), style.language),
            Paint::kFaint};
  }
  return {FormatNumber(figure.provisional_numerator(), style.language), Paint::kFaint};
}
Cell ProvisionalNumeratorCell(const Row& row, const Style&) {
  return {HasProvisional(row) ? Concat(FigureOf(row)->provisional_numerator()) : ""};
}
Cell ProvisionalDenominatorCell(const Row& row, const Style&) {
  return {HasProvisional(row) ? Concat(FigureOf(row)->provisional_denominator()) : ""};
}
Cell ProvisionalStateCell(const Row& row, const Style& style) {
  return CellOf(IndicatorOf(row), "provisional_state", style);
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
Cell SubmittedCell(const Row& row, const Style&) { return {Concat(IndicatorOf(row).submitted())}; }
Cell NotApplicableCell(const Row& row, const Style&) { return {Concat(IndicatorOf(row).not_applicable())}; }

// Of an indicator with several figures, each one's own result. That there are no data is said shortly: the title needs
// the room.
Cell StateCell(const Row& row, const Style& style) {
  if (!style.for_program && IndicatorOf(row).state() == v1::PROGRESS_STATE_NO_DATA) {
    return {std::string(Phrase{"Chưa có", "No data"}.In(style.language)), Paint::kFaint};
  }
  if (!HasValue(row) || style.for_program || IndicatorOf(row).figures_size() < 2) {
    return CellOf(IndicatorOf(row), "state", style);
  }
  const auto* state = v1::ProgressState_descriptor()->FindValueByNumber(
      FigureOf(row)->met() ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET);
  const Word word = WordOf(*state);
  return {std::string(word.phrase.In(style.language)), word.paint};
}

}  // namespace

Showing IndicatorShowing(std::string_view rows) {
  return {
      .rows = rows,
      .columns = {{.heading = {"Mục", "Item"}, .field = "item", .cell = ItemCell, .keep = true},
                  {.heading = {"Chỉ tiêu", "Indicator"}, .field = "title", .cell = TitleCell},
                  {.field = "figure", .cell = FigureIdCell, .program_only = true},
                  {.heading = {"Kết quả", "Result"}, .cell = ValueCell, .right = true},
                  {.field = "numerator", .cell = NumeratorCell, .program_only = true},
                  {.field = "denominator", .cell = DenominatorCell, .program_only = true},
                  {.heading = {"Tạm tính", "Provisional"}, .cell = ProvisionalCell, .right = true},
                  {.heading = {"Giao", "Target"}, .field = "target", .cell = TargetCell, .right = true},
                  {.heading = {"Báo cáo", "Reported"}, .field = "reported", .cell = CompletenessCell, .right = true},
                  {.field = "expected", .cell = ExpectedCell, .program_only = true},
                  {.heading = {"Đánh giá", "State"}, .field = "state", .cell = StateCell, .keep = true},
                  {.field = "submitted", .cell = SubmittedCell, .program_only = true},
                  {.field = "not_applicable", .cell = NotApplicableCell, .program_only = true},
                  {.field = "provisional_numerator", .cell = ProvisionalNumeratorCell, .program_only = true},
                  {.field = "provisional_denominator", .cell = ProvisionalDenominatorCell, .program_only = true},
                  {.field = "provisional_state", .cell = ProvisionalStateCell, .program_only = true}},
      .nothing = {"Chương trình không có chỉ tiêu nào.", "The programme has no indicators."}};
}

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

}  // namespace phancong::client
