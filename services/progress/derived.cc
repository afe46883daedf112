#include "services/progress/derived.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/progress/coverage.h"
#include "services/rules/propagate.h"
#include "services/rules/rating.h"
#include "services/rules/scope.h"
#include "services/rules/totals.h"
#include "storage/directory.h"
#include "storage/inspections.h"
#include "storage/ratings.h"

namespace phancong::progress {
namespace {

// Its targets, and nothing below or above the line.
v1::IndicatorProgress NobodyEligible(const v1::Item& item) {
  return rules::ProgressOf(item, {}, std::vector<rules::FigureSums>(static_cast<size_t>(item.figures_size())));
}

// The last day that the figures of an item may be of: its own where it has one, in the round of the term also after
// that is over; in a year's round never after the year.
rules::Day LastDayOf(const v1::Item& item, const v1::Programme& programme, const storage::RoundRow& round) {
  const std::optional<rules::Day> until = rules::DayOf(item.until());
  if (!until) return round.period.end;
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(programme, round.id);
  return kind && !kind->yearly ? *until : std::min(*until, round.period.end);
}

absl::StatusOr<v1::IndicatorProgress> FromDirectory(storage::ReadTransaction& tx, int64_t federation,
                                                    const storage::RoundRow& round, const v1::Programme& programme,
                                                    const v1::Item& item, rules::Day today) {
  const rules::Day day = std::min(today, LastDayOf(item, programme, round));
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(tx, federation, {.day = day, .known_day = today}));
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

// The strata that serve the item, as figures of it. One in which there is no union says nothing.
absl::StatusOr<v1::IndicatorProgress> FromStrata(storage::ReadTransaction& tx, int64_t federation,
                                                 const storage::RoundRow& round, const v1::Programme& programme,
                                                 const v1::Item& item, rules::Day today) {
  ASSIGN_OR_RETURN(const std::vector<v1::StratumCoverage> strata, CoverageOf(tx, federation, round, today));
  std::map<std::string, int64_t> percents;
  for (const v1::Stratum& stratum : programme.inspection().strata()) percents[stratum.id()] = stratum.percent();
  v1::IndicatorProgress progress = NobodyEligible(item);
  progress.clear_figures();
  bool met = true;
  for (const v1::StratumCoverage& coverage : strata) {
    if (coverage.item() != item.id() || coverage.population() == 0) continue;
    v1::FigureProgress& figure = *progress.add_figures();
    figure.set_figure(coverage.stratum());
    *figure.mutable_title() = coverage.title();
    figure.set_numerator(coverage.inspected());
    figure.set_denominator(coverage.population());
    figure.set_target(percents[coverage.stratum()]);
    figure.set_met(coverage.inspected() >= coverage.quota());
    // Nobody submits it: what is provisional is what is.
    figure.set_provisional_numerator(figure.numerator());
    figure.set_provisional_denominator(figure.denominator());
    figure.set_provisional_met(figure.met());
    met = met && figure.met();
    progress.set_expected(progress.expected() + coverage.population());
  }
  if (progress.figures().empty()) return progress;
  progress.set_reported(progress.expected());
  progress.set_state(met ? v1::PROGRESS_STATE_MET : v1::PROGRESS_STATE_NOT_MET);
  progress.set_provisional_state(progress.state());
  return progress;
}

// Done where an inspection of the kind was concluded before the day on which the year's settlement was sent up; not
// done where that was sent without one.
absl::StatusOr<v1::IndicatorProgress> FromInspectionOfFederation(storage::ReadTransaction& tx, int64_t federation,
                                                                 const storage::RoundRow& round,
                                                                 const v1::Programme& programme, const v1::Item& item,
                                                                 rules::Day today) {
  const int year = rules::YearOf(round.period.end);
  ASSIGN_OR_RETURN(const std::optional<storage::SettlementRow> settlement,
                   storage::FindSettlement(tx, federation, year, today));
  const rules::Day last_day = settlement ? std::min(today, settlement->sent_day - 1) : today;
  ASSIGN_OR_RETURN(const std::set<int64_t> inspected,
                   Inspected(tx, federation, round, {item.derived_kind()}, last_day));
  const bool concluded = inspected.contains(0);
  if (settlement) {
    const rules::ItemCounts counts{.expected = 1, .reported = 1, .met = concluded ? 1 : 0};
    v1::IndicatorProgress progress = rules::ProgressOf(item, counts, {});
    progress.mutable_note()->set_vi(fmt::format("Báo cáo quyết toán năm {} gửi lên cấp trên ngày {}.", year,
                                                rules::VietnameseDate(settlement->sent_day)));
    progress.mutable_note()->set_en(
        fmt::format("The settlement of {} was sent up on {}.", year, rules::IsoDate(settlement->sent_day)));
    return progress;
  }
  const auto& kinds = programme.inspection_kinds();
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const v1::InspectionKind& each) { return each.id() == item.derived_kind(); });
  const std::string vi = kind == kinds.end() ? item.derived_kind() : kind->title().vi();
  const std::string en = kind == kinds.end() || kind->title().en().empty() ? vi : kind->title().en();
  return NoData(item,
                fmt::format("“{}” {} trong kỳ; chưa ghi nhận ngày gửi báo cáo quyết toán năm {} lên cấp trên.", vi,
                            concluded ? "đã kết luận" : "chưa kết luận", year),
                fmt::format("“{}” {} concluded in the period; the day on which the settlement of {} was sent up is not "
                            "recorded.",
                            en, concluded ? "is" : "is not", year));
}

// The unions in scope on the round's population day that are rated at the target's level or better. Those that are too
// young, or were no more when the period ended, and were not rated, leave the denominator.
absl::StatusOr<v1::IndicatorProgress> FromRatings(storage::ReadTransaction& tx, int64_t federation,
                                                  const storage::RoundRow& round, const v1::Programme& programme,
                                                  const v1::Item& item, rules::Day today) {
  const v1::Scope* const scope = rules::FindScope(programme, item.scope());
  if (scope == nullptr) return NobodyEligible(item);
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(tx, federation, {.day = round.population_day, .known_day = today}));
  const std::vector<int64_t> units = programme::UnionsInScope(*scope, round.period, population);
  const std::set<int64_t> in_scope(units.begin(), units.end());
  using Levels = std::map<int64_t, std::string>;
  ASSIGN_OR_RETURN(const Levels levels, storage::DecidedLevels(tx, federation, round.round, today));
  const storage::AsOf on_last_day{.day = std::min(today, round.period.end), .known_day = today};
  using Days = std::map<int64_t, std::vector<rules::Day>>;
  ASSIGN_OR_RETURN(const Days reformed, storage::ReformedDays(tx, federation, on_last_day));
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> unions, storage::UnionsOn(tx, federation, on_last_day));
  std::set<int64_t> there;
  for (const storage::UnionRow& row : unions) there.insert(row.union_number);

  rules::ItemCounts counts;
  for (const storage::UnionRow& row : population.unions) {
    if (!in_scope.contains(row.union_number)) continue;
    ++counts.expected;
    if (const auto level = levels.find(row.union_number); level != levels.end()) {
      ++counts.reported;
      counts.met += rules::IsAtLeast(programme.rating(), level->second, item.target_level()) ? 1 : 0;
      continue;
    }
    rules::UnionAge age{.founded_day = row.founded_day, .reformed_days = {}};
    if (const auto days = reformed.find(row.union_number); days != reformed.end()) age.reformed_days = days->second;
    if (there.contains(row.union_number) && rules::TooYoungUntil(programme.rating(), age, round.period) == 0) continue;
    ++counts.reported;
    ++counts.not_applicable;
  }
  v1::IndicatorProgress progress =
      rules::ProgressOf(item, counts, std::vector<rules::FigureSums>(static_cast<size_t>(item.figures_size())));
  if (progress.state() == v1::PROGRESS_STATE_NO_DATA) {
    progress.mutable_note()->set_vi("Chưa quyết định xếp loại đơn vị nào.");
    progress.mutable_note()->set_en("No rating has been decided yet.");
  }
  return progress;
}

}  // namespace

v1::IndicatorProgress NoData(const v1::Item& item, std::string vi, std::string en) {
  v1::IndicatorProgress progress = NobodyEligible(item);
  progress.set_state(v1::PROGRESS_STATE_NO_DATA);
  progress.set_provisional_state(v1::PROGRESS_STATE_NO_DATA);
  progress.mutable_note()->set_vi(std::move(vi));
  progress.mutable_note()->set_en(std::move(en));
  return progress;
}

namespace {

absl::StatusOr<v1::IndicatorProgress> Derive(storage::ReadTransaction& tx, int64_t federation,
                                             const storage::RoundRow& round, const v1::Programme& programme,
                                             const v1::Item& item, rules::Day today) {
  switch (item.source()) {
    case v1::Item::SOURCE_DIRECTORY:
      return FromDirectory(tx, federation, round, programme, item, today);
    case v1::Item::SOURCE_INSPECTIONS:
      if (item.measure() == v1::Item::MEASURE_DONE) {
        return FromInspectionOfFederation(tx, federation, round, programme, item, today);
      }
      return FromStrata(tx, federation, round, programme, item, today);
    default:
      return FromRatings(tx, federation, round, programme, item, today);
  }
}

}  // namespace

absl::StatusOr<v1::IndicatorProgress> DerivedProgress(storage::ReadTransaction& tx, int64_t federation,
                                                      const storage::RoundRow& round, const v1::Programme& programme,
                                                      const v1::Item& item, rules::Day today,
                                                      const std::string& derived_from) {
  // It takes a walk over the whole directory, and changes with people, and with what is said here.
  storage::FactName name{
      .what = "derived indicator",
      .first = round.round,
      .second = today,
      .text = fmt::format("{} of {} in {} {}-{} of {} by {}", item.id(), round.programme_version, round.revision,
                          round.period.begin, round.period.end, round.population_day, derived_from)};
  ASSIGN_OR_RETURN(const std::shared_ptr<const v1::IndicatorProgress> progress,
                   tx.facts().Get<v1::IndicatorProgress>(storage::FactsOf::kDerived, federation, std::move(name), [&] {
                     return Derive(tx, federation, round, programme, item, today);
                   }));
  return *progress;
}

}  // namespace phancong::progress
