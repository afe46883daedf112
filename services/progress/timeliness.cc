#include "services/progress/timeliness.h"

#include <cstdint>
#include <map>

#include "services/programme/rounds.h"
#include "services/progress/as_of.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/totals.h"
#include "storage/rounds.h"
#include "storage/totals.h"

namespace phancong::progress {

absl::StatusOr<v1::TimelinessCounts> TimelinessOn(storage::ReadTransaction& tx, int64_t federation, int64_t round,
                                                  rules::Day day) {
  using Totals = std::map<rules::Day, rules::DueCounts>;
  ASSIGN_OR_RETURN(const Totals totals, storage::DueTotalsOn(tx, federation, round, day));
  v1::TimelinessCounts timeliness;
  for (const auto& [due_day, counts] : totals) rules::AddTimeliness(counts, due_day, day, timeliness);
  return timeliness;
}

absl::Status GetTimeliness(serving::ReadContext& context, const v1::GetTimelinessRequest& request,
                           v1::GetTimelinessResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const rules::Day day, DayShown(context, request.as_of_date()));
  int64_t round = 0;
  if (parent.id != "-") {
    ASSIGN_OR_RETURN(const storage::RoundRow row,
                     programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id, day));
    round = row.round;
  }
  ASSIGN_OR_RETURN(*response->mutable_counts(), TimelinessOn(context.tx(), context.federation(), round, day));
  *response->mutable_as_of_date() = rules::DateOf(day);
  response->set_revision(context.revision());
  return absl::OkStatus();
}

}  // namespace phancong::progress
