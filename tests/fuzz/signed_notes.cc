// Signed notes, checkpoints and keys as anybody may send them: made up, altered, cut. There is one text for each.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/rules/signed_note.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  using fuzz::Must;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const absl::StatusOr<rules::SignedNote> note = rules::ParseSignedNote(text); note.ok()) {
    Must(rules::SignedNoteText(*note) == text, "a note is written as it was read");
    const rules::SigningKey key = rules::MakeSigningKey("bac-quang", rules::KeyKind::kLog, std::string(32, 's'));
    Must(!rules::SignedBy(key.verifier, *note), "nobody signs for another");
    rules::SignedNote signed_too = *note;
    rules::Sign(key, signed_too);
    Must(rules::SignedBy(key.verifier, signed_too).has_value(), "what was signed is signed");
    if (const absl::StatusOr<rules::Checkpoint> checkpoint = rules::ParseCheckpoint(note->text); checkpoint.ok()) {
      Must(note->text.starts_with(rules::CheckpointText(*checkpoint)), "a checkpoint is written as it was read");
    }
  }
  if (const absl::StatusOr<rules::Checkpoint> checkpoint = rules::ParseCheckpoint(text); checkpoint.ok()) {
    Must(text.starts_with(rules::CheckpointText(*checkpoint)), "a checkpoint is written as it was read");
  }
  if (const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(text); key.ok()) {
    Must(rules::VerifierKeyText(*key) == text, "a key is written as it was read");
  }
  if (const absl::StatusOr<rules::SigningKey> key = rules::ParseSigningKey(text); key.ok()) {
    Must(rules::SigningKeyText(*key) == text, "a key is written as it was read");
  }
  return 0;
}
