// Witnesses: named by a decision, they sign checkpoints that they have seen, and whoever asks for one sees it.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/custody.h"
#include "services/journal/witnesses.h"
#include "services/rules/signed_note.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "tests/support/elsewhere.h"
#include "tests/support/independent.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Outcome;
using support::Person;
using support::World;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// 2025-02-03T04:05:06Z, by the witness's own clock.
constexpr int64_t kItsTime = 1738555506;

template <class Response, class Request>
Outcome<Response> AStranger(World& world, const Request& request) {
  Outcome<Response> outcome;
  static_cast<support::Answered&>(outcome) = world.Call(request, &outcome.response, "");
  return outcome;
}

v1::GetCheckpointResponse Checkpoint(World& world) {
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  const auto outcome = AStranger<v1::GetCheckpointResponse>(world, request);
  EXPECT_DONE(outcome);
  return *outcome;
}

rules::SignedNote Note(const std::string& text) {
  const auto note = rules::ParseSignedNote(text);
  EXPECT_TRUE(note.ok()) << text;
  return note.value_or(rules::SignedNote());
}

void Writes(World& world, const std::string& account) {
  ASSERT_DONE(world.Administrator().CreatesAccount(account, "Người " + account));
}

// Somebody outside the federation, with a key of their own and no account.
class Witness {
 public:
  Witness(World& world, std::string name, char seed = 'w')
      : world_(world), key_(rules::MakeSigningKey(name, rules::KeyKind::kWitness, std::string(32, seed))) {}

  [[nodiscard]] std::string verifier_key() const { return rules::VerifierKeyText(key_.verifier); }
  [[nodiscard]] const rules::VerifierKey& key() const { return key_.verifier; }

  // The note with this signature.
  [[nodiscard]] std::string Signed(const std::string& note, int64_t seconds = kItsTime) const {
    rules::SignedNote cosigned = Note(note);
    rules::Cosign(key_, seconds, cosigned);
    return rules::SignedNoteText(cosigned);
  }
  Outcome<v1::AddWitnessSignatureResponse> Sends(const std::string& note) const {
    v1::AddWitnessSignatureRequest request;
    request.set_parent(world_.FederationName());
    request.set_note(note);
    return AStranger<v1::AddWitnessSignatureResponse>(world_, request);
  }
  Outcome<v1::AddWitnessSignatureResponse> Signs(const std::string& note, int64_t seconds = kItsTime) const {
    return Sends(Signed(note, seconds));
  }
  // A checkpoint that no log has given it, without the log's signature.
  [[nodiscard]] std::string Invented(int64_t size, const rules::Hash& root,
                                     const std::string& origin = "phancong/federations/bac-quang") const {
    rules::SignedNote note{.text = rules::CheckpointText({.origin = origin, .size = size, .root = root}),
                           .signatures = {}};
    rules::Cosign(key_, kItsTime, note);
    return rules::SignedNoteText(note);
  }

 private:
  World& world_;
  const rules::SigningKey key_;
};

Outcome<v1::NameWitnessResponse> Names(World& world, Person& person, const std::string& verifier_key,
                                       const std::string& decision = "21/QĐ-LĐLĐ") {
  v1::NameWitnessRequest request;
  request.set_parent(world.FederationName());
  request.set_verifier_key(verifier_key);
  request.set_decision_number(decision);
  return person.Call<v1::NameWitnessResponse>(request);
}

Outcome<v1::EndWitnessResponse> Ends(World& world, Person& person, const std::string& name,
                                     const std::string& decision = "22/QĐ-LĐLĐ") {
  v1::EndWitnessRequest request;
  request.set_parent(world.FederationName());
  request.set_witness_name(name);
  request.set_decision_number(decision);
  return person.Call<v1::EndWitnessResponse>(request);
}

// --- Who witnesses.

TEST(NameWitness, IsADecisionOfTheChair) {
  World world;
  const Witness province(world, "ldld-tinh");
  const auto named = Names(world, world.Chair(), province.verifier_key());
  ASSERT_DONE(named);
  EXPECT_EQ(named->witness().name(), "ldld-tinh");
  EXPECT_EQ(named->witness().verifier_key(), province.verifier_key());
  EXPECT_EQ(named->witness().decision_number(), "21/QĐ-LĐLĐ");
  EXPECT_EQ(named->witness().revision(), named->revision());
  EXPECT_EQ(named->witness().signed_revision(), 0);
  EXPECT_FALSE(named->witness().has_signed_time());
  EXPECT_EQ(Checkpoint(world).witnesses(0).SerializeAsString(), named->witness().SerializeAsString());

  const Witness other(world, "ubkt-tinh", 'o');
  EXPECT_REFUSED(Names(world, world.Chair(), other.verifier_key(), ""), DECISION_REQUIRED);
  EXPECT_REFUSED(Names(world, world.ViceChair(), other.verifier_key()), POSITION_REQUIRED);
  EXPECT_REFUSED(Names(world, world.Administrator(), other.verifier_key()), POSITION_REQUIRED);
}

TEST(NameWitness, NeedsTheKeyOfAWitness) {
  World world;
  for (const std::string& wrong : std::vector<std::string>{
           "", "ldld-tinh", Checkpoint(world).keys(0).verifier_key(),
           // Its last letter is another.
           Witness(world, "ldld-tinh").verifier_key() + "A",
           // The federation's own name, one with a space that is none, and a long one.
           Witness(world, "phancong/federations/bac-quang").verifier_key(),
           Witness(world, "ldld\u00A0tinh").verifier_key(), Witness(world, std::string(101, 'a')).verifier_key()}) {
    const auto refused = Names(world, world.Chair(), wrong);
    EXPECT_REFUSED(refused, INVALID_FIELD) << wrong;
    EXPECT_THAT(refused.fields, ElementsAre("verifier_key"));
  }
  EXPECT_THAT(Checkpoint(world).witnesses(), IsEmpty());
}

TEST(NameWitness, KnowsEachNameAndKeyOnce) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  EXPECT_REFUSED(Names(world, world.Chair(), province.verifier_key()), ALREADY_EXISTS);
  EXPECT_REFUSED(Names(world, world.Chair(), Witness(world, "ldld-tinh", 'x').verifier_key()), ALREADY_EXISTS);
  EXPECT_REFUSED(Names(world, world.Chair(), Witness(world, "ten-khac").verifier_key()), ALREADY_EXISTS);
  // Who is one no longer may become one again, with another key.
  ASSERT_DONE(Ends(world, world.Chair(), "ldld-tinh"));
  EXPECT_DONE(Names(world, world.Chair(), Witness(world, "ldld-tinh", 'x').verifier_key()));
}

TEST(NameWitness, HasAnEnd) {
  World world;
  for (size_t i = 0; i < journal::kMostWitnesses; ++i) {
    ASSERT_DONE(
        Names(world, world.Chair(), Witness(world, absl::StrCat("w", i), static_cast<char>('a' + i)).verifier_key()));
  }
  EXPECT_REFUSED(Names(world, world.Chair(), Witness(world, "w", 'A').verifier_key()), INVALID_FIELD);
  ASSERT_DONE(Ends(world, world.Chair(), "w3"));
  EXPECT_DONE(Names(world, world.Chair(), Witness(world, "w", 'A').verifier_key()));
}

TEST(EndWitness, IsADecisionOfTheChairAboutOneInOffice) {
  World world;
  EXPECT_REFUSED(Ends(world, world.Chair(), "ldld-tinh"), NOT_FOUND);
  ASSERT_DONE(Names(world, world.Chair(), Witness(world, "ldld-tinh").verifier_key()));
  EXPECT_REFUSED(Ends(world, world.Chair(), "ldld-tinh", ""), DECISION_REQUIRED);
  EXPECT_REFUSED(Ends(world, world.ViceChair(), "ldld-tinh"), POSITION_REQUIRED);
  const auto ended = Ends(world, world.Chair(), "ldld-tinh");
  ASSERT_DONE(ended);
  EXPECT_EQ(ended->witness().name(), "ldld-tinh");
  EXPECT_THAT(Checkpoint(world).witnesses(), IsEmpty());
  EXPECT_REFUSED(Ends(world, world.Chair(), "ldld-tinh"), NOT_FOUND);
}

// --- What they sign.

TEST(AddWitnessSignature, IsThereForWhoeverAsks) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  EXPECT_EQ(seen.witnessed_note(), "");
  const auto added = province.Signs(seen.note());
  ASSERT_DONE(added);
  EXPECT_EQ(added->witness().signed_revision(), seen.revision());
  EXPECT_EQ(added->witness().signed_time().seconds(), kItsTime);

  const v1::GetCheckpointResponse now = Checkpoint(world);
  EXPECT_EQ(now.revision(), seen.revision()) << "a signature is no entry";
  EXPECT_EQ(now.note(), province.Signed(seen.note()));
  EXPECT_EQ(now.witnessed_note(), now.note());
  EXPECT_EQ(now.witnesses(0).signed_revision(), seen.revision());
  // As another implementation sees it.
  const support::Independent independent;
  const support::Ran witnessed = independent.Note(province.verifier_key(), now.note());
  EXPECT_TRUE(witnessed.succeeded) << witnessed.out;
  EXPECT_EQ(witnessed.out, absl::StrCat("phancong/federations/bac-quang ", now.revision(), " ",
                                        absl::BytesToHexString(now.root_hash()), " ", kItsTime, "\n"));
  EXPECT_TRUE(independent.Note(now.keys(0).verifier_key(), now.note()).succeeded);
  EXPECT_FALSE(independent.Note(Witness(world, "ldld-tinh", 'x').verifier_key(), now.note()).succeeded);
}

TEST(AddWitnessSignature, StaysWithTheCheckpointThatWasSigned) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  ASSERT_DONE(province.Signs(seen.note()));
  Writes(world, "an");
  for (const bool restarted : {false, true}) {
    if (restarted) world.Restart();
    const v1::GetCheckpointResponse now = Checkpoint(world);
    EXPECT_EQ(now.revision(), seen.revision() + 1);
    EXPECT_THAT(Note(now.note()).signatures, SizeIs(1));
    EXPECT_EQ(now.witnessed_note(), province.Signed(seen.note()));
    EXPECT_EQ(now.witnesses(0).signed_revision(), seen.revision());
  }
}

TEST(AddWitnessSignature, OfTheNewestCheckpointIsKept) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse older = Checkpoint(world);
  Writes(world, "an");
  const v1::GetCheckpointResponse newer = Checkpoint(world);
  ASSERT_DONE(province.Signs(newer.note()));
  const auto unchanged = [&](const Outcome<v1::AddWitnessSignatureResponse>& added) {
    ASSERT_DONE(added);
    EXPECT_EQ(added->witness().signed_revision(), newer.revision());
    EXPECT_EQ(added->witness().signed_time().seconds(), kItsTime);
    EXPECT_EQ(Checkpoint(world).note(), province.Signed(newer.note()));
  };
  unchanged(province.Signs(newer.note()));
  unchanged(province.Signs(older.note()));
  unchanged(province.Signs(older.note(), kItsTime + 60));
  unchanged(province.Signs(newer.note(), kItsTime - 60));
  // It looked again, and nothing had come.
  const auto later = province.Signs(newer.note(), kItsTime + 60);
  ASSERT_DONE(later);
  EXPECT_EQ(later->witness().signed_time().seconds(), kItsTime + 60);
  EXPECT_EQ(Checkpoint(world).note(), province.Signed(newer.note(), kItsTime + 60));
}

TEST(AddWitnessSignature, OfSeveralStandTogether) {
  World world;
  const Witness province(world, "ldld-tinh");
  const Witness inspectors(world, "ubkt-tinh", 'i');
  for (const Witness* each : {&province, &inspectors}) {
    ASSERT_DONE(Names(world, world.Chair(), each->verifier_key()));
  }
  const v1::GetCheckpointResponse older = Checkpoint(world);
  ASSERT_DONE(inspectors.Signs(older.note()));
  ASSERT_DONE(province.Signs(older.note()));
  const rules::SignedNote both = Note(Checkpoint(world).witnessed_note());
  EXPECT_THAT(both.signatures, SizeIs(3));
  EXPECT_TRUE(rules::SignedBy(province.key(), both) && rules::SignedBy(inspectors.key(), both));
  // The newest one is shown, by whoever signed it.
  Writes(world, "an");
  const v1::GetCheckpointResponse newer = Checkpoint(world);
  ASSERT_DONE(inspectors.Signs(newer.note()));
  EXPECT_EQ(Checkpoint(world).witnessed_note(), inspectors.Signed(newer.note()));
  // Whose signature is in both notes may bring them both.
  ASSERT_DONE(province.Sends(province.Signed(inspectors.Signed(newer.note(), kItsTime + 5))));
  EXPECT_EQ(Checkpoint(world).witnesses(0).signed_revision(), newer.revision());
  EXPECT_EQ(Checkpoint(world).witnesses(1).signed_time().seconds(), kItsTime + 5);
}

TEST(AddWitnessSignature, OfSomebodyElseIsRefused) {
  World world;
  const Witness province(world, "ldld-tinh");
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  EXPECT_REFUSED(province.Signs(seen.note()), WITNESS_UNKNOWN);
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  // Without its signature, by another key of its name, by its key under another name.
  EXPECT_REFUSED(province.Sends(seen.note()), WITNESS_UNKNOWN);
  EXPECT_REFUSED(Witness(world, "ldld-tinh", 'x').Signs(seen.note()), WITNESS_UNKNOWN);
  EXPECT_REFUSED(Witness(world, "ten-khac").Signs(seen.note()), WITNESS_UNKNOWN);
  // Its signature of another checkpoint.
  Writes(world, "an");
  rules::SignedNote moved = Note(Checkpoint(world).note());
  moved.signatures.push_back(Note(province.Signed(seen.note())).signatures.back());
  EXPECT_REFUSED(province.Sends(rules::SignedNoteText(moved)), WITNESS_UNKNOWN);
  // A witness of a neighbour is none here.
  support::Elsewhere neighbour(world, "quang-binh");
  v1::AddWitnessSignatureRequest there;
  there.set_parent(neighbour.name());
  there.set_note(province.Invented(1, rules::Sha256("x"), "phancong/federations/quang-binh"));
  EXPECT_REFUSED(AStranger<v1::AddWitnessSignatureResponse>(world, there), WITNESS_UNKNOWN);
  EXPECT_EQ(Checkpoint(world).witnessed_note(), "");
}

TEST(AddWitnessSignature, OfWhatIsNoCheckpointOfThisLogIsRefused) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  rules::SignedNote extended = Note(seen.note());
  extended.text += "một dòng nữa\n";
  for (const std::string& wrong :
       {std::string(), std::string("mốc sổ"), seen.note().substr(0, seen.note().size() - 1),
        province.Invented(seen.revision(), seen.root_hash(), "phancong/federations/quang-binh"),
        province.Invented(0, rules::EmptyRoot()), province.Signed(rules::SignedNoteText(extended))}) {
    const auto refused = province.Sends(wrong);
    EXPECT_REFUSED(refused, INVALID_FIELD) << wrong;
    EXPECT_THAT(refused.fields, ElementsAre("note"));
  }
  v1::AddWitnessSignatureRequest nowhere;
  nowhere.set_parent("federations/khong-co");
  nowhere.set_note(province.Signed(seen.note()));
  EXPECT_REFUSED(AStranger<v1::AddWitnessSignatureResponse>(world, nowhere), NOT_FOUND);
}

TEST(AddWitnessSignature, OfAnotherLogIsAFork) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  for (const std::string& forked : {province.Invented(seen.revision(), rules::Sha256("another past")),
                                    province.Invented(1, rules::Sha256("another beginning")),
                                    province.Invented(seen.revision() + 1, seen.root_hash())}) {
    EXPECT_REFUSED(province.Sends(forked), CHECKPOINT_DIFFERS) << forked;
  }
  EXPECT_EQ(Checkpoint(world).witnessed_note(), "");
}

TEST(AddWitnessSignature, EndsWithTheWitness) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  ASSERT_DONE(province.Signs(seen.note()));
  ASSERT_DONE(Ends(world, world.Chair(), "ldld-tinh"));
  EXPECT_EQ(Checkpoint(world).witnessed_note(), "");
  EXPECT_REFUSED(province.Signs(Checkpoint(world).note()), WITNESS_UNKNOWN);
  // Named again, it begins anew.
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key(), "23/QĐ-LĐLĐ"));
  EXPECT_EQ(Checkpoint(world).witnesses(0).signed_revision(), 0);
  ASSERT_DONE(province.Signs(seen.note()));
  EXPECT_EQ(Checkpoint(world).witnessed_note(), province.Signed(seen.note()));
}

TEST(AddWitnessSignature, OutlivesTheLogsKey) {
  World world;
  const Witness province(world, "ldld-tinh");
  ASSERT_DONE(Names(world, world.Chair(), province.verifier_key()));
  const v1::GetCheckpointResponse seen = Checkpoint(world);
  ASSERT_DONE(province.Signs(seen.note()));
  journal::SigningKeys keys(journal::KeysBeside(world.path()));
  const serving::VirtualClock clock(world.now_micros());
  serving::SystemEntropy entropy;
  const auto next = journal::SetKey({.store = world.store(), .clock = clock, .entropy = entropy, .keys = keys},
                                    world.options().federation, journal::Succession::kHandedOver);
  ASSERT_TRUE(next.ok()) << next.status();
  const rules::SignedNote witnessed = Note(Checkpoint(world).witnessed_note());
  EXPECT_EQ(witnessed.text, Note(seen.note()).text);
  EXPECT_TRUE(rules::SignedBy(*next, witnessed));
  EXPECT_TRUE(rules::SignedBy(province.key(), witnessed));
}

}  // namespace
}  // namespace phancong::services_test
