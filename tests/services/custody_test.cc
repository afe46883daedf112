// What becomes of a journal's keys, and of a journal whose database was brought back from a copy.
#include "services/journal/custody.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/journal/words.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/receipt.h"
#include "services/rules/refusal.h"
#include "services/rules/signed_note.h"
#include "tests/services/gated_store.h"
#include "tests/services/kept_journal.h"

namespace phancong::services_test {
namespace {

namespace fs = std::filesystem;

using journal::DeclareRestore;
using journal::Restored;
using journal::SetKey;
using journal::Succession;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kFederation[] = "bac-quang";

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

mode_t ModeOf(const std::string& path) {
  struct stat facts {};
  EXPECT_EQ(stat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 0777;
}

rules::SignedNote Note(const std::string& text) {
  const auto note = rules::ParseSignedNote(text);
  EXPECT_TRUE(note.ok()) << text;
  return note.value_or(rules::SignedNote());
}

rules::VerifierKey Key(const v1::JournalKey& key) {
  const auto parsed = rules::ParseVerifierKey(key.verifier_key());
  EXPECT_TRUE(parsed.ok()) << key.ShortDebugString();
  return parsed.value_or(rules::VerifierKey());
}

std::string ReasonOf(const absl::Status& status) {
  const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(status);
  return refusal ? rules::ReasonName(refusal->reason) : "";
}

// The newest entry's only event, and who wrote it.
struct Last {
  int64_t revision;
  int64_t account;
  std::string command;
  v1::Event event;
};
Last LastOf(KeptJournal& kept) {
  const auto entries = kept.Entries();
  const storage::StoredEntry& entry = entries.back();
  EXPECT_EQ(entry.events.size(), 1U);
  return {.revision = entry.header.revision(),
          .account = entry.header.account(),
          .command = entry.header.command(),
          .event = entry.events[0].event};
}

// --- Keys.

TEST(JournalKeys, AreTheirOwnersAlone) {
  const mode_t before = umask(0);
  KeptJournal kept;
  umask(before);
  ASSERT_THAT(kept.KeyFiles(), SizeIs(1));
  EXPECT_EQ(ModeOf(kept.keys_folder()), 0700U);
  EXPECT_EQ(ModeOf(kept.KeyFiles()[0]), 0600U);
  EXPECT_THAT(TextOf(kept.KeyFiles()[0]), testing::StartsWith("PRIVATE+KEY+phancong/federations/bac-quang+"));
}

TEST(JournalKeys, AreInNoFileOfTheDatabase) {
  KeptJournal kept;
  kept.Writes(1);
  ASSERT_DONE(kept.AsksForTheCheckpoint());
  const auto key = rules::ParseSigningKey(TextOf(kept.KeyFiles()[0]).substr(0, TextOf(kept.KeyFiles()[0]).find('\n')));
  ASSERT_TRUE(key.ok());
  kept.Stops();
  EXPECT_THAT(TextOf(kept.db()), HasSubstr(key->verifier.key)) << "the public one is in the journal";
  EXPECT_THAT(TextOf(kept.db()), Not(HasSubstr(key->seed)));
}

TEST(JournalKeys, HandOverWhileTheServerRuns) {
  KeptJournal kept;
  kept.Writes(2);
  const auto before = kept.AsksForTheCheckpoint();
  ASSERT_DONE(before);
  const auto next = SetKey(kept.custody(), kFederation, Succession::kHandedOver);
  ASSERT_TRUE(next.ok()) << next.status();
  const Last last = LastOf(kept);
  EXPECT_EQ(last.account, 0);
  EXPECT_EQ(last.command, "journal-key");
  EXPECT_EQ(last.event.journal_key_set().key(), 2);
  EXPECT_EQ(last.event.journal_key_set().public_key(), next->key);

  const auto after = kept.AsksForTheCheckpoint();
  ASSERT_DONE(after);
  ASSERT_THAT(after->keys(), SizeIs(2));
  EXPECT_EQ(after->keys(1).revision(), last.revision);
  EXPECT_EQ(Key(after->keys(1)), *next);
  EXPECT_TRUE(rules::SignedBy(*next, Note(after->note())));
  EXPECT_FALSE(rules::SignedBy(Key(after->keys(0)), Note(after->note())));
  // What was signed before stays signed, and whoever knows that key learns of the new one by it.
  EXPECT_TRUE(rules::SignedBy(Key(after->keys(0)), Note(before->note())));
  EXPECT_EQ(after->keys(0).verifier_key(), before->keys(0).verifier_key());
  EXPECT_TRUE(rules::HandsOver(Key(after->keys(0)), Key(after->keys(1)), after->keys(1).handover()));
}

TEST(JournalKeys, ThatAreLostHandOverToNobody) {
  KeptJournal kept;
  kept.Writes(1);
  ASSERT_DONE(kept.AsksForTheCheckpoint());
  const std::string file = kept.KeyFiles()[0];
  kept.Stops();
  fs::rename(file, file + ".elsewhere");
  kept.Starts();
  const auto unsigned_one = kept.AsksForTheCheckpoint();
  ASSERT_DONE(unsigned_one);
  EXPECT_EQ(unsigned_one->note(), "");
  EXPECT_EQ(unsigned_one->revision(), 2);
  EXPECT_THAT(unsigned_one->root_hash(), SizeIs(32));
  // An operator who has looked at no key yet.
  journal::SigningKeys keys(kept.keys_folder());
  journal::Custody custody = kept.custody();
  const journal::Custody without{
      .store = custody.store, .clock = custody.clock, .entropy = custody.entropy, .keys = keys};
  EXPECT_EQ(ReasonOf(SetKey(without, kFederation, Succession::kHandedOver).status()), "JOURNAL_KEY_MISSING");
  EXPECT_THAT(kept.Entries(), SizeIs(2));
  EXPECT_THAT(kept.KeyFiles(), IsEmpty()) << "a key that nobody will need";
  const auto alone = SetKey(without, kFederation, Succession::kAlone);
  ASSERT_TRUE(alone.ok()) << alone.status();
  const auto after = kept.AsksForTheCheckpoint();
  ASSERT_DONE(after);
  EXPECT_TRUE(rules::SignedBy(*alone, Note(after->note())));
  EXPECT_EQ(after->keys(1).handover(), "");
}

TEST(JournalKeys, SignAgainOnceTheirFileIsBack) {
  KeptJournal kept;
  const std::string file = kept.KeyFiles()[0];
  kept.Stops();
  fs::rename(file, file + ".elsewhere");
  kept.Starts();
  EXPECT_EQ(kept.AsksForTheCheckpoint()->note(), "");
  fs::rename(file + ".elsewhere", file);
  const auto after = kept.AsksForTheCheckpoint();
  ASSERT_DONE(after);
  EXPECT_TRUE(rules::SignedBy(Key(after->keys(0)), Note(after->note())));
}

TEST(JournalKeys, ThatOthersMayReadOrThatAreNotTheOneDoNotSign) {
  KeptJournal kept;
  const std::string file = kept.KeyFiles()[0];
  const std::string whole = TextOf(file);
  const auto unsigned_with = [&](const std::string& text, mode_t mode) {
    kept.Stops();
    std::ofstream(file, std::ios::binary) << text;
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
    kept.Starts();
    EXPECT_EQ(kept.AsksForTheCheckpoint()->note(), "") << text << mode;
  };
  unsigned_with(whole, 0640);
  unsigned_with(whole, 0604);
  unsigned_with("", 0600);
  unsigned_with("PRIVATE+KEY+phancong/federations/bac-quang", 0600);
  // A sound key, of somebody else.
  unsigned_with(rules::SigningKeyText(rules::MakeSigningKey("phancong/federations/bac-quang", rules::KeyKind::kLog,
                                                            std::string(32, 'x'))) +
                    "\n",
                0600);
}

TEST(JournalKeys, AreGivenToAFederationOfBefore) {
  KeptJournal kept(KeptJournal::Founded::kWithoutKeys);
  const Last last = LastOf(kept);
  EXPECT_EQ(last.revision, 2);
  EXPECT_EQ(last.account, 0);
  EXPECT_EQ(last.command, "journal-key");
  EXPECT_EQ(last.event.journal_key_set().key(), 1);
  const auto checkpoint = kept.AsksForTheCheckpoint();
  ASSERT_DONE(checkpoint);
  EXPECT_EQ(checkpoint->keys(0).revision(), 2);
  EXPECT_TRUE(rules::SignedBy(Key(checkpoint->keys(0)), Note(checkpoint->note())));
  // Once.
  kept.Stops();
  kept.Starts();
  EXPECT_THAT(kept.Entries(), SizeIs(2));
  EXPECT_THAT(kept.KeyFiles(), SizeIs(1));
}

TEST(JournalKeys, AreOfAFederationThatIsThere) {
  KeptJournal kept;
  EXPECT_EQ(ReasonOf(SetKey(kept.custody(), "khong-co", Succession::kAlone).status()), "NOT_FOUND");
  EXPECT_THAT(kept.KeyFiles(), SizeIs(1));
}

TEST(JournalKeys, AreMadeOnceWhereTheStoreDoesItAgain) {
  KeptJournal kept;
  serving::GatedStore gated(kept.store());
  const journal::Custody custody{
      .store = gated, .clock = kept.custody().clock, .entropy = kept.custody().entropy, .keys = kept.custody().keys};
  gated.RunNextTwice();
  ASSERT_TRUE(SetKey(custody, kFederation, Succession::kHandedOver).ok());
  EXPECT_THAT(kept.KeyFiles(), SizeIs(2));
  gated.FailNextCommit();
  EXPECT_FALSE(SetKey(custody, kFederation, Succession::kHandedOver).ok());
  EXPECT_THAT(kept.KeyFiles(), SizeIs(2)) << "a key that no journal names";
  EXPECT_TRUE(SetKey(custody, kFederation, Succession::kHandedOver).ok());
  EXPECT_EQ(LastOf(kept).event.journal_key_set().key(), 3);
}

// --- Restores.

TEST(Restore, IsSaidByTheFirstNewEntryWhereMoreWasSigned) {
  KeptJournal kept;
  kept.Writes(2);
  kept.Stops();
  kept.KeepsACopy("of-monday");
  kept.Starts();
  kept.Writes(3);
  const auto lost = kept.AsksForTheCheckpoint();
  ASSERT_DONE(lost);
  ASSERT_EQ(lost->revision(), 6);
  // What came after it was never signed, and nobody outside knows of it.
  kept.Writes(1);
  kept.Stops();
  kept.ReturnsToTheCopy("of-monday");
  kept.Starts();

  const Last last = LastOf(kept);
  EXPECT_EQ(last.revision, 4);
  EXPECT_EQ(last.account, 0);
  EXPECT_EQ(last.command, "restore");
  const v1::RestoredFromBackup& said = last.event.restored_from_backup();
  EXPECT_EQ(said.kept_size(), 3);
  EXPECT_EQ(said.lost_size(), 6);
  EXPECT_EQ(said.lost_root(), lost->root_hash());
  // It is signed again, with a receipt for that entry, and goes on.
  EXPECT_EQ(lost->restoration_receipt(), "");
  const auto after = kept.AsksForTheCheckpoint();
  ASSERT_DONE(after);
  EXPECT_EQ(after->revision(), 4);
  rules::Receipt receipt;
  ASSERT_FALSE(rules::ParseReceipt(after->restoration_receipt(), receipt).has_value());
  EXPECT_EQ(receipt.index, 3);
  ASSERT_THAT(receipt.events, SizeIs(1));
  v1::Event shown;
  ASSERT_TRUE(shown.ParseFromString(receipt.events[0].bytes));
  EXPECT_EQ(shown.restored_from_backup().lost_root(), lost->root_hash());
  EXPECT_TRUE(rules::SignedBy(Key(after->keys(0)), Note(after->note())));
  kept.Writes(2);
  const auto now = kept.AsksForTheCheckpoint();
  ASSERT_DONE(now);
  EXPECT_EQ(now->revision(), lost->revision());
  EXPECT_NE(now->root_hash(), lost->root_hash());
  const auto proof = kept.AsksForConsistency(4, 6);
  ASSERT_DONE(proof);
  EXPECT_TRUE(rules::CheckConsistency(4, after->root_hash(), 6, now->root_hash(),
                                      {proof->hashes().begin(), proof->hashes().end()})
                  .ok());
}

TEST(Restore, IsSaidOnce) {
  KeptJournal kept;
  kept.Writes(1);
  kept.Stops();
  kept.KeepsACopy("of-monday");
  kept.Starts();
  kept.Writes(2);
  ASSERT_DONE(kept.AsksForTheCheckpoint());
  kept.Stops();
  kept.ReturnsToTheCopy("of-monday");
  // Before anything is signed anew, and after.
  for (int i = 0; i < 2; ++i) {
    kept.Starts();
    EXPECT_THAT(kept.Entries(), SizeIs(3));
    kept.Stops();
  }
  kept.Starts();
  ASSERT_DONE(kept.AsksForTheCheckpoint());
  kept.Stops();
  kept.Starts();
  EXPECT_THAT(kept.Entries(), SizeIs(3));
  // Another one is another one.
  kept.Stops();
  kept.ReturnsToTheCopy("of-monday");
  kept.Starts();
  EXPECT_THAT(kept.Entries(), SizeIs(3));
  EXPECT_EQ(LastOf(kept).event.restored_from_backup().lost_size(), 3);
}

TEST(Restore, IsSaidWhereTheJournalWentAnotherWay) {
  KeptJournal kept;
  kept.Stops();
  kept.KeepsACopy("of-monday");
  kept.Starts();
  kept.Writes(2);
  const auto lost = kept.AsksForTheCheckpoint();
  ASSERT_DONE(lost);
  kept.Stops();
  kept.ReturnsToTheCopy("of-monday");
  kept.Starts();
  kept.Stops();
  // As it would be without the entry that says so: somebody removes that, and writes others in its place.
  kept.ReturnsToTheCopy("of-monday");
  {
    const auto store = storage::SqliteStore::Open(kept.db());
    ASSERT_TRUE(store.ok());
    const journal::Custody custody = kept.custody(**store);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(SetKey(custody, kFederation, Succession::kHandedOver).ok());
  }
  kept.Starts();
  const Last last = LastOf(kept);
  EXPECT_EQ(last.event.restored_from_backup().kept_size(), 5);
  EXPECT_EQ(last.event.restored_from_backup().lost_size(), 3);
  EXPECT_EQ(last.event.restored_from_backup().lost_root(), lost->root_hash());
}

TEST(Restore, ThatLostNothingThatWasSignedIsSaidByWhoKnowsOfIt) {
  KeptJournal kept;
  kept.Writes(1);
  ASSERT_DONE(kept.AsksForTheCheckpoint());
  kept.Stops();
  kept.KeepsACopy("of-monday");
  kept.Starts();
  kept.Writes(2);
  kept.Stops();
  kept.ReturnsToTheCopy("of-monday");
  kept.Starts();
  EXPECT_THAT(kept.Entries(), SizeIs(2)) << "it can't be told from the journal itself";
  const auto declared = DeclareRestore(kept.custody(), kFederation, Restored::kForCertain);
  ASSERT_TRUE(declared.ok()) << declared.status();
  EXPECT_TRUE(*declared);
  const Last last = LastOf(kept);
  EXPECT_EQ(last.event.restored_from_backup().kept_size(), 2);
  EXPECT_EQ(last.event.restored_from_backup().lost_size(), 0);
  EXPECT_EQ(last.event.restored_from_backup().lost_root(), "");
  EXPECT_EQ(*DeclareRestore(kept.custody(), kFederation, Restored::kIfItShows), false);
}

TEST(Restore, BelowARunningServerIsNotSigned) {
  KeptJournal kept;
  kept.Writes(1);
  kept.Stops();
  kept.KeepsACopy("of-monday");
  kept.Starts();
  kept.Writes(2);
  ASSERT_DONE(kept.AsksForTheCheckpoint());
  kept.Stops();
  const std::string signed_file = kept.keys_folder() + "/bac-quang.signed";
  const std::string newest = TextOf(signed_file);
  fs::remove(signed_file);
  kept.ReturnsToTheCopy("of-monday");
  // It could not see at its start what was signed; now it can.
  kept.Starts();
  std::ofstream(signed_file, std::ios::binary) << newest;
  EXPECT_EQ(kept.AsksForTheCheckpoint().code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(kept.CheckpointsSigned(), 0);
  EXPECT_EQ(TextOf(signed_file), newest);
}

}  // namespace
}  // namespace phancong::services_test
