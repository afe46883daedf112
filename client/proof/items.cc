#include "client/proof/items.h"

#include <algorithm>

#include "absl/numeric/int128.h"

namespace phancong::proof {
namespace {

bool FigureMeets(const v1::Item& item, const v1::Programme& programme, const v1::Figure& figure,
                 const v1::ReportFacts::Value& value) {
  switch (item.measure()) {
    case v1::Item::MEASURE_COVERAGE:
      return value.numerator() == 1;
    case v1::Item::MEASURE_RATIO:
      return HasShare(value.numerator(), value.denominator(), figure.target());
    case v1::Item::MEASURE_COUNT:
    case v1::Item::MEASURE_AVERAGE:
      return value.has_numerator() && value.numerator() >= figure.target();
    case v1::Item::MEASURE_LEVEL: {
      const int asked = LevelPlace(programme, item.target_level());
      return asked < programme.rating().levels_size() && value.has_numerator() && value.numerator() <= asked;
    }
    default:
      return false;
  }
}

}  // namespace

const v1::Item* FindItem(const v1::Programme& programme, const std::string& id) {
  const auto found = std::find_if(programme.items().begin(), programme.items().end(),
                                  [&](const v1::Item& item) { return item.id() == id; });
  return found == programme.items().end() ? nullptr : &*found;
}

const v1::Scope* FindScope(const v1::Programme& programme, const std::string& id) {
  const auto found = std::find_if(programme.scopes().begin(), programme.scopes().end(),
                                  [&](const v1::Scope& scope) { return scope.id() == id; });
  return found == programme.scopes().end() ? nullptr : &*found;
}

bool IsYearly(const v1::Item& item) {
  return std::any_of(item.periods().begin(), item.periods().end(),
                     [](int period) { return period == v1::Item::PERIOD_YEAR; });
}

bool HasShare(int64_t numerator, int64_t denominator, int64_t percent) {
  return denominator > 0 && absl::int128(numerator) * 100 >= absl::int128(denominator) * percent;
}

int64_t QuotaOf(int64_t n, int64_t percent) {
  const absl::int128 hundredths = absl::int128(n) * percent;
  return static_cast<int64_t>((hundredths + 99) / 100);
}

const v1::ReportFacts::Value* FindValue(const v1::ReportFacts& report, const std::string& figure) {
  const auto found = std::find_if(report.values().begin(), report.values().end(),
                                  [&](const v1::ReportFacts::Value& value) { return value.figure() == figure; });
  return found == report.values().end() ? nullptr : &*found;
}

bool IsNotApplicable(const v1::ReportFacts::Value& value) { return !value.not_applicable_reason().digest().empty(); }

bool IsNotApplicable(const v1::Item& item, const v1::ReportFacts& report) {
  if (item.figures().empty()) return false;
  return std::all_of(item.figures().begin(), item.figures().end(), [&](const v1::Figure& figure) {
    const v1::ReportFacts::Value* const value = FindValue(report, figure.id());
    return value != nullptr && IsNotApplicable(*value);
  });
}

bool Meets(const v1::Item& item, const v1::Programme& programme, const v1::ReportFacts& report, bool judged) {
  if (IsNotApplicable(item, report)) return false;
  if (item.measure() == v1::Item::MEASURE_DONE || item.measure() == v1::Item::MEASURE_JUDGEMENT) return judged;
  if (item.figures().empty()) return false;
  return std::all_of(item.figures().begin(), item.figures().end(), [&](const v1::Figure& figure) {
    const v1::ReportFacts::Value* const value = FindValue(report, figure.id());
    return value != nullptr && (IsNotApplicable(*value) || FigureMeets(item, programme, figure, *value));
  });
}

int LevelPlace(const v1::Programme& programme, const std::string& level) {
  const auto& levels = programme.rating().levels();
  const auto found =
      std::find_if(levels.begin(), levels.end(), [&](const v1::RatingLevel& each) { return each.id() == level; });
  return static_cast<int>(found - levels.begin());
}

}  // namespace phancong::proof
