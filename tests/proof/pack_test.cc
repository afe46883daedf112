// Proof packs of a federation of five unions and its year 2025: what their checker says of them with no server, and of
// everything that somebody may do to one. PHANCONG_SEED=… takes other changes.
#include "client/proof/pack.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/proof/digests.h"
#include "client/proof/notes.h"
#include "client/proof/verdict_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/custody.h"
#include "services/rules/signed_note.h"
#include "tests/proof/exported_pack.h"
#include "tests/proof/forgery.h"
#include "tests/services/five_unions.h"
#include "tests/support/independent.h"
#include "tests/support/world.h"

namespace phancong::proof_test {
namespace {

using proof::Files;
using support::Claim;
using support::Person;
using support::World;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr int kChanges = 1000;
constexpr char kName[] = "Hoàng Thị Không Ai Biết";
constexpr char kText[] = "Lời này không được ra khỏi cơ sở dữ liệu.";
// 2026-01-06T01:00:00Z.
constexpr int64_t kWitnessed = 1767661200;

v1::GetCheckpointResponse CheckpointOf(World& world) {
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  const auto asked = world.Chair().Call<v1::GetCheckpointResponse>(request);
  EXPECT_DONE(asked);
  return *asked;
}

// What happens in the year; the packs are exported at its end, and the server is gone before they are looked at.
class ProofPacks : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    packs_ = new Packs;
    World world;
    services_test::LoadFiveUnions(world);
    services_test::IssueAsItComes(world, "2025");
    services_test::IssueAsItComes(world, "2023-2028");
    const rules::SigningKey province =
        rules::MakeSigningKey("ldld-tinh", rules::KeyKind::kWitness, std::string(32, 'w'));
    NamesWitness(world, province);
    Reports(world);
    Inspects(world);
    ChangesTheKey(world);
    world.GoTo("2026-01-05");
    services_test::WithdrawWhatIsOpen(world, "2025");
    ASSERT_DONE(world.Chair().Seals("2025"));
    services_test::IssueAsItComes(world, "2026");
    world.GetsAccepted("2026/1.3.truong-dong-yen");
    packs_->seal_alone = Exports(world, world.Chair(), "2025");
    IsWitnessed(world, province);
    packs_->witnessed = Exports(world, world.Chair(), "2025");
    // Still the Inspection Committee's own.
    v1::ScheduleInspectionRequest request;
    request.set_parent(world.FederationName());
    request.set_kind("finance");
    request.set_unit(world.UnitName("dien-luc"));
    *request.mutable_scheduled_date() = support::DateOf("2026-02-02");
    request.set_head(world.AccountName("chu-nhiem"));
    for (const char* const member : {"ubkt-1", "ubkt-2"}) request.add_members(world.AccountName(member));
    request.set_decision_number("30/QĐ-UBKT");
    request.set_unannounced(true);
    ASSERT_DONE(world.InspectionChair().Call<v1::ScheduleInspectionResponse>(request));
    packs_->year = Exports(world, world.ViceChair(), "2025");
    packs_->running = Exports(world, world.ViceChair(), "2026");
    packs_->inspectors = Exports(world, world.Inspector(1), "2025");
    packs_->key = proof::ParseKey(CheckpointOf(world).keys(1).verifier_key());
    packs_->first_key = proof::ParseKey(CheckpointOf(world).keys(0).verifier_key());
    ASSERT_TRUE(packs_->key && packs_->first_key);
  }
  static void TearDownTestSuite() { delete packs_; }

  static void NamesWitness(World& world, const rules::SigningKey& witness) {
    v1::NameWitnessRequest request;
    request.set_parent(world.FederationName());
    request.set_verifier_key(rules::VerifierKeyText(witness.verifier));
    request.set_decision_number("21/QĐ-LĐLĐ");
    ASSERT_DONE(world.Chair().Call<v1::NameWitnessResponse>(request));
  }

  static void IsWitnessed(World& world, const rules::SigningKey& witness) {
    auto note = rules::ParseSignedNote(CheckpointOf(world).note());
    ASSERT_TRUE(note.ok()) << note.status();
    rules::Cosign(witness, kWitnessed, *note);
    v1::AddWitnessSignatureRequest request;
    request.set_parent(world.FederationName());
    request.set_note(rules::SignedNoteText(*note));
    ASSERT_DONE(world.Chair().Call<v1::AddWitnessSignatureResponse>(request));
  }

  static void Accepts(World& world, const std::string& task) {
    ASSERT_DONE(world.Chair().TakesReview(task));
    ASSERT_DONE(world.Chair().Accepts(task));
  }

  // Yes, no, shares, nothing that is counted, a file, a name and words that are nobody else's.
  static void Reports(World& world) {
    world.GetsAccepted("1.3.ubnd-tan-quang");
    world.GetsAccepted("2.4.may-hung-an");
    world.GetsAccepted("2023-2028/1.1.may-hung-an");
    ASSERT_DONE(world.Administrator().CreatesAccount("can-bo", kName));
    Person& school = world.UnionChair("truong-dong-yen");
    ASSERT_DONE(school.Comments("2.4.truong-dong-yen", kText));
    ASSERT_DONE(school.Submits("2.4.truong-dong-yen", Claim().Ratio("kept", 30, 42).Saying(kText).With("commitments")));
    Accepts(world, "2.4.truong-dong-yen");
    ASSERT_DONE(school.Submits("4.6.truong-dong-yen", Claim().NotApplicable("introduced", kText)));
    Accepts(world, "4.6.truong-dong-yen");
    const std::string content = "%PDF-1.4\n% biên bản\n";
    v1::UploadEvidenceRequest upload;
    upload.set_parent(world.UnitName("dien-luc"));
    upload.set_file_name("bien-ban.pdf");
    upload.set_kind("minutes");
    upload.mutable_document()->set_number("12/BB-CĐ");
    *upload.mutable_document()->mutable_date() = support::DateOf("2025-01-02");
    upload.set_size(static_cast<int64_t>(content.size()));
    upload.set_sha256(proof::Sha256({content}));
    upload.set_chunk(content);
    const auto uploaded = world.UnionChair("dien-luc").Call<v1::UploadEvidenceResponse>(upload);
    ASSERT_DONE(uploaded);
    v1::Report report = Claim().Yes("conference").Yes("dialogue").With("minutes");
    report.mutable_evidence(0)->set_file(uploaded->evidence().name());
    ASSERT_DONE(world.UnionChair("dien-luc").Submits("1.4.dien-luc", report));
    Accepts(world, "1.4.dien-luc");
  }

  // One unit of two in each stratum; one of those drawn is replaced, the other inspected.
  static void Inspects(World& world) {
    world.InspectionChair();
    for (int i = 1; i <= 2; ++i) world.Inspector(i);
    ASSERT_DONE(world.Inspector(1).DraftsInspectionPlan("2025", {"dien-luc"}));
    ASSERT_DONE(world.Chair().ApprovesInspectionPlan("2025"));
    const auto drawn = world.InspectionChair().DrawsSample("2025");
    ASSERT_DONE(drawn);
    const std::string name = drawn->inspection_plan().sample(0).unit();
    ASSERT_DONE(world.InspectionChair().ReplacesDrawnUnit("2025", name.substr(name.rfind('/') + 1)));
    const auto inspection =
        world.InspectionChair().Schedules("finance", "dien-luc", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"});
    ASSERT_DONE(inspection);
    const std::string& of = inspection->inspection().name();
    ASSERT_DONE(world.InspectionChair().Notifies(of));
    ASSERT_DONE(world.InspectionChair().Starts(of));
    ASSERT_DONE(world.InspectionChair().Checks(of, "1.4.dien-luc"));
    ASSERT_DONE(world.InspectionChair().Finds(of, kText, "2025-06-30"));
    world.GetsConcluded(of);
  }

  static void ChangesTheKey(World& world) {
    journal::SigningKeys keys(journal::KeysBeside(world.path()));
    const serving::VirtualClock clock(world.now_micros());
    serving::SystemEntropy entropy;
    ASSERT_TRUE(journal::SetKey({.store = world.store(), .clock = clock, .entropy = entropy, .keys = keys},
                                world.options().federation, journal::Succession::kHandedOver)
                    .ok());
  }

  struct Packs {
    // Before any witness had signed; when one had signed that very checkpoint; later.
    Files seal_alone;
    Files witnessed;
    Files year;
    Files running;
    Files inspectors;
    std::optional<proof::Key> key;
    std::optional<proof::Key> first_key;
  };
  static inline Packs* packs_ = nullptr;
  const Packs& packs = *packs_;
};

std::string Wrong(const Files& files, const std::optional<proof::Key>& trusted = std::nullopt) {
  return WrongWith(files, trusted);
}

// --- What is right.

TEST_F(ProofPacks, HoldWithTheKeyThatIsKnownFromElsewhere) {
  for (const Files* const files :
       {&packs.seal_alone, &packs.witnessed, &packs.year, &packs.running, &packs.inspectors}) {
    EXPECT_EQ(Wrong(*files), "");
    EXPECT_EQ(Wrong(*files, packs.key), "");
    EXPECT_EQ(Wrong(*files, packs.first_key), "") << "the first key handed over to the one that signs";
  }
  const auto stranger = proof::ParseKey(rules::VerifierKeyText(
      rules::MakeSigningKey("phancong/federations/bac-quang", rules::KeyKind::kLog, std::string(32, 's')).verifier));
  EXPECT_THAT(Wrong(packs.year, stranger), HasSubstr("is not the one that was given"));
}

TEST_F(ProofPacks, TellFiguresThatWereWorkedOutByHand) {
  const proof::Verdict verdict = proof::CheckPack(packs.year, packs.key);
  ASSERT_TRUE(verdict.is_good());
  std::map<std::string, std::string> shown;
  for (const v1::IndicatorProgress& indicator : verdict.indicators) {
    for (const v1::FigureProgress& figure : indicator.figures()) {
      absl::StrAppend(&shown[indicator.item()], figure.numerator(), "/", figure.denominator(), " of ",
                      indicator.reported(), "/", indicator.expected(), " ");
    }
  }
  EXPECT_EQ(verdict.indicators.size(), 25U);
  // The commune's union alone reported; the school's task was withdrawn before the seal.
  EXPECT_EQ(shown["1.3"], "1/1 of 1/1 ");
  EXPECT_EQ(shown["1.4"], "1/1 of 1/1 ");
  // 10 of 10, and 30 of 42.
  EXPECT_EQ(shown["2.4"], "40/52 of 2/2 ");
  // The school has nobody to count: of nobody, nothing.
  EXPECT_EQ(shown["4.6"], "0/0 of 1/1 ");
  // 20 + 40 + 100 + 50 + 12 members.
  EXPECT_EQ(shown["4.1"], "222/4500 of 5/5 ");
  EXPECT_EQ(shown["7.3"], "1/2 of 2/2 ");
  EXPECT_EQ(shown["7.2"], "0/2 of 2/2 ");
}

TEST_F(ProofPacks, SayWhoHasWitnessedThem) {
  const auto says = [&](const Files& files) {
    return TextOf(proof::CheckPack(files, packs.key), proof::Language::kEnglish);
  };
  EXPECT_FALSE(packs.seal_alone.contains("witnessed.txt"));
  EXPECT_THAT(says(packs.seal_alone), HasSubstr("no witness has signed"));
  EXPECT_THAT(says(packs.witnessed), HasSubstr("the witness ldld-tinh has signed"));
  EXPECT_THAT(says(packs.witnessed), HasSubstr("2026-01-06 01:00 UTC"));
  EXPECT_TRUE(packs.year.contains("witnessed.txt"));
  EXPECT_THAT(says(packs.year), HasSubstr("the witness ldld-tinh has signed"));
}

// The notes in a pack are in the public format: openssl and a few lines of Python read them.
TEST_F(ProofPacks, HoldNotesThatOtherProgramsVerify) {
  const support::Independent independent;
  const std::string key = proof::TextOf(*packs.key);
  const std::string province = proof::TextOf(proof::Key{
      .name = "ldld-tinh",
      .kind = proof::KeyKind::kWitness,
      .bytes = rules::MakeSigningKey("ldld-tinh", rules::KeyKind::kWitness, std::string(32, 'w')).verifier.key});
  for (const Files* const files : {&packs.seal_alone, &packs.witnessed, &packs.year, &packs.running}) {
    EXPECT_TRUE(independent.Note(key, files->at("checkpoint.txt")).succeeded);
  }
  EXPECT_TRUE(independent.Note(province, packs.witnessed.at("checkpoint.txt")).succeeded);
  EXPECT_TRUE(independent.Note(province, packs.year.at("witnessed.txt")).succeeded);
  EXPECT_FALSE(independent.Note(province, packs.seal_alone.at("checkpoint.txt")).succeeded);
}

TEST_F(ProofPacks, SayWhatIsWithheldFromWhoExportedThem) {
  const auto says = [](const Files& files) {
    return TextOf(proof::CheckPack(files, std::nullopt), proof::Language::kEnglish);
  };
  EXPECT_THAT(says(packs.year), HasSubstr("events that are digests alone"));
  EXPECT_THAT(says(packs.inspectors), Not(HasSubstr("events that are digests alone")));
  // The log is the same one.
  EXPECT_EQ(packs.year.at("checkpoint.txt"), packs.inspectors.at("checkpoint.txt"));
}

TEST_F(ProofPacks, SayThatAYearIsNotSealedYet) {
  EXPECT_THAT(packs.running.at("pack.txt"), HasSubstr("\nas-of 2026-01-05\n"));
  EXPECT_THAT(TextOf(proof::CheckPack(packs.running, packs.key), proof::Language::kEnglish),
              HasSubstr("the year 2026 is not sealed"));
}

// Names of persons and free texts stand apart from the log.
TEST_F(ProofPacks, HoldNoNameOfAPersonAndNoFreeText) {
  for (const auto& [name, bytes] : packs.inspectors) {
    for (const std::string secret : {kName, kText, "Nguyễn", "bien-ban.pdf"}) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << secret << " in " << name;
    }
  }
}

TEST_F(ProofPacks, NameTheEvidenceByItsDigest) {
  const std::string digest = proof::Hex(proof::Sha256({"%PDF-1.4\n% biên bản\n"}));
  EXPECT_THAT(packs.year.at("evidence.csv"), HasSubstr(digest));
  EXPECT_THAT(packs.year.at("evidence.csv"), HasSubstr(",application/pdf,minutes,dien-luc,2025/1.4.dien-luc\n"));
}

TEST_F(ProofPacks, AreShownWithin80ColumnsInBothLanguages) {
  for (const proof::Language language : {proof::Language::kVietnamese, proof::Language::kEnglish}) {
    const std::string text = TextOf(proof::CheckPack(packs.year, std::nullopt), language);
    size_t columns = 0;
    for (const char c : text) {
      columns = c == '\n' ? 0 : columns + ((c & 0xC0) == 0x80 ? 0 : 1);
      ASSERT_LE(columns, 80U) << text;
    }
  }
}

// A round that is a draft, one that is issued and whose term's is not, and both.
TEST(AProofPack, HoldsWhereverTheYearStands) {
  World world;
  services_test::LoadFiveUnions(world);
  const auto draft = world.Chair().DraftsRound("2025");
  ASSERT_DONE(draft);
  EXPECT_EQ(Wrong(Exports(world, world.Chair(), "2025")), "");
  ASSERT_DONE(world.Chair().IssuesRound("2025", draft->round().etag()));
  EXPECT_EQ(Wrong(Exports(world, world.Chair(), "2025")), "");
  services_test::IssueAsItComes(world, "2023-2028");
  ASSERT_DONE(
      world.UnionChair("may-hung-an").Submits("2.4.may-hung-an", Claim().Ratio("kept", 90, 120).With("commitments")));
  const proof::Verdict verdict = proof::CheckPack(Exports(world, world.Chair(), "2025"), std::nullopt);
  EXPECT_TRUE(verdict.is_good());
  const auto submitted = std::find_if(verdict.indicators.begin(), verdict.indicators.end(),
                                      [](const v1::IndicatorProgress& each) { return each.item() == "2.4"; });
  ASSERT_NE(submitted, verdict.indicators.end());
  EXPECT_EQ(submitted->submitted(), 1);
  EXPECT_EQ(submitted->figures(0).numerator(), 0);
  EXPECT_EQ(submitted->figures(0).provisional_numerator(), 90);
}

// Another zone, other facts, strata, levels; a pack knows no programme but the one in it.
TEST(AProofPack, HoldsForAnyProgramme) {
  World world({.first_day = "2025-05-01", .programme = "tests/programmes/second.textproto"});
  ASSERT_DONE(world.Chair().LoadsProgramme(support::FileOf(world.options().programme)));
  ASSERT_DONE(
      world.Chair().ImportsUnions("id,name,type,place,founded_on,staff,night_staff,has_crane,joined_on\n"
                                  "kho-mot,Kho Một,WAREHOUSE,Cảng,2001-01-01,90,20,có,2025-06-01\n"
                                  "nha-may-hai,Nhà máy Hai,FACTORY,Cảng,1990-01-01,300,80,có,1990-01-01\n"));
  services_test::IssueAsItComes(world, "2025");
  world.GetsAccepted("S-1.nha-may-hai");
  const proof::Verdict verdict = proof::CheckPack(Exports(world, world.Chair(), "2025"), std::nullopt);
  EXPECT_TRUE(verdict.is_good());
  std::map<std::string, std::string> shown;
  for (const v1::IndicatorProgress& indicator : verdict.indicators) {
    for (const v1::FigureProgress& figure : indicator.figures()) {
      shown[indicator.item()] = absl::StrCat(figure.numerator(), "/", figure.denominator());
    }
  }
  EXPECT_THAT(shown, UnorderedElementsAre(testing::Pair("S-1", "10/10"), testing::Pair("S-2", "0/2"),
                                          testing::Pair("W-1", "0/2"), testing::Pair("W-2", "390/9000"),
                                          testing::Pair("W-3", "0/0"), testing::Pair("W-4", "0/0")));
}

// What a reader should know beside it.
TEST(AProofPack, TellsOfARestoreAndOfAKeyThatNobodyVouchesFor) {
  World world;
  services_test::LoadFiveUnions(world);
  services_test::IssueAsItComes(world, "2025");
  const auto before = proof::ParseKey(CheckpointOf(world).keys(0).verifier_key());
  journal::SigningKeys keys(journal::KeysBeside(world.path()));
  const serving::VirtualClock clock(world.now_micros());
  serving::SystemEntropy entropy;
  const journal::Custody custody{.store = world.store(), .clock = clock, .entropy = entropy, .keys = keys};
  ASSERT_TRUE(journal::DeclareRestore(custody, world.options().federation, journal::Restored::kForCertain).ok());
  ASSERT_TRUE(journal::SetKey(custody, world.options().federation, journal::Succession::kAlone).ok());
  const Files files = Exports(world, world.Chair(), "2025");
  EXPECT_EQ(Wrong(files), "");
  const std::string says = TextOf(proof::CheckPack(files, std::nullopt), proof::Language::kEnglish);
  EXPECT_THAT(says, HasSubstr("the database was restored from a backup"));
  EXPECT_THAT(says, HasSubstr("nobody vouches for the new one"));
  EXPECT_THAT(Wrong(files, before), HasSubstr("the key that signs is not the one that was given"));
  EXPECT_EQ(Wrong(files, proof::ParseKey(CheckpointOf(world).keys(1).verifier_key())), "");
}

TEST(AProofPack, IsAFolderOfPlainFiles) {
  const client::Desk desk;
  const std::filesystem::path folder = desk.folder() / "pack";
  std::filesystem::create_directories(folder / "below");
  std::ofstream(folder / "pack.txt") << "phancong-proof-pack/v1\n";
  std::filesystem::create_symlink(folder / "pack.txt", folder / "README.txt");
  proof::Findings unread;
  const Files files = proof::ReadFolder(folder, unread);
  EXPECT_EQ(files.size(), 1U);
  std::vector<std::string> told;
  for (const proof::Sentence& sentence : unread.sentences()) told.push_back(sentence.en);
  EXPECT_THAT(told, UnorderedElementsAre("below is no plain file", "README.txt is no plain file"));
  proof::Findings missing;
  EXPECT_TRUE(proof::ReadFolder(folder / "nothing", missing).empty());
  EXPECT_FALSE(missing.empty());
}

// --- What was changed.

// Changes of a pack, drawn at random.
class Changes {
 public:
  Changes(const Files& files, const Files& other_year, uint64_t seed)
      : files_(files), other_year_(other_year), random_(seed), entries_(EntriesIn(files)) {}

  // A changed pack, and what was done to it.
  std::pair<Files, std::string> Next() {
    switch (Below(8)) {
      case 0:
      case 1:
        return ChangedBytes();
      case 2:
        return ChangedFiles();
      case 3:
        return ChangedEntries(/*forged=*/false);
      case 4:
        return ChangedEntries(/*forged=*/true);
      case 5:
        return HiddenEvent();
      default:
        return ChangedEvent();
    }
  }

 private:
  size_t Below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random_); }
  const std::string& AnyFile() {
    auto file = files_.begin();
    std::advance(file, static_cast<int64_t>(Below(files_.size())));
    return file->first;
  }

  std::pair<Files, std::string> ChangedBytes() {
    Files files = files_;
    const std::string name = AnyFile();
    std::string& bytes = files[name];
    const bool named = name != "pack.txt" && Below(2) == 0;
    std::string what;
    const size_t at = Below(bytes.size() + 1);
    if (bytes.empty() || Below(3) == 0) {
      bytes.insert(at, 1, static_cast<char>(Below(256)));
      what = "a byte put in";
    } else if (Below(2) == 0) {
      bytes[at % bytes.size()] = static_cast<char>(bytes[at % bytes.size()] ^ (1 << Below(8)));
      what = "a bit turned";
    } else {
      bytes.erase(at % bytes.size(), 1 + Below(20));
      what = "bytes cut out";
    }
    if (named) NameFiles(files);
    return {files, absl::StrCat(what, " at ", at, " of ", name, named ? ", and pack.txt fits" : "")};
  }

  std::pair<Files, std::string> ChangedFiles() {
    Files files = files_;
    const std::string name = AnyFile();
    switch (Below(4)) {
      case 0:
        files.erase(name);
        return {files, absl::StrCat(name, " taken out")};
      case 1:
        files[absl::StrCat("them-", Below(100), ".txt")] = "thêm";
        if (Below(2) == 0) NameFiles(files);
        return {files, "a file more"};
      case 2:
        for (const auto& [other, bytes] : files_) {
          if (bytes != files_.at(name)) files[name] = bytes;
        }
        if (Below(2) == 0) NameFiles(files);
        return {files, absl::StrCat("another file called ", name)};
      default:
        // Those that are the same in both years are no change.
        for (const auto& [other, bytes] : other_year_) {
          const auto mine = files.find(other);
          if (mine != files.end() && mine->second != bytes && (other == name || other == "figures.csv")) {
            mine->second = bytes;
          }
        }
        if (Below(2) == 0) NameFiles(files);
        return {files, absl::StrCat(name, " of another year")};
    }
  }

  std::pair<Files, std::string> ChangedEntries(bool forged) {
    std::vector<v1::StoredEntry> entries = entries_;
    const size_t at = Below(entries.size() - 1);
    std::string what;
    switch (Below(3)) {
      case 0:
        // The one that founds the federation can't be left out at all.
        entries.erase(entries.begin() + static_cast<int64_t>(at) + 1);
        what = "left out";
        break;
      case 1:
        std::swap(entries[at], entries[at + 1]);
        what = "and the next one exchanged";
        break;
      default:
        entries.insert(entries.begin() + static_cast<int64_t>(at), entries[at]);
        what = "repeated";
        break;
    }
    what = absl::StrCat("entry ", at + 1, " ", what);
    if (forged && at > 0) return {Forged(files_, entries), what + ", and all else fits"};
    Files files = files_;
    files["entries.binpb"] = EntriesFile(entries);
    NameFiles(files);
    return {files, what};
  }

  // In an entry of which nothing may be withheld.
  std::pair<Files, std::string> HiddenEvent() {
    while (true) {
      const size_t at = 1 + Below(entries_.size() - 1);
      v1::EntryHeader header;
      header.ParseFromString(entries_[at].header());
      static const auto& may_be_withheld =
          *new std::set<std::string>{"CancelInspection",   "CheckTask",        "DraftConclusion", "DropFinding",
                                     "ExplainFinding",     "NotifyInspection", "RecordFinding",   "ReportSupervision",
                                     "ScheduleInspection", "SetMailAddress",   "SignConclusion",  "StartInspection"};
      if (may_be_withheld.contains(header.command())) continue;
      std::vector<v1::StoredEntry> entries = entries_;
      auto& event =
          *entries[at].mutable_events(static_cast<int>(Below(static_cast<size_t>(entries[at].events_size()))));
      const std::string digest = proof::Sha256({event.salt(), event.event()});
      event.Clear();
      event.set_digest(digest);
      Files files = files_;
      files["entries.binpb"] = EntriesFile(entries);
      NameFiles(files);
      return {files, absl::StrCat("an event of entry ", at + 1, " withheld")};
    }
  }

  // A number, a yes or no, or an id in an event, and everything that follows from it.
  std::pair<Files, std::string> ChangedEvent() {
    std::vector<v1::StoredEntry> entries = entries_;
    while (true) {
      const size_t at = 1 + Below(entries.size() - 1);
      auto& stored =
          *entries[at].mutable_events(static_cast<int>(Below(static_cast<size_t>(entries[at].events_size()))));
      v1::Event event;
      if (stored.event().empty() || !event.ParseFromString(stored.event())) continue;
      // What a seal froze is computed anew.
      if (event.has_period_sealed() || !Disturb(event)) continue;
      PutEvent(event, stored);
      const bool another_key = Below(4) == 0;
      return {another_key ? ForgedWithAnotherKey(files_, entries) : Forged(files_, entries),
              absl::StrCat("entry ", at + 1, " says ", event.ShortDebugString(),
                           another_key ? ", signed by another key" : "")};
    }
  }

  bool Disturb(google::protobuf::Message& message) {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    while (!fields.empty()) {
      const size_t which = Below(fields.size());
      const auto& field = *fields[which];
      fields.erase(fields.begin() + static_cast<int64_t>(which));
      if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        auto& below = field.is_repeated()
                          ? *reflection.MutableRepeatedMessage(
                                &message, &field,
                                static_cast<int>(Below(static_cast<size_t>(reflection.FieldSize(message, &field)))))
                          : *reflection.MutableMessage(&message, &field);
        if (Disturb(below)) return true;
        continue;
      }
      if (field.is_repeated()) continue;
      switch (field.cpp_type()) {
        case google::protobuf::FieldDescriptor::CPPTYPE_INT64:
          reflection.SetInt64(&message, &field, reflection.GetInt64(message, &field) + 1);
          return true;
        case google::protobuf::FieldDescriptor::CPPTYPE_BOOL:
          reflection.SetBool(&message, &field, !reflection.GetBool(message, &field));
          return true;
        case google::protobuf::FieldDescriptor::CPPTYPE_STRING:
          reflection.SetString(&message, &field, reflection.GetString(message, &field) + "x");
          return true;
        default:
          break;
      }
    }
    return false;
  }

  const Files& files_;
  const Files& other_year_;
  std::mt19937_64 random_;
  const std::vector<v1::StoredEntry> entries_;
};

TEST_F(ProofPacks, AreRejectedAfterAThousandRandomChanges) {
  const char* const given = std::getenv("PHANCONG_SEED");
  const uint64_t seed = given == nullptr ? 20251231 : std::strtoull(given, nullptr, 10);
  std::cout << "PHANCONG_SEED=" << seed << "\n";
  Changes changes(packs.year, packs.running, seed);
  std::map<std::string, int> found_by;
  for (int i = 0; i < kChanges; ++i) {
    const auto [files, what] = changes.Next();
    const std::string wrong = Wrong(files, packs.key);
    ASSERT_NE(wrong, "") << "PHANCONG_SEED=" << seed << ", change " << i << ": " << what;
    // The first thing that is wrong, without the numbers and names in it.
    std::string how;
    for (const char c : wrong.substr(0, wrong.find_first_of(":("))) {
      if ((c < '0' || c > '9') && c != '\n') how += c;
    }
    ++found_by[how];
  }
  for (const auto& [how, count] : found_by) std::cout << count << "  " << how << "\n";
}

// All that a forger can't do is sign: with a key of their own the pack agrees with itself, and with nobody who knows
// the journal's key.
TEST_F(ProofPacks, AreOnlyAsGoodAsTheKeyThatIsTrusted) {
  const Files same = Forged(packs.year, EntriesIn(packs.year));
  EXPECT_EQ(same.at("figures.csv"), packs.year.at("figures.csv")) << "the forger computes what is right where it is";
  EXPECT_EQ(Wrong(same, packs.key), "");
  const Files forged = ForgedWithAnotherKey(packs.year, EntriesIn(packs.year));
  EXPECT_EQ(Wrong(forged), "");
  EXPECT_THAT(TextOf(proof::CheckPack(forged, std::nullopt), proof::Language::kEnglish),
              HasSubstr("no key was said to be trusted"));
  EXPECT_THAT(Wrong(forged, packs.key), HasSubstr("the key that signs is not the one that was given"));
  EXPECT_THAT(Wrong(forged, packs.first_key), HasSubstr("the key that signs is not the one that was given"));
}

// Whoever kept a checkpoint needs no key to be sure.
TEST_F(ProofPacks, AreHeldAgainstACheckpointThatWasKept) {
  const std::string& kept = packs.seal_alone.at("checkpoint.txt");
  const auto wrong = [&](const Files& files, const std::string& older) {
    const proof::Verdict verdict = proof::CheckPack(files, std::nullopt, older);
    return verdict.is_good() ? "" : verdict.wrong.sentences().front().en;
  };
  EXPECT_EQ(wrong(packs.year, kept), "");
  EXPECT_EQ(wrong(packs.year, packs.year.at("witnessed.txt")), "");
  EXPECT_THAT(wrong(packs.seal_alone, packs.year.at("checkpoint.txt")), HasSubstr("the checkpoint that was kept has"));
  const Files forged = ForgedWithAnotherKey(packs.year, EntriesIn(packs.year));
  EXPECT_THAT(wrong(forged, kept), HasSubstr("FORK"));
  EXPECT_THAT(wrong(packs.year, forged.at("checkpoint.txt")), HasSubstr("FORK")) << "nor is what a forger gave away";
  EXPECT_THAT(wrong(packs.year, "mốc sổ"), HasSubstr("no checkpoint of this journal"));
  std::string other = kept;
  other.replace(other.find("bac-quang"), 9, "bac-quanh");
  EXPECT_THAT(wrong(packs.year, other), HasSubstr("no checkpoint of this journal"));
}

// What the journal's own server could have sealed falsely.
TEST_F(ProofPacks, AreRejectedWhereWhatWasSealedIsNotWhatTheEntriesComeTo) {
  std::vector<v1::StoredEntry> entries = EntriesIn(packs.year);
  for (v1::StoredEntry& entry : entries) {
    for (v1::StoredEntry::StoredEvent& stored : *entry.mutable_events()) {
      v1::Event event;
      event.ParseFromString(stored.event());
      if (!event.has_period_sealed()) continue;
      v1::FigureProgress& figure = *event.mutable_period_sealed()->mutable_indicators(0)->mutable_figures(0);
      figure.set_numerator(figure.numerator() + 1);
      PutEvent(event, stored);
    }
  }
  Files files = packs.year;
  files["entries.binpb"] = EntriesFile(entries);
  NameFiles(files);
  EXPECT_THAT(Wrong(files, packs.key), HasSubstr("what was sealed of 1.1 is not what the journal comes to"));
}

TEST_F(ProofPacks, AreNotWrittenOverAnything) {
  World world;
  services_test::LoadFiveUnions(world);
  services_test::IssueAsItComes(world, "2025");
  ASSERT_DONE(world.Chair().SignsIn());
  client::Desk desk;
  desk.SignIn(world.address(), world.Chair().account());
  auto profile = desk.profiles().Load("default");
  ASSERT_TRUE(profile.ok());
  profile->token = world.Chair().token();
  ASSERT_TRUE(desk.profiles().Save(*profile).ok());
  const std::filesystem::path folder = desk.folder() / "pack";
  std::filesystem::create_directory(folder);
  EXPECT_EQ(desk.Plays(absl::StrCat("proof-pack export 2025 --to ", folder.string())), client::ExitCode::kUsage);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  // Refused half-way: there is no such year; nothing is left behind.
  EXPECT_EQ(desk.Plays(absl::StrCat("proof-pack export 2031 --to ", (desk.folder() / "other").string())),
            client::ExitCode::kRefused);
  std::set<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(desk.folder())) left.insert(entry.path().filename());
  EXPECT_THAT(left, UnorderedElementsAre("config", "pack"));
}

}  // namespace
}  // namespace phancong::proof_test
