#include "services/directory/union_plans.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/plan_timing.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"
#include "storage/programmes.h"

namespace phancong::directory {
namespace {

absl::Status AddLines(storage::ReadTransaction& tx, int64_t federation, const storage::UnionPlanRow& plan,
                      v1::UnionPlan& to) {
  ASSIGN_OR_RETURN(const std::vector<storage::UnionPlanLineRow> lines,
                   storage::UnionPlanLines(tx, federation, plan.round, plan.union_number));
  for (const storage::UnionPlanLineRow& row : lines) {
    ASSIGN_OR_RETURN(const storage::ItemRow item, storage::GetItem(tx, federation, row.item));
    v1::PlanLine& line = *to.add_lines();
    line.set_item(item.id);
    for (const rules::FigureTarget& target : row.targets) {
      v1::PlanTarget& added = *line.add_targets();
      added.set_figure(target.figure);
      added.set_target(target.target);
    }
    line.set_measures(row.measures);
    line.set_person(row.person);
    *line.mutable_due_date() = rules::OptionalDateOf(row.due_day);
  }
  return absl::OkStatus();
}

// The unions of a round that a call reaches: those without a plan first, each part in the order of names.
struct PlanList {
  std::vector<const storage::UnionRow*> missing;
  std::vector<const storage::UnionRow*> sent;
};

PlanList InOrder(const std::vector<storage::UnionRow>& unions, const std::vector<int64_t>& of_round,
                 const std::map<int64_t, storage::UnionPlanRow>& plans, const rules::Reach& reach, rules::Day day) {
  const std::set<int64_t> given(of_round.begin(), of_round.end());
  PlanList list;
  for (const storage::UnionRow& row : unions) {
    if (!given.contains(row.union_number)) continue;
    if (!reach.everything && !std::binary_search(reach.own_unions.begin(), reach.own_unions.end(), row.union_number)) {
      continue;
    }
    if (plans.contains(row.union_number)) {
      list.sent.push_back(&row);
    } else if (row.ended_day == 0 || row.ended_day > day) {
      list.missing.push_back(&row);
    }
  }
  return list;
}

// The day by which plans are told: a sealed round stays as it stood at its end.
rules::Day DayOf(const storage::RoundRow& round, rules::Day today) {
  return round.sealed_at != 0 ? round.period.end : today;
}

}  // namespace

absl::StatusOr<v1::UnionPlan> ShowUnionPlan(storage::ReadTransaction& tx, int64_t federation,
                                            std::string_view federation_id, const storage::RoundRow& round,
                                            const storage::UnionRow& grassroots_union,
                                            const std::optional<storage::UnionPlanRow>& plan, rules::Day today,
                                            PlanView view) {
  using google::protobuf::util::TimeUtil;
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx, federation, round.programme_version));
  const auto& reminders = programme.programme->reminders();
  v1::UnionPlan shown;
  shown.set_name(rules::UnionPlanName(federation_id, grassroots_union.id, round.id));
  shown.set_etag(fmt::to_string(plan ? plan->revision : 0));
  shown.set_assignee_title(grassroots_union.title);
  *shown.mutable_due_date() = rules::OptionalDateOf(round.plan_due_day);
  std::optional<rules::Day> submitted_day;
  if (plan) {
    submitted_day = plan->first_submitted_day;
    shown.set_version(static_cast<int32_t>(plan->version));
    shown.mutable_document()->set_number(plan->document_number);
    *shown.mutable_document()->mutable_date() = rules::OptionalDateOf(plan->document_day);
    shown.mutable_document()->set_issuer(plan->document_issuer);
    *shown.mutable_submit_time() = TimeUtil::MicrosecondsToTimestamp(plan->first_submitted_at);
    *shown.mutable_update_time() = TimeUtil::MicrosecondsToTimestamp(plan->submitted_at);
    if (view == PlanView::kWithLines) RETURN_IF_ERROR(AddLines(tx, federation, *plan, shown));
  }
  const rules::TimingAt timing = rules::PlanTimingOf(round.plan_due_day, submitted_day, DayOf(round, today),
                                                     reminders.days_before().empty() ? 0 : reminders.days_before(0));
  shown.set_timing(timing.timing);
  shown.set_days_late(static_cast<int32_t>(timing.days_late));
  return shown;
}

absl::Status GetUnionPlan(serving::ReadContext& context, const v1::GetUnionPlanRequest& request,
                          v1::GetUnionPlanResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnionPlan));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), name.federation, name.id));
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row,
                   storage::FindUnionOn(context.tx(), context.federation(), name.assignee,
                                        {.day = DayOf(round, context.today()), .known_day = context.today()}));
  if (!row) return rules::RefuseNotFound(request.name());
  ASSIGN_OR_RETURN(const std::optional<storage::UnionPlanRow> plan,
                   storage::FindUnionPlan(context.tx(), context.federation(), round.round, row->union_number));
  if (!plan) return rules::RefuseNotFound(request.name());
  ASSIGN_OR_RETURN(*response->mutable_plan(), ShowUnionPlan(context.tx(), context.federation(), name.federation, round,
                                                            *row, plan, context.today(), PlanView::kWithLines));
  return absl::OkStatus();
}

absl::Status ListUnionPlans(serving::ReadContext& context, const v1::ListUnionPlansRequest& request,
                            v1::ListUnionPlansResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
  const rules::Day day = DayOf(round, context.today());
  ASSIGN_OR_RETURN(
      const std::vector<storage::UnionRow> unions,
      storage::AllUnionsOn(context.tx(), context.federation(), {.day = day, .known_day = context.today()}));
  ASSIGN_OR_RETURN(const std::vector<int64_t> of_round,
                   storage::UnionsOfRound(context.tx(), context.federation(), round.round));
  ASSIGN_OR_RETURN(const auto plans, storage::UnionPlans(context.tx(), context.federation(), round.round));
  PlanList list = InOrder(unions, of_round, plans, context.reach(), day);
  response->set_sent_count(static_cast<int64_t>(list.sent.size()));
  response->set_missing_count(static_cast<int64_t>(list.missing.size()));
  std::vector<const storage::UnionRow*> rows = std::move(list.missing);
  if (!request.only_missing()) rows.insert(rows.end(), list.sent.begin(), list.sent.end());
  auto row = rows.begin();
  if (page.after) {
    row = std::find_if(rows.begin(), rows.end(),
                       [&](const storage::UnionRow* one) { return one->union_number == page.after->numbers[0]; });
    if (row == rows.end()) return rules::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    ++row;
  }
  return serving::FillPage(
      request, page, std::span(row, rows.end()), response, response->mutable_plans(),
      [](const storage::UnionRow* one) { return serving::PageKey{.numbers = {one->union_number}}; },
      [&](const storage::UnionRow* one, v1::UnionPlan* shown) -> absl::Status {
        const auto plan = plans.find(one->union_number);
        ASSIGN_OR_RETURN(*shown, ShowUnionPlan(context.tx(), context.federation(), parent.federation, round, *one,
                                               plan == plans.end() ? std::nullopt
                                                                   : std::optional<storage::UnionPlanRow>(plan->second),
                                               context.today(), PlanView::kWithoutLines));
        return absl::OkStatus();
      });
}

}  // namespace phancong::directory
