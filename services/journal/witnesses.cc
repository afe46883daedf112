#include "services/journal/witnesses.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "services/rules/journal_key.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "storage/journal.h"

namespace phancong::journal {
namespace {

constexpr int64_t kNameCharacters = 100;

// The end of times that a Timestamp holds, in seconds since 1970.
constexpr int64_t kEndOfTime = 253'402'300'800;

absl::StatusOr<rules::VerifierKey> WitnessKeyOf(const v1::NameWitnessRequest& request, std::string_view federation) {
  const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(request.verifier_key());
  if (!key.ok() || key->kind != rules::KeyKind::kWitness) {
    return rules::RefuseField("verifier_key", "không phải khóa của bên làm chứng; xem: phancong witness key",
                              "is not the key of a witness; see: phancong witness key");
  }
  ASSIGN_OR_RETURN(const std::string name, serving::LineOf(key->name, "verifier_key", kNameCharacters));
  if (name != key->name || name == rules::JournalOrigin(federation)) {
    return rules::RefuseField("verifier_key", "không được mang tên này", "can't be called so");
  }
  return *key;
}

rules::VerifierKey KeyOf(const storage::WitnessRow& row) {
  return {.name = row.name, .kind = rules::KeyKind::kWitness, .key = row.public_key};
}

std::vector<storage::WitnessRow> InOffice(std::vector<storage::WitnessRow> all) {
  std::erase_if(all, [](const storage::WitnessRow& row) { return row.ended_revision != 0; });
  return all;
}

absl::Status NotANote() {
  return rules::RefuseField("note", "không phải mốc sổ có chữ ký", "is not a signed checkpoint");
}

// The signature of this key alone.
rules::SignedNote::Signature SignatureBy(const rules::VerifierKey& key, const rules::SignedNote& note) {
  for (const rules::SignedNote::Signature& signature : note.signatures) {
    if (rules::SignedBy(key, {.text = note.text, .signatures = {signature}})) return signature;
  }
  return {};
}

}  // namespace

absl::StatusOr<std::vector<storage::WitnessRow>> WitnessesInOffice(serving::ReadContext& read) {
  ASSIGN_OR_RETURN(std::vector<storage::WitnessRow> all, storage::Witnesses(read.tx(), read.federation()));
  return InOffice(std::move(all));
}

v1::Witness ShowWitness(const storage::WitnessRow& row) {
  v1::Witness witness;
  witness.set_name(row.name);
  witness.set_verifier_key(rules::VerifierKeyText(KeyOf(row)));
  witness.set_decision_number(row.decision_number);
  witness.set_revision(row.revision);
  if (row.signed_size > 0) {
    witness.set_signed_revision(row.signed_size);
    witness.mutable_signed_time()->set_seconds(row.signed_at);
  }
  return witness;
}

bool AddSignatures(const std::vector<storage::WitnessRow>& witnesses, rules::SignedNote& note) {
  const absl::StatusOr<rules::Checkpoint> checkpoint = rules::ParseCheckpoint(note.text);
  bool added = false;
  for (const storage::WitnessRow& row : witnesses) {
    if (!checkpoint.ok() || row.signed_size != checkpoint->size || row.signed_root != checkpoint->root) continue;
    note.signatures.push_back({.name = row.name, .bytes = row.signature});
    added = true;
  }
  return added;
}

absl::Status NameWitness(serving::CommandContext& command, const v1::NameWitnessRequest& request,
                         v1::NameWitnessResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const rules::VerifierKey key, WitnessKeyOf(request, command.entry().federation_id));
  ASSIGN_OR_RETURN(const std::string decision, serving::DecisionNumberOf(request.decision_number()));
  ASSIGN_OR_RETURN(const std::vector<storage::WitnessRow> all, storage::Witnesses(command.tx(), command.federation()));
  const std::vector<storage::WitnessRow> in_office = InOffice(all);
  for (const storage::WitnessRow& row : in_office) {
    if (row.name == key.name || row.public_key == key.key) {
      return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"name", row.name}});
    }
  }
  if (in_office.size() >= kMostWitnesses) {
    return rules::RefuseField("verifier_key", fmt::format("đã có {} bên làm chứng", kMostWitnesses),
                              fmt::format("there are {} witnesses already", kMostWitnesses));
  }
  v1::Event event;
  v1::WitnessNamed& named = *event.mutable_witness_named();
  named.set_witness(static_cast<int64_t>(all.size()) + 1);
  named.set_name(key.name);
  named.set_public_key(key.key);
  named.set_decision_number(decision);
  RETURN_IF_ERROR(command.Emit(event));
  ASSIGN_OR_RETURN(const std::vector<storage::WitnessRow> after,
                   storage::Witnesses(command.tx(), command.federation()));
  *response->mutable_witness() = ShowWitness(after.back());
  return absl::OkStatus();
}

absl::Status EndWitness(serving::CommandContext& command, const v1::EndWitnessRequest& request,
                        v1::EndWitnessResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const std::string decision, serving::DecisionNumberOf(request.decision_number()));
  ASSIGN_OR_RETURN(const std::vector<storage::WitnessRow> all, storage::Witnesses(command.tx(), command.federation()));
  const auto found = std::find_if(all.begin(), all.end(), [&](const storage::WitnessRow& row) {
    return row.ended_revision == 0 && row.name == request.witness_name();
  });
  if (found == all.end()) return rules::RefuseNotFound(request.witness_name());
  v1::Event event;
  event.mutable_witness_ended()->set_witness(found->number);
  event.mutable_witness_ended()->set_decision_number(decision);
  RETURN_IF_ERROR(command.Emit(event));
  *response->mutable_witness() = ShowWitness(*found);
  return absl::OkStatus();
}

absl::Status CheckWitnessSignature(serving::ReadContext& read, const v1::AddWitnessSignatureRequest& request,
                                   v1::AddWitnessSignatureResponse* response,
                                   std::vector<storage::WitnessRow>& to_keep) {
  to_keep.clear();
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  const absl::StatusOr<rules::SignedNote> note = rules::ParseSignedNote(request.note());
  if (!note.ok()) return NotANote();
  const absl::StatusOr<rules::Checkpoint> checkpoint = rules::ParseCheckpoint(note->text);
  // The log signs neither extensions nor nothing, and keeps a signature without its text.
  if (!checkpoint.ok() || checkpoint->size < 1 ||
      checkpoint->origin != rules::JournalOrigin(read.actor().federation_id) ||
      rules::CheckpointText(*checkpoint) != note->text) {
    return NotANote();
  }
  ASSIGN_OR_RETURN(const std::vector<storage::WitnessRow> witnesses, WitnessesInOffice(read));
  bool known = false;
  for (const storage::WitnessRow& witness : witnesses) {
    const std::optional<int64_t> seconds = rules::SignedBy(KeyOf(witness), *note);
    if (!seconds || *seconds < 0 || *seconds >= kEndOfTime) continue;
    storage::WitnessRow row = witness;
    if (std::pair(checkpoint->size, *seconds) > std::pair(witness.signed_size, witness.signed_at)) {
      row.signed_size = checkpoint->size;
      row.signed_root = checkpoint->root;
      row.signed_at = *seconds;
      row.signature = SignatureBy(KeyOf(witness), *note).bytes;
      to_keep.push_back(row);
    }
    if (!known) *response->mutable_witness() = ShowWitness(row);
    known = true;
  }
  if (!known) return rules::Refuse(v1::ERROR_REASON_WITNESS_UNKNOWN);
  const absl::Status differs =
      rules::Refuse(v1::ERROR_REASON_CHECKPOINT_DIFFERS, {{"size", std::to_string(checkpoint->size)}});
  if (checkpoint->size > read.revision()) return differs;
  ASSIGN_OR_RETURN(const rules::Hash root, storage::LogRoot(read.tx(), read.federation(), checkpoint->size));
  return root == checkpoint->root ? absl::OkStatus() : differs;
}

void KeepWitnessSignatures(serving::Writer& writer, int64_t federation, std::vector<storage::WitnessRow> rows,
                           serving::Done done) {
  if (rows.empty()) return done(absl::OkStatus());
  auto outcome = std::make_shared<absl::Status>();
  auto shared_done = std::make_shared<serving::Done>(std::move(done));
  const auto work = [federation, rows = std::move(rows), outcome](storage::WriteTransaction& tx) {
    *outcome = tx.Savepoint([&]() -> absl::Status {
      for (const storage::WitnessRow& row : rows) {
        RETURN_IF_ERROR(storage::KeepWitnessSignature(tx, federation, row));
      }
      return absl::OkStatus();
    });
  };
  const auto written = [outcome, shared_done](const absl::Status& committed) {
    (*shared_done)(committed.ok() ? *outcome : committed);
  };
  const absl::Status taken = writer.Submit({.federation = federation, .abandoned = {}, .work = work, .done = written});
  if (!taken.ok()) (*shared_done)(taken);
}

}  // namespace phancong::journal
