#include "services/tasks/named.h"

#include <algorithm>
#include <optional>

#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/directory.h"

namespace phancong::tasks {

absl::StatusOr<int64_t> UnitNamed(storage::ReadTransaction& tx, const serving::Actor& actor, const std::string& name,
                                  const std::string& field) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, field));
  if (parsed.federation != actor.federation_id) return rules::RefuseNotFound(name);
  if (parsed.kind == rules::NameKind::kFederation) return 0;
  if (parsed.kind != rules::NameKind::kUnion) {
    return rules::RefuseField(field, "phải là một công đoàn cơ sở, hoặc chính liên đoàn",
                              "must be a union, or the federation itself");
  }
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row, storage::FindUnion(tx, actor.federation, parsed.id));
  if (!row) return rules::RefuseNotFound(name);
  return row->union_number;
}

absl::StatusOr<int64_t> UnitReached(serving::ReadContext& context, const std::string& name, const std::string& field) {
  const absl::StatusOr<int64_t> unit = UnitNamed(context.tx(), context.actor(), name, field);
  const rules::Reach& reach = context.reach();
  if (reach.everything || !(unit.ok() || absl::IsNotFound(unit.status()))) return unit;
  if (unit.ok() && std::binary_search(reach.own_unions.begin(), reach.own_unions.end(), *unit)) return unit;
  return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
}

absl::StatusOr<storage::AccountRow> AccountNamed(storage::ReadTransaction& tx, const serving::Actor& actor,
                                                 const std::string& name, const std::string& field) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kAccount, field));
  if (parsed.federation != actor.federation_id) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::AccountRow> row, storage::FindAccount(tx, actor.federation, parsed.id));
  if (!row) return rules::RefuseNotFound(name);
  return *std::move(row);
}

}  // namespace phancong::tasks
