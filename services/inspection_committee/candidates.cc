#include "services/inspection_committee/candidates.h"

#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "storage/dealings.h"
#include "storage/delegations.h"

namespace phancong::inspection_committee {
namespace {

// Delegations of positions in the unit on any day of the period.
absl::StatusOr<std::vector<storage::DelegationRow>> DelegationsInUnit(storage::ReadTransaction& tx, int64_t federation,
                                                                      const rules::Inspected& inspected) {
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::PositionsInUnion(tx, federation, inspected.unit));
  std::vector<storage::DelegationRow> delegations;
  for (const rules::PositionFact& fact : positions) {
    if (!rules::HoldsInUnit({fact}, inspected.unit)) continue;
    ASSIGN_OR_RETURN(const std::vector<storage::DelegationRow> rows,
                     storage::DelegationsOf(tx, federation, fact.number, inspected.period.begin, inspected.period.end));
    delegations.insert(delegations.end(), rows.begin(), rows.end());
  }
  return delegations;
}

}  // namespace

absl::StatusOr<std::vector<rules::Candidate>> CandidatesOf(storage::ReadTransaction& tx, int64_t federation,
                                                           const std::vector<storage::AccountRow>& team,
                                                           const rules::Inspected& inspected) {
  ASSIGN_OR_RETURN(const std::vector<storage::DelegationRow> delegations, DelegationsInUnit(tx, federation, inspected));
  std::vector<rules::Candidate> candidates;
  for (const storage::AccountRow& member : team) {
    rules::Candidate& candidate = candidates.emplace_back();
    candidate.account = member.id;
    ASSIGN_OR_RETURN(candidate.positions, storage::PositionsOfAccount(tx, federation, member.account));
    ASSIGN_OR_RETURN(const std::vector<storage::ResponsibilityRow> charges,
                     storage::ResponsibilitiesOf(tx, federation, member.account));
    for (const storage::ResponsibilityRow& charge : charges) {
      if (inspected.unit == 0 || charge.union_number != inspected.unit) continue;
      candidate.in_charge.push_back({.begin = charge.from_day, .end = charge.to_day});
    }
    for (const storage::DelegationRow& delegation : delegations) {
      if (delegation.account != member.account) continue;
      candidate.stood_in.push_back({.begin = delegation.from_day, .end = delegation.to_day});
    }
    ASSIGN_OR_RETURN(candidate.dealings, storage::DealingsOf(tx, federation, member.account, inspected.unit));
  }
  return candidates;
}

}  // namespace phancong::inspection_committee
