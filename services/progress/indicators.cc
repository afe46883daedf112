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

using Totals = std::map<std::pair<int64_t, int64_t>, storage::ItemTotals>;

// A round that is issued, with what it was issued from.
struct IssuedRound {
  storage::RoundRow row;
  std::shared_ptr<const v1::Programme> programme;
  std::set<int64_t> items;
  // Items that waited for guidance and have it.
  std::set<int64_t> guided;
  // Raised for the whole round.
  std::map<int64_t, std::vector<rules::FigureTarget>> targets;
};

absl::StatusOr<IssuedRound> Load(storage::ReadTransaction& tx, int64_t federation, storage::RoundRow row,
                                 rules::Day known_day) {
  IssuedRound round;
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::GetProgramme(tx, federation, row.programme_version));
  round.programme = programme.programme;
  ASSIGN_OR_RETURN(const std::vector<storage::RoundItemRow> items, storage::RoundItems(tx, federation, row.round));
  for (const storage::RoundItemRow& item : items) {
    if (item.known_day <= known_day) round.items.insert(item.item);
  }
  ASSIGN_OR_RETURN(round.guided, programme::GuidedItems(tx, federation, row.programme_version, known_day));
  ASSIGN_OR_RETURN(const std::vector<storage::RaisedTargetRow> targets,
                   storage::RaisedTargets(tx, federation, row.round));
  for (const storage::RaisedTargetRow& one : targets) {
    if (!one.assignee) round.targets[one.item].push_back({.figure = one.figure, .target = one.target});
  }
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
v1::IndicatorProgress ReportedProgress(const IssuedRound& round, const v1::Item& item, int64_t number,
                                       const Totals& totals) {
  const v1::Item* const defined = rules::FindItem(*round.programme, item.id());
  if (defined == nullptr || !round.items.contains(number)) return NotInRound(item, number, round);
  const auto raised = round.targets.find(number);
  const v1::Item issued = raised == round.targets.end() ? *defined : rules::WithTargets(*defined, raised->second);
  const auto total = totals.find({round.row.round, number});
  if (total == totals.end()) {
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
  ASSIGN_OR_RETURN(const IssuedRound round, Load(tx, federation, row, day));
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*round.programme, row.id);
  const bool yearly_round = kind && kind->yearly;
  const bool draft = row.state == v1::ROUND_STATE_DRAFT;
  std::optional<IssuedRound> term;
  if (yearly_round) {
    ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> found, TermRoundOf(tx, federation, row, day));
    if (found) {
      ASSIGN_OR_RETURN(term, Load(tx, federation, *found, day));
    }
  }
  ASSIGN_OR_RETURN(const std::string derived_from, storage::DerivedFrom(tx, federation));
  ASSIGN_OR_RETURN(const Totals totals, storage::ItemTotalsOn(tx, federation, day));
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(tx, federation));

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
      progress = ReportedProgress(round, item, numbers.at(item.id()), totals);
    } else if (term) {
      progress = ReportedProgress(*term, item, numbers.at(item.id()), totals);
    } else {
      progress = NoData(item, "Đợt giao của nhiệm kỳ chưa giao.", "The term's round is not issued yet.");
    }
  }
  return indicators;
}

absl::Status ListIndicatorProgress(serving::ReadContext& context, const v1::ListIndicatorProgressRequest& request,
                                   v1::ListIndicatorProgressResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  ASSIGN_OR_RETURN(const storage::RoundRow row,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id, day));
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators,
                   IndicatorsOf(context.tx(), context.federation(), row, day));
  response->mutable_indicators()->Add(indicators.begin(), indicators.end());
  *response->mutable_as_of_date() = rules::DateOf(day);
  response->set_revision(context.revision());
  return absl::OkStatus();
}

}  // namespace phancong::progress
