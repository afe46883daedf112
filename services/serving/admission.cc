#include "services/serving/admission.h"

#include <optional>
#include <string>
#include <vector>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/accounts.h"
#include "storage/directory.h"
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
      return UnionTarget(tx, federation, resource.assignee);
    case rules::NameKind::kInspection:
    case rules::NameKind::kFinding:
      return InspectionTarget(tx, federation, resource.id);
    default:
      return rules::Target{};
  }
}

}  // namespace

absl::StatusOr<rules::ResourceName> ResourceOf(const Method& method, const google::protobuf::Message& request) {
  return rules::ParseName(request.GetReflection()->GetString(request, method.resource), method.resource->name());
}

absl::StatusOr<rules::Reach> Admit(storage::ReadTransaction& tx, const Method& method,
                                   const rules::ResourceName& resource, rules::Day day, Actor& actor) {
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, actor.federation, actor.account));
  if (account.disabled) return rules::Refuse(v1::ERROR_REASON_NOT_SIGNED_IN);
  if (resource.federation != actor.federation_id) return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  ASSIGN_OR_RETURN(actor.positions, storage::PositionsOfAccount(tx, actor.federation, actor.account));
  std::erase_if(actor.positions, [&](const rules::PositionFact& fact) { return !rules::HoldsOn(fact, day); });
  ASSIGN_OR_RETURN(const rules::Target target, TargetOf(tx, actor.federation, resource));
  return rules::May(method.access, actor.positions, target);
}

}  // namespace phancong::serving
