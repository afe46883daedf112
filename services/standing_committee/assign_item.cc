#include "services/standing_committee/assign_item.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/raised_target.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/serving/fields.h"
#include "services/standing_committee/issue.h"
#include "services/standing_committee/targets.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"

namespace phancong::standing_committee {
namespace {

// Whether the item of the programme belongs to the round and is in force.
absl::Status CheckItem(const v1::Programme& programme, const storage::RoundRow& round, const v1::Item* item,
                       const std::string& id, bool guided) {
  if (item == nullptr) {
    return rules::RefuseField("item", fmt::format("đợt giao không có mục “{}”", id),
                              fmt::format("the round has no item “{}”", id));
  }
  if (const auto why = programme::WhyNotInForce(*item, guided)) {
    return rules::Refuse(v1::ERROR_REASON_ITEM_NOT_IN_FORCE,
                         {{"item", id}, {"why.vi", why->vi() + "."}, {"why.en", why->en() + "."}});
  }
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(programme, round.id);
  if (kind && rules::IsYearly(*item) != kind->yearly) {
    return rules::RefuseField(
        "item", fmt::format("mục {} thuộc đợt giao của {}", id, kind->yearly ? "nhiệm kỳ" : "từng năm"),
        fmt::format("item {} belongs to the round of {}", id, kind->yearly ? "the term" : "each year"));
  }
  return absl::OkStatus();
}

// Those that the item goes to as the directory stood on the round's population day, and as it stands today.
absl::StatusOr<std::set<int64_t>> InScope(serving::CommandContext& context, const v1::Item& item,
                                          const v1::Programme& programme, const storage::RoundRow& round) {
  std::set<int64_t> in_scope;
  for (const rules::Day day : {round.population_day, context.today()}) {
    ASSIGN_OR_RETURN(
        const programme::Population population,
        programme::PopulationOn(context.tx(), context.federation(), {.day = day, .known_day = context.today()}));
    const std::vector<int64_t> assignees = programme::AssigneesOf(item, programme, round.period, population);
    in_scope.insert(assignees.begin(), assignees.end());
  }
  return in_scope;
}

absl::Status CheckScope(serving::CommandContext& context, const v1::Item& item, const v1::Programme& programme,
                        const storage::RoundRow& round, const std::vector<Assignee>& assignees) {
  ASSIGN_OR_RETURN(const std::set<int64_t> in_scope, InScope(context, item, programme, round));
  for (const Assignee& assignee : assignees) {
    if (in_scope.contains(assignee.number)) continue;
    return rules::Refuse(v1::ERROR_REASON_OUT_OF_SCOPE, {{"assignee", assignee.name},
                                                         {"item", item.id()},
                                                         {"day.vi", rules::VietnameseDate(context.today())},
                                                         {"day.en", rules::IsoDate(context.today())}});
  }
  return absl::OkStatus();
}

absl::Status CheckNew(serving::CommandContext& context, const storage::RoundRow& round, const storage::ItemRow& item,
                      const std::vector<Assignee>& assignees) {
  for (const Assignee& assignee : assignees) {
    ASSIGN_OR_RETURN(const std::optional<storage::TaskRow> task,
                     storage::FindTask(context.tx(), context.federation(), round.round, item.item, assignee.number));
    if (!task) continue;
    const std::string id =
        assignee.number == 0 ? std::string(rules::kFederationAssignee) : rules::ParseName(assignee.name)->id;
    return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS,
                         {{"name", rules::TaskName(context.actor().federation_id, round.id, item.id, id)}});
  }
  return absl::OkStatus();
}

// Targets above those in force, for all assignees of the request or those that are named.
absl::StatusOr<Targets> TargetsFor(serving::CommandContext& context, const storage::RoundRow& round,
                                   const storage::ItemRow& item, const std::vector<Assignee>& assignees,
                                   const v1::AssignItemRequest& request) {
  Targets targets;
  for (int i = 0; i < request.targets_size(); ++i) {
    const v1::RaisedTarget& wish = request.targets(i);
    const std::string field = fmt::format("targets[{}]", i);
    if (!wish.item().empty() && wish.item() != item.id) {
      return rules::RefuseField(field + ".item", fmt::format("phải là mục được giao, {}", item.id),
                                fmt::format("must be the item that is given, {}", item.id));
    }
    std::vector<int64_t> raised_for;
    for (const Assignee& assignee : assignees) raised_for.push_back(assignee.number);
    if (!wish.assignees().empty()) {
      raised_for.clear();
      for (int k = 0; k < wish.assignees_size(); ++k) {
        const auto named = std::find_if(assignees.begin(), assignees.end(),
                                        [&](const Assignee& assignee) { return assignee.name == wish.assignees(k); });
        if (named == assignees.end()) {
          return rules::RefuseField(fmt::format("{}.assignees[{}]", field, k), "không có trong số đơn vị được giao",
                                    "is not among the assignees");
        }
        raised_for.push_back(named->number);
      }
    }
    for (const int64_t assignee : raised_for) {
      ASSIGN_OR_RETURN(const auto in_force,
                       storage::ItemDefinition(context.tx(), context.federation(), round.round, item.item, assignee));
      RETURN_IF_ERROR(rules::CheckRaisedTarget(*in_force, {.figure = wish.figure(), .target = wish.target()},
                                               /*for_assignees=*/true, field));
      targets[{item.item, wish.figure(), assignee}] = wish.target();
    }
  }
  return targets;
}

}  // namespace

absl::Status AssignItem(serving::CommandContext& context, const v1::AssignItemRequest& request,
                        v1::AssignItemResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kRound, "parent"));
  ASSIGN_OR_RETURN(const DueTerm term, DueTermOf(request.due_date(), request.working_days(), "due_date"));
  ASSIGN_OR_RETURN(const std::string decision_number, serving::DecisionNumberOf(request.decision_number()));
  if (request.assignees().empty()) return rules::RefuseField("assignees", "phải có ít nhất một", "is empty");
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), parent.federation, parent.id));
  ASSIGN_OR_RETURN(const std::vector<Assignee> assignees, AssigneesNamed(context, request.assignees()));
  RETURN_IF_ERROR(programme::RequireState(round, v1::ROUND_STATE_ISSUED));
  RETURN_IF_ERROR(CheckNotEnded(context, assignees));
  ASSIGN_OR_RETURN(const ResolvedDue due, ResolveDue(context, term));

  // An ad hoc item of the round, else one of the programme.
  ASSIGN_OR_RETURN(std::optional<storage::ItemRow> item,
                   storage::FindItem(context.tx(), context.federation(), round.round, request.item()));
  if (!item || item->ad_hoc_round == 0) {
    ASSIGN_OR_RETURN(const storage::ProgrammeRow row,
                     storage::GetProgramme(context.tx(), context.federation(), round.programme_version));
    const v1::Item* const definition = item ? rules::FindItem(*row.programme, item->id) : nullptr;
    ASSIGN_OR_RETURN(const std::set<int64_t> guided, programme::GuidedItems(context.tx(), context.federation(),
                                                                            round.programme_version, context.today()));
    RETURN_IF_ERROR(CheckItem(*row.programme, round, definition, request.item(), item && guided.contains(item->item)));
    RETURN_IF_ERROR(MayIssue(context, item->id, due.due_day, decision_number));
    RETURN_IF_ERROR(CheckScope(context, *definition, *row.programme, round, assignees));
  } else {
    RETURN_IF_ERROR(MayIssue(context, item->id, due.due_day, decision_number));
  }
  RETURN_IF_ERROR(CheckNew(context, round, *item, assignees));
  ASSIGN_OR_RETURN(const Targets targets, TargetsFor(context, round, *item, assignees, request));

  v1::ItemIssued issued;
  issued.set_round_number(round.round);
  issued.set_item_number(item->item);
  SetDue(due, &issued);
  issued.set_decision_number(decision_number);
  for (const Assignee& assignee : assignees) issued.add_assignees(assignee.number);
  KeepTargets(targets, issued.mutable_targets());
  ASSIGN_OR_RETURN(const int64_t first_task, EmitItemIssued(context, std::move(issued)));
  return ShowTasks(context, first_task, static_cast<int64_t>(assignees.size()), response->mutable_tasks());
}

}  // namespace phancong::standing_committee
