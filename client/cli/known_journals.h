// What this person knows of federations' journals: the keys that sign them, and the newest checkpoint that they have
// seen. One file for each server and journal, which its owner alone may read, and all profiles share:
//
//   CONFIG/journals/SERVER/FEDERATION                 "key VKEY" lines, an empty line, and a signed note if there is
//   one CONFIG/journals/SERVER/FEDERATION.fork-A-B-HASH/  evidence of a fork: the checkpoint seen before, of A entries,
//   and
//                                                     the one shown then, of B; never written again
#ifndef PHANCONG_CLIENT_CLI_KNOWN_JOURNALS_H_
#define PHANCONG_CLIENT_CLI_KNOWN_JOURNALS_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/receipt.h"
#include "services/rules/signed_note.h"

namespace phancong::client {

struct KnownJournal {
  // Empty: the journal was never seen.
  std::vector<rules::VerifierKey> keys = {};
  // A signed note; empty: none was seen yet.
  std::string checkpoint = {};
};

class KnownJournals {
 public:
  // The folder of profiles.
  explicit KnownJournals(const std::filesystem::path& config) : folder_(config / "journals") {}

  // Nothing in it where the journal was never seen. WrongUsage where its file can't be read, others may write it, or it
  // means nothing.
  [[nodiscard]] absl::StatusOr<KnownJournal> Find(std::string_view server, std::string_view federation) const;
  // Instead of what was known before.
  [[nodiscard]] absl::Status Keep(std::string_view server, std::string_view federation,
                                  const KnownJournal& known) const;
  // The keys of a federation's journal, from whatever server they came.
  [[nodiscard]] absl::StatusOr<std::vector<rules::VerifierKey>> KeysOf(std::string_view federation) const;

  // Keeps both notes as evidence; returns the folder. What is kept already stays as it is.
  [[nodiscard]] absl::StatusOr<std::filesystem::path> KeepForked(std::string_view server, std::string_view federation,
                                                                 const std::string& before,
                                                                 const std::string& shown) const;

 private:
  std::filesystem::path folder_;
};

// Those of a journal's keys, the oldest first, that are known, or that one of these has handed over to, directly or
// through others.
[[nodiscard]] std::vector<rules::VerifierKey> KeysVouchedFor(const std::vector<rules::VerifierKey>& known,
                                                             const std::vector<rules::Receipt::Key>& keys);

// A checkpoint with its note.
struct ReadCheckpoint {
  rules::SignedNote note;
  rules::Checkpoint checkpoint;
};
// WrongFile where `text` is none, or has nothing signed.
[[nodiscard]] absl::StatusOr<ReadCheckpoint> ReadCheckpointNote(std::string_view text);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_KNOWN_JOURNALS_H_
