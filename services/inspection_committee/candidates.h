// What the bars look at of those who are to be on a team.
#ifndef PHANCONG_SERVICES_INSPECTION_COMMITTEE_CANDIDATES_H_
#define PHANCONG_SERVICES_INSPECTION_COMMITTEE_CANDIDATES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rules/team.h"
#include "storage/accounts.h"
#include "storage/store.h"

namespace phancong::inspection_committee {

// In the order of the team: their positions over time, their charge of the unit, the positions in it that were
// delegated to them in the period, and what they did about its reports.
[[nodiscard]] absl::StatusOr<std::vector<rules::Candidate>> CandidatesOf(storage::ReadTransaction& tx,
                                                                         int64_t federation,
                                                                         const std::vector<storage::AccountRow>& team,
                                                                         const rules::Inspected& inspected);

}  // namespace phancong::inspection_committee

#endif  // PHANCONG_SERVICES_INSPECTION_COMMITTEE_CANDIDATES_H_
