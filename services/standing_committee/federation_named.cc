#include "services/standing_committee/federation_named.h"

#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::standing_committee {

absl::StatusOr<std::optional<storage::FederationRow>> FederationNamed(storage::ReadTransaction& tx,
                                                                      const std::string& name,
                                                                      const std::string& field) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kFederation, field));
  absl::StatusOr<storage::FederationRow> row = storage::FindFederation(tx, parsed.federation);
  if (absl::IsNotFound(row.status())) return std::nullopt;
  if (!row.ok()) return row.status();
  return *std::move(row);
}

}  // namespace phancong::standing_committee
