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

ProgressSum::ProgressSum(const v1::IndicatorProgress& first)
    : sum_(first), has_data_(HasData(first.state())), has_provisional_data_(HasData(first.provisional_state())) {
  // Why one of them has no data says nothing of all.
  sum_.clear_note();
}

void ProgressSum::Add(const v1::IndicatorProgress& part) {
  ++parts_;
  has_data_ = has_data_ || HasData(part.state());
  has_provisional_data_ = has_provisional_data_ || HasData(part.provisional_state());
  sum_.set_reported(sum_.reported() + part.reported());
  sum_.set_expected(sum_.expected() + part.expected());
  sum_.set_not_applicable(sum_.not_applicable() + part.not_applicable());
  sum_.set_submitted(sum_.submitted() + part.submitted());
  for (int i = 0; i < sum_.figures_size(); ++i) AddFigure(sum_.measure(), part.figures(i), *sum_.mutable_figures(i));
}

v1::IndicatorProgress ProgressSum::Judged() const {
  v1::IndicatorProgress sum = sum_;
  if (parts_ > 1) {
    for (v1::FigureProgress& figure : *sum.mutable_figures()) {
      figure.set_met(SumMeets(sum.measure(), figure.numerator(), figure.denominator(), figure.target()));
      figure.set_provisional_met(
          SumMeets(sum.measure(), figure.provisional_numerator(), figure.provisional_denominator(), figure.target()));
    }
    sum.set_state(StateOf(sum, has_data_, false));
    sum.set_provisional_state(StateOf(sum, has_provisional_data_, true));
  }
  if (sum.state() == v1::PROGRESS_STATE_NO_DATA) {
    sum.mutable_note()->set_vi("Chưa liên đoàn nào có số liệu.");
    sum.mutable_note()->set_en("No federation has data yet.");
  }
  return sum;
}

}  // namespace phancong::rules
