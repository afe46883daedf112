#include "services/rules/progress_sum.h"

#include <algorithm>
#include <cstdint>

#include "fmt/format.h"
#include "services/rules/judgement.h"

namespace phancong::rules {
namespace {

void AddFigure(v1::Item::Measure measure, const v1::FigureProgress& part, v1::FigureProgress& sum) {
  sum.set_numerator(sum.numerator() + part.numerator());
  sum.set_denominator(sum.denominator() + part.denominator());
  sum.set_provisional_numerator(sum.provisional_numerator() + part.provisional_numerator());
  sum.set_provisional_denominator(sum.provisional_denominator() + part.provisional_denominator());
  const bool count = measure == v1::Item::MEASURE_COUNT;
  sum.set_target(count ? sum.target() + part.target() : std::min(sum.target(), part.target()));
  sum.set_met(SumMeets(measure, sum.numerator(), sum.denominator(), sum.target()));
  sum.set_provisional_met(SumMeets(measure, sum.provisional_numerator(), sum.provisional_denominator(), sum.target()));
}

v1::ProgressState StateOf(const v1::IndicatorProgress& sum, bool has_data, bool provisional) {
  Judged judged{
      .expected = sum.expected(), .not_applicable = sum.not_applicable(), .has_data = has_data, .figures = {}};
  for (const v1::FigureProgress& figure : sum.figures()) {
    judged.figures.push_back(provisional ? JudgedFigure{figure.provisional_denominator(), figure.provisional_met()}
                                         : JudgedFigure{figure.denominator(), figure.met()});
  }
  return Judge(sum.measure(), judged);
}

}  // namespace

std::string SummandKey(const v1::IndicatorProgress& progress) {
  std::string key = fmt::format("{} {} {}", progress.item(), static_cast<int>(progress.measure()),
                                static_cast<int>(progress.source()));
  for (const v1::FigureProgress& figure : progress.figures()) key += ' ' + figure.figure();
  return key;
}

void AddProgress(const v1::IndicatorProgress& part, v1::IndicatorProgress& sum) {
  if (sum.item().empty()) {
    sum = part;
    // Why one of them has no data says nothing of all.
    sum.clear_note();
  } else {
    const bool data = HasData(part.state()) || HasData(sum.state());
    const bool provisional_data = HasData(part.provisional_state()) || HasData(sum.provisional_state());
    sum.set_reported(sum.reported() + part.reported());
    sum.set_expected(sum.expected() + part.expected());
    sum.set_not_applicable(sum.not_applicable() + part.not_applicable());
    sum.set_submitted(sum.submitted() + part.submitted());
    for (int i = 0; i < sum.figures_size(); ++i) AddFigure(sum.measure(), part.figures(i), *sum.mutable_figures(i));
    sum.set_state(StateOf(sum, data, false));
    sum.set_provisional_state(StateOf(sum, provisional_data, true));
  }
  if (sum.state() == v1::PROGRESS_STATE_NO_DATA) {
    sum.mutable_note()->set_vi("Chưa liên đoàn nào có số liệu.");
    sum.mutable_note()->set_en("No federation has data yet.");
  } else {
    sum.clear_note();
  }
}

}  // namespace phancong::rules
