// Checkpoints and proofs, as a stranger gets them and as another implementation checks them.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/checkpoints.h"
#include "services/journal/signing_keys.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/signed_note.h"
#include "services/serving/command.h"
#include "storage/federations.h"
#include "tests/services/kept_journal.h"
#include "tests/support/elsewhere.h"
#include "tests/support/independent.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Outcome;
using support::World;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr char kOrigin[] = "phancong/federations/bac-quang";

template <class Response, class Request>
Outcome<Response> AStranger(World& world, const Request& request) {
  Outcome<Response> outcome;
  static_cast<support::Answered&>(outcome) = world.Call(request, &outcome.response, "");
  return outcome;
}

Outcome<v1::GetCheckpointResponse> Checkpoint(World& world) {
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  return AStranger<v1::GetCheckpointResponse>(world, request);
}

Outcome<v1::ProveInclusionResponse> Inclusion(World& world, int64_t revision, int64_t size) {
  v1::ProveInclusionRequest request;
  request.set_parent(world.FederationName());
  request.set_revision(revision);
  request.set_size(size);
  return AStranger<v1::ProveInclusionResponse>(world, request);
}

Outcome<v1::ProveConsistencyResponse> Consistency(World& world, int64_t from_size, int64_t to_size) {
  v1::ProveConsistencyRequest request;
  request.set_parent(world.FederationName());
  request.set_from_size(from_size);
  request.set_to_size(to_size);
  return AStranger<v1::ProveConsistencyResponse>(world, request);
}

void Writes(World& world, const std::string& account) {
  ASSERT_DONE(world.Administrator().CreatesAccount(account, "Người " + account));
}

rules::Checkpoint Said(const std::string& note) {
  const auto parsed = rules::ParseSignedNote(note);
  EXPECT_TRUE(parsed.ok()) << note;
  const auto checkpoint = rules::ParseCheckpoint(parsed->text);
  EXPECT_TRUE(checkpoint.ok()) << note;
  return checkpoint.value_or(rules::Checkpoint());
}

bool IsSignedBy(const std::string& verifier_key, const std::string& note) {
  const auto key = rules::ParseVerifierKey(verifier_key);
  const auto parsed = rules::ParseSignedNote(note);
  return key.ok() && parsed.ok() && rules::SignedBy(*key, *parsed).has_value();
}

std::vector<rules::Hash> HashesOf(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  return {hashes.begin(), hashes.end()};
}

TEST(GetCheckpoint, IsSignedForAStrangerByTheKeyOfTheFirstEntry) {
  World world;
  Writes(world, "an");
  const auto checkpoint = Checkpoint(world);
  ASSERT_DONE(checkpoint);
  ASSERT_THAT(checkpoint->keys(), SizeIs(1));
  EXPECT_EQ(checkpoint->keys(0).revision(), 1);
  EXPECT_EQ(checkpoint->keys(0).handover(), "");
  EXPECT_TRUE(IsSignedBy(checkpoint->keys(0).verifier_key(), checkpoint->note()));
  EXPECT_EQ(Said(checkpoint->note()),
            (rules::Checkpoint{.origin = kOrigin, .size = checkpoint->revision(), .root = checkpoint->root_hash()}));
  EXPECT_EQ(checkpoint->witnessed_note(), "");
  EXPECT_THAT(checkpoint->witnesses(), IsEmpty());
  EXPECT_EQ(checkpoint->restoration_receipt(), "");
}

TEST(GetCheckpoint, IsTheSameForEverybodyAndOfTheFederationThatIsNamed) {
  World world;
  support::Elsewhere neighbour(world, "quang-binh");
  world.Reader();
  const auto here = Checkpoint(world);
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  const auto read = world.Reader().Call<v1::GetCheckpointResponse>(request);
  ASSERT_DONE(read);
  EXPECT_EQ(read->note(), here->note());
  // Somebody who is signed in elsewhere is here as everybody is.
  const auto from_there = neighbour.As<v1::GetCheckpointResponse>("chu-tich", request);
  ASSERT_DONE(from_there);
  EXPECT_EQ(from_there->note(), here->note());
  request.set_parent(neighbour.name());
  const auto there = world.Reader().Call<v1::GetCheckpointResponse>(request);
  ASSERT_DONE(there);
  EXPECT_EQ(Said(there->note()).origin, "phancong/federations/quang-binh");
  EXPECT_NE(there->keys(0).verifier_key(), here->keys(0).verifier_key());
  EXPECT_FALSE(IsSignedBy(here->keys(0).verifier_key(), there->note()));
  request.set_parent("federations/khong-co");
  EXPECT_REFUSED(AStranger<v1::GetCheckpointResponse>(world, request), NOT_FOUND);
  request.set_parent("khong-co");
  EXPECT_REFUSED(AStranger<v1::GetCheckpointResponse>(world, request), INVALID_FIELD);
}

// Each entry of logs of 1 to 9, each pair of sizes: every form that a proof has.
TEST(Proofs, AreCheckedByAnotherImplementationToo) {
  World world;
  support::Independent independent;
  std::vector<std::string> notes = {""};
  std::string key;
  for (int size = 1; size <= 9; ++size) {
    if (size > 1) Writes(world, absl::StrCat("a", size));
    // The administrator's own password took none.
    const auto checkpoint = Checkpoint(world);
    ASSERT_DONE(checkpoint);
    ASSERT_EQ(checkpoint->revision(), size);
    key = checkpoint->keys(0).verifier_key();
    const support::Ran note = independent.Note(key, checkpoint->note());
    EXPECT_TRUE(note.succeeded) << note.out;
    EXPECT_EQ(note.out, absl::StrCat(kOrigin, " ", size, " ", absl::BytesToHexString(checkpoint->root_hash()), " 0\n"));
    notes.push_back(checkpoint->note());
  }
  for (int size = 1; size <= 9; ++size) {
    const rules::Hash root = Said(notes[size]).root;
    for (int revision = 1; revision <= size; ++revision) {
      const auto proof = Inclusion(world, revision, size);
      ASSERT_DONE(proof);
      const auto hashes = HashesOf(proof->hashes());
      EXPECT_TRUE(rules::CheckInclusion(proof->leaf_hash(), revision - 1, size, hashes, root).ok());
      independent.AskInclusion(notes[size], revision - 1, proof->leaf_hash(), hashes);
    }
    for (int old_size = 1; old_size <= size; ++old_size) {
      const auto proof = Consistency(world, old_size, size);
      ASSERT_DONE(proof);
      const auto hashes = HashesOf(proof->hashes());
      EXPECT_TRUE(rules::CheckConsistency(old_size, Said(notes[old_size]).root, size, root, hashes).ok());
      independent.AskConsistency(notes[old_size], notes[size], hashes);
    }
  }
  EXPECT_EQ(independent.Answers(), std::vector<std::string>(90, "right"));
  // It says no, too: to another place, another log, another beginning, and a checkpoint that was changed.
  const auto third = Inclusion(world, 3, 9);
  independent.AskInclusion(notes[9], 3, third->leaf_hash(), HashesOf(third->hashes()));
  independent.AskInclusion(notes[8], 2, third->leaf_hash(), HashesOf(third->hashes()));
  const auto consistency = Consistency(world, 3, 9);
  independent.AskConsistency(notes[4], notes[9], HashesOf(consistency->hashes()));
  EXPECT_THAT(independent.Answers(), AllOf(SizeIs(3), Each(StartsWith("wrong: "))));
  std::string forged = notes[9];
  forged[forged.find('9')] = '8';
  EXPECT_FALSE(independent.Note(key, forged).succeeded);
}

TEST(Proofs, AreOfTheNewestLogWhereNoneIsNamed) {
  World world;
  for (const char* account : {"a", "b", "c"}) Writes(world, account);
  const auto inclusion = Inclusion(world, 2, 0);
  ASSERT_DONE(inclusion);
  EXPECT_EQ(inclusion->size(), 4);
  const auto consistency = Consistency(world, 2, 0);
  ASSERT_DONE(consistency);
  EXPECT_EQ(consistency->to_size(), 4);
}

TEST(Proofs, AreRefusedOfWhatIsNotInTheLog) {
  World world;
  Writes(world, "a");
  const auto refused = [](const support::Answered& answered, const std::string& field) {
    EXPECT_REFUSED(answered, INVALID_FIELD);
    EXPECT_THAT(answered.fields, ElementsAre(field));
  };
  refused(Inclusion(world, 0, 2), "revision");
  refused(Inclusion(world, -1, 2), "revision");
  refused(Inclusion(world, 2, 1), "revision");
  refused(Inclusion(world, 3, 0), "revision");
  refused(Inclusion(world, 1, 3), "size");
  refused(Inclusion(world, 1, -1), "size");
  refused(Consistency(world, 0, 2), "from_size");
  refused(Consistency(world, -1, 2), "from_size");
  refused(Consistency(world, 2, 1), "from_size");
  refused(Consistency(world, 1, 3), "to_size");
  refused(Consistency(world, 1, -1), "to_size");
}

TEST(Checkpoints, AreSignedOnceForASizeHoweverManyAsk) {
  KeptJournal kept;
  kept.Writes(2);
  EXPECT_EQ(kept.CheckpointsSigned(), 0) << "somebody signed what nobody asked for";
  std::vector<std::thread> many;
  many.reserve(4);
  for (int i = 0; i < 4; ++i) {
    many.emplace_back([&] {
      for (int j = 0; j < 5; ++j) EXPECT_DONE(kept.AsksForTheCheckpoint());
    });
  }
  for (std::thread& each : many) each.join();
  EXPECT_EQ(kept.CheckpointsSigned(), 1);
  kept.Writes(1);
  EXPECT_DONE(kept.AsksForTheCheckpoint());
  EXPECT_DONE(kept.AsksForTheCheckpoint());
  EXPECT_EQ(kept.CheckpointsSigned(), 2);
}

TEST(Checkpoints, AreKeptBesideTheKeysBeforeAnybodyHasThem) {
  KeptJournal kept;
  kept.Writes(3);
  const auto checkpoint = kept.AsksForTheCheckpoint();
  ASSERT_DONE(checkpoint);
  std::ifstream file(kept.keys_folder() + "/bac-quang.signed", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), checkpoint->note());
}

TEST(Checkpoints, AreNotSignedWhereThatCannotBeKept) {
  KeptJournal kept;
  kept.Writes(1);
  // A folder in the place of the file.
  const std::string signed_file = kept.keys_folder() + "/bac-quang.signed";
  std::filesystem::create_directories(signed_file + "/in-the-way");
  const auto refused = kept.AsksForTheCheckpoint();
  EXPECT_EQ(refused.code, grpc::StatusCode::UNAVAILABLE) << refused;
  std::filesystem::remove_all(signed_file);
  EXPECT_DONE(kept.AsksForTheCheckpoint());
}

// What a test asks of them on a snapshot of its own.
class Snapshot {
 public:
  Snapshot(storage::ReadTransaction& tx, int64_t revision) : read_(tx, actor_, nowhere_, 0, 0, revision) {
    actor_.federation = 1;
    actor_.federation_id = "bac-quang";
  }
  serving::ReadContext& operator*() { return read_; }

 private:
  serving::Actor actor_;
  const rules::Reach nowhere_;
  serving::ReadContext read_;
};

// Of two who ask at the same time, one may have looked before the last entry, and be answered after it was signed.
TEST(Checkpoints, OfASnapshotThatIsLateAreSignedToo) {
  KeptJournal kept;
  kept.Writes(2);
  journal::SigningKeys keys(kept.keys_folder());
  journal::Checkpoints checkpoints(keys);
  const auto late = kept.store().Read([&](storage::ReadTransaction& before) -> absl::Status {
    // So that the snapshot is of now.
    EXPECT_TRUE(storage::ListFederations(before).ok());
    kept.Writes(1);
    EXPECT_TRUE(kept.store()
                    .Read([&](storage::ReadTransaction& after) {
                      Snapshot now(after, 4);
                      return checkpoints.OfSnapshot(*now).status();
                    })
                    .ok());
    Snapshot then(before, 3);
    const auto signed_late = checkpoints.OfSnapshot(*then);
    EXPECT_TRUE(signed_late.ok()) << signed_late.status();
    EXPECT_EQ(signed_late->size, 3);
    return absl::OkStatus();
  });
  EXPECT_TRUE(late.ok()) << late;
  // The newest one is still what is kept.
  const auto newest = keys.NewestSigned("bac-quang");
  ASSERT_TRUE(newest.ok() && newest->has_value());
  EXPECT_EQ((*newest)->size, 4);
  // Who comes anew and sees less than what was signed does not sign: it can't tell.
  journal::Checkpoints others(keys);
  const auto less = kept.store().Read([&](storage::ReadTransaction& tx) {
    Snapshot then(tx, 3);
    return others.OfSnapshot(*then).status();
  });
  EXPECT_EQ(less.code(), absl::StatusCode::kUnavailable) << less;
}

TEST(Checkpoints, OfAClosedFederationAreSignedStill) {
  World world;
  support::Elsewhere closing(world, "vi-xuyen");
  ASSERT_DONE(closing.Closes(world.FederationName()));
  v1::GetCheckpointRequest request;
  request.set_parent(closing.name());
  const auto checkpoint = AStranger<v1::GetCheckpointResponse>(world, request);
  ASSERT_DONE(checkpoint);
  EXPECT_TRUE(IsSignedBy(checkpoint->keys(0).verifier_key(), checkpoint->note()));
  v1::ProveInclusionRequest proof;
  proof.set_parent(closing.name());
  proof.set_revision(1);
  EXPECT_DONE(AStranger<v1::ProveInclusionResponse>(world, proof));
}

// Somebody changes the past below a running server.
TEST(Checkpoints, OfAnotherPastThanWasSignedAreRefused) {
  KeptJournal kept;
  kept.Writes(3);
  const auto before = kept.AsksForTheCheckpoint();
  ASSERT_DONE(before);
  kept.Writes(1);
  const auto change = [&] {
    ASSERT_TRUE(kept.store()
                    .Write([](storage::WriteTransaction& tx) {
                      return tx.Execute(
                          "UPDATE journal_entry SET nodes = CAST(substr(nodes, 1, 32) || substr(nodes, 34) || "
                          "substr(nodes, 33, 1) AS BLOB) WHERE revision = 4",
                          {});
                    })
                    .ok());
  };
  change();
  EXPECT_EQ(kept.AsksForTheCheckpoint().code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(kept.CheckpointsSigned(), 1);
  std::ifstream file(kept.keys_folder() + "/bac-quang.signed", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), before->note());
  kept.ExpectsABrokenDatabase();
}

}  // namespace
}  // namespace phancong::services_test
