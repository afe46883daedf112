// Receipts through the whole server: who gets one, what is in it, and that it proves itself.
#include "services/rules/receipt.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/custody.h"
#include "services/journal/disclosure.h"
#include "services/journal/signing_keys.h"
#include "services/rules/names.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/directory.h"
#include "storage/inspections.h"
#include "storage/journal.h"
#include "storage/tasks.h"
#include "tests/services/five_unions.h"
#include "tests/services/guarded_federation.h"
#include "tests/services/kept_journal.h"
#include "tests/support/independent.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Claim;
using support::Outcome;
using support::Person;
using support::World;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Outcome<v1::GetReceiptResponse> Takes(World& world, Person& person, int64_t revision) {
  v1::GetReceiptRequest request;
  request.set_name(rules::EntryName(world.options().federation, revision));
  return person.Call<v1::GetReceiptResponse>(request);
}

struct Proven {
  rules::Receipt receipt;
  rules::ProvenEntry entry;

  // Of the events that are shown, as the log names their kinds.
  [[nodiscard]] std::vector<v1::Event::EventCase> Kinds() const {
    std::vector<v1::Event::EventCase> kinds;
    for (const std::optional<v1::Event>& event : entry.events) {
      if (event) kinds.push_back(event->event_case());
    }
    return kinds;
  }
  [[nodiscard]] std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const rules::Receipt::Text& text : receipt.texts) texts.push_back(text.text);
    return texts;
  }
  [[nodiscard]] std::vector<std::string> Says(const std::string& key) const {
    std::vector<std::string> said;
    for (const rules::Receipt::Saying& saying : receipt.says) {
      if (saying.key.starts_with(key)) said.push_back(saying.value);
    }
    return said;
  }
};

Proven Read(const std::string& text) {
  Proven proven;
  const auto wrong = rules::ParseReceipt(text, proven.receipt);
  EXPECT_FALSE(wrong) << wrong->en << "\n" << text;
  EXPECT_EQ(rules::ReceiptText(proven.receipt), text);
  const auto unproven = rules::CheckReceipt(proven.receipt, proven.entry);
  EXPECT_FALSE(unproven) << unproven->en << "\n" << text;
  return proven;
}

int64_t LastRevision(World& world) {
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  v1::GetCheckpointResponse response;
  EXPECT_DONE(world.Call(request, &response, ""));
  return response.revision();
}

constexpr char kOwn[] = "truong-dong-yen";
constexpr char kOther[] = "ubnd-tan-quang";
constexpr char kTask[] = "2.1.truong-dong-yen";

// The task was submitted with a narrative, and accepted; which entries these are.
struct Reviewed {
  Reviewed() {
    LoadFiveUnions(world);
    IssueAsItComes(world, "2025");
    v1::Report report = world.CompleteReport(kTask);
    report.set_narrative("Đã tổ chức đủ các buổi.");
    EXPECT_DONE(world.UnionChair(kOwn).Submits(kTask, report));
    submitted = LastRevision(world);
    EXPECT_DONE(world.Chair().TakesReview(kTask));
    EXPECT_DONE(world.Chair().Accepts(kTask));
    accepted = LastRevision(world);
    world.UnionChair(kOther);
  }
  World world;
  int64_t submitted = 0;
  int64_t accepted = 0;
};

// --- Who gets what.

TEST(GetReceipt, ProvesASubmissionToWhoMadeIt) {
  Reviewed reviewed;
  World& world = reviewed.world;
  const auto taken = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(taken);
  const Proven proven = Read(taken->receipt());
  EXPECT_THAT(proven.Kinds(), testing::ElementsAre(v1::Event::kTaskSubmitted));
  EXPECT_EQ(proven.entry.header.command(), "SubmitTask");
  EXPECT_EQ(proven.entry.header.revision(), reviewed.submitted);
  EXPECT_THAT(proven.Texts(), testing::Contains("Đã tổ chức đủ các buổi."));
  EXPECT_EQ(proven.entry.checkpoint.origin, "phancong/federations/bac-quang");
  EXPECT_EQ(proven.entry.checkpoint.size, taken->size());
  EXPECT_EQ(taken->size(), LastRevision(world));
  EXPECT_FALSE(taken->witnessed());
  const std::string number = std::to_string(proven.entry.header.account());
  EXPECT_THAT(proven.Says("account." + number), testing::ElementsAre(world.UnionChair(kOwn).name()));
  EXPECT_THAT(proven.Says("task."), testing::ElementsAre(world.TaskName(kTask)));
  EXPECT_THAT(proven.Says("happened"), testing::ElementsAre(HasSubstr("Nộp báo cáo nhiệm vụ 2.1")));
}

TEST(GetReceipt, ProvesADecisionToTheUnionThatItIsAbout) {
  Reviewed reviewed;
  World& world = reviewed.world;
  for (Person* person : {&world.UnionChair(kOwn), &world.UnionOfficer(kOwn)}) {
    const auto taken = Takes(world, *person, reviewed.accepted);
    ASSERT_DONE(taken);
    EXPECT_THAT(Read(taken->receipt()).Kinds(), testing::ElementsAre(v1::Event::kTaskAccepted));
  }
}

TEST(GetReceipt, IsNotThereForOthersAsNoEntryIs) {
  Reviewed reviewed;
  World& world = reviewed.world;
  for (Person* person : {&world.UnionChair(kOther), &world.Administrator(), &world.Reader(), &world.Newcomer("moi")}) {
    const auto hidden = Takes(world, *person, reviewed.submitted);
    const auto nowhere = Takes(world, *person, 1'000'000);
    EXPECT_REFUSED(hidden, NOT_FOUND);
    EXPECT_EQ(absl::StrReplaceAll(hidden.message, {{std::to_string(reviewed.submitted), "1000000"}}), nowhere.message);
    EXPECT_THAT(hidden->receipt(), IsEmpty());
  }
}

TEST(GetReceipt, NeedsASession) {
  Reviewed reviewed;
  v1::GetReceiptRequest request;
  request.set_name(rules::EntryName("bac-quang", reviewed.submitted));
  v1::GetReceiptResponse response;
  EXPECT_REFUSED(reviewed.world.Call(request, &response, ""), NOT_SIGNED_IN);
}

TEST(GetReceipt, ShowsTheCommitteesWhatIsTheFederations) {
  Reviewed reviewed;
  World& world = reviewed.world;
  for (Person* person : {&world.Member(1), &world.Inspector(1), &world.ExecutiveMember()}) {
    for (int64_t revision = 1; revision <= reviewed.accepted; ++revision) {
      const auto taken = Takes(world, *person, revision);
      ASSERT_DONE(taken);
      const Proven proven = Read(taken->receipt());
      EXPECT_EQ(proven.Kinds().size(), proven.entry.events.size()) << revision;
    }
  }
}

// The year's tasks are issued at once: one event gives an item to all the unions.
TEST(GetReceipt, ShowsAUnionNothingThatNamesOthers) {
  Reviewed reviewed;
  World& world = reviewed.world;
  std::set<v1::Event::EventCase> kinds;
  for (int64_t revision = 1; revision <= reviewed.accepted; ++revision) {
    const auto taken = Takes(world, world.UnionChair(kOwn), revision);
    if (!taken.ok()) {
      EXPECT_REFUSED(taken, NOT_FOUND);
      continue;
    }
    const Proven proven = Read(taken->receipt());
    for (const std::string& name : proven.Says("union.")) EXPECT_EQ(name, world.UnitName(kOwn));
    for (const v1::Event::EventCase kind : proven.Kinds()) kinds.insert(kind);
    for (const std::optional<v1::Event>& event : proven.entry.events) {
      if (event && event->has_item_issued()) {
        EXPECT_EQ(event->item_issued().assignees_size(), 1);
      }
    }
  }
  // Of the hand-over of the year, what was given to this union alone.
  EXPECT_THAT(kinds, testing::ElementsAre(v1::Event::kItemIssued, v1::Event::kTaskSubmitted, v1::Event::kReviewTaken,
                                          v1::Event::kTaskAccepted, v1::Event::kJournalKeySet));
}

TEST(GetReceipt, OfWhatADelegateDidIsForBoth) {
  Reviewed reviewed;
  World& world = reviewed.world;
  ASSERT_DONE(world.UnionChair(kOwn).Delegates(world.UnionChair(kOwn), world.UnionOfficer(kOwn), "2025-01-31"));
  const std::string task = "1.3.truong-dong-yen";
  world.UnionOfficer(kOwn).ActsFor(world.UnionChair(kOwn).account());
  ASSERT_DONE(world.UnionOfficer(kOwn).Acknowledges(task));
  world.UnionOfficer(kOwn).ActsFor("");
  const int64_t revision = LastRevision(world);
  for (Person* person : {&world.UnionChair(kOwn), &world.UnionOfficer(kOwn)}) {
    const auto taken = Takes(world, *person, revision);
    ASSERT_DONE(taken);
    const Proven proven = Read(taken->receipt());
    EXPECT_NE(proven.entry.header.on_behalf_of(), 0);
    EXPECT_NE(proven.entry.header.on_behalf_of(), proven.entry.header.account());
  }
}

TEST(GetReceipt, OfAnAccountIsForTheAdministratorWhoMadeIt) {
  World world;
  world.Chair();
  ASSERT_DONE(world.Administrator().CreatesAccount("nguoi-moi", "Người Mới"));
  const int64_t revision = LastRevision(world);
  const auto taken = Takes(world, world.Administrator(), revision);
  ASSERT_DONE(taken);
  EXPECT_THAT(Read(taken->receipt()).Texts(), testing::ElementsAre("Người Mới"));
  EXPECT_DONE(Takes(world, world.Chair(), revision));
}

// A refused attempt is an entry, too, of whoever made it.
TEST(GetReceipt, OfAnAttemptIsForWhoWasRefused) {
  Reviewed reviewed;
  World& world = reviewed.world;
  EXPECT_REFUSED(world.UnionChair(kOther).Submits(kTask, Claim()), NOT_YOUR_UNION);
  const int64_t revision = LastRevision(world);
  const auto taken = Takes(world, world.UnionChair(kOther), revision);
  ASSERT_DONE(taken);
  EXPECT_THAT(Read(taken->receipt()).Kinds(), testing::ElementsAre(v1::Event::kAttemptRefused));
  EXPECT_REFUSED(Takes(world, world.UnionChair(kOwn), revision), NOT_FOUND);
}

// --- What it rests on.

TEST(GetReceipt, StaysValidWhateverComesLater) {
  Reviewed reviewed;
  World& world = reviewed.world;
  const auto taken = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(taken);
  ASSERT_DONE(world.Administrator().CreatesAccount("sau", "Sau"));
  const auto later = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(later);
  EXPECT_GT(later->size(), taken->size());
  EXPECT_EQ(Read(taken->receipt()).entry.leaf, Read(later->receipt()).entry.leaf);
}

TEST(GetReceipt, PrefersTheNewestWitnessedCheckpointThatHasTheEntry) {
  Reviewed reviewed;
  World& world = reviewed.world;
  const rules::SigningKey witness = rules::MakeSigningKey("ldld-tinh", rules::KeyKind::kWitness, std::string(32, 'w'));
  v1::NameWitnessRequest name;
  name.set_parent(world.FederationName());
  name.set_verifier_key(rules::VerifierKeyText(witness.verifier));
  name.set_decision_number("21/QĐ-LĐLĐ");
  ASSERT_DONE(world.Chair().Call<v1::NameWitnessResponse>(name));
  const auto unwitnessed = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(unwitnessed);
  EXPECT_FALSE(unwitnessed->witnessed());

  v1::GetCheckpointRequest get;
  get.set_parent(world.FederationName());
  v1::GetCheckpointResponse checkpoint;
  ASSERT_DONE(world.Call(get, &checkpoint, ""));
  rules::SignedNote note = rules::ParseSignedNote(checkpoint.note()).value();
  rules::Cosign(witness, 1'738'555'506, note);
  v1::AddWitnessSignatureRequest add;
  add.set_parent(world.FederationName());
  add.set_note(rules::SignedNoteText(note));
  v1::AddWitnessSignatureResponse added;
  ASSERT_DONE(world.Call(add, &added, ""));
  const int64_t size = checkpoint.revision();
  ASSERT_DONE(world.UnionChair(kOwn).Acknowledges("1.3.truong-dong-yen"));
  const int64_t newest = LastRevision(world);

  const auto witnessed = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(witnessed);
  EXPECT_TRUE(witnessed->witnessed());
  EXPECT_EQ(witnessed->size(), size);
  const Proven proven = Read(witnessed->receipt());
  ASSERT_THAT(proven.entry.witnesses, SizeIs(1));
  EXPECT_EQ(proven.entry.witnesses[0].key, witness.verifier);
  EXPECT_EQ(proven.entry.witnesses[0].seconds, 1'738'555'506);
  // What came after it no witness has seen.
  const auto late = Takes(world, world.UnionChair(kOwn), newest);
  ASSERT_DONE(late);
  EXPECT_FALSE(late->witnessed());
  EXPECT_EQ(late->size(), newest);
}

TEST(GetReceipt, HasEveryKeyAndHowTheyHandOver) {
  Reviewed reviewed;
  World& world = reviewed.world;
  const auto before = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(before);
  {
    serving::VirtualClock clock(world.now_micros());
    serving::SystemEntropy entropy;
    journal::SigningKeys keys(journal::KeysBeside(world.path()));
    ASSERT_TRUE(journal::SetKey({.store = world.store(), .clock = clock, .entropy = entropy, .keys = keys}, "bac-quang",
                                journal::Succession::kHandedOver)
                    .ok());
  }
  const auto after = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(after);
  const Proven old = Read(before->receipt());
  const Proven proven = Read(after->receipt());
  ASSERT_THAT(proven.receipt.keys, SizeIs(2));
  EXPECT_EQ(proven.receipt.keys[0].key, old.receipt.keys[0].key);
  EXPECT_THAT(proven.receipt.keys[1].handover, Not(IsEmpty()));
  EXPECT_EQ(proven.entry.signer, 1u);
}

TEST(GetReceipt, IsRefusedWhereTheServerHasNoKey) {
  Reviewed reviewed;
  World& world = reviewed.world;
  std::filesystem::remove_all(journal::KeysBeside(world.path()));
  world.Restart();
  EXPECT_REFUSED(Takes(world, world.UnionChair(kOwn), reviewed.submitted), JOURNAL_KEY_MISSING);
  // Of what is not theirs they learn nothing, key or no key.
  EXPECT_REFUSED(Takes(world, world.UnionChair(kOther), reviewed.submitted), NOT_FOUND);
}

TEST(GetReceipt, LacksATextThatWasErased) {
  Reviewed reviewed;
  World& world = reviewed.world;
  const auto before = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(before);
  v1::EraseTextsRequest erase;
  erase.set_parent(world.FederationName());
  erase.set_decision_number("22/QĐ-LĐLĐ");
  erase.set_reason("có tên người không liên quan");
  erase.add_entries(reviewed.submitted);
  ASSERT_DONE(world.Chair().Call<v1::EraseTextsResponse>(erase));
  const auto after = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(after);
  const Proven proven = Read(after->receipt());
  EXPECT_THAT(proven.Texts(), IsEmpty());
  EXPECT_EQ(proven.entry.leaf, Read(before->receipt()).entry.leaf);
  EXPECT_THAT(after->receipt(), Not(HasSubstr(absl::Base64Escape("Đã tổ chức đủ các buổi."))));
}

// By a program that shares nothing with this one.
TEST(GetReceipt, IsCheckedByAnotherImplementation) {
  Reviewed reviewed;
  World& world = reviewed.world;
  const auto taken = Takes(world, world.UnionChair(kOwn), reviewed.submitted);
  ASSERT_DONE(taken);
  const Proven proven = Read(taken->receipt());
  const std::string key = rules::VerifierKeyText(proven.receipt.keys[0].key);
  const support::Independent independent;
  const support::Ran said = independent.Receipt(key, taken->receipt());
  EXPECT_TRUE(said.succeeded) << said.out;
  EXPECT_THAT(said.out, HasSubstr("phancong/federations/bac-quang " + std::to_string(reviewed.submitted) + " " +
                                  absl::BytesToHexString(proven.entry.leaf)));
  EXPECT_THAT(said.out, HasSubstr("Đã tổ chức đủ các buổi."));

  const rules::SigningKey stranger =
      rules::MakeSigningKey("phancong/federations/bac-quang", rules::KeyKind::kLog, std::string(32, 'x'));
  EXPECT_FALSE(independent.Receipt(rules::VerifierKeyText(stranger.verifier), taken->receipt()).succeeded);
  std::string changed = taken->receipt();
  changed[changed.find("header ") + 20] ^= 1;
  EXPECT_FALSE(independent.Receipt(key, changed).succeeded);
}

TEST(RestorationReceipt, ProvesThatTheJournalSaysSo) {
  KeptJournal kept;
  EXPECT_THAT(kept.AsksForTheCheckpoint()->restoration_receipt(), IsEmpty());
  kept.Stops();
  kept.KeepsACopy("copy");
  kept.Starts();
  kept.Writes(3);
  const auto lost = kept.AsksForTheCheckpoint();
  ASSERT_DONE(lost);
  kept.Stops();
  kept.ReturnsToTheCopy("copy");
  kept.Starts();
  const auto after = kept.AsksForTheCheckpoint();
  ASSERT_DONE(after);
  const Proven proven = Read(after->restoration_receipt());
  ASSERT_THAT(proven.entry.events, SizeIs(1));
  ASSERT_TRUE(proven.entry.events[0]);
  const v1::RestoredFromBackup& restored = proven.entry.events[0]->restored_from_backup();
  EXPECT_EQ(restored.lost_size(), lost->revision());
  EXPECT_EQ(restored.kept_size(), lost->revision() - 3);
  EXPECT_EQ(restored.lost_root(), lost->root_hash());
}

// --- Every kind of event, to everybody.

enum class Sees {
  kEverybody,
  kCommittees,     // who reads the whole federation
  kUnit,           // these, and people of the union that it is about
  kStanding,       // the Standing and the Inspection Committee
  kInspectors,     // the Inspection Committee
  kWhoeverGaveIt,  // nobody but them
};

// Of the affairs of one union, of a concluded inspection and an issued finding.
const std::map<std::string, Sees>& SeenBy() {
  static const auto& seen = *new std::map<std::string, Sees>{
      {"federation_created", Sees::kCommittees},
      {"account_created", Sees::kCommittees},
      {"account_disabled", Sees::kCommittees},
      {"account_enabled", Sees::kCommittees},
      {"account_reset", Sees::kCommittees},
      {"position_given", Sees::kCommittees},
      {"position_ended", Sees::kCommittees},
      {"programme_loaded", Sees::kCommittees},
      {"unions_imported", Sees::kCommittees},
      {"responsibility_assigned", Sees::kCommittees},
      {"responsibility_ended", Sees::kCommittees},
      {"round_drafted", Sees::kCommittees},
      {"round_issued", Sees::kCommittees},
      {"item_issued", Sees::kUnit},
      {"task_acknowledged", Sees::kUnit},
      {"progress_reported", Sees::kUnit},
      {"task_submitted", Sees::kUnit},
      {"task_recalled", Sees::kUnit},
      {"review_taken", Sees::kUnit},
      {"review_released", Sees::kUnit},
      {"task_accepted", Sees::kUnit},
      {"task_returned", Sees::kUnit},
      {"task_withdrawn", Sees::kUnit},
      {"task_reopened", Sees::kUnit},
      {"comment_added", Sees::kUnit},
      {"inspection_scheduled", Sees::kUnit},
      {"inspection_started", Sees::kUnit},
      {"task_checked", Sees::kUnit},
      {"finding_recorded", Sees::kUnit},
      {"inspection_concluded", Sees::kUnit},
      {"remedy_submitted", Sees::kUnit},
      {"remedy_verified", Sees::kUnit},
      {"remedy_rejected", Sees::kUnit},
      {"attempt_refused", Sees::kCommittees},
      {"clock_advanced", Sees::kCommittees},
      {"extension_requested", Sees::kUnit},
      {"extension_decided", Sees::kUnit},
      {"extension_cancelled", Sees::kUnit},
      {"tasks_extended", Sees::kUnit},
      {"task_suspended", Sees::kUnit},
      {"task_resumed", Sees::kUnit},
      {"task_closed_not_met", Sees::kUnit},
      {"period_sealed", Sees::kCommittees},
      {"result_restated", Sees::kUnit},
      {"calendar_loaded", Sees::kCommittees},
      {"guidance_recorded", Sees::kCommittees},
      {"evidence_uploaded", Sees::kUnit},
      {"evidence_erased", Sees::kCommittees},
      {"evidence_waived", Sees::kUnit},
      {"reminders_rung", Sees::kCommittees},
      {"mail_address_set", Sees::kWhoeverGaveIt},
      {"position_delegated", Sees::kCommittees},
      {"delegation_ended", Sees::kCommittees},
      {"union_changed", Sees::kCommittees},
      {"union_facts_updated", Sees::kUnit},
      {"union_plan_submitted", Sees::kUnit},
      {"federation_closed", Sees::kCommittees},
      {"unions_admitted", Sees::kCommittees},
      {"inspection_plan_drafted", Sees::kStanding},
      {"inspection_plan_approved", Sees::kCommittees},
      {"sample_drawn", Sees::kCommittees},
      {"drawn_unit_replaced", Sees::kCommittees},
      {"inspection_plan_closed", Sees::kCommittees},
      {"inspection_notified", Sees::kUnit},
      {"finding_dropped", Sees::kInspectors},
      {"conclusion_drafted", Sees::kInspectors},
      {"conclusion_signed", Sees::kInspectors},
      {"supervision_reported", Sees::kUnit},
      {"inspection_cancelled", Sees::kUnit},
      {"finding_explained", Sees::kUnit},
      {"finding_closed_without_remedy", Sees::kUnit},
      {"settlement_recorded", Sees::kCommittees},
      {"self_rating_submitted", Sees::kUnit},
      {"rating_decided", Sees::kUnit},
      {"report_issued", Sees::kCommittees},
      {"superior_set", Sees::kCommittees},
      {"journal_key_set", Sees::kEverybody},
      {"witness_named", Sees::kEverybody},
      {"witness_ended", Sees::kCommittees},
      {"restored_from_backup", Sees::kEverybody},
      {"texts_erased", Sees::kCommittees},
  };
  return seen;
}

class EveryEvent : public testing::Test {
 protected:
  enum Viewer { kInspector, kStanding, kExecutive, kOwnChair, kOtherChair, kNobody, kGiver, kViewers };

  EveryEvent() {
    Holds(kInspector, v1::POSITION_INSPECTION_COMMITTEE_MEMBER, 0);
    Holds(kStanding, v1::POSITION_STANDING_COMMITTEE_CHAIR, 0);
    Holds(kExecutive, v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER, 0);
    own_ = NumberOf(guarded_.own);
    other_ = NumberOf(guarded_.other);
    Holds(kOwnChair, v1::POSITION_UNION_CHAIR, own_);
    Holds(kOtherChair, v1::POSITION_UNION_CHAIR, other_);
    actors_[kGiver].account = kGiverAccount;
    for (serving::Actor& actor : actors_) actor.federation = 1;
  }

  void Holds(Viewer viewer, v1::Position position, int64_t union_number) {
    actors_[viewer].account = 100 + viewer;
    actors_[viewer].positions = {{.number = 1,
                                  .account = 100 + viewer,
                                  .position = position,
                                  .union_number = union_number,
                                  .from_day = 1,
                                  .to_day = 0}};
    reaches_[viewer].everything = union_number == 0;
    if (union_number != 0) reaches_[viewer].own_unions = {union_number};
  }

  int64_t NumberOf(const std::string& unit) {
    int64_t number = 0;
    EXPECT_TRUE(guarded_.world.store()
                    .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      const auto row = storage::FindUnion(tx, 1, unit);
                      if (!row.ok() || !*row) return absl::InternalError("no such union");
                      number = (*row)->union_number;
                      return absl::OkStatus();
                    })
                    .ok());
    return number;
  }
  int64_t TaskOf(int64_t union_number) {
    int64_t task = 0;
    EXPECT_TRUE(guarded_.world.store()
                    .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      storage::TaskFilter filter;
                      filter.only_assignees = true;
                      filter.assignees = {union_number};
                      const auto rows = storage::ListTasks(tx, 1, filter, 0, 1);
                      if (!rows.ok() || rows->empty()) return absl::InternalError("no task");
                      task = rows->front().task;
                      return absl::OkStatus();
                    })
                    .ok());
    return task;
  }
  int64_t InspectionNamed(const std::string& name) {
    int64_t number = 0;
    EXPECT_TRUE(guarded_.world.store()
                    .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      const auto row = storage::FindInspection(tx, 1, name.substr(name.rfind('/') + 1));
                      if (!row.ok() || !*row) return absl::InternalError("no such inspection");
                      number = (*row)->inspection;
                      return absl::OkStatus();
                    })
                    .ok());
    return number;
  }

  // An event of a kind about a unit, its task and an inspection, with nothing else in it.
  static v1::Event About(const google::protobuf::FieldDescriptor& kind, int64_t unit, int64_t task, int64_t inspection,
                         int64_t finding) {
    v1::Event event;
    google::protobuf::Message* what = event.GetReflection()->MutableMessage(&event, &kind);
    const std::map<std::string, int64_t> values = {
        {"union_number", unit}, {"assignees", unit},        {"task", task},
        {"tasks", task},        {"inspection", inspection}, {"finding", finding}};
    for (const auto& [name, value] : values) {
      const auto* field = what->GetDescriptor()->FindFieldByName(name);
      if (field == nullptr) continue;
      if (field->is_repeated()) {
        what->GetReflection()->AddInt64(what, field, value);
      } else {
        what->GetReflection()->SetInt64(what, field, value);
      }
    }
    return event;
  }

  bool MayBeShown(Viewer viewer, const v1::Event& event) {
    storage::StoredEntry entry;
    entry.header.set_account(kGiverAccount);
    entry.events.push_back({.salt = "", .digest = "", .bytes = event.SerializeAsString(), .event = event});
    bool may = false;
    const absl::Status read = guarded_.world.store().Read([&](storage::ReadTransaction& tx) -> absl::Status {
      serving::ReadContext context(tx, actors_[viewer], reaches_[viewer], 20'000, 0, 1'000'000);
      const auto answer = journal::Disclosure(context).MayBeShown(entry, 0);
      if (!answer.ok()) return answer.status();
      may = *answer;
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read << "\n" << event.DebugString();
    return may;
  }

  static std::set<int> ViewersOf(Sees sees) {
    switch (sees) {
      case Sees::kEverybody:
        return {kInspector, kStanding, kExecutive, kOwnChair, kOtherChair, kNobody, kGiver};
      case Sees::kCommittees:
        return {kInspector, kStanding, kExecutive, kGiver};
      case Sees::kUnit:
        return {kInspector, kStanding, kExecutive, kOwnChair, kGiver};
      case Sees::kStanding:
        return {kInspector, kStanding, kGiver};
      case Sees::kInspectors:
        return {kInspector, kGiver};
      case Sees::kWhoeverGaveIt:
        return {kGiver};
    }
    return {};
  }
  std::set<int> ShownTo(const v1::Event& event) {
    std::set<int> shown;
    for (int viewer = 0; viewer < kViewers; ++viewer) {
      if (MayBeShown(static_cast<Viewer>(viewer), event)) shown.insert(viewer);
    }
    return shown;
  }

  static constexpr int64_t kGiverAccount = 7;
  GuardedFederation guarded_;
  int64_t own_ = 0;
  int64_t other_ = 0;
  serving::Actor actors_[kViewers];
  rules::Reach reaches_[kViewers];
};

TEST_F(EveryEvent, IsShownToThoseWhomItConcerns) {
  const int64_t task = TaskOf(own_);
  const int64_t inspection = InspectionNamed(guarded_.of_own.at(rules::NameKind::kInspection));
  const google::protobuf::OneofDescriptor& kinds = *v1::Event::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds.field_count(); ++i) {
    const auto seen = SeenBy().find(kinds.field(i)->name());
    ASSERT_NE(seen, SeenBy().end()) << kinds.field(i)->name();
    EXPECT_EQ(ShownTo(About(*kinds.field(i), own_, task, inspection, 1)), ViewersOf(seen->second))
        << kinds.field(i)->name();
  }
}

// One that is still going on: its course is known, what was found is not.
TEST_F(EveryEvent, OfAnOpenInspectionIsTheInspectionCommittees) {
  const int64_t task = TaskOf(own_);
  const std::string draft = guarded_.hidden[1];
  const int64_t inspection = InspectionNamed(draft.substr(0, draft.find("/findings/")));
  const google::protobuf::OneofDescriptor& kinds = *v1::Event::descriptor()->oneof_decl(0);
  const std::set<std::string> found = {"task_checked",
                                       "finding_recorded",
                                       "finding_explained",
                                       "remedy_submitted",
                                       "remedy_verified",
                                       "remedy_rejected",
                                       "finding_closed_without_remedy"};
  for (int i = 0; i < kinds.field_count(); ++i) {
    if (!found.contains(kinds.field(i)->name())) continue;
    EXPECT_EQ(ShownTo(About(*kinds.field(i), own_, task, inspection, 1)), ViewersOf(Sees::kInspectors))
        << kinds.field(i)->name();
  }
}

TEST_F(EveryEvent, OfAnUnannouncedInspectionIsTheInspectionCommittees) {
  const int64_t inspection = InspectionNamed(guarded_.hidden[0]);
  const google::protobuf::OneofDescriptor& kinds = *v1::Event::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds.field_count(); ++i) {
    const std::string& kind = kinds.field(i)->name();
    const auto* field = kinds.field(i)->message_type()->FindFieldByName("inspection");
    if (field == nullptr || kind == "task_reopened" || kind == "result_restated") continue;
    EXPECT_EQ(ShownTo(About(*kinds.field(i), own_, TaskOf(own_), inspection, 1)), ViewersOf(Sees::kInspectors)) << kind;
  }
}

TEST_F(EveryEvent, OfSeveralUnitsIsShownToNoneOfThem) {
  v1::Event issued;
  for (const int64_t unit : {own_, other_}) issued.mutable_item_issued()->add_assignees(unit);
  EXPECT_EQ(ShownTo(issued), ViewersOf(Sees::kCommittees));
  v1::Event raised;
  raised.mutable_item_issued()->add_assignees(own_);
  raised.mutable_item_issued()->add_targets()->add_assignees(other_);
  EXPECT_EQ(ShownTo(raised), ViewersOf(Sees::kCommittees));
  v1::Event extended;
  for (const int64_t unit : {own_, other_}) extended.mutable_tasks_extended()->add_tasks(TaskOf(unit));
  EXPECT_EQ(ShownTo(extended), ViewersOf(Sees::kCommittees));
  EXPECT_EQ(ShownTo(About(*v1::Event::descriptor()->FindFieldByName("tasks_extended"), own_, TaskOf(own_), 0, 0)),
            ViewersOf(Sees::kUnit));
}

// The federation's own is nobody's union: a position in none gives it to nobody.
TEST_F(EveryEvent, OfTheFederationItselfIsTheCommittees) {
  v1::Event facts;
  facts.mutable_evidence_uploaded()->set_union_number(0);
  reaches_[kOwnChair].own_unions = {0, own_};
  EXPECT_EQ(ShownTo(facts), ViewersOf(Sees::kCommittees));
}

TEST_F(EveryEvent, ThatWasErasedIsShownToNobody) {
  storage::StoredEntry entry;
  entry.header.set_account(kGiverAccount);
  entry.events.push_back({.salt = "", .digest = "", .bytes = std::nullopt, .event = {}});
  for (int viewer = 0; viewer < kViewers; ++viewer) {
    EXPECT_TRUE(guarded_.world.store()
                    .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      serving::ReadContext context(tx, actors_[viewer], reaches_[viewer], 20'000, 0, 1'000'000);
                      EXPECT_FALSE(journal::Disclosure(context).MayBeShown(entry, 0).value());
                      return absl::OkStatus();
                    })
                    .ok());
  }
}

// What somebody did is not shown to who acts for them in another position of theirs.
TEST_F(EveryEvent, IsNotShownToADelegateBecauseTheOtherGaveTheCommand) {
  v1::Event finding;
  finding.mutable_finding_recorded()->set_inspection(InspectionNamed(guarded_.hidden[0]));
  finding.mutable_finding_recorded()->set_finding(1);
  actors_[kOwnChair].on_behalf_of = kGiverAccount;
  EXPECT_FALSE(MayBeShown(kOwnChair, finding));
}

}  // namespace
}  // namespace phancong::services_test
