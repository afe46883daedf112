#include "services/progress/derived.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/population.h"
#include "services/rules/propagate.h"
#include "services/rules/scope.h"
#include "services/rules/totals.h"
#include "storage/inspections.h"

namespace phancong::progress {
namespace {

// Its targets, and nothing below or above the line.
v1::IndicatorProgress NobodyEligible(const v1::Item& item) {
  return rules::ProgressOf(item, {}, std::vector<rules::FigureSums>(static_cast<size_t>(item.figures_size())));
}

absl::StatusOr<v1::IndicatorProgress> FromDirectory(storage::ReadTransaction& tx, int64_t federation,
                                                    const storage::RoundRow& round, const v1::Item& item,
                                                    rules::Day today) {
  const rules::Day day = std::min(today, round.period.end);
  ASSIGN_OR_RETURN(const programme::Population population, programme::PopulationOn(tx, federation, day));
  rules::ItemCounts counts;
  std::vector<rules::FigureSums> sums(static_cast<size_t>(item.figures_size()));
  for (const storage::UnionRow& row : population.unions) {
    const rules::UnionFacts& facts = population.facts.at(row.union_number);
    ++counts.expected;
    const auto fact = facts.facts.find(item.derived_fact());
    if (fact == facts.facts.end()) continue;
    ++counts.reported;
    if (!sums.empty()) sums.front().numerator += fact->second;
  }
  if (counts.reported == 0) {
    v1::IndicatorProgress progress =
        NoData(item, "Danh bạ chưa có số liệu này.", "The directory does not have it yet.");
    progress.set_expected(counts.expected);
    return progress;
  }
  return rules::ProgressOf(item, counts, sums);
}

// Units with a concluded inspection of one of the kinds in the round's period, up to today.
absl::StatusOr<std::set<int64_t>> Inspected(storage::ReadTransaction& tx, int64_t federation,
                                            const storage::RoundRow& round, const std::vector<std::string>& kinds,
                                            rules::Day today) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> units, storage::UnitsInspected(tx, federation, kinds, round.period.begin,
                                                                             std::min(today, round.period.end)));
  return std::set<int64_t>(units.begin(), units.end());
}

absl::StatusOr<v1::IndicatorProgress> FromStrata(storage::ReadTransaction& tx, int64_t federation,
                                                 const storage::RoundRow& round, const v1::Programme& programme,
                                                 const v1::Item& item, rules::Day today) {
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(tx, federation, round.population_day));
  v1::IndicatorProgress progress = NobodyEligible(item);
  progress.clear_figures();
  bool met = true;
  for (const v1::Stratum& stratum : programme.inspection().strata()) {
    const v1::Scope* const scope = rules::FindScope(programme, stratum.scope());
    if (stratum.item() != item.id() || scope == nullptr) continue;
    const std::vector<int64_t> units = programme::UnionsInScope(*scope, round.period, population);
    if (units.empty()) continue;
    ASSIGN_OR_RETURN(const std::set<int64_t> inspected,
                     Inspected(tx, federation, round, {stratum.kinds().begin(), stratum.kinds().end()}, today));
    const auto size = static_cast<int64_t>(units.size());
    v1::FigureProgress& figure = *progress.add_figures();
    figure.set_figure(stratum.id());
    *figure.mutable_title() = stratum.title();
    figure.set_numerator(
        std::count_if(units.begin(), units.end(), [&](int64_t unit) { return inspected.contains(unit); }));
    figure.set_denominator(size);
    figure.set_target(stratum.percent());
    figure.set_met(figure.numerator() >= rules::RequiredCount(size, stratum.percent()));
    met = met && figure.met();
    progress.set_expected(progress.expected() + size);
  }
  if (progress.figures().empty()) return progress;
  progress.set_reported(progress.expected());
  progress.set_state(met ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET);
  return progress;
}

absl::StatusOr<v1::IndicatorProgress> FromInspectionOfFederation(storage::ReadTransaction& tx, int64_t federation,
                                                                 const storage::RoundRow& round,
                                                                 const v1::Programme& programme, const v1::Item& item,
                                                                 rules::Day today) {
  ASSIGN_OR_RETURN(const std::set<int64_t> inspected, Inspected(tx, federation, round, {item.derived_kind()}, today));
  const auto& kinds = programme.inspection_kinds();
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const v1::InspectionKind& each) { return each.id() == item.derived_kind(); });
  const std::string vi = kind == kinds.end() ? item.derived_kind() : kind->title().vi();
  const std::string en = kind == kinds.end() || kind->title().en().empty() ? vi : kind->title().en();
  const bool concluded = inspected.contains(0);
  return NoData(
      item,
      fmt::format("“{}” {} trong kỳ; chưa ghi nhận mốc ngày phải xong trước, nên chưa tính được.", vi,
                  concluded ? "đã kết luận" : "chưa kết luận"),
      fmt::format("“{}” {} concluded in the period; the date before which it must be is not recorded, so this "
                  "cannot be told yet.",
                  en, concluded ? "is" : "is not"));
}

}  // namespace

v1::IndicatorProgress NoData(const v1::Item& item, std::string vi, std::string en) {
  v1::IndicatorProgress progress = NobodyEligible(item);
  progress.set_state(v1::PROGRESS_STATE_NO_DATA);
  progress.mutable_note()->set_vi(std::move(vi));
  progress.mutable_note()->set_en(std::move(en));
  return progress;
}

absl::StatusOr<v1::IndicatorProgress> DerivedProgress(storage::ReadTransaction& tx, int64_t federation,
                                                      const storage::RoundRow& round, const v1::Programme& programme,
                                                      const v1::Item& item, rules::Day today) {
  switch (item.source()) {
    case v1::Item::SOURCE_DIRECTORY:
      return FromDirectory(tx, federation, round, item, today);
    case v1::Item::SOURCE_INSPECTIONS:
      if (item.measure() == v1::Item::MEASURE_DONE) {
        return FromInspectionOfFederation(tx, federation, round, programme, item, today);
      }
      return FromStrata(tx, federation, round, programme, item, today);
    default:
      return NoData(item, "Chưa có xếp loại.", "There are no ratings yet.");
  }
}

}  // namespace phancong::progress
