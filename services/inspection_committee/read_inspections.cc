#include "services/inspection_committee/read_inspections.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/inspection_committee/inspection_file.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/page_token.h"
#include "services/tasks/named.h"
#include "storage/inspections.h"

namespace phancong::inspection_committee {
namespace {

// A page's key: the inspection's number.
constexpr size_t kKeyNumbers = 1;

std::vector<v1::InspectionState> StatesKnownToUnit() {
  std::vector<v1::InspectionState> states;
  for (int i = 0; i < v1::InspectionState_ARRAYSIZE; ++i) {
    const auto state = static_cast<v1::InspectionState>(i);
    if (rules::IsKnownToUnit(state)) states.push_back(state);
  }
  return states;
}

absl::StatusOr<storage::InspectionFilter> FilterOf(serving::ReadContext& context,
                                                   const v1::ListInspectionsRequest& request) {
  storage::InspectionFilter filter;
  const rules::Reach& reach = context.reach();
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::InspectionState>(state));
  if (!reach.everything) {
    filter.only_units = true;
    filter.units = reach.own_unions;
    if (filter.states.empty()) filter.states = StatesKnownToUnit();
    std::erase_if(filter.states, [](v1::InspectionState state) { return !rules::IsKnownToUnit(state); });
    // The unit knows of none in the states that are asked for; no states at all would stand for every state.
    if (filter.states.empty()) filter.units.clear();
  }
  if (request.unit().empty()) return filter;
  ASSIGN_OR_RETURN(const int64_t unit, tasks::UnitNamed(context.tx(), context.actor(), request.unit(), "unit"));
  if (!reach.everything && !std::binary_search(reach.own_unions.begin(), reach.own_unions.end(), unit)) {
    return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  }
  if (!filter.only_units || !filter.units.empty()) filter.units = {unit};
  filter.only_units = true;
  return filter;
}

}  // namespace

absl::Status GetInspection(serving::ReadContext& context, const v1::GetInspectionRequest& request,
                           v1::GetInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name()));
  if (!context.reach().everything && !rules::IsKnownToUnit(file.row.state)) {
    return rules::Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", request.name()}});
  }
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status ListInspections(serving::ReadContext& context, const v1::ListInspectionsRequest& request,
                             v1::ListInspectionsResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  ASSIGN_OR_RETURN(storage::InspectionFilter filter, FilterOf(context, request));
  if (page.after) filter.before = page.after->numbers[0];
  ASSIGN_OR_RETURN(std::vector<storage::InspectionRow> rows,
                   storage::ListInspections(context.tx(), context.federation(), filter, page.size + 1));
  if (static_cast<int64_t>(rows.size()) > page.size) {
    rows.pop_back();
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {rows.back().inspection}, .bytes = {}}));
  }
  InspectionFiles files(context);
  for (storage::InspectionRow& row : rows) {
    ASSIGN_OR_RETURN(const InspectionFile file, files.Open(std::move(row)));
    RETURN_IF_ERROR(files.Show(file, response->add_inspections()));
  }
  return absl::OkStatus();
}

}  // namespace phancong::inspection_committee
