#include "services/progress/coverage.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/progress/as_of.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "storage/inspection_plans.h"
#include "storage/inspections.h"
#include "storage/programmes.h"
#include "storage/sealing.h"

namespace phancong::progress {
namespace {

// How many of each stratum were in the year's sample at the end of the day.
absl::StatusOr<std::map<std::string, int64_t>> SampledOn(storage::ReadTransaction& tx, int64_t federation,
                                                         const std::string& year, rules::Day day) {
  std::map<std::string, int64_t> sampled;
  ASSIGN_OR_RETURN(const std::optional<storage::InspectionPlanRow> plan,
                   storage::FindInspectionPlan(tx, federation, year));
  if (!plan) return sampled;
  ASSIGN_OR_RETURN(const std::vector<storage::SampledUnitRow> sample,
                   storage::SampleOfPlan(tx, federation, plan->plan));
  for (const storage::SampledUnitRow& row : sample) {
    if (row.taken_day <= day && (row.replaced_by == 0 || row.replaced_day > day)) ++sampled[row.stratum];
  }
  return sampled;
}

// The figure that was sealed for the stratum, if its item has one.
const v1::FigureProgress* Sealed(const std::vector<v1::IndicatorProgress>& sealed, const v1::Stratum& stratum) {
  for (const v1::IndicatorProgress& indicator : sealed) {
    if (indicator.item() != stratum.item()) continue;
    for (const v1::FigureProgress& figure : indicator.figures()) {
      if (figure.figure() == stratum.id()) return &figure;
    }
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<std::vector<v1::StratumCoverage>> CoverageOf(storage::ReadTransaction& tx, int64_t federation,
                                                            const storage::RoundRow& round, rules::Day day) {
  const rules::Day last = std::min(day, round.period.end);
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation, round.programme_version));
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(tx, federation, {.day = round.population_day, .known_day = day}));
  using Counts = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Counts sampled, SampledOn(tx, federation, round.id, last));
  std::vector<v1::IndicatorProgress> sealed;
  if (round.state == v1::ROUND_STATE_SEALED) {
    ASSIGN_OR_RETURN(sealed, storage::FrozenFigures(tx, federation, round.round, storage::SealedFigures::kIndicators));
  }
  std::vector<v1::StratumCoverage> strata;
  for (const v1::Stratum& stratum : programme.programme->inspection().strata()) {
    const v1::Scope* const scope = rules::FindScope(*programme.programme, stratum.scope());
    if (scope == nullptr) continue;
    const std::vector<std::string> kinds(stratum.kinds().begin(), stratum.kinds().end());
    const std::vector<int64_t> units = programme::UnionsInScope(*scope, round.period, population);
    ASSIGN_OR_RETURN(const std::vector<int64_t> concluded,
                     storage::UnitsInspected(tx, federation, kinds, round.period.begin, last));
    ASSIGN_OR_RETURN(const std::vector<int64_t> begun, storage::UnitsUnderInspection(tx, federation, kinds, last));
    v1::StratumCoverage& coverage = strata.emplace_back();
    coverage.set_stratum(stratum.id());
    *coverage.mutable_title() = stratum.title();
    coverage.set_item(stratum.item());
    coverage.set_population(static_cast<int64_t>(units.size()));
    if (const auto count = sampled.find(stratum.id()); count != sampled.end()) coverage.set_sampled(count->second);
    for (const int64_t unit : units) {
      if (std::binary_search(concluded.begin(), concluded.end(), unit)) {
        coverage.set_inspected(coverage.inspected() + 1);
      } else if (std::binary_search(begun.begin(), begun.end(), unit)) {
        coverage.set_under_way(coverage.under_way() + 1);
      }
    }
    if (const v1::FigureProgress* const figure = Sealed(sealed, stratum); figure != nullptr) {
      coverage.set_population(figure->denominator());
      coverage.set_inspected(figure->numerator());
    }
    coverage.set_quota(rules::RequiredCount(coverage.population(), stratum.percent()));
    coverage.set_missing(std::max<int64_t>(coverage.quota() - coverage.inspected(), 0));
  }
  return strata;
}

absl::Status GetCoverage(serving::ReadContext& context, const v1::GetCoverageRequest& request,
                         v1::GetCoverageResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id, day));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*programme.programme, round.id);
  if (!kind || !kind->yearly) {
    return rules::RefuseField("parent", "phải là đợt giao của một năm", "must be the round of a year");
  }
  ASSIGN_OR_RETURN(const std::vector<v1::StratumCoverage> strata,
                   CoverageOf(context.tx(), context.federation(), round, day));
  response->mutable_strata()->Add(strata.begin(), strata.end());
  *response->mutable_as_of_date() = rules::DateOf(day);
  response->set_revision(context.revision());
  return absl::OkStatus();
}

}  // namespace phancong::progress
