#include "services/rules/journal_key.h"

#include <gtest/gtest.h>

#include <string>

namespace phancong::rules {
namespace {

SigningKey KeyOf(char seed, std::string_view federation = "bac-quang") {
  return MakeSigningKey(JournalOrigin(federation), KeyKind::kLog, std::string(32, seed));
}

TEST(JournalKey, IsCalledAsItsLog) {
  EXPECT_EQ(JournalOrigin("bac-quang"), "phancong/federations/bac-quang");
  EXPECT_EQ(JournalVerifier("bac-quang", KeyOf('a').verifier.key), KeyOf('a').verifier);
}

TEST(Handover, IsByTheKeyBeforeForThatKeyAlone) {
  const std::string note = Handover(KeyOf('a'), KeyOf('b').verifier);
  EXPECT_TRUE(note.starts_with("phancong journal key\nphancong/federations/bac-quang\n" +
                               VerifierKeyText(KeyOf('b').verifier) + "\n\n— phancong/federations/bac-quang "))
      << note;
  EXPECT_TRUE(HandsOver(KeyOf('a').verifier, KeyOf('b').verifier, note));
  // Somebody else's key; the key itself; the other way round.
  EXPECT_FALSE(HandsOver(KeyOf('a').verifier, KeyOf('c').verifier, note));
  EXPECT_FALSE(HandsOver(KeyOf('b').verifier, KeyOf('b').verifier, note));
  EXPECT_FALSE(HandsOver(KeyOf('b').verifier, KeyOf('a').verifier, note));
  EXPECT_FALSE(HandsOver(KeyOf('a').verifier, KeyOf('b').verifier, ""));
}

TEST(Handover, ThatIsForgedIsNone) {
  // Signed by the new key in the old one's name.
  const std::string forged = Handover(KeyOf('b'), KeyOf('b').verifier);
  EXPECT_FALSE(HandsOver(KeyOf('a').verifier, KeyOf('b').verifier, forged));
  // Any letter of the note changed.
  const std::string note = Handover(KeyOf('a'), KeyOf('b').verifier);
  for (size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(HandsOver(KeyOf('a').verifier, KeyOf('b').verifier, changed)) << i;
  }
  // Another federation's key is not this one's.
  EXPECT_FALSE(HandsOver(KeyOf('a').verifier, KeyOf('b', "quang-binh").verifier,
                         Handover(KeyOf('a'), KeyOf('b', "quang-binh").verifier)));
}

TEST(Handover, IsNoCheckpoint) {
  // What a handover says can't be taken for a state of the log.
  const auto note = ParseSignedNote(Handover(KeyOf('a'), KeyOf('b').verifier));
  ASSERT_TRUE(note.ok());
  EXPECT_FALSE(ParseCheckpoint(note->text).ok());
}

}  // namespace
}  // namespace phancong::rules
