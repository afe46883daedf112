#include "services/programme/read_rounds.h"

#include <algorithm>
#include <vector>

#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/page_token.h"
#include "storage/rounds.h"

namespace phancong::programme {

absl::Status GetRound(serving::ReadContext& context, const v1::GetRoundRequest& request,
                      v1::GetRoundResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kRound));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   RequireRound(context.tx(), context.federation(), name.federation, name.id));
  ASSIGN_OR_RETURN(*response->mutable_round(),
                   ShowRound(context.tx(), context.federation(), name.federation, round, RoundView::kWithItems,
                             context.actor().language, context.today()));
  return absl::OkStatus();
}

absl::Status ListRounds(serving::ReadContext& context, const v1::ListRoundsRequest& request,
                        v1::ListRoundsResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  ASSIGN_OR_RETURN(const std::vector<storage::RoundRow> rounds, storage::AllRounds(context.tx(), context.federation()));
  auto round = rounds.begin();
  if (page.after) {
    round = std::find_if(rounds.begin(), rounds.end(),
                         [&](const storage::RoundRow& row) { return row.round == page.after->numbers[0]; });
    if (round == rounds.end()) return rules::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    ++round;
  }
  for (; round != rounds.end() && response->rounds_size() < page.size; ++round) {
    ASSIGN_OR_RETURN(*response->add_rounds(),
                     ShowRound(context.tx(), context.federation(), parent.federation, *round, RoundView::kWithoutItems,
                               context.actor().language, context.today()));
  }
  if (round != rounds.end()) {
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {std::prev(round)->round}, .bytes = {}}));
  }
  return absl::OkStatus();
}

}  // namespace phancong::programme
