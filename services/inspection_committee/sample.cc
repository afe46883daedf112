#include "services/inspection_committee/sample.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_plan_file.h"
#include "services/rules/inspection_plan_machine.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/sampling.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/named.h"
#include "storage/directory.h"
#include "storage/federations.h"
#include "storage/inspection_plans.h"

namespace phancong::inspection_committee {
namespace {

using rules::InspectionPlanCommand;

// The title of a unit; 0: the federation itself.
absl::StatusOr<std::string> TitleOf(serving::CommandContext& context, int64_t unit) {
  if (unit == 0) {
    ASSIGN_OR_RETURN(const storage::FederationRow federation,
                     storage::GetFederation(context.tx(), context.federation()));
    return federation.title_vi;
  }
  ASSIGN_OR_RETURN(const storage::UnionRow row, storage::GetUnion(context.tx(), context.federation(), unit));
  return row.title;
}

// NOT_IN_SAMPLE unless the unit is in the sample now, of at least one stratum.
absl::Status RequireInSample(serving::CommandContext& context, const PlanFile& file,
                             const std::vector<storage::SampledUnitRow>& sample, int64_t unit) {
  const bool there = std::any_of(sample.begin(), sample.end(), [&](const storage::SampledUnitRow& row) {
    return row.union_number == unit && row.replaced_by == 0;
  });
  if (there) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string title, TitleOf(context, unit));
  return rules::Refuse(v1::ERROR_REASON_NOT_IN_SAMPLE, {{"unit", title}, {"plan", file.row.id}});
}

// Who comes next in a stratum of which everybody in `sample` was taken.
absl::StatusOr<int64_t> NextOf(const PlanFile& file, const storage::PlanStratumRow& stratum,
                               const v1::Draw::Stratum& drawn, const std::vector<storage::SampledUnitRow>& sample) {
  std::set<std::string> taken;
  for (const storage::SampledUnitRow& row : sample) {
    if (row.stratum == stratum.stratum) taken.insert(row.id);
  }
  const std::optional<std::string> next = rules::NextInOrder(drawn, file.row.seed, taken);
  for (const storage::PlanUnitRow& unit : stratum.units) {
    if (unit.id == next) return unit.union_number;
  }
  return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                       {{"why.vi", "nhóm này không còn đơn vị nào để thay; hãy đề nghị quyết định khép khi chưa đủ."},
                        {"why.en", "nobody is left in this stratum; have the shortfall decided instead."}});
}

absl::Status Replace(serving::CommandContext& context, const PlanFile& file, int64_t unit, const std::string& reason,
                     const std::string& decision) {
  using Inspections = std::map<int64_t, storage::PlannedInspectionRow>;
  ASSIGN_OR_RETURN(const Inspections inspections,
                   storage::InspectionsOfPlan(context.tx(), context.federation(), file.row.plan));
  rules::InspectionPlanProposal proposal{.has_reason = !reason.empty(), .has_decision = !decision.empty()};
  if (const auto found = inspections.find(unit); found != inspections.end()) proposal.inspection = found->second.state;
  RETURN_IF_ERROR(
      rules::Decide(InspectionPlanCommand::kReplace, FactsOf(file), ParticipantOf(file, context.actor()), proposal)
          .status());
  ASSIGN_OR_RETURN(const std::vector<storage::SampledUnitRow> sample,
                   storage::SampleOfPlan(context.tx(), context.federation(), file.row.plan));
  RETURN_IF_ERROR(RequireInSample(context, file, sample, unit));
  const v1::Draw draw = DrawOf(file, context.actor().federation_id);
  for (size_t i = 0; i < file.strata.size(); ++i) {
    const storage::PlanStratumRow& stratum = file.strata[i];
    const bool there = std::any_of(sample.begin(), sample.end(), [&](const storage::SampledUnitRow& row) {
      return row.stratum == stratum.stratum && row.union_number == unit && row.replaced_by == 0;
    });
    if (!there) continue;
    ASSIGN_OR_RETURN(const int64_t next, NextOf(file, stratum, draw.strata(static_cast<int>(i)), sample));
    v1::Event event;
    v1::DrawnUnitReplaced& replaced = *event.mutable_drawn_unit_replaced();
    replaced.set_plan(file.row.plan);
    replaced.set_stratum(stratum.stratum);
    replaced.set_union_number(unit);
    replaced.set_replacement(next);
    *replaced.mutable_reason() = context.Keep(reason);
    replaced.set_decision_number(decision);
    RETURN_IF_ERROR(context.Emit(event));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DrawSample(serving::CommandContext& context, const v1::DrawSampleRequest& request,
                        v1::DrawSampleResponse* response) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name(), request.etag()));
  RETURN_IF_ERROR(
      rules::Decide(InspectionPlanCommand::kDraw, FactsOf(file), ParticipantOf(file, context.actor()), {}).status());
  ASSIGN_OR_RETURN(const std::optional<std::string> seed,
                   storage::FindSeed(context.tx(), context.federation(), file.row.plan));
  if (!seed || rules::SeedCommitment(*seed) != file.row.seed_commitment) {
    return rules::Refuse(v1::ERROR_REASON_DRAW_SEED_MISSING, {{"plan", file.row.id}});
  }
  const v1::Draw draw = DrawOf(file, context.actor().federation_id);
  v1::Event event;
  v1::SampleDrawn& drawn = *event.mutable_sample_drawn();
  drawn.set_plan(file.row.plan);
  drawn.set_seed(*seed);
  for (size_t i = 0; i < file.strata.size(); ++i) {
    std::map<std::string, int64_t> numbers;
    for (const storage::PlanUnitRow& unit : file.strata[i].units) numbers[unit.id] = unit.union_number;
    v1::SampleDrawn::Stratum& stratum = *drawn.add_strata();
    stratum.set_id(file.strata[i].stratum);
    for (const std::string& unit : rules::SampleOf(draw.strata(static_cast<int>(i)), *seed)) {
      stratum.add_sample(numbers.at(unit));
    }
  }
  RETURN_IF_ERROR(context.Emit(event));
  RETURN_IF_ERROR(storage::ForgetSeed(context.tx(), context.federation(), file.row.plan));
  ASSIGN_OR_RETURN(const PlanFile now, files.OpenNumber(file.row.plan));
  return files.Show(now, response->mutable_inspection_plan());
}

absl::Status ReplaceDrawnUnit(serving::CommandContext& context, const v1::ReplaceDrawnUnitRequest& request,
                              v1::ReplaceDrawnUnitResponse* response) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const int64_t unit, tasks::UnitNamed(context.tx(), context.actor(), request.unit(), "unit"));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  RETURN_IF_ERROR(Replace(context, file, unit, reason, decision));
  ASSIGN_OR_RETURN(const PlanFile now, files.OpenNumber(file.row.plan));
  return files.Show(now, response->mutable_inspection_plan());
}

absl::Status CloseInspectionPlan(serving::CommandContext& context, const v1::CloseInspectionPlanRequest& request,
                                 v1::CloseInspectionPlanResponse* response) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::optional<rules::MissedQuota> missed, files.MissedQuotaOf(file));
  RETURN_IF_ERROR(rules::Decide(InspectionPlanCommand::kClose, FactsOf(file), ParticipantOf(file, context.actor()),
                                {.missed = missed})
                      .status());
  v1::Event event;
  event.mutable_inspection_plan_closed()->set_plan(file.row.plan);
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const PlanFile now, files.OpenNumber(file.row.plan));
  return files.Show(now, response->mutable_inspection_plan());
}

absl::Status ReplaceInSample(serving::CommandContext& context, int64_t plan, int64_t union_number,
                             const std::string& reason, const std::string& decision) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.OpenNumber(plan));
  return Replace(context, file, union_number, reason, decision);
}

absl::StatusOr<int64_t> PlanToCarryOut(serving::CommandContext& context, const std::string& plan, int64_t unit) {
  if (plan.empty()) return 0;
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(plan, "", "plan"));
  RETURN_IF_ERROR(
      rules::Decide(InspectionPlanCommand::kSchedule, FactsOf(file), ParticipantOf(file, context.actor()), {})
          .status());
  ASSIGN_OR_RETURN(const std::vector<storage::SampledUnitRow> sample,
                   storage::SampleOfPlan(context.tx(), context.federation(), file.row.plan));
  RETURN_IF_ERROR(RequireInSample(context, file, sample, unit));
  return file.row.plan;
}

}  // namespace phancong::inspection_committee
