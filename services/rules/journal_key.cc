#include "services/rules/journal_key.h"

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "services/rules/names.h"

namespace phancong::rules {
namespace {

std::string HandoverText(const VerifierKey& next) {
  return fmt::format("phancong journal key\n{}\n{}\n", next.name, VerifierKeyText(next));
}

}  // namespace

std::string JournalOrigin(std::string_view federation) { return "phancong/" + FederationName(federation); }

VerifierKey JournalVerifier(std::string_view federation, std::string_view public_key) {
  return {.name = JournalOrigin(federation), .kind = KeyKind::kLog, .key = std::string(public_key)};
}

std::string Handover(const SigningKey& before, const VerifierKey& next) {
  SignedNote note{.text = HandoverText(next), .signatures = {}};
  Sign(before, note);
  return SignedNoteText(note);
}

bool HandsOver(const VerifierKey& before, const VerifierKey& next, std::string_view note) {
  const absl::StatusOr<SignedNote> parsed = ParseSignedNote(note);
  return parsed.ok() && before.kind == KeyKind::kLog && next.kind == KeyKind::kLog && before.name == next.name &&
         parsed->text == HandoverText(next) && SignedBy(before, *parsed).has_value();
}

}  // namespace phancong::rules
