// The keys of a federation's journal as others know them: what they are called, and how one hands over to the next.
#ifndef PHANCONG_SERVICES_RULES_JOURNAL_KEY_H_
#define PHANCONG_SERVICES_RULES_JOURNAL_KEY_H_

#include <string>
#include <string_view>

#include "services/rules/signed_note.h"

namespace phancong::rules {

// The origin of a federation's checkpoints, and the name of every key that signs them:
// "phancong/federations/bac-quang".
[[nodiscard]] std::string JournalOrigin(std::string_view federation);

// The verifier key of a journal with this public key (Ed25519, 32 bytes).
[[nodiscard]] VerifierKey JournalVerifier(std::string_view federation, std::string_view public_key);

// That `before` hands over to `next`, which has its name: a signed note of three lines, "phancong journal key", the
// name, and `next` as a verifier key.
[[nodiscard]] std::string Handover(const SigningKey& before, const VerifierKey& next);

// Whether the note says so, signed by `before`.
[[nodiscard]] bool HandsOver(const VerifierKey& before, const VerifierKey& next, std::string_view note);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_JOURNAL_KEY_H_
