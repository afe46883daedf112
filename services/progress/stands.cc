#include "services/progress/stands.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "services/programme/rounds.h"
#include "services/progress/as_of.h"
#include "services/progress/rounds_of_term.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/rules/totals.h"
#include "storage/programmes.h"
#include "storage/sealing.h"
#include "storage/task_days.h"

namespace phancong::progress {
namespace {

// One item of the term's round, as it adds up.
struct Sum {
  v1::Item item;
  rules::ItemCounts counts;
  std::vector<rules::FigureSums> sums;
};

void Add(const storage::StandRow& stand, const v1::Programme& programme, Sum& sum) {
  v1::Report report;
  std::vector<rules::LeafFigure> figures;
  for (const v1::Figure& figure : sum.item.figures()) {
    rules::LeafFigure& of_stand = figures.emplace_back();
    for (const v1::FigureValue& value : stand.figures) {
      if (value.figure() != figure.id()) continue;
      of_stand = {.not_applicable = !value.not_applicable_reason().empty(),
                  .numerator = value.numerator(),
                  .denominator = value.denominator()};
      *report.add_figures() = value;
    }
  }
  // What is not accepted yet is nobody's judgement.
  const bool met = stand.accepted ? stand.met : rules::ResultMeets(sum.item, programme, report, false);
  rules::AddStand(figures, met, sum.counts, sum.sums);
}

}  // namespace

absl::StatusOr<std::vector<v1::IndicatorProgress>> StandsOfPlay(storage::ReadTransaction& tx, int64_t federation,
                                                                const storage::RoundRow& year, rules::Day day) {
  if (year.state == v1::ROUND_STATE_SEALED) {
    return storage::FrozenFigures(tx, federation, year.round, storage::SealedFigures::kStands);
  }
  std::vector<v1::IndicatorProgress> stands;
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> term, TermRoundOf(tx, federation, year, day));
  if (!term) return stands;
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation, term->programme_version));
  using Stands = std::map<int64_t, storage::StandRow>;
  ASSIGN_OR_RETURN(const Stands latest, storage::StandsOn(tx, federation, term->round, std::nullopt,
                                                          {.day = std::min(day, year.period.end), .known_day = day}));
  std::map<int64_t, Sum> sums;
  RETURN_IF_ERROR(storage::EachTaskOn(
      tx, federation, term->round, std::nullopt, day, [&](const storage::TaskOn& task) -> absl::Status {
        const auto [sum, fresh] = sums.try_emplace(task.item);
        if (fresh) {
          ASSIGN_OR_RETURN(const auto item, storage::ItemDefinition(tx, federation, term->round, task.item));
          sum->second.item = *item;
          sum->second.sums.resize(static_cast<size_t>(sum->second.item.figures_size()));
        }
        if (rules::PhaseOf(task.deadline.state) == rules::TaskPhase::kWithdrawn) return absl::OkStatus();
        ++sum->second.counts.expected;
        const auto stand = latest.find(task.task);
        if (stand != latest.end()) Add(stand->second, *programme.programme, sum->second);
        return absl::OkStatus();
      }));
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(tx, federation));
  for (const v1::Item& item : programme.programme->items()) {
    const auto sum = sums.find(numbers.at(item.id()));
    if (sum == sums.end() || !rules::IsOfTerm(item)) continue;
    stands.push_back(rules::ProgressOf(sum->second.item, sum->second.counts, sum->second.sums));
  }
  return stands;
}

absl::Status ListStandsOfPlay(serving::ReadContext& context, const v1::ListStandsOfPlayRequest& request,
                              v1::ListStandsOfPlayResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  ASSIGN_OR_RETURN(const storage::RoundRow year,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id, day));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(context.tx(), context.federation(), year.programme_version));
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*programme.programme, year.id);
  if (!kind || !kind->yearly) {
    return rules::RefuseField("parent", "phải là đợt giao của một năm", "must be the round of a year");
  }
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> stands,
                   StandsOfPlay(context.tx(), context.federation(), year, day));
  response->mutable_indicators()->Add(stands.begin(), stands.end());
  *response->mutable_as_of_date() = rules::DateOf(std::min(day, year.period.end));
  response->set_sealed(year.state == v1::ROUND_STATE_SEALED);
  response->set_revision(context.revision());
  return absl::OkStatus();
}

}  // namespace phancong::progress
