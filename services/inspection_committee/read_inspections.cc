#include "services/inspection_committee/read_inspections.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/inspection_committee/inspection_file.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"
#include "services/tasks/named.h"
#include "storage/inspections.h"

namespace phancong::inspection_committee {
namespace {

// A page's key: the inspection's number.
constexpr size_t kKeyNumbers = 1;
// Of findings: the remedy date, and the numbers of inspection and finding.
constexpr size_t kFindingKeyNumbers = 3;

// Which units are listed: the one named, else all that the caller reaches. False: all there are.
absl::StatusOr<bool> UnitsOf(serving::ReadContext& context, const std::string& name, std::vector<int64_t>& units) {
  const rules::Reach& reach = context.reach();
  if (name.empty()) {
    if (!reach.everything) units = reach.own_unions;
    return !reach.everything;
  }
  ASSIGN_OR_RETURN(const int64_t unit, tasks::UnitReached(context, name, "unit"));
  units = {unit};
  return true;
}

absl::StatusOr<storage::InspectionFilter> FilterOf(serving::ReadContext& context,
                                                   const v1::ListInspectionsRequest& request) {
  storage::InspectionFilter filter;
  const rules::Reach& reach = context.reach();
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::InspectionState>(state));
  filter.known_to_unit = !reach.everything;
  ASSIGN_OR_RETURN(filter.only_units, UnitsOf(context, request.unit(), filter.units));
  return filter;
}

}  // namespace

absl::Status GetInspection(serving::ReadContext& context, const v1::GetInspectionRequest& request,
                           v1::GetInspectionResponse* response) {
  InspectionFiles files(context);
  ASSIGN_OR_RETURN(const InspectionFile file, files.Open(request.name()));
  return files.ShowWhole(file.row.inspection, response->mutable_inspection());
}

absl::Status ListInspections(serving::ReadContext& context, const v1::ListInspectionsRequest& request,
                             v1::ListInspectionsResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  ASSIGN_OR_RETURN(storage::InspectionFilter filter, FilterOf(context, request));
  if (page.after) filter.before = page.after->numbers[0];
  ASSIGN_OR_RETURN(std::vector<storage::InspectionRow> rows,
                   storage::ListInspections(context.tx(), context.federation(), filter, page.size + 1));
  InspectionFiles files(context);
  return serving::FillPage(
      request, page, rows, response, response->mutable_inspections(),
      [](const storage::InspectionRow& row) { return serving::PageKey{.numbers = {row.inspection}}; },
      [&](storage::InspectionRow& row, v1::Inspection* inspection) -> absl::Status {
        ASSIGN_OR_RETURN(const InspectionFile file, files.Open(std::move(row)));
        return files.Show(file, inspection);
      });
}

absl::Status ListFindings(serving::ReadContext& context, const v1::ListFindingsRequest& request,
                          v1::ListFindingsResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kFindingKeyNumbers));
  InspectionFiles files(context);
  storage::FindingFilter filter;
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::FindingState>(state));
  filter.known_to_unit = !files.shows_drafts();
  if (request.overdue()) filter.overdue_on = context.today();
  ASSIGN_OR_RETURN(filter.only_units, UnitsOf(context, request.unit(), filter.units));
  std::optional<storage::FindingCursor> after;
  if (page.after) {
    const std::vector<int64_t>& key = page.after->numbers;
    after = storage::FindingCursor{.remedy_due_day = key[0], .inspection = key[1], .finding = key[2]};
  }
  ASSIGN_OR_RETURN(const std::vector<storage::FindingRow> rows,
                   storage::ListFindings(context.tx(), context.federation(), filter, after, page.size + 1));
  const auto key = [](const storage::FindingRow& row) -> serving::PageKey {
    return {.numbers = {row.remedy_due_day, row.inspection, row.finding}};
  };
  const auto show = [&](const storage::FindingRow& row, v1::Finding* finding) -> absl::Status {
    ASSIGN_OR_RETURN(storage::InspectionRow inspection,
                     storage::GetInspection(context.tx(), context.federation(), row.inspection));
    ASSIGN_OR_RETURN(const InspectionFile file, files.Open(std::move(inspection)));
    return files.ShowFinding(file, row, finding);
  };
  return serving::FillPage(request, page, rows, response, response->mutable_findings(), key, show);
}

}  // namespace phancong::inspection_committee
