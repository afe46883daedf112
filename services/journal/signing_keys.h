// The keys with which this server signs journals, and what it has signed last: files in a folder beside the database.
// Neither the database nor its backups have a key: who gets hold of one of those can read a journal, and sign nothing.
//
//   DB.keys/bac-quang.c74f20a3.key   a key as it is written down (rules/signed_note.h); its owner's alone
//   DB.keys/bac-quang.signed         the newest checkpoint that was signed of the federation's journal
#ifndef PHANCONG_SERVICES_JOURNAL_SIGNING_KEYS_H_
#define PHANCONG_SERVICES_JOURNAL_SIGNING_KEYS_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/signed_note.h"
#include "services/serving/entropy.h"

namespace phancong::journal {

// The folder of a database: "DB.keys" beside it.
[[nodiscard]] std::string KeysBeside(const std::string& db);

// Thread-safe. Keys never leave it.
class SigningKeys {
 public:
  // Empty: there is nowhere to keep keys, and there are none.
  explicit SigningKeys(std::string folder) : folder_(std::move(folder)) {}
  ~SigningKeys();
  SigningKeys(const SigningKeys&) = delete;
  SigningKeys& operator=(const SigningKeys&) = delete;

  [[nodiscard]] bool nowhere() const { return folder_.empty(); }
  [[nodiscard]] const std::string& folder() const { return folder_; }

  // Makes a new key for the federation, and its file, durably. Refusals where the file can't be written.
  [[nodiscard]] absl::StatusOr<rules::VerifierKey> Make(std::string_view federation, serving::Entropy& entropy);
  // Removes one that was made and that no journal has come to name.
  void Forget(const rules::VerifierKey& key);

  // Of these three: NOT_FOUND (absl) where this server does not have the key; refusals naming its file where it is no
  // such key, or others may read or change it. The file is read once.
  [[nodiscard]] absl::Status Has(const rules::VerifierKey& key);
  [[nodiscard]] absl::Status Sign(const rules::VerifierKey& key, rules::SignedNote& note);
  [[nodiscard]] absl::StatusOr<std::string> HandOver(const rules::VerifierKey& before, const rules::VerifierKey& next);

  // The newest checkpoint that was signed of the federation's journal; nothing where none was, or nothing is kept.
  // Refusals naming the file where it is no checkpoint of it.
  [[nodiscard]] absl::StatusOr<std::optional<rules::Checkpoint>> NewestSigned(std::string_view federation) const;
  // That it is this one from now on, durably.
  [[nodiscard]] absl::Status KeepSigned(std::string_view federation, const rules::SignedNote& note) const;

 private:
  [[nodiscard]] std::string FileOf(const rules::VerifierKey& key) const;
  [[nodiscard]] std::string SignedFileOf(std::string_view federation) const;
  // With mutex_ held; valid as long as it is.
  [[nodiscard]] absl::StatusOr<const rules::SigningKey*> Find(const rules::VerifierKey& key);

  const std::string folder_;
  std::mutex mutex_;
  std::map<std::string, rules::SigningKey> read_;  // by their verifier keys; guarded by mutex_
};

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_SIGNING_KEYS_H_
