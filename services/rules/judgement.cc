#include "services/rules/judgement.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "services/rules/target.h"

namespace phancong::rules {

bool SumMeets(v1::Item::Measure measure, int64_t numerator, int64_t denominator, int64_t target) {
  switch (measure) {
    case v1::Item::MEASURE_COUNT:
      return numerator >= target;
    case v1::Item::MEASURE_AVERAGE:
      return denominator > 0 && absl::int128(numerator) >= absl::int128(target) * denominator;
    default:
      return MeetsPercent(numerator, denominator, target);
  }
}

bool HasData(v1::ProgressState state) { return state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET; }

v1::ProgressState Judge(v1::Item::Measure measure, const Judged& judged) {
  if (judged.expected == 0) return v1::PROGRESS_STATE_NOBODY_ELIGIBLE;
  if (judged.not_applicable == judged.expected) return v1::PROGRESS_STATE_NOT_APPLICABLE;
  const auto says = [&](const JudgedFigure& figure) {
    return measure != v1::Item::MEASURE_RATIO || figure.denominator > 0;
  };
  if (!judged.has_data || std::none_of(judged.figures.begin(), judged.figures.end(), says)) {
    return v1::PROGRESS_STATE_NO_DATA;
  }
  const bool met = std::all_of(judged.figures.begin(), judged.figures.end(),
                               [&](const JudgedFigure& figure) { return figure.met || !says(figure); });
  return met ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET;
}

}  // namespace phancong::rules
