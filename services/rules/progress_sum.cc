#include "services/rules/progress_sum.h"

#include <algorithm>
#include <cstdint>

#include "absl/numeric/int128.h"
#include "fmt/format.h"
#include "services/rules/target.h"

namespace phancong::rules {
namespace {

bool HasData(v1::ProgressState state) { return state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET; }

bool Meets(v1::Item::Measure measure, int64_t numerator, int64_t denominator, int64_t target) {
  switch (measure) {
    case v1::Item::MEASURE_COUNT:
      return numerator >= target;
    case v1::Item::MEASURE_AVERAGE:
      return denominator > 0 && absl::int128(numerator) >= absl::int128(target) * denominator;
    default:
      return MeetsPercent(numerator, denominator, target);
  }
}

void AddFigure(v1::Item::Measure measure, const v1::FigureProgress& part, v1::FigureProgress& sum) {
  sum.set_numerator(sum.numerator() + part.numerator());
  sum.set_denominator(sum.denominator() + part.denominator());
  sum.set_provisional_numerator(sum.provisional_numerator() + part.provisional_numerator());
  sum.set_provisional_denominator(sum.provisional_denominator() + part.provisional_denominator());
  const bool count = measure == v1::Item::MEASURE_COUNT;
  sum.set_target(count ? sum.target() + part.target() : std::min(sum.target(), part.target()));
  sum.set_met(Meets(measure, sum.numerator(), sum.denominator(), sum.target()));
  sum.set_provisional_met(Meets(measure, sum.provisional_numerator(), sum.provisional_denominator(), sum.target()));
}

// A RATIO of nothing says nothing, and leaves the answer to the other figures.
v1::ProgressState Judged(const v1::IndicatorProgress& sum, bool has_data, bool provisional) {
  if (sum.expected() == 0) return v1::PROGRESS_STATE_NOBODY_ELIGIBLE;
  if (sum.not_applicable() == sum.expected()) return v1::PROGRESS_STATE_NOT_APPLICABLE;
  if (!has_data) return v1::PROGRESS_STATE_NO_DATA;
  const bool met = std::all_of(sum.figures().begin(), sum.figures().end(), [&](const v1::FigureProgress& figure) {
    const int64_t denominator = provisional ? figure.provisional_denominator() : figure.denominator();
    if (sum.measure() == v1::Item::MEASURE_RATIO && denominator == 0) return true;
    return provisional ? figure.provisional_met() : figure.met();
  });
  return met ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET;
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
    sum.set_state(Judged(sum, data, false));
    sum.set_provisional_state(Judged(sum, provisional_data, true));
  }
  if (sum.state() == v1::PROGRESS_STATE_NO_DATA) {
    sum.mutable_note()->set_vi("Chưa liên đoàn nào có số liệu.");
    sum.mutable_note()->set_en("No federation has data yet.");
  } else {
    sum.clear_note();
  }
}

}  // namespace phancong::rules
