#include "services/standing_committee/decide_inspection_plan.h"

#include <optional>
#include <string>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_plan_file.h"
#include "services/rules/inspection_plan_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/sampling.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "storage/directory.h"
#include "storage/inspection_plans.h"

namespace phancong::standing_committee {
namespace {

using inspection_committee::PlanFile;
using inspection_committee::PlanFiles;
using rules::InspectionPlanCommand;

// The directory may have been corrected since the draft: whom the plan names must still be in a stratum.
absl::Status CheckNamed(serving::CommandContext& context, const PlanFile& file) {
  const storage::NamedUnionRow* const stranger = inspection_committee::InNoStratum(file);
  if (stranger == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const storage::UnionRow row,
                   storage::GetUnion(context.tx(), context.federation(), stranger->union_number));
  return rules::RefuseField(
      "name", fmt::format("{} không còn thuộc nhóm nào vào ngày chốt đơn vị; hãy dự thảo lại", row.title),
      fmt::format("{} is in no stratum on the population date any more; draft it again", row.title));
}

}  // namespace

absl::Status ApproveInspectionPlan(serving::CommandContext& context, const v1::ApproveInspectionPlanRequest& request,
                                   v1::ApproveInspectionPlanResponse* response) {
  if (request.etag().empty()) {
    return rules::RefuseField("etag", "phải ghi etag của bản dự thảo đã xem", "the etag of the draft is required");
  }
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name(), request.etag()));
  RETURN_IF_ERROR(rules::Decide(InspectionPlanCommand::kApprove, FactsOf(file), ParticipantOf(file, context.actor()),
                                {.has_decision = !decision.empty()})
                      .status());
  RETURN_IF_ERROR(CheckNamed(context, file));

  v1::Event event;
  v1::InspectionPlanApproved& approved = *event.mutable_inspection_plan_approved();
  approved.set_plan(file.row.plan);
  approved.set_decision_number(decision);
  for (const storage::PlanStratumRow& row : file.strata) {
    v1::InspectionPlanApproved::Stratum& stratum = *approved.add_strata();
    stratum.set_id(row.stratum);
    stratum.set_percent(row.percent);
    stratum.set_quota(row.quota);
    for (const storage::PlanUnitRow& unit : row.units) {
      v1::InspectionPlanApproved::Unit& frozen = *stratum.add_units();
      frozen.set_union_number(unit.union_number);
      frozen.set_last_year(unit.last_year);
      frozen.set_risk(unit.risk);
      frozen.set_left_out(unit.left_out);
    }
  }
  if (!file.row.of_term) {
    // Committed to now, and shown with the sample.
    const std::string seed = context.entropy().Bytes(rules::kSeedBytes);
    approved.set_population_digest(rules::PopulationDigest(DrawOf(file, context.actor().federation_id)));
    approved.set_seed_commitment(rules::SeedCommitment(seed));
    RETURN_IF_ERROR(storage::KeepSeed(context.tx(), context.federation(), file.row.plan, seed));
  }
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const PlanFile now, files.OpenNumber(file.row.plan));
  return files.Show(now, response->mutable_inspection_plan());
}

absl::Status DecideInspectionShortfall(serving::CommandContext& context,
                                       const v1::DecideInspectionShortfallRequest& request,
                                       v1::DecideInspectionShortfallResponse* response) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const std::optional<rules::MissedQuota> missed, files.MissedQuotaOf(file));
  RETURN_IF_ERROR(rules::Decide(InspectionPlanCommand::kDecideShortfall, FactsOf(file),
                                ParticipantOf(file, context.actor()),
                                {.has_reason = !reason.empty(), .has_decision = !decision.empty(), .missed = missed})
                      .status());
  v1::Event event;
  v1::InspectionPlanClosed& closed = *event.mutable_inspection_plan_closed();
  closed.set_plan(file.row.plan);
  *closed.mutable_shortfall_reason() = context.Keep(reason);
  closed.set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const PlanFile now, files.OpenNumber(file.row.plan));
  return files.Show(now, response->mutable_inspection_plan());
}

}  // namespace phancong::standing_committee
