#include "services/standing_committee/issue_round.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "storage/calendars.h"
#include "storage/programmes.h"
#include "storage/rounds.h"

namespace phancong::standing_committee {
namespace {

// What was previewed is what is issued: to whom items go was counted when the round was drafted.
absl::Status CheckUnchanged(const storage::RoundRow& draft, const programme::Population& population) {
  const bool unchanged = std::all_of(population.unions.begin(), population.unions.end(),
                                     [&](const storage::UnionRow& row) { return row.revision < draft.revision; });
  if (unchanged) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_STALE, {{"name.vi", "Danh bạ công đoàn cơ sở (cần soạn lại đợt giao)"},
                                                {"name.en", "The directory of unions (draft the round again)"}});
}

// Terms in working days were shown by the calendar of then.
absl::Status CheckCalendar(serving::CommandContext& context, const storage::RoundRow& draft,
                           const std::vector<storage::RoundItemRow>& items) {
  const bool any_term =
      std::any_of(items.begin(), items.end(), [](const storage::RoundItemRow& item) { return item.working_days != 0; });
  if (!any_term) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<storage::CalendarRow> calendar,
                   storage::NewestCalendar(context.tx(), context.federation()));
  if (!calendar || calendar->revision < draft.revision) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_STALE, {{"name.vi", "Lịch làm việc (cần soạn lại đợt giao)"},
                                                {"name.en", "The calendar of working days (draft the round again)"}});
}

// The draft's items in the order of the programme, ready to be issued.
absl::StatusOr<std::vector<v1::ItemIssued>> ItemsOf(serving::CommandContext& context, const storage::RoundRow& round,
                                                    const std::string& decision_number) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                   storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(context.tx(), context.federation(),
                                           {.day = round.population_day, .known_day = context.today()}));
  RETURN_IF_ERROR(CheckUnchanged(round, population));
  using Numbers = std::map<std::string, int64_t>;
  ASSIGN_OR_RETURN(const Numbers numbers, storage::ItemNumbers(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(const std::vector<storage::RoundItemRow> drafted,
                   storage::RoundItems(context.tx(), context.federation(), round.round));
  std::map<int64_t, DueTerm> terms;
  for (const storage::RoundItemRow& item : drafted) {
    terms[item.item] = {.due_day = item.due_day, .working_days = item.working_days};
  }
  RETURN_IF_ERROR(CheckCalendar(context, round, drafted));
  std::vector<v1::ItemIssued> items;
  for (const v1::Item& item : row.programme->items()) {
    const auto term = terms.find(numbers.at(item.id()));
    if (term == terms.end()) continue;
    ASSIGN_OR_RETURN(const ResolvedDue due, ResolveDue(context, term->second));
    RETURN_IF_ERROR(MayIssue(context, item.id(), due.due_day, decision_number));
    v1::ItemIssued& issued = items.emplace_back();
    issued.set_round_number(round.round);
    issued.set_item_number(term->first);
    SetDue(due, &issued);
    issued.set_decision_number(decision_number);
    const std::vector<int64_t> assignees = programme::AssigneesOf(item, *row.programme, round.period, population);
    issued.mutable_assignees()->Add(assignees.begin(), assignees.end());
  }
  return items;
}

}  // namespace

absl::Status IssueRound(serving::CommandContext& context, const v1::IssueRoundRequest& request,
                        v1::IssueRoundResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kRound));
  if (request.etag().empty()) {
    return rules::RefuseField("etag", "phải ghi etag của bản dự thảo đã xem", "the etag of the draft is required");
  }
  ASSIGN_OR_RETURN(const std::string decision_number, serving::DecisionNumberOf(request.decision_number()));
  ASSIGN_OR_RETURN(const rules::Day decision_day,
                   serving::DayOr(request.decision_date(), context.today(), "decision_date"));
  if (decision_day > context.today()) {
    return rules::RefuseField("decision_date", "không được sau hôm nay", "must not be after today");
  }
  ASSIGN_OR_RETURN(const storage::RoundRow draft,
                   programme::RequireRound(context.tx(), context.federation(), name.federation, name.id));
  RETURN_IF_ERROR(programme::RequireState(draft, v1::ROUND_STATE_DRAFT));
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), draft.revision, request.name()));
  if (draft.plan_due_day != 0) RETURN_IF_ERROR(CheckPlanDueDay(draft.plan_due_day, context.today()));
  ASSIGN_OR_RETURN(std::vector<v1::ItemIssued> items, ItemsOf(context, draft, decision_number));

  v1::Event event;
  v1::RoundIssued& issued = *event.mutable_round_issued();
  issued.set_round_number(draft.round);
  issued.set_decision_number(decision_number);
  issued.set_decision_day(decision_day);
  RETURN_IF_ERROR(context.Emit(event));
  for (v1::ItemIssued& item : items) {
    RETURN_IF_ERROR(EmitItemIssued(context, std::move(item)).status());
  }
  ASSIGN_OR_RETURN(const storage::RoundRow round, storage::GetRound(context.tx(), context.federation(), draft.round));
  ASSIGN_OR_RETURN(*response->mutable_round(),
                   programme::ShowRound(context.tx(), context.federation(), name.federation, round,
                                        programme::RoundView::kWithItems, context.actor().language, context.today()));
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
