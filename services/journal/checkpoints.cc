#include "services/journal/checkpoints.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "services/journal/witnesses.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "spdlog/spdlog.h"
#include "storage/journal.h"
#include "storage/journal_keys.h"
#include "storage/log_nodes.h"
#include "storage/witnesses.h"

namespace phancong::journal {
namespace {

absl::Status CheckSize(int64_t size, int64_t least, int64_t greatest, const char* field) {
  if (size >= least && size <= greatest) return absl::OkStatus();
  return rules::RefuseField(field, fmt::format("phải từ {} đến {}", least, greatest),
                            fmt::format("must be from {} to {}", least, greatest));
}

absl::Status CheckParent(const std::string& parent) {
  return rules::ParseName(parent, rules::NameKind::kFederation, "parent").status();
}

bool IsKeyMissing(const absl::Status& status) {
  const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(status);
  return refusal && refusal->reason == v1::ERROR_REASON_JOURNAL_KEY_MISSING;
}

}  // namespace

// What was signed of one journal.
struct Checkpoints::Log {
  struct Made {
    std::string key;
    rules::SignedNote note;
  };

  // What is there already under this text, by this key.
  const rules::SignedNote* Find(const std::string& key, const std::string& text) const {
    for (const Made* made : {&of_newest, &of_older}) {
      if (made->key == key && made->note.text == text) return &made->note;
    }
    return nullptr;
  }

  std::mutex mutex;
  // All below is guarded by it. What was signed last, by this process or one before; whether it was looked for.
  bool looked = false;
  std::optional<rules::Checkpoint> newest;
  // Whether a snapshot of this process had it: then an older snapshot, which has not, is only late.
  bool had = false;
  Made of_newest;
  Made of_older;
  std::string complaint;

  // Says each thing once, however often somebody asks.
  absl::Status Complain(std::string text) {
    if (complaint != text) spdlog::error("{}", text);
    complaint = std::move(text);
    return absl::UnavailableError("the journal is not signed");
  }

  // That the snapshot is of a journal that may be signed.
  absl::Status CheckContinues(serving::ReadContext& read, SigningKeys& keys) {
    const std::string& federation = read.actor().federation_id;
    if (!looked) {
      absl::StatusOr<std::optional<rules::Checkpoint>> kept = keys.NewestSigned(federation);
      if (!kept.ok()) {
        return Complain(fmt::format("the journal of {} is not signed: what was signed before can't be read: {}",
                                    federation, kept.status().ToString()));
      }
      newest = *std::move(kept);
      looked = true;
    }
    if (!newest) return absl::OkStatus();
    if (newest->size <= read.revision()) {
      ASSIGN_OR_RETURN(const rules::Hash root, storage::LogRoot(read.tx(), read.federation(), newest->size));
      had = root == newest->root;
    }
    if (had) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::optional<storage::RestorationRow> restored,
                     storage::LastRestoration(read.tx(), read.federation()));
    if (restored && restored->lost_size == newest->size && restored->lost_root == newest->root) {
      return absl::OkStatus();
    }
    return Complain(
        fmt::format("the journal of {} is not signed: with {} entries it is not the continuation of what "
                    "was signed with {}; if the database was restored from a backup, start the server anew",
                    federation, read.revision(), newest->size));
  }

  // Keeps what was signed, before anybody gets it.
  absl::Status Keep(const std::string& federation, const std::string& key, rules::Checkpoint checkpoint,
                    const rules::SignedNote& note, SigningKeys& keys) {
    if (newest && had && checkpoint.size <= newest->size) {
      of_older = {.key = key, .note = note};
      return absl::OkStatus();
    }
    if (const absl::Status kept = keys.KeepSigned(federation, note); !kept.ok()) {
      return Complain(
          fmt::format("the journal of {} is not signed: that it was can't be kept: {}", federation, kept.ToString()));
    }
    newest = std::move(checkpoint);
    had = true;
    complaint.clear();
    of_newest = {.key = key, .note = note};
    return absl::OkStatus();
  }
};

Checkpoints::Checkpoints(SigningKeys& keys, Told told) : keys_(keys), told_(std::move(told)) {}
Checkpoints::~Checkpoints() = default;

Checkpoints::Log& Checkpoints::LogOf(int64_t federation) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Log>& log = logs_[federation];
  if (log == nullptr) log = std::make_unique<Log>();
  return *log;
}

absl::StatusOr<SignedCheckpoint> Checkpoints::Sign(serving::ReadContext& read, int64_t size) {
  const std::string& federation = read.actor().federation_id;
  ASSIGN_OR_RETURN(const std::vector<storage::JournalKeyRow> set, storage::JournalKeys(read.tx(), read.federation()));
  if (set.empty()) return rules::Refuse(v1::ERROR_REASON_JOURNAL_KEY_MISSING);
  const rules::VerifierKey key = rules::JournalVerifier(federation, set.back().public_key);
  const std::string key_text = rules::VerifierKeyText(key);
  rules::Checkpoint checkpoint{.origin = key.name, .size = size, .root = {}};
  ASSIGN_OR_RETURN(checkpoint.root, storage::LogRoot(read.tx(), read.federation(), size));
  SignedCheckpoint made{
      .note = {.text = rules::CheckpointText(checkpoint), .signatures = {}}, .size = size, .witnessed = false};

  Log& log = LogOf(read.federation());
  const std::lock_guard lock(log.mutex);
  if (const rules::SignedNote* const note = log.Find(key_text, made.note.text)) {
    made.note = *note;
    return made;
  }
  RETURN_IF_ERROR(log.CheckContinues(read, keys_));
  if (const absl::Status signs = keys_.Sign(key, made.note); !signs.ok()) {
    // What is wrong with its file is the operator's to know.
    if (!absl::IsNotFound(signs)) log.Complain(signs.ToString()).IgnoreError();
    return rules::Refuse(v1::ERROR_REASON_JOURNAL_KEY_MISSING);
  }
  if (told_) told_();
  RETURN_IF_ERROR(log.Keep(federation, key_text, std::move(checkpoint), made.note, keys_));
  return made;
}

absl::StatusOr<SignedCheckpoint> Checkpoints::OfSnapshot(serving::ReadContext& read, const Witnesses& in_office) {
  ASSIGN_OR_RETURN(SignedCheckpoint checkpoint, Sign(read, read.revision()));
  checkpoint.witnessed = AddSignatures(in_office, checkpoint.note);
  return checkpoint;
}

absl::StatusOr<SignedCheckpoint> Checkpoints::OfSnapshot(serving::ReadContext& read) {
  ASSIGN_OR_RETURN(const Witnesses in_office, WitnessesInOffice(read));
  return OfSnapshot(read, in_office);
}

absl::StatusOr<std::optional<SignedCheckpoint>> Checkpoints::NewestWitnessed(serving::ReadContext& read,
                                                                             Witnesses in_office) {
  std::stable_sort(in_office.begin(), in_office.end(),
                   [](const storage::WitnessRow& one, const storage::WitnessRow& other) {
                     return one.signed_size > other.signed_size;
                   });
  for (const storage::WitnessRow& witness : in_office) {
    if (witness.signed_size == 0) break;
    if (witness.signed_size > read.revision()) continue;
    ASSIGN_OR_RETURN(SignedCheckpoint checkpoint, Sign(read, witness.signed_size));
    checkpoint.witnessed = AddSignatures(in_office, checkpoint.note);
    if (checkpoint.witnessed) return checkpoint;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<SignedCheckpoint>> Checkpoints::NewestWitnessed(serving::ReadContext& read) {
  ASSIGN_OR_RETURN(Witnesses in_office, WitnessesInOffice(read));
  return NewestWitnessed(read, std::move(in_office));
}

absl::StatusOr<SignedCheckpoint> Checkpoints::Covering(serving::ReadContext& read, int64_t revision) {
  ASSIGN_OR_RETURN(const Witnesses in_office, WitnessesInOffice(read));
  ASSIGN_OR_RETURN(std::optional<SignedCheckpoint> witnessed, NewestWitnessed(read, in_office));
  if (witnessed && witnessed->size >= revision) return *std::move(witnessed);
  return OfSnapshot(read, in_office);
}

absl::Status Checkpoints::Get(serving::ReadContext& read, const v1::GetCheckpointRequest& request,
                              v1::GetCheckpointResponse* response) {
  RETURN_IF_ERROR(CheckParent(request.parent()));
  response->set_revision(read.revision());
  ASSIGN_OR_RETURN(*response->mutable_root_hash(), storage::LogRoot(read.tx(), read.federation(), read.revision()));
  ASSIGN_OR_RETURN(const std::vector<v1::JournalKey> keys, KeysOf(read));
  for (const v1::JournalKey& key : keys) *response->add_keys() = key;
  ASSIGN_OR_RETURN(const Witnesses in_office, WitnessesInOffice(read));
  for (const storage::WitnessRow& witness : in_office) *response->add_witnesses() = ShowWitness(witness);

  const absl::StatusOr<SignedCheckpoint> now = OfSnapshot(read, in_office);
  if (!now.ok()) return IsKeyMissing(now.status()) ? absl::OkStatus() : now.status();
  response->set_note(rules::SignedNoteText(now->note));
  ASSIGN_OR_RETURN(const std::optional<SignedCheckpoint> witnessed, NewestWitnessed(read, in_office));
  if (witnessed) response->set_witnessed_note(rules::SignedNoteText(witnessed->note));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::JournalKey>> KeysOf(serving::ReadContext& read) {
  ASSIGN_OR_RETURN(const std::vector<storage::JournalKeyRow> rows, storage::JournalKeys(read.tx(), read.federation()));
  std::vector<v1::JournalKey> keys;
  for (const storage::JournalKeyRow& row : rows) {
    v1::JournalKey& key = keys.emplace_back();
    key.set_verifier_key(rules::VerifierKeyText(rules::JournalVerifier(read.actor().federation_id, row.public_key)));
    key.set_revision(row.revision);
    key.set_handover(row.handover);
  }
  return keys;
}

absl::Status ProveInclusion(serving::ReadContext& read, const v1::ProveInclusionRequest& request,
                            v1::ProveInclusionResponse* response) {
  RETURN_IF_ERROR(CheckParent(request.parent()));
  const int64_t size = request.size() == 0 ? read.revision() : request.size();
  RETURN_IF_ERROR(CheckSize(size, 1, read.revision(), "size"));
  RETURN_IF_ERROR(CheckSize(request.revision(), 1, size, "revision"));
  const rules::NodeReader stored = storage::StoredNodes(read.tx(), read.federation());
  ASSIGN_OR_RETURN(*response->mutable_leaf_hash(), stored(0, request.revision() - 1));
  ASSIGN_OR_RETURN(const std::vector<rules::Hash> proof, rules::InclusionProof(request.revision() - 1, size, stored));
  response->mutable_hashes()->Assign(proof.begin(), proof.end());
  response->set_size(size);
  return absl::OkStatus();
}

absl::Status ProveConsistency(serving::ReadContext& read, const v1::ProveConsistencyRequest& request,
                              v1::ProveConsistencyResponse* response) {
  RETURN_IF_ERROR(CheckParent(request.parent()));
  const int64_t to_size = request.to_size() == 0 ? read.revision() : request.to_size();
  RETURN_IF_ERROR(CheckSize(to_size, 1, read.revision(), "to_size"));
  RETURN_IF_ERROR(CheckSize(request.from_size(), 1, to_size, "from_size"));
  ASSIGN_OR_RETURN(
      const std::vector<rules::Hash> proof,
      rules::ConsistencyProof(request.from_size(), to_size, storage::StoredNodes(read.tx(), read.federation())));
  response->mutable_hashes()->Assign(proof.begin(), proof.end());
  response->set_to_size(to_size);
  return absl::OkStatus();
}

}  // namespace phancong::journal
