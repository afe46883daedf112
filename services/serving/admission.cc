#include "services/serving/admission.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "phancong/v1/account_service.pb.h"
#include "services/rules/delegation.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/history_access.h"
#include "storage/accounts.h"
#include "storage/delegations.h"
#include "storage/directory.h"
#include "storage/evidence.h"
#include "storage/inspections.h"

namespace phancong::serving {
namespace {

constexpr int64_t kNobody = -1;

absl::StatusOr<rules::Target> UnionTarget(storage::ReadTransaction& tx, int64_t federation, const std::string& id) {
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row, storage::FindUnion(tx, federation, id));
  return rules::Target{.whole_federation = false, .assignee = row ? row->union_number : kNobody};
}

absl::StatusOr<rules::Target> InspectionTarget(storage::ReadTransaction& tx, int64_t federation,
                                               const std::string& id) {
  ASSIGN_OR_RETURN(const std::optional<storage::InspectionRow> row, storage::FindInspection(tx, federation, id));
  // Of one that its union does not know of yet, it is nobody's: as if there were none.
  const bool known = row && (row->union_number == 0 || rules::IsKnownToUnit(row->state, row->cancelled_from));
  return rules::Target{.whole_federation = false, .assignee = known ? row->union_number : kNobody};
}

absl::StatusOr<rules::Target> EvidenceTarget(storage::ReadTransaction& tx, int64_t federation, int64_t number) {
  ASSIGN_OR_RETURN(const std::optional<storage::EvidenceRow> row, storage::FindEvidence(tx, federation, number));
  return rules::Target{.whole_federation = false, .assignee = row ? row->union_number : kNobody};
}

absl::StatusOr<rules::Target> TargetOf(storage::ReadTransaction& tx, int64_t federation,
                                       const rules::ResourceName& resource) {
  switch (resource.kind) {
    case rules::NameKind::kTask:
    case rules::NameKind::kExtension:
      if (resource.assignee == rules::kFederationAssignee) {
        return rules::Target{.whole_federation = false, .assignee = 0};
      }
      return UnionTarget(tx, federation, resource.assignee);
    case rules::NameKind::kUnion:
      return UnionTarget(tx, federation, resource.id);
    case rules::NameKind::kUnionPlan:
    case rules::NameKind::kRating:
      return UnionTarget(tx, federation, resource.assignee);
    case rules::NameKind::kInspection:
    case rules::NameKind::kFinding:
      return InspectionTarget(tx, federation, resource.id);
    case rules::NameKind::kEvidence:
      return EvidenceTarget(tx, federation, resource.number);
    default:
      return rules::Target{};
  }
}

absl::StatusOr<std::vector<rules::PositionFact>> HeldBy(storage::ReadTransaction& tx, int64_t federation,
                                                        int64_t account, rules::Day day) {
  ASSIGN_OR_RETURN(std::vector<rules::PositionFact> positions, storage::PositionsOfAccount(tx, federation, account));
  std::erase_if(positions, [&](const rules::PositionFact& fact) { return !rules::HoldsOn(fact, day); });
  return positions;
}

// What concerns oneself, or accounts, is never done for another.
bool MayBeDelegated(const Method& method) {
  if (method.request->file()->name() == v1::CreateAccountRequest::descriptor()->file()->name()) return false;
  return std::none_of(method.access.grants().begin(), method.access.grants().end(), [](const v1::Grant& grant) {
    return grant.scope() == v1::ACCESS_SCOPE_SELF || grant.scope() == v1::ACCESS_SCOPE_PUBLIC;
  });
}

// The actor's own positions become those that the other has delegated to them.
absl::Status ActForAnother(storage::ReadTransaction& tx, const Method& method, rules::Day day, Actor& actor) {
  const auto refuse = [&] { return rules::Refuse(v1::ERROR_REASON_NOT_DELEGATED, {{"name", actor.on_behalf_of_id}}); };
  if (!MayBeDelegated(method)) return refuse();
  ASSIGN_OR_RETURN(const std::optional<storage::AccountRow> other,
                   storage::FindAccount(tx, actor.federation, actor.on_behalf_of_id));
  if (!other || other->disabled || other->account == actor.account) return refuse();
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> held, HeldBy(tx, actor.federation, other->account, day));
  ASSIGN_OR_RETURN(const std::vector<storage::DelegationRow> delegations,
                   storage::DelegationsTo(tx, actor.federation, actor.account, day));
  std::vector<rules::PositionFact> exercised;
  for (const rules::PositionFact& fact : held) {
    const bool delegated = std::any_of(delegations.begin(), delegations.end(), [&](const storage::DelegationRow& row) {
      return row.position_number == fact.number;
    });
    if (delegated && rules::SitsIn(rules::BodyOf(fact), actor.positions)) exercised.push_back(fact);
  }
  if (exercised.empty()) return refuse();
  actor.on_behalf_of = other->account;
  actor.interests.insert(actor.interests.end(), held.begin(), held.end());
  actor.positions = std::move(exercised);
  return absl::OkStatus();
}

// A name of another federation: only of a closed one, only to be read, and in nobody's name but one's own.
absl::StatusOr<rules::Reach> AdmitToHistory(storage::ReadTransaction& tx, const Method& method,
                                            const rules::ResourceName& resource, rules::Day day, Actor& actor) {
  const v1::Access access = HistoryAccess(method.access);
  if (access.grants().empty() || !actor.on_behalf_of_id.empty()) {
    return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  }
  Actor reader = actor;
  ASSIGN_OR_RETURN(reader.positions, HeldBy(tx, actor.federation, actor.account, day));
  RETURN_IF_ERROR(BecomeReaderOf(tx, resource.federation, reader));
  ASSIGN_OR_RETURN(const rules::Target target, TargetOf(tx, reader.federation, resource));
  ASSIGN_OR_RETURN(rules::Reach reach, rules::May(access, reader.positions, target));
  actor = std::move(reader);
  return reach;
}

}  // namespace

absl::StatusOr<rules::ResourceName> ResourceOf(const Method& method, const google::protobuf::Message& request) {
  return rules::ParseName(request.GetReflection()->GetString(request, method.resource), method.resource->name());
}

absl::StatusOr<Actor> InOwnRight(storage::ReadTransaction& tx, const Actor& caller, const storage::AccountRow& account,
                                 rules::Day day) {
  Actor person;
  person.federation = caller.federation;
  person.federation_id = caller.federation_id;
  person.account = account.account;
  person.account_id = account.id;
  ASSIGN_OR_RETURN(person.positions, HeldBy(tx, caller.federation, account.account, day));
  person.interests = person.positions;
  return person;
}

absl::StatusOr<rules::Reach> Admit(storage::ReadTransaction& tx, const Method& method,
                                   const rules::ResourceName& resource, rules::Day day, Actor& actor) {
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, actor.federation, actor.account));
  if (account.disabled) return rules::Refuse(v1::ERROR_REASON_NOT_SIGNED_IN);
  if (resource.federation != actor.federation_id) {
    return AdmitToHistory(tx, method, resource, day, actor);
  }
  actor.on_behalf_of = 0;
  ASSIGN_OR_RETURN(actor.positions, HeldBy(tx, actor.federation, actor.account, day));
  actor.interests = actor.positions;
  if (!actor.on_behalf_of_id.empty()) RETURN_IF_ERROR(ActForAnother(tx, method, day, actor));
  ASSIGN_OR_RETURN(const rules::Target target, TargetOf(tx, actor.federation, resource));
  return rules::May(method.access, actor.positions, target);
}

}  // namespace phancong::serving
