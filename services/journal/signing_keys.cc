#include "services/journal/signing_keys.h"

#include <sodium.h>
#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/rules/journal_key.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/durable_file.h"

namespace phancong::journal {
namespace {

namespace fs = std::filesystem;

constexpr size_t kSeedBytes = crypto_sign_SEEDBYTES;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
constexpr char kFolderSuffix[] = ".keys";

void Wipe(std::string& secret) { sodium_memzero(secret.data(), secret.size()); }

// Its owner's alone; one that is there stays as it is.
absl::Status MakeFolder(const fs::path& folder) {
  if (fs::is_directory(folder)) return absl::OkStatus();
  if (mkdir(folder.c_str(), S_IRWXU) != 0) return serving::NotWritten(folder);
  return serving::SyncFolder(fs::absolute(folder).parent_path());
}

absl::Status NoKeyIn(const std::string& file) {
  return rules::RefuseField(file, "không phải khóa ký sổ này", "is not this key of a journal");
}

}  // namespace

std::string KeysBeside(const std::string& db) { return db + kFolderSuffix; }

SigningKeys::~SigningKeys() {
  for (auto& [verifier, key] : read_) Wipe(key.seed);
}

std::string SigningKeys::FileOf(const rules::VerifierKey& key) const {
  const std::string federation = key.name.substr(key.name.rfind('/') + 1);
  // NAME+HASH+BASE64.
  const std::vector<std::string> parts = absl::StrSplit(rules::VerifierKeyText(key), '+');
  return fs::path(folder_) / absl::StrCat(federation, ".", parts[1], ".key");
}

std::string SigningKeys::SignedFileOf(std::string_view federation) const {
  return fs::path(folder_) / absl::StrCat(std::string(federation), ".signed");
}

absl::StatusOr<rules::VerifierKey> SigningKeys::Make(std::string_view federation, serving::Entropy& entropy) {
  if (nowhere()) return absl::FailedPreconditionError("there is nowhere to keep keys");
  std::string seed = entropy.Bytes(kSeedBytes);
  rules::SigningKey key = rules::MakeSigningKey(rules::JournalOrigin(federation), rules::KeyKind::kLog, seed);
  Wipe(seed);
  std::string text = rules::SigningKeyText(key) + "\n";
  Wipe(key.seed);
  absl::Status written = MakeFolder(folder_);
  if (written.ok()) written = serving::WriteWhole(FileOf(key.verifier), text, serving::IfThere::kRefuse);
  Wipe(text);
  RETURN_IF_ERROR(written);
  return key.verifier;
}

void SigningKeys::Forget(const rules::VerifierKey& key) {
  std::error_code ignored;
  fs::remove(FileOf(key), ignored);
}

absl::StatusOr<const rules::SigningKey*> SigningKeys::Find(const rules::VerifierKey& key) {
  const std::string verifier = rules::VerifierKeyText(key);
  if (const auto found = read_.find(verifier); found != read_.end()) return &found->second;
  const std::string file = nowhere() ? std::string() : FileOf(key);
  if (file.empty() || !fs::exists(file)) {
    return absl::NotFoundError(absl::StrCat("there is no key ", verifier));
  }
  ASSIGN_OR_RETURN(std::string text, serving::ReadWhole(file, kOthers));
  absl::StatusOr<rules::SigningKey> parsed = rules::ParseSigningKey(std::string_view(text).substr(0, text.find('\n')));
  Wipe(text);
  if (!parsed.ok()) return NoKeyIn(file);
  if (parsed->verifier != key) {
    Wipe(parsed->seed);
    return NoKeyIn(file);
  }
  return &read_.emplace(verifier, *std::move(parsed)).first->second;
}

absl::Status SigningKeys::Has(const rules::VerifierKey& key) {
  const std::lock_guard lock(mutex_);
  return Find(key).status();
}

absl::Status SigningKeys::Sign(const rules::VerifierKey& key, rules::SignedNote& note) {
  const std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(const rules::SigningKey* const signing, Find(key));
  rules::Sign(*signing, note);
  return absl::OkStatus();
}

absl::StatusOr<std::string> SigningKeys::HandOver(const rules::VerifierKey& before, const rules::VerifierKey& next) {
  const std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(const rules::SigningKey* const signing, Find(before));
  return rules::Handover(*signing, next);
}

absl::StatusOr<std::optional<rules::Checkpoint>> SigningKeys::NewestSigned(std::string_view federation) const {
  const std::string file = SignedFileOf(federation);
  if (nowhere() || !fs::exists(file)) return std::nullopt;
  ASSIGN_OR_RETURN(const std::string text, serving::ReadWhole(file, 0));
  const absl::StatusOr<rules::SignedNote> note = rules::ParseSignedNote(text);
  const absl::StatusOr<rules::Checkpoint> checkpoint =
      note.ok() ? rules::ParseCheckpoint(note->text) : absl::StatusOr<rules::Checkpoint>(note.status());
  if (!checkpoint.ok() || checkpoint->origin != rules::JournalOrigin(federation)) {
    return rules::RefuseField(file, "không phải mốc sổ của liên đoàn này", "is no checkpoint of this federation");
  }
  return *checkpoint;
}

absl::Status SigningKeys::KeepSigned(std::string_view federation, const rules::SignedNote& note) const {
  return serving::WriteWhole(SignedFileOf(federation), rules::SignedNoteText(note), serving::IfThere::kReplace);
}

}  // namespace phancong::journal
