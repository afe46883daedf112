#include "services/progress/trend.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/rounds.h"
#include "services/progress/indicators.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/totals.h"
#include "storage/programmes.h"
#include "storage/rounds.h"

namespace phancong::progress {
namespace {

// The indicators that are asked for, in the order of the programme.
absl::StatusOr<std::vector<const v1::Item*>> IndicatorsAsked(const v1::Programme& programme,
                                                             const v1::ListIndicatorTrendRequest& request) {
  for (int i = 0; i < request.items_size(); ++i) {
    const v1::Item* const item = rules::FindItem(programme, request.items(i));
    if (item != nullptr && item->kind() == v1::Item::KIND_INDICATOR) continue;
    return rules::RefuseField(fmt::format("items[{}]", i),
                              fmt::format("chương trình không có chỉ tiêu “{}”", request.items(i)),
                              fmt::format("the programme has no indicator “{}”", request.items(i)));
  }
  std::vector<const v1::Item*> items;
  for (const v1::Item& item : programme.items()) {
    if (item.kind() != v1::Item::KIND_INDICATOR) continue;
    const auto& asked = request.items();
    if (asked.empty() || std::find(asked.begin(), asked.end(), item.id()) != asked.end()) items.push_back(&item);
  }
  return items;
}

// Every indicator of one year, by item.
struct Year {
  std::string round;
  rules::Day day = 0;
  bool sealed = false;
  std::map<std::string, v1::IndicatorProgress> indicators;
};

absl::StatusOr<std::vector<Year>> YearsOf(serving::ReadContext& context, const v1::Programme& programme) {
  ASSIGN_OR_RETURN(std::vector<storage::RoundRow> rounds, storage::AllRounds(context.tx(), context.federation()));
  std::reverse(rounds.begin(), rounds.end());
  std::vector<Year> years;
  for (const storage::RoundRow& round : rounds) {
    const std::optional<programme::RoundKind> kind = programme::RoundKindOf(programme, round.id);
    if (!kind || !kind->yearly || round.state == v1::ROUND_STATE_DRAFT) continue;
    Year year{.round = round.id,
              .day = std::min(context.today(), round.period.end),
              .sealed = round.state == v1::ROUND_STATE_SEALED,
              .indicators = {}};
    std::optional<storage::RoundRow> shown = round;
    if (!year.sealed) {
      ASSIGN_OR_RETURN(shown, storage::RoundAsKnown(context.tx(), context.federation(), round, year.day));
    }
    if (!shown) continue;
    ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators,
                     IndicatorsOf(context.tx(), context.federation(), *shown, year.day));
    for (const v1::IndicatorProgress& progress : indicators) year.indicators[progress.item()] = progress;
    years.push_back(std::move(year));
  }
  return years;
}

}  // namespace

absl::Status ListIndicatorTrend(serving::ReadContext& context, const v1::ListIndicatorTrendRequest& request,
                                v1::ListIndicatorTrendResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(const std::vector<const v1::Item*> items, IndicatorsAsked(*row.programme, request));
  ASSIGN_OR_RETURN(const std::vector<Year> years, YearsOf(context, *row.programme));
  for (const v1::Item* const item : items) {
    v1::IndicatorTrend& trend = *response->add_trends();
    trend.set_item(item->id());
    *trend.mutable_title() = item->title();
    trend.set_measure(item->measure());
    std::vector<v1::IndicatorProgress> points;
    for (const Year& year : years) {
      const auto progress = year.indicators.find(item->id());
      // The year's version of the programme did not have it.
      if (progress == year.indicators.end()) continue;
      v1::TrendPoint& point = *trend.add_points();
      point.set_round(year.round);
      *point.mutable_as_of_date() = rules::DateOf(year.day);
      point.set_sealed(year.sealed);
      *point.mutable_progress() = points.emplace_back(progress->second);
    }
    const std::vector<v1::FigureProgress> over_term = rules::OverTerm(*item, points);
    trend.mutable_over_term()->Add(over_term.begin(), over_term.end());
  }
  response->set_revision(context.revision());
  return absl::OkStatus();
}

}  // namespace phancong::progress
