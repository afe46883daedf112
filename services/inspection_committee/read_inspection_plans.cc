#include "services/inspection_committee/read_inspection_plans.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/inspection_committee/inspection_plan_file.h"
#include "services/rules/inspection_plan_machine.h"
#include "services/rules/propagate.h"
#include "services/serving/pages.h"
#include "storage/inspection_plans.h"

namespace phancong::inspection_committee {
namespace {

// A page's key: the plan's number.
constexpr size_t kPlanKeyNumbers = 1;

std::vector<v1::InspectionPlanState> StatesShown(const PlanFiles& files) {
  std::vector<v1::InspectionPlanState> states;
  for (int i = 1; i < v1::InspectionPlanState_ARRAYSIZE; ++i) {
    const auto state = static_cast<v1::InspectionPlanState>(i);
    if (files.ShowsDrafts() || rules::IsPublished(state)) states.push_back(state);
  }
  return states;
}

}  // namespace

absl::Status GetInspectionPlan(serving::ReadContext& context, const v1::GetInspectionPlanRequest& request,
                               v1::GetInspectionPlanResponse* response) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name()));
  return files.Show(file, response->mutable_inspection_plan());
}

absl::Status ListInspectionPlans(serving::ReadContext& context, const v1::ListInspectionPlansRequest& request,
                                 v1::ListInspectionPlansResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kPlanKeyNumbers));
  PlanFiles files(context);
  ASSIGN_OR_RETURN(std::vector<storage::InspectionPlanRow> rows,
                   storage::ListInspectionPlans(context.tx(), context.federation(), StatesShown(files),
                                                page.after ? page.after->numbers[0] : 0, page.size + 1));
  return serving::FillPage(
      request, page, rows, response, response->mutable_inspection_plans(),
      [](const storage::InspectionPlanRow& row) { return serving::PageKey{.numbers = {row.plan}}; },
      [&](storage::InspectionPlanRow& row, v1::InspectionPlan* plan) -> absl::Status {
        ASSIGN_OR_RETURN(const PlanFile file, files.Open(std::move(row)));
        return files.ShowWithoutSample(file, plan);
      });
}

absl::Status GetDraw(serving::ReadContext& context, const v1::GetDrawRequest& request, v1::GetDrawResponse* response) {
  PlanFiles files(context);
  ASSIGN_OR_RETURN(const PlanFile file, files.Open(request.name()));
  RETURN_IF_ERROR(rules::RequireDrawn(FactsOf(file)));
  v1::Draw& draw = *response->mutable_draw();
  draw = DrawOf(file, context.actor().federation_id);
  ASSIGN_OR_RETURN(const std::vector<storage::SampledUnitRow> sample,
                   storage::SampleOfPlan(context.tx(), context.federation(), file.row.plan));
  for (v1::Draw::Stratum& stratum : *draw.mutable_strata()) {
    for (const storage::SampledUnitRow& row : sample) {
      if (row.stratum == stratum.id() && row.basis != v1::SAMPLE_BASIS_REPLACEMENT) stratum.add_sample(row.id);
    }
  }
  return absl::OkStatus();
}

}  // namespace phancong::inspection_committee
