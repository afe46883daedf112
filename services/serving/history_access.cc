#include "services/serving/history_access.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/directory.h"
#include "storage/federations.h"

namespace phancong::serving {
namespace {

// No account has this number.
constexpr int64_t kNobody = -1;

const storage::FederationRow* FindById(const std::vector<storage::FederationRow>& all, const std::string& id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const storage::FederationRow& row) { return row.id == id; });
  return found == all.end() ? nullptr : &*found;
}

// Whether `heir` succeeds the closed federation. A successor is open when it is named: there are no circles.
bool Succeeds(const std::vector<storage::FederationRow>& all, const std::string& heir,
              const storage::FederationRow& closed) {
  const storage::FederationRow* row = &closed;
  while (row != nullptr && row->closed_day != 0 && !row->successor.empty()) {
    if (row->successor == heir) return true;
    row = FindById(all, row->successor);
  }
  return false;
}

// The number that a union of `from` had in the closed federation; nothing where it was not one of it.
absl::StatusOr<std::optional<int64_t>> NumberThere(storage::ReadTransaction& tx,
                                                   const std::vector<storage::FederationRow>& all, int64_t from,
                                                   int64_t union_number, const storage::FederationRow& closed) {
  ASSIGN_OR_RETURN(storage::UnionRow row, storage::GetUnion(tx, from, union_number));
  while (!row.predecessor_federation.empty()) {
    const storage::FederationRow* const former = FindById(all, row.predecessor_federation);
    if (former == nullptr) return std::nullopt;
    ASSIGN_OR_RETURN(std::optional<storage::UnionRow> there,
                     storage::FindUnion(tx, former->federation, row.predecessor_union));
    if (!there) return std::nullopt;
    if (former->federation == closed.federation) return there->union_number;
    row = *std::move(there);
  }
  return std::nullopt;
}

}  // namespace

bool ReadsTheFederation(const rules::PositionFact& fact) {
  return rules::IsStandingCommittee(fact.position) || rules::IsInspectionCommittee(fact.position) ||
         fact.position == v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER;
}

v1::Access HistoryAccess(const v1::Access& access) {
  v1::Access history;
  if (access.changes()) return history;
  for (const v1::Grant& grant : access.grants()) {
    if (grant.scope() == v1::ACCESS_SCOPE_FEDERATION || grant.scope() == v1::ACCESS_SCOPE_OWN_UNION) {
      *history.add_grants() = grant;
    }
  }
  return history;
}

absl::Status BecomeReaderOf(storage::ReadTransaction& tx, const std::string& federation, Actor& actor) {
  ASSIGN_OR_RETURN(const std::vector<storage::FederationRow> all, storage::ListFederations(tx));
  const storage::FederationRow* const closed = FindById(all, federation);
  if (closed == nullptr || !Succeeds(all, actor.federation_id, *closed)) {
    return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  }
  std::vector<rules::PositionFact> positions;
  for (rules::PositionFact fact : actor.positions) {
    if (fact.union_number != 0) {
      ASSIGN_OR_RETURN(const std::optional<int64_t> there,
                       NumberThere(tx, all, actor.federation, fact.union_number, *closed));
      if (!there) continue;
      fact.union_number = *there;
    } else if (!ReadsTheFederation(fact)) {
      continue;
    }
    fact.account = kNobody;
    positions.push_back(fact);
  }
  actor.federation = closed->federation;
  actor.federation_id = closed->id;
  actor.account = kNobody;
  actor.account_id.clear();
  actor.session = 0;
  actor.interests = positions;
  actor.positions = std::move(positions);
  return absl::OkStatus();
}

}  // namespace phancong::serving
