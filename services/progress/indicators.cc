#include "services/progress/indicators.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/rounds.h"
#include "services/progress/as_of.h"
#include "services/progress/derived.h"
#include "services/progress/rounds_of_term.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/raised_target.h"
#include "services/rules/scope.h"
#include "services/rules/totals.h"
#include "storage/derived_from.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/sealing.h"
#include "storage/totals.h"

namespace phancong::progress {
namespace {

// A round that is issued, with what it was issued from and what of its indicators is known.
struct IssuedRound {
  storage::RoundRow row;
  std::shared_ptr<const v1::Programme> programme;
  std::set<int64_t> items;
  // Items that waited for guidance and have it.
  std::set<int64_t> guided;
  // Raised for the whole round.
  std::shared_ptr<const storage::TargetsByItem> targets;
  std::map<int64_t, storage::ItemTotals> totals;
};

// As it was known on the day, of these items alone.
absl::StatusOr<IssuedRound> Load(storage::ReadTransaction& tx, int64_t federation, storage::RoundRow row,
                                 const std::vector<int64_t>& indicators, rules::Day known_day) {
  IssuedRound round;
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::GetProgramme(tx, federation, row.programme_version));
  round.programme = programme.programme;
  ASSIGN_OR_RETURN(const std::vector<storage::RoundItemRow> items,
                   storage::RoundItems(tx, federation, row.round, indicators));
  for (const storage::RoundItemRow& item : items) {
    if (item.known_day <= known_day) round.items.insert(item.item);
  }
  ASSIGN_OR_RETURN(round.guided, programme::GuidedItems(tx, federation, row.programme_version, known_day));
  ASSIGN_OR_RETURN(round.targets, storage::TargetsOfWholeRound(tx, federation, row.round));
  ASSIGN_OR_RETURN(round.totals, storage::ItemTotalsOn(tx, federation, row.round, indicators, known_day));
  round.row = std::move(row);
  return round;
}

v1::IndicatorProgress NotInRound(const v1::Item& item, int64_t number, const IssuedRound& round) {
  if (const auto why = programme::WhyNotInForce(item, round.guided.contains(number))) {
    return NoData(item, fmt::format("Chưa giao: {}.", why->vi()), fmt::format("Not issued: {}.", why->en()));
  }
  return NoData(item, fmt::format("Không có trong đợt giao {}.", round.row.id),
                fmt::format("Not in the round {}.", round.row.id));
}

// A reported indicator in the round in which it was issued, by that round's version of it.
v1::IndicatorProgress ReportedProgress(const IssuedRound& round, const v1::Item& item, int64_t number) {
  const v1::Item* const defined = rules::FindItem(*round.programme, item.id());
  if (defined == nullptr || !round.items.contains(number)) return NotInRound(item, number, round);
  const auto raised = round.targets->find(number);
  const v1::Item issued = raised == round.targets->end() ? *defined : rules::WithTargets(*defined, raised->second);
  const auto total = round.totals.find(number);
  if (total == round.totals.end()) {
    return rules::ProgressOf(issued, {}, std::vector<rules::FigureSums>(static_cast<size_t>(issued.figures_size())));
  }
  std::vector<rules::FigureSums> sums = total->second.sums;
  sums.resize(static_cast<size_t>(issued.figures_size()));
  return rules::ProgressOf(issued, total->second.counts, sums);
}

}  // namespace

absl::StatusOr<std::vector<v1::IndicatorProgress>> IndicatorsOf(storage::ReadTransaction& tx, int64_t federation,
                                                                const storage::RoundRow& row, rules::Day day) {
  if (row.state == v1::ROUND_STATE_SEALED) {
    return storage::FrozenFigures(tx, federation, row.round, storage::SealedFigures::kIndicators);
  }
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(tx, federation));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::GetProgramme(tx, federation, row.programme_version));
  std::vector<int64_t> indicators_of_programme;
  for (const v1::Item& item : programme.programme->items()) {
    if (item.kind() == v1::Item::KIND_INDICATOR) indicators_of_programme.push_back(numbers.at(item.id()));
  }
  ASSIGN_OR_RETURN(const IssuedRound round, Load(tx, federation, row, indicators_of_programme, day));
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*round.programme, row.id);
  const bool yearly_round = kind && kind->yearly;
  const bool draft = row.state == v1::ROUND_STATE_DRAFT;
  std::optional<IssuedRound> term;
  if (yearly_round) {
    ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> found, TermRoundOf(tx, federation, row, day));
    if (found) {
      ASSIGN_OR_RETURN(term, Load(tx, federation, *found, indicators_of_programme, day));
    }
  }
  ASSIGN_OR_RETURN(const std::string derived_from, storage::DerivedFrom(tx, federation));

  std::vector<v1::IndicatorProgress> indicators;
  for (const v1::Item& item : round.programme->items()) {
    if (item.kind() != v1::Item::KIND_INDICATOR) continue;
    v1::IndicatorProgress& progress = indicators.emplace_back();
    const bool yearly = rules::IsYearly(item);
    if (yearly && !yearly_round) {
      progress = NoData(item, "Chỉ tiêu của từng năm: xem ở đợt giao của năm.", "Yearly: see the round of a year.");
    } else if (yearly == yearly_round && draft) {
      progress = NoData(item, fmt::format("Đợt giao {} chưa giao.", row.id),
                        fmt::format("The round {} is not issued yet.", row.id));
    } else if (item.source() != v1::Item::SOURCE_REPORTED) {
      ASSIGN_OR_RETURN(progress, DerivedProgress(tx, federation, row, *round.programme, item, day, derived_from));
    } else if (yearly == yearly_round) {
      progress = ReportedProgress(round, item, numbers.at(item.id()));
    } else if (term) {
      progress = ReportedProgress(*term, item, numbers.at(item.id()));
    } else {
      progress = NoData(item, "Đợt giao của nhiệm kỳ chưa giao.", "The term's round is not issued yet.");
    }
  }
  return indicators;
}

namespace {

absl::StatusOr<v1::ListIndicatorProgressResponse> Shown(serving::ReadContext& context, const storage::RoundRow& round,
                                                        rules::Day day) {
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators,
                   IndicatorsOf(context.tx(), context.federation(), round, day));
  v1::ListIndicatorProgressResponse response;
  response.mutable_indicators()->Add(indicators.begin(), indicators.end());
  *response.mutable_as_of_date() = rules::DateOf(day);
  response.set_revision(context.revision());
  return response;
}

}  // namespace

absl::Status ListIndicatorProgress(serving::ReadContext& context, const v1::ListIndicatorProgressRequest& request,
                                   v1::ListIndicatorProgressResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  ASSIGN_OR_RETURN(const storage::RoundRow row,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id, day));
  // It stays right until the next entry.
  ASSIGN_OR_RETURN(const auto shown, context.tx().facts().Get<v1::ListIndicatorProgressResponse>(
                                         storage::FactsOf::kJournal, context.federation(),
                                         {.what = "indicator progress", .first = day, .second = row.round},
                                         [&] { return Shown(context, row, day); }));
  *response = *shown;
  return absl::OkStatus();
}

}  // namespace phancong::progress
