#include "services/progress/ratings.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "services/programme/rounds.h"
#include "services/progress/rating_file.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"
#include "storage/programmes.h"

namespace phancong::progress {
namespace {

struct ListedRating {
  storage::UnionRow grassroots_union;
  std::optional<storage::RatingRow> row;
};

bool IsAskedFor(const v1::ListRatingsRequest& request, const std::optional<storage::RatingRow>& row) {
  const v1::RatingState state = row ? row->state : v1::RATING_STATE_UNSPECIFIED;
  const auto& states = request.states();
  if (!states.empty() && std::find(states.begin(), states.end(), state) == states.end()) return false;
  return request.level().empty() || (row && row->decided_level == request.level());
}

absl::StatusOr<std::vector<ListedRating>> Listed(serving::ReadContext& context, const v1::ListRatingsRequest& request,
                                                 const storage::RoundRow& round) {
  ASSIGN_OR_RETURN(const std::vector<storage::UnionRow> unions, storage::AllUnions(context.tx(), context.federation()));
  using Rows = std::map<int64_t, storage::RatingRow>;
  ASSIGN_OR_RETURN(const Rows rows, storage::Ratings(context.tx(), context.federation(), round.round));
  const rules::Reach& reach = context.reach();
  std::vector<ListedRating> listed;
  for (const storage::UnionRow& one : unions) {
    if (one.founded_day > round.period.end || (one.ended_day != 0 && one.ended_day <= round.period.begin)) continue;
    if (!reach.everything && !std::binary_search(reach.own_unions.begin(), reach.own_unions.end(), one.union_number)) {
      continue;
    }
    const auto found = rows.find(one.union_number);
    const auto row = found == rows.end() ? std::nullopt : std::optional<storage::RatingRow>(found->second);
    if (IsAskedFor(request, row)) listed.push_back({.grassroots_union = one, .row = row});
  }
  return listed;
}

}  // namespace

absl::Status GetRating(serving::ReadContext& context, const v1::GetRatingRequest& request,
                       v1::GetRatingResponse* response) {
  RatingFiles files(context);
  ASSIGN_OR_RETURN(*response->mutable_rating(), files.Show(request.name()));
  return absl::OkStatus();
}

absl::Status ListRatings(serving::ReadContext& context, const v1::ListRatingsRequest& request,
                         v1::ListRatingsResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  if (request.round().empty()) {
    return rules::RefuseField("round", "phải ghi năm, như 2025", "is required, such as 2025");
  }
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, request.round()));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  RETURN_IF_ERROR(RequireRatedRound(round, *programme.programme, "round"));
  ASSIGN_OR_RETURN(const std::vector<ListedRating> listed, Listed(context, request, round));
  auto one = listed.begin();
  if (page.after) {
    one = std::find_if(listed.begin(), listed.end(), [&](const ListedRating& rating) {
      return rating.grassroots_union.union_number == page.after->numbers[0];
    });
    if (one == listed.end()) return rules::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    ++one;
  }
  RatingFiles files(context);
  return serving::FillPage(
      request, page, std::span(one, listed.end()), response, response->mutable_ratings(),
      [](const ListedRating& rating) { return serving::PageKey{.numbers = {rating.grassroots_union.union_number}}; },
      [&](const ListedRating& rating, v1::Rating* shown) -> absl::Status {
        ASSIGN_OR_RETURN(const RatingFile file, files.Open(rating.grassroots_union, round, rating.row));
        ASSIGN_OR_RETURN(*shown, files.Show(file, RatingView::kWithoutLines));
        return absl::OkStatus();
      });
}

}  // namespace phancong::progress
