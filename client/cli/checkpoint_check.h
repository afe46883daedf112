// A journal's checkpoint as a server shows it now, compared with what this person has seen of that journal before.
#ifndef PHANCONG_CLIENT_CLI_CHECKPOINT_CHECK_H_
#define PHANCONG_CLIENT_CLI_CHECKPOINT_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/known_journals.h"
#include "client/cli/turn.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/rules/merkle.h"
#include "services/rules/signed_note.h"

namespace phancong::client {

// Flags by which a person says that they know of something: that the database was restored; the journal's key, where it
// was never seen, or where the one before has not handed over to it.
inline constexpr std::string_view kAcceptRestoreFlag = "--accept-restore";
inline constexpr std::string_view kAcceptKeyFlag = "--accept-key";
// Whose journal, where that is not the profile's federation.
inline constexpr std::string_view kFederationFlag = "--federation";
// The three, for the verbs that fetch a checkpoint.
[[nodiscard]] const std::vector<Argument>& CheckpointFlags();

// Whether any of the keys has signed the note.
[[nodiscard]] bool IsSignedByOneOf(const std::vector<rules::VerifierKey>& keys, const rules::SignedNote& note);

// Keys to trust instead of those that were seen, for the verbs that ask no server.
inline constexpr std::string_view kKeyFlag = "--key";
[[nodiscard]] const Argument& KeyFlag();
// Those that were typed, of whatever kind; where none was, those of the federation's journal that this person has seen.
// WrongUsage where one is no verifier key.
[[nodiscard]] absl::StatusOr<std::vector<rules::VerifierKey>> TrustedKeys(const Turn& turn,
                                                                          std::string_view federation);

// Checkpoints that witnesses signed longer ago than this are old.
inline constexpr absl::Duration kWitnessedLately = absl::Hours(24 * 14);

struct ShownCheckpoint {
  std::string server;
  std::string federation;  // its id
  v1::GetCheckpointResponse answer;
  ReadCheckpoint now;
  // Of the journal's keys those that this person knows, or that such a one has handed over to.
  std::vector<rules::VerifierKey> keys;
  // The journal was never seen before: its keys are trusted because they came first.
  bool first_seen = false;
  // Entries of the checkpoint that was seen before and that it continues; 0: there is none.
  int64_t seen_size = 0;
};

// The id of the federation meant; WrongUsage where none is, or the server is not known.
[[nodiscard]] absl::StatusOr<std::string> FederationMeant(const Turn& turn);

// Fetches the checkpoint of the federation meant, and keeps it as the newest that was seen. JOURNAL_KEY_MISSING's words
// where the server cannot sign it. KeyNotTrusted where a key of nobody's signs it, or one that was replaced; Forked
// where it is not the continuation of what was seen, and Restored where the journal says why, unless the person accepts
// that: then both are kept as evidence. `also_seen` is another checkpoint that this person has, as a signed note;
// empty: none.
[[nodiscard]] absl::StatusOr<ShownCheckpoint> FetchCheckpoint(const Turn& turn, const std::string& also_seen = "");

// The proof that a checkpoint of the journal is of the beginning of the one shown, as the server gives it and as it was
// checked here; nothing where it is not.
[[nodiscard]] absl::StatusOr<std::optional<std::vector<rules::Hash>>> ProofOfPart(const Turn& turn,
                                                                                  const rules::Checkpoint& part,
                                                                                  const ShownCheckpoint& whole);
// Whether there is one.
[[nodiscard]] absl::StatusOr<bool> IsPartOf(const Turn& turn, const rules::Checkpoint& part,
                                            const ShownCheckpoint& whole);
// Forked, with both notes kept as evidence.
[[nodiscard]] absl::Status TellFork(const Turn& turn, const std::string& before, const ShownCheckpoint& shown);

// What stands for a witness in office who has signed, by their signature itself.
struct WitnessedCheckpoint {
  ReadCheckpoint read;
  struct Signature {
    rules::VerifierKey key;
    int64_t seconds = 0;  // since 1970, by the witness's clock
  };
  std::vector<Signature> signatures;  // not empty
};
// The newest checkpoint with a witness's signature, looked at as the server shows it; nothing where there is none.
// Forked where it is not of the beginning of the one shown.
[[nodiscard]] absl::StatusOr<std::optional<WitnessedCheckpoint>> NewestWitnessed(const Turn& turn,
                                                                                 const ShownCheckpoint& shown);
// Says on standard error what is missing of witnesses; nothing where all is well.
void WarnOfWitnesses(const Turn& turn, const ShownCheckpoint& shown,
                     const std::optional<WitnessedCheckpoint>& witnessed);

// A moment of a witness or an entry as people read it, with its distance from UTC: a receipt is read anywhere.
[[nodiscard]] std::string MomentText(int64_t seconds, const Style& style);
// A root hash as notes have it.
[[nodiscard]] std::string RootText(const rules::Checkpoint& checkpoint);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CHECKPOINT_CHECK_H_
