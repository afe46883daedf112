#include "services/rules/signed_note.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace phancong::rules {
namespace {

// The key and the note of the format's own documentation (golang.org/x/mod/sumdb/note).
constexpr char kKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kNote[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

SignedNote Parsed(std::string_view text) {
  const auto note = ParseSignedNote(text);
  EXPECT_TRUE(note.ok()) << note.status();
  return note.value_or(SignedNote());
}

SigningKey LogKey(char seed = 's') {
  return MakeSigningKey("bac-quang.phancong", KeyKind::kLog, std::string(32, seed));
}
SigningKey WitnessKey() { return MakeSigningKey("tinh.phancong", KeyKind::kWitness, std::string(32, 'w')); }

SignedNote Unsigned() {
  return {.text = CheckpointText({.origin = "phancong/federations/bac-quang", .size = 3625, .root = Sha256("root")}),
          .signatures = {}};
}

TEST(SignedNote, OfTheFormatsDocumentationIsSignedByItsKey) {
  const auto key = ParseVerifierKey(kKey);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key->kind, KeyKind::kLog);
  EXPECT_EQ(VerifierKeyText(*key), kKey);
  const SignedNote note = Parsed(kNote);
  EXPECT_EQ(SignedNoteText(note), kNote);
  EXPECT_EQ(SignedBy(*key, note), 0);
}

TEST(SignedNote, OfAnotherTextKeyOrNameIsNotSigned) {
  const VerifierKey key = ParseVerifierKey(kKey).value();
  SignedNote changed = Parsed(kNote);
  changed.text[0] = 'i';
  EXPECT_EQ(SignedBy(key, changed), std::nullopt);
  EXPECT_EQ(SignedBy(LogKey().verifier, Parsed(kNote)), std::nullopt);
  VerifierKey renamed = key;
  renamed.name = "Neumann";
  EXPECT_EQ(SignedBy(renamed, Parsed(kNote)), std::nullopt);
  for (size_t bit = 0; bit < 68 * 8; ++bit) {
    SignedNote flipped = Parsed(kNote);
    char& byte = flipped.signatures[0].bytes[bit / 8];
    byte = static_cast<char>(byte ^ (1 << bit % 8));
    EXPECT_EQ(SignedBy(key, flipped), std::nullopt) << bit;
  }
}

// The seed that the format's documentation gives with that key.
TEST(SigningKey, IsWrittenAsTheFormatsDocumentationWritesIt) {
  constexpr char kWritten[] = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  const auto key = ParseSigningKey(kWritten);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(VerifierKeyText(key->verifier), kKey);
  EXPECT_EQ(SigningKeyText(*key), kWritten);
  SignedNote note = Parsed(kNote);
  note.signatures.clear();
  Sign(*key, note);
  EXPECT_EQ(SignedNoteText(note), kNote);
  // Neither a public key nor one whose seed was changed.
  EXPECT_FALSE(ParseSigningKey(kKey).ok());
  EXPECT_FALSE(ParseSigningKey("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFy").ok());
  EXPECT_FALSE(ParseSigningKey("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEK").ok());
  EXPECT_FALSE(ParseSigningKey("").ok());
}

TEST(VerifierKey, HasANameWithoutSpaces) {
  for (const std::string& name : {std::string("ldld-tinh"), std::string("LĐLĐ-tỉnh-Hà-Giang"), std::string("a/b.c")}) {
    const std::string text = VerifierKeyText(MakeSigningKey(name, KeyKind::kWitness, std::string(32, 'w')).verifier);
    EXPECT_TRUE(ParseVerifierKey(text).ok()) << text;
  }
  // A space, one that does not break, an ideographic one, a tab, a line feed, what is no UTF-8, nothing.
  for (const std::string& name :
       {std::string("ldld tinh"), std::string("ldld\u00A0tinh"), std::string("ldld\u3000tinh"),
        std::string("ldld\ttinh"), std::string("ldld\n"), std::string("ldld\xC4"), std::string()}) {
    const std::string text = VerifierKeyText(MakeSigningKey(name, KeyKind::kWitness, std::string(32, 'w')).verifier);
    EXPECT_FALSE(ParseVerifierKey(text).ok()) << text;
  }
}

// RFC 8032, section 7.1, test 1.
TEST(SigningKey, IsEd25519) {
  const SigningKey key =
      MakeSigningKey("rfc8032", KeyKind::kLog,
                     absl::HexStringToBytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(absl::BytesToHexString(key.verifier.key),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  SignedNote note;
  Sign(key, note);
  EXPECT_EQ(absl::BytesToHexString(note.signatures[0].bytes.substr(4)),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f059"
            "5bbe246"
            "55141438e7a100b");
}

TEST(Checkpoint, IsThreeLines) {
  const Checkpoint checkpoint{.origin = "phancong/federations/bac-quang", .size = 3625, .root = Sha256("root")};
  const std::string text = CheckpointText(checkpoint);
  EXPECT_EQ(text, "phancong/federations/bac-quang\n3625\n" + absl::Base64Escape(Sha256("root")) + "\n");
  EXPECT_EQ(ParseCheckpoint(text).value(), checkpoint);
  EXPECT_EQ(ParseCheckpoint(text + "an extension\n").value(), checkpoint);
}

TEST(Checkpoint, ThatIsNoneIsRefused) {
  const std::string root = absl::Base64Escape(Sha256("root"));
  for (const std::string& text :
       {std::string(), std::string("\n"), "origin\n1\n" + root, "\n1\n" + root + "\n", "origin\n01\n" + root + "\n",
        "origin\n-1\n" + root + "\n", "origin\n+1\n" + root + "\n", "origin\n1 \n" + root + "\n",
        "origin\n9223372036854775808\n" + root + "\n", "origin\n1\n" + root.substr(1) + "\n",
        std::string("origin\n1\nAAAA\n"), "origin\n1\n " + root + "\n"}) {
    EXPECT_EQ(ParseCheckpoint(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(SignedNote, CarriesTheSignaturesOfLogAndWitness) {
  SignedNote note = Unsigned();
  Sign(LogKey(), note);
  Cosign(WitnessKey(), 1'764'000'000, note);
  const SignedNote sent = Parsed(SignedNoteText(note));
  EXPECT_EQ(sent.text, note.text);
  EXPECT_EQ(SignedBy(LogKey().verifier, sent), 0);
  EXPECT_EQ(SignedBy(WitnessKey().verifier, sent), 1'764'000'000);
  // Who takes part in one role has no say in the other.
  VerifierKey pretending = WitnessKey().verifier;
  pretending.kind = KeyKind::kLog;
  EXPECT_EQ(SignedBy(pretending, sent), std::nullopt);
  // The time is signed, too.
  SignedNote later = sent;
  ++later.signatures[1].bytes[11];
  EXPECT_EQ(SignedBy(WitnessKey().verifier, later), std::nullopt);
}

// After a rotation a note has two signatures of one name.
TEST(SignedNote, IsSignedByEachOfTwoKeysOfOneName) {
  SignedNote note = Unsigned();
  Sign(LogKey('a'), note);
  Sign(LogKey('b'), note);
  EXPECT_EQ(SignedBy(LogKey('a').verifier, note), 0);
  EXPECT_EQ(SignedBy(LogKey('b').verifier, note), 0);
  EXPECT_EQ(SignedBy(LogKey('c').verifier, note), std::nullopt);
}

TEST(SignedNote, ThatIsNoneIsRefused) {
  const std::string good = kNote;
  const std::string line = good.substr(good.find("— "));
  for (const std::string& text :
       {std::string(), std::string("text\n"), std::string("text\n\n"), good.substr(0, good.size() - 1), "text\n" + line,
        "te\rxt\n\n" + line, "text\n\n- PeterNeumann x08go/ZJ\n" + std::string(),
        std::string("text\n\n— PeterNeumann\n"), std::string("text\n\n—  x08go/ZJ\n"),
        std::string("text\n\n— Peter+Neumann x08go/ZJ\n"), std::string("text\n\n— PeterNeumann x08g\n"),
        std::string("text\n\n— PeterNeumann x08go/ZJk\n"), "text\n\n" + line + "more\n",
        std::string(70'000, 'x') + "\n\n" + line}) {
    EXPECT_EQ(ParseSignedNote(text).status().code(), absl::StatusCode::kInvalidArgument) << text.substr(0, 80);
  }
  std::string many = "text\n\n";
  for (int i = 0; i < 100; ++i) many += line;
  EXPECT_TRUE(ParseSignedNote(many).ok());
  EXPECT_FALSE(ParseSignedNote(many + line).ok());
}

TEST(VerifierKey, ThatIsNoneIsRefused) {
  EXPECT_EQ(ParseVerifierKey(VerifierKeyText(WitnessKey().verifier)).value(), WitnessKey().verifier);
  const std::string good = kKey;
  for (const std::string& text :
       {std::string(), std::string("PeterNeumann"), "Peter" + good.substr(12), good.substr(0, good.size() - 4),
        good + "AAAA", std::string("PeterNeumann+c74f20a4") + good.substr(good.rfind("+ARpc")),
        "Peter Neumann" + good.substr(12), std::string("+c74f20a3") + good.substr(good.rfind("+ARpc"))}) {
    EXPECT_FALSE(ParseVerifierKey(text).ok()) << text;
  }
}

}  // namespace
}  // namespace phancong::rules
