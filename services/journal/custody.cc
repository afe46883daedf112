#include "services/journal/custody.h"

#include <optional>
#include <utility>

#include "phancong/v1/event.pb.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/entry.h"
#include "spdlog/spdlog.h"
#include "storage/journal.h"

namespace phancong::journal {
namespace {

constexpr char kKeyCommand[] = "journal-key";
constexpr char kRestoreCommand[] = "restore";

// Whether the checkpoint is one of the journal as the transaction has it, or of one that it says is lost.
absl::StatusOr<bool> IsExplained(storage::ReadTransaction& tx, const storage::FederationRow& federation,
                                 const rules::Checkpoint& checkpoint) {
  if (checkpoint.size <= federation.revision) {
    ASSIGN_OR_RETURN(const rules::Hash root, storage::LogRoot(tx, federation.federation, checkpoint.size));
    if (root == checkpoint.root) return true;
  }
  ASSIGN_OR_RETURN(const std::optional<storage::RestorationRow> last,
                   storage::LastRestoration(tx, federation.federation));
  return last && last->lost_size == checkpoint.size && last->lost_root == checkpoint.root;
}

// A journal of before that is still without a key.
absl::StatusOr<bool> HasKey(const Custody& custody, int64_t federation) {
  bool has = false;
  RETURN_IF_ERROR(custody.store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<storage::JournalKeyRow> keys, storage::JournalKeys(tx, federation));
    has = !keys.empty();
    return absl::OkStatus();
  }));
  return has;
}

absl::Status WarnOfMissingKey(const Custody& custody, const storage::FederationRow& federation) {
  return custody.store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<storage::JournalKeyRow> keys, storage::JournalKeys(tx, federation.federation));
    const rules::VerifierKey key = rules::JournalVerifier(federation.id, keys.back().public_key);
    if (!custody.keys.Has(key).ok()) {
      spdlog::warn(
          "the journal of {} is not signed: {} is missing or unfit in {}; copy it there, or set another one: "
          "phancongd journal-key --rotate",
          federation.id, rules::VerifierKeyText(key), custody.keys.folder());
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<rules::VerifierKey> SetKey(const Custody& custody, const std::string& federation,
                                          Succession succession) {
  std::optional<rules::VerifierKey> made;
  const absl::Status set = custody.store.Write([&](storage::WriteTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const storage::FederationRow row, storage::FindFederation(tx, federation));
    ASSIGN_OR_RETURN(const std::vector<storage::JournalKeyRow> keys, storage::JournalKeys(tx, row.federation));
    // The store may do this again.
    if (!made) {
      ASSIGN_OR_RETURN(made, custody.keys.Make(federation, custody.entropy));
    }
    v1::Event event;
    v1::JournalKeySet& key = *event.mutable_journal_key_set();
    key.set_key(static_cast<int64_t>(keys.size()) + 1);
    key.set_public_key(made->key);
    if (!keys.empty() && succession == Succession::kHandedOver) {
      const absl::StatusOr<std::string> handover =
          custody.keys.HandOver(rules::JournalVerifier(federation, keys.back().public_key), *made);
      if (absl::IsNotFound(handover.status()) && !rules::RefusalOf(handover.status())) {
        return rules::Refuse(v1::ERROR_REASON_JOURNAL_KEY_MISSING);
      }
      RETURN_IF_ERROR(handover.status());
      key.set_handover(*handover);
    }
    return serving::WriteOperatorEntry(tx, row, kKeyCommand, custody.clock.NowMicros(), custody.entropy,
                                       [&](serving::CommandContext& command) { return command.Emit(event); });
  });
  if (!set.ok()) {
    if (made) custody.keys.Forget(*made);
    return set;
  }
  return *made;
}

absl::StatusOr<bool> DeclareRestore(const Custody& custody, const std::string& federation, Restored restored) {
  ASSIGN_OR_RETURN(const std::optional<rules::Checkpoint> newest, custody.keys.NewestSigned(federation));
  bool declared = false;
  const absl::Status written = custody.store.Write([&](storage::WriteTransaction& tx) -> absl::Status {
    declared = false;
    ASSIGN_OR_RETURN(const storage::FederationRow row, storage::FindFederation(tx, federation));
    bool explained = true;
    if (newest) {
      ASSIGN_OR_RETURN(explained, IsExplained(tx, row, *newest));
    }
    if (explained && restored == Restored::kIfItShows) return absl::OkStatus();
    v1::Event event;
    v1::RestoredFromBackup& said = *event.mutable_restored_from_backup();
    said.set_kept_size(row.revision);
    if (!explained) {
      said.set_lost_size(newest->size);
      said.set_lost_root(newest->root);
    }
    declared = true;
    return serving::WriteOperatorEntry(tx, row, kRestoreCommand, custody.clock.NowMicros(), custody.entropy,
                                       [&](serving::CommandContext& command) { return command.Emit(event); });
  });
  RETURN_IF_ERROR(written);
  return declared;
}

absl::Status PrepareJournals(const Custody& custody) {
  if (custody.keys.nowhere()) return absl::OkStatus();
  std::vector<storage::FederationRow> federations;
  RETURN_IF_ERROR(custody.store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(federations, storage::ListFederations(tx));
    return absl::OkStatus();
  }));
  for (const storage::FederationRow& federation : federations) {
    ASSIGN_OR_RETURN(const bool declared, DeclareRestore(custody, federation.id, Restored::kIfItShows));
    if (declared) {
      spdlog::warn(
          "the journal of {} is shorter or another than what was signed of it: it says now that the database "
          "was restored from a backup, with {} entries",
          federation.id, federation.revision);
    }
    ASSIGN_OR_RETURN(const bool has_key, HasKey(custody, federation.federation));
    if (!has_key) {
      ASSIGN_OR_RETURN(const rules::VerifierKey key, SetKey(custody, federation.id, Succession::kAlone));
      spdlog::info("the journal of {} is signed from now on, by {}", federation.id, rules::VerifierKeyText(key));
    } else {
      RETURN_IF_ERROR(WarnOfMissingKey(custody, federation));
    }
  }
  return absl::OkStatus();
}

}  // namespace phancong::journal
