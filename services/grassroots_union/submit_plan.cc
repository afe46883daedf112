#include "services/grassroots_union/submit_plan.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/directory/union_plans.h"
#include "services/programme/rounds.h"
#include "services/progress/rounds_of_term.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/raised_target.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "storage/directory.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"
#include "storage/union_plans.h"

namespace phancong::grassroots_union {
namespace {

constexpr int kGreatestLineCount = 300;

// One plan on its way in: whose it is, and the rounds whose items it may name.
class PlanForm {
 public:
  PlanForm(serving::CommandContext& context, const storage::UnionRow& grassroots_union, const storage::RoundRow& round,
           const std::optional<storage::RoundRow>& term)
      : context_(context), union_(grassroots_union), period_(round.period), rounds_({round}) {
    if (term) rounds_.push_back(*term);
  }

  // INVALID_FIELD, TARGET_TOO_LOW.
  absl::StatusOr<v1::UnionPlanSubmitted::Line> Read(const v1::PlanLine& line, const std::string& field) {
    v1::UnionPlanSubmitted::Line read;
    ASSIGN_OR_RETURN(const Given given, ItemOf(line.item(), field));
    if (!items_.insert(given.item).second) {
      return rules::RefuseField(field + ".item", fmt::format("mục {} có hai dòng", line.item()),
                                fmt::format("item {} has two lines", line.item()));
    }
    read.set_item_number(given.item);
    RETURN_IF_ERROR(ReadTargets(line, given, field, read));
    ASSIGN_OR_RETURN(const std::string measures,
                     tasks::FreeTextOf(line.measures(), field + ".measures", tasks::kNarrativeLength));
    *read.mutable_measures() = context_.Keep(measures);
    ASSIGN_OR_RETURN(const std::string person,
                     serving::LineOf(line.person(), field + ".person", serving::kTitleLength));
    *read.mutable_person() = context_.Keep(person);
    ASSIGN_OR_RETURN(const rules::Day due_day, serving::DayOr(line.due_date(), 0, field + ".due_date"));
    if (due_day != 0 && (due_day < period_.begin || due_day > period_.end)) {
      return rules::RefuseField(field + ".due_date",
                                fmt::format("phải trong kỳ, từ {} đến {}", rules::VietnameseDate(period_.begin),
                                            rules::VietnameseDate(period_.end)),
                                fmt::format("must be within the period, from {} to {}", rules::IsoDate(period_.begin),
                                            rules::IsoDate(period_.end)));
    }
    read.set_due_day(due_day);
    return read;
  }

 private:
  struct Given {
    int64_t round = 0;
    int64_t item = 0;
  };

  // The item as the union was given it: in the plan's round, else in the term's.
  absl::StatusOr<Given> ItemOf(const std::string& id, const std::string& field) {
    for (const storage::RoundRow& round : rounds_) {
      for (const int64_t ad_hoc_round : {int64_t{0}, round.round}) {
        ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> item,
                         storage::FindItem(context_.tx(), context_.federation(), ad_hoc_round, id));
        if (!item) continue;
        ASSIGN_OR_RETURN(
            const std::optional<storage::TaskRow> task,
            storage::FindTask(context_.tx(), context_.federation(), round.round, item->item, union_.union_number));
        if (task && rules::PhaseOf(task->state) != rules::TaskPhase::kWithdrawn) {
          return Given{.round = round.round, .item = item->item};
        }
      }
    }
    return rules::RefuseField(field + ".item",
                              fmt::format("{} không được giao mục “{}” trong kỳ này", union_.title, id),
                              fmt::format("{} was not given item “{}” in this period", union_.title, id));
  }

  absl::Status ReadTargets(const v1::PlanLine& line, const Given& given, const std::string& field,
                           v1::UnionPlanSubmitted::Line& read) {
    ASSIGN_OR_RETURN(const auto item, storage::ItemDefinition(context_.tx(), context_.federation(), given.round,
                                                              given.item, union_.union_number));
    std::set<std::string> figures;
    for (int i = 0; i < line.targets_size(); ++i) {
      const v1::PlanTarget& target = line.targets(i);
      const std::string at = fmt::format("{}.targets[{}]", field, i);
      RETURN_IF_ERROR(
          rules::CheckRaisedTarget(*item, {.figure = target.figure(), .target = target.target()}, true, at));
      if (!figures.insert(target.figure()).second) {
        return rules::RefuseField(at + ".figure", fmt::format("số liệu “{}” có hai chỉ tiêu", target.figure()),
                                  fmt::format("figure “{}” has two targets", target.figure()));
      }
      *read.add_targets() = target;
    }
    return absl::OkStatus();
  }

  serving::CommandContext& context_;
  const storage::UnionRow& union_;
  const rules::Period period_;
  std::vector<storage::RoundRow> rounds_;
  std::set<int64_t> items_;
};

// The document that the plan is.
absl::Status SetDocument(const v1::DocumentReference& wanted, v1::UnionPlanSubmitted& event) {
  ASSIGN_OR_RETURN(const v1::DocumentReference document, tasks::ReceivedDocument(wanted, "document"));
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(document.date(), 0, "document.date"));
  if (document.number().empty() || day == 0) return rules::Refuse(v1::ERROR_REASON_DOCUMENT_MISSING);
  event.set_document_number(document.number());
  event.set_document_day(day);
  event.set_document_issuer(document.issuer());
  return absl::OkStatus();
}

}  // namespace

absl::Status SubmitUnionPlan(serving::CommandContext& context, const v1::SubmitUnionPlanRequest& request,
                             v1::SubmitUnionPlanResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kUnionPlan));
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> grassroots_union,
                   storage::FindUnion(context.tx(), context.federation(), name.assignee));
  if (!grassroots_union) return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  const int64_t number = grassroots_union->union_number;
  if (!context.actor().Holds(v1::POSITION_UNION_CHAIR, number)) {
    return rules::Refuse(v1::ERROR_REASON_NOT_CHAIR_OF_ASSIGNEE);
  }
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), name.federation, name.id));
  ASSIGN_OR_RETURN(std::optional<storage::UnionPlanRow> plan,
                   storage::FindUnionPlan(context.tx(), context.federation(), round.round, number));
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), plan ? plan->revision : 0, request.name()));
  if (!grassroots_union->ExistsOn(context.today())) {
    return rules::Refuse(v1::ERROR_REASON_UNION_ENDED, {{"union", grassroots_union->title},
                                                        {"day.vi", rules::VietnameseDate(grassroots_union->ended_day)},
                                                        {"day.en", rules::IsoDate(grassroots_union->ended_day)}});
  }
  if (round.sealed_at != 0) return rules::Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  RETURN_IF_ERROR(programme::RequireState(round, v1::ROUND_STATE_ISSUED));
  if (request.lines().empty()) {
    return rules::RefuseField("lines", "phải có ít nhất một dòng", "must have one line at the least");
  }
  if (request.lines_size() > kGreatestLineCount) {
    return rules::RefuseField("lines", fmt::format("nhiều nhất {} dòng", kGreatestLineCount),
                              fmt::format("at most {} lines", kGreatestLineCount));
  }
  v1::Event event;
  v1::UnionPlanSubmitted& submitted = *event.mutable_union_plan_submitted();
  submitted.set_union_number(number);
  submitted.set_round_number(round.round);
  submitted.set_version(plan ? plan->version + 1 : 1);
  RETURN_IF_ERROR(SetDocument(request.document(), submitted));
  ASSIGN_OR_RETURN(const std::optional<storage::RoundRow> term,
                   progress::TermRoundOf(context.tx(), context.federation(), round, context.today()));
  PlanForm form(context, *grassroots_union, round, term);
  for (int i = 0; i < request.lines_size(); ++i) {
    ASSIGN_OR_RETURN(*submitted.add_lines(), form.Read(request.lines(i), fmt::format("lines[{}]", i)));
  }
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(plan, storage::FindUnionPlan(context.tx(), context.federation(), round.round, number));
  ASSIGN_OR_RETURN(*response->mutable_plan(),
                   directory::ShowUnionPlan(context.tx(), context.federation(), name.federation, round,
                                            *grassroots_union, plan, context.today(), directory::PlanView::kWithLines));
  return absl::OkStatus();
}

}  // namespace phancong::grassroots_union
