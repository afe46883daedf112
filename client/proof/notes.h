// Checkpoints as signed notes, and the keys that sign them: C2SP signed-note, tlog-checkpoint, tlog-cosignature (v1 of
// each), Ed25519 (RFC 8032).
#ifndef PHANCONG_CLIENT_PROOF_NOTES_H_
#define PHANCONG_CLIENT_PROOF_NOTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phancong::proof {

// What a key's signature says: the log's, that the text is so; a witness's, that it saw the text at a time.
enum class KeyKind : char { kLog = 1, kWitness = 4 };

struct Key {
  std::string name;
  KeyKind kind = KeyKind::kLog;
  // Ed25519, 32 bytes.
  std::string bytes;
};

// NAME+HASH+BASE64, as keys are written down.
[[nodiscard]] std::string TextOf(const Key& key);
// Nothing where it is no such text, or its hash does not fit.
[[nodiscard]] std::optional<Key> ParseKey(std::string_view text);

struct Note {
  // What is signed; ends with a line feed.
  std::string text;
  struct Signature {
    std::string name;
    // Four bytes of the key's hash, and what its kind makes of it.
    std::string bytes;
  };
  std::vector<Signature> signatures;
};

// Nothing where it is no signed note, written in the one way.
[[nodiscard]] std::optional<Note> ParseNote(std::string_view note);

// Whether this is the key's signature of this text, and of a witness's, when it was made: seconds since 1970 (0 for a
// log's). Nothing where it is not.
[[nodiscard]] std::optional<int64_t> SignedWith(const Key& key, const std::string& text,
                                                const Note::Signature& signature);

struct Checkpoint {
  std::string origin;
  int64_t size = 0;
  // 32 bytes.
  std::string root;
};
// Three lines, and no more.
[[nodiscard]] std::optional<Checkpoint> ParseCheckpoint(std::string_view text);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_NOTES_H_
