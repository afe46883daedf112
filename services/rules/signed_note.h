// Signed notes and checkpoints: the text formats in which transparency logs speak to each other, so that a checkpoint
// of a federation's journal can be checked by programs that are not ours. Pure but for the keys that it is given.
//
//   phancong/federations/bac-quang            origin: which log this is
//   3625                                      entries
//   qZ3…=                                     root hash, base64
//
//   — bac-quang.phancong Ku8…                 signatures: "— NAME BASE64(key hash ‖ signature)"
//
// Sources: C2SP signed-note, tlog-checkpoint and tlog-cosignature, version 1 of each; RFC 8032 for Ed25519.
#ifndef PHANCONG_SERVICES_RULES_SIGNED_NOTE_H_
#define PHANCONG_SERVICES_RULES_SIGNED_NOTE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/merkle.h"

namespace phancong::rules {

// How large a log was, and its root then.
struct Checkpoint {
  std::string origin;  // one line, not empty
  int64_t size = 0;    // 0 or more
  Hash root;

  bool operator==(const Checkpoint&) const = default;
};

// The text that is signed: three lines, each with its line feed.
[[nodiscard]] std::string CheckpointText(const Checkpoint& checkpoint);
// INVALID_ARGUMENT (absl) where it is not one: fewer than three lines, a size with leading zeros or not a number, a
// root that is not 32 bytes in canonical base64. Lines after the third are extensions, and are not looked at.
[[nodiscard]] absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text);

// What a signature of a key means.
enum class KeyKind {
  kLog,      // Ed25519 over the text: the log says so
  kWitness,  // Ed25519 over the time and the text: a witness saw this, and everything before it was the same
};

// A key that others know.
struct VerifierKey {
  std::string name;  // not empty, no spaces, no '+'
  KeyKind kind = KeyKind::kLog;
  std::string key;  // 32 bytes

  bool operator==(const VerifierKey&) const = default;
};

// "NAME+HASH+BASE64", as such keys are written down.
[[nodiscard]] std::string VerifierKeyText(const VerifierKey& key);
// INVALID_ARGUMENT where it is not one, its hash does not fit, or the kind is unknown.
[[nodiscard]] absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text);

// The key and its seed, 32 bytes, which its owner alone knows.
struct SigningKey {
  VerifierKey verifier;
  std::string seed;
};
// The key that a seed of 32 random bytes makes.
[[nodiscard]] SigningKey MakeSigningKey(std::string_view name, KeyKind kind, std::string_view seed);

// "PRIVATE+KEY+NAME+HASH+BASE64", as golang.org/x/mod/sumdb/note writes such keys down. Secret.
[[nodiscard]] std::string SigningKeyText(const SigningKey& key);
// INVALID_ARGUMENT where it is not one; the message tells nothing of it.
[[nodiscard]] absl::StatusOr<SigningKey> ParseSigningKey(std::string_view text);

// A note as it is stored and sent.
struct SignedNote {
  std::string text;  // ends with a line feed
  struct Signature {
    std::string name;
    std::string bytes;  // key hash (4) and what the kind of key makes of it
  };
  std::vector<Signature> signatures;
};
[[nodiscard]] std::string SignedNoteText(const SignedNote& note);
// INVALID_ARGUMENT where it is not one: no empty line before the signatures, a signature that is not "— NAME BASE64",
// control characters, more than 100 signatures, or more than 64 KiB.
[[nodiscard]] absl::StatusOr<SignedNote> ParseSignedNote(std::string_view note);

// Adds a signature of a log's key; `key` is of kind kLog.
void Sign(const SigningKey& key, SignedNote& note);
// Adds a witness's signature; `key` is of kind kWitness, `seconds` since 1970.
void Cosign(const SigningKey& key, int64_t seconds, SignedNote& note);

// That the key signed this text; of a witness, also when, in seconds since 1970 (0 for a log). Nothing where none of
// its signatures is by this key and right: signatures by unknown keys are not an error.
[[nodiscard]] std::optional<int64_t> SignedBy(const VerifierKey& key, const SignedNote& note);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_SIGNED_NOTE_H_
