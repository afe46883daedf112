#include "services/programme/read_rounds.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/history_access.h"
#include "services/serving/pages.h"
#include "storage/directory.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"

namespace phancong::programme {
namespace {

bool SeesAll(const serving::Actor& actor) {
  return std::any_of(actor.positions.begin(), actor.positions.end(), serving::ReadsTheFederation);
}

// A draft is the committees'.
bool IsShown(const storage::RoundRow& round, const serving::Actor& actor) {
  return round.state != v1::ROUND_STATE_DRAFT || SeesAll(actor);
}

// Of what was given to single units, unions see what they were given themselves, and who only receives what is
// published nothing: their raised targets, and urgent duties.
absl::Status LeaveOutWhatIsOthers(serving::ReadContext& context, const storage::RoundRow& row, v1::Round& round) {
  if (SeesAll(context.actor())) return absl::OkStatus();
  std::map<int64_t, std::string> own;
  for (const rules::PositionFact& fact : context.actor().positions) {
    if (fact.union_number == 0) continue;
    ASSIGN_OR_RETURN(const storage::UnionRow unit,
                     storage::GetUnion(context.tx(), context.federation(), fact.union_number));
    own[fact.union_number] = rules::UnionName(context.actor().federation_id, unit.id);
  }
  v1::Round shown = round;
  shown.clear_targets();
  for (v1::RaisedTarget target : round.targets()) {
    const bool of_all = target.assignees().empty();
    auto& assignees = *target.mutable_assignees();
    assignees.erase(std::remove_if(assignees.begin(), assignees.end(),
                                   [&](const std::string& name) {
                                     return std::none_of(own.begin(), own.end(),
                                                         [&](const auto& unit) { return unit.second == name; });
                                   }),
                    assignees.end());
    if (of_all || !assignees.empty()) *shown.add_targets() = target;
  }
  shown.clear_items();
  for (const v1::RoundItem& item : round.items()) {
    bool given = !item.item().starts_with(rules::kAdHocItemPrefix);
    for (auto unit = own.begin(); !given && unit != own.end(); ++unit) {
      ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> duty,
                       storage::FindItem(context.tx(), context.federation(), row.round, item.item()));
      if (!duty) return absl::InternalError("a round shows a duty that is not there");
      ASSIGN_OR_RETURN(const std::optional<storage::TaskRow> task,
                       storage::FindTask(context.tx(), context.federation(), row.round, duty->item, unit->first));
      given = task.has_value();
    }
    if (given) *shown.add_items() = item;
  }
  round = std::move(shown);
  return absl::OkStatus();
}

}  // namespace

absl::Status GetRound(serving::ReadContext& context, const v1::GetRoundRequest& request,
                      v1::GetRoundResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kRound));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   RequireRound(context.tx(), context.federation(), name.federation, name.id));
  if (!IsShown(round, context.actor())) return rules::RefuseNotFound(request.name());
  ASSIGN_OR_RETURN(*response->mutable_round(),
                   ShowRound(context.tx(), context.federation(), name.federation, round, RoundView::kWithItems,
                             context.actor().language, context.today()));
  return LeaveOutWhatIsOthers(context, round, *response->mutable_round());
}

absl::Status ListRounds(serving::ReadContext& context, const v1::ListRoundsRequest& request,
                        v1::ListRoundsResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  ASSIGN_OR_RETURN(std::vector<storage::RoundRow> rounds, storage::AllRounds(context.tx(), context.federation()));
  std::erase_if(rounds, [&](const storage::RoundRow& row) { return !IsShown(row, context.actor()); });
  auto round = rounds.begin();
  if (page.after) {
    round = std::find_if(rounds.begin(), rounds.end(),
                         [&](const storage::RoundRow& row) { return row.round == page.after->numbers[0]; });
    if (round == rounds.end()) return rules::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    ++round;
  }
  return serving::FillPage(
      request, page, std::span(round, rounds.end()), response, response->mutable_rounds(),
      [](const storage::RoundRow& row) { return serving::PageKey{.numbers = {row.round}}; },
      [&](const storage::RoundRow& row, v1::Round* shown) -> absl::Status {
        ASSIGN_OR_RETURN(*shown, ShowRound(context.tx(), context.federation(), parent.federation, row,
                                           RoundView::kWithoutItems, context.actor().language, context.today()));
        return absl::OkStatus();
      });
}

}  // namespace phancong::programme
