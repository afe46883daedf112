#include "storage/witnesses.h"

#include <utility>

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::vector<WitnessRow>> Witnesses(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT w.witness, w.name, w.public_key, w.decision_number, w.revision, w.ended_revision, "
                            "s.size, s.root, s.signed_at, s.signature FROM witness w LEFT JOIN witness_signature s ON "
                            "s.federation = w.federation AND s.witness = w.witness WHERE w.federation = $1 "
                            "ORDER BY w.witness",
                            {federation}));
  std::vector<WitnessRow> witnesses;
  for (const Row& row : rows) {
    WitnessRow witness{.number = row.Int(0),
                       .name = row.Text(1),
                       .public_key = row.Bytes(2),
                       .decision_number = row.Text(3),
                       .revision = row.Int(4),
                       .ended_revision = row.Int(5)};
    if (!row.IsNull(6)) {
      witness.signed_size = row.Int(6);
      witness.signed_root = row.Bytes(7);
      witness.signed_at = row.Int(8);
      witness.signature = row.Bytes(9);
    }
    witnesses.push_back(std::move(witness));
  }
  return witnesses;
}

absl::Status KeepWitnessSignature(WriteTransaction& tx, int64_t federation, const WitnessRow& row) {
  return tx.Execute(
      "INSERT INTO witness_signature (federation, witness, size, root, signed_at, signature) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (federation, witness) DO UPDATE SET size = $3, root = $4, "
      "signed_at = $5, signature = $6 WHERE witness_signature.size <= $3",
      {federation, row.number, row.signed_size, Blob{row.signed_root}, row.signed_at, Blob{row.signature}});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::WitnessNamed& event) {
  return tx.Execute(
      "INSERT INTO witness (federation, witness, name, public_key, decision_number, revision, ended_revision, "
      "end_decision_number) VALUES ($1, $2, $3, $4, $5, $6, 0, '')",
      {entry.federation, event.witness(), event.name(), Blob{event.public_key()}, event.decision_number(),
       entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::WitnessEnded& event) {
  return tx.Execute(
      "UPDATE witness SET ended_revision = $3, end_decision_number = $4 WHERE federation = $1 AND witness = $2",
      {entry.federation, event.witness(), entry.revision, event.decision_number()});
}

}  // namespace phancong::storage
