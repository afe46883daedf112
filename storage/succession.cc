#include "storage/succession.h"

#include "services/rules/propagate.h"
#include "storage/directory.h"
#include "storage/union_changes.h"

namespace phancong::storage {

absl::StatusOr<std::optional<int64_t>> AdmittedFrom(ReadTransaction& tx, int64_t federation,
                                                    const std::string& predecessor_federation,
                                                    const std::string& predecessor_union) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT union_number FROM grassroots_union WHERE federation = $1 "
                                             "AND predecessor_federation = $2 AND predecessor_union = $3",
                                             {federation, predecessor_federation, predecessor_union}));
  if (rows.empty()) return std::nullopt;
  return rows[0].Int(0);
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FederationClosed& event) {
  return tx.Execute("UPDATE federation SET closed_day = $2, successor = $3 WHERE federation = $1",
                    {entry.federation, entry.day, event.successor()});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsAdmitted& event) {
  UnionChangeRow change;
  change.change = event.change();
  change.kind = v1::UNION_CHANGE_KIND_ADMITTED;
  change.day = entry.day;
  change.decision_number = event.decision_number();
  for (const v1::UnionsAdmitted::Admitted& one : event.unions()) {
    const v1::UnionsImported::Union& admitted = one.admitted();
    RETURN_IF_ERROR(PutUnion(tx, entry, admitted, entry.day));
    RETURN_IF_ERROR(SetPredecessor(tx, entry, admitted.union_number(), event.federation(), one.predecessor()));
    change.into = {{.union_number = admitted.union_number(), .title = admitted.name()}};
    RETURN_IF_ERROR(InsertUnionChange(tx, entry, change));
    ++change.change;
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
