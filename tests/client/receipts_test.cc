// Checkpoints, receipts and witnesses by the client, against the real server: what it remembers, what it finds out, and
// what it says.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "client/cli/checkpoint_file.h"
#include "client/cli/event_words.h"
#include "client/cli/known_journals.h"
#include "client/cli/witness_desk.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "phancong/v1/event.pb.h"
#include "services/journal/custody.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/receipt.h"
#include "tests/client/canned_server.h"
#include "tests/client/desk.h"
#include "tests/rules/merkle_log.h"
#include "tests/services/kept_journal.h"
#include "tests/support/claim.h"
#include "tests/support/world.h"

namespace phancong::client {
namespace {

using services_test::KeptJournal;
using support::World;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

constexpr char kTask[] = "2.1.thpt-viet-vinh";

// A federation whose union has submitted a task, with its people at their desks.
class JournalDesk : public testing::Test {
 protected:
  JournalDesk() {
    world_.IssuesTheYear();
    v1::Report report = world_.CompleteReport(kTask);
    report.set_narrative("Đã tổ chức đủ các buổi học.");
    EXPECT_DONE(world_.UnionChair("thpt-viet-vinh").Submits(kTask, report));
    Sits(chair_, world_.Chair());
    Sits(union_, world_.UnionChair("thpt-viet-vinh"));
    Sits(other_, world_.UnionChair("thpt-hung-an"));
    for (Desk* desk : {&chair_, &union_, &other_, &witness_}) desk->now = absl::FromUnixSeconds(1'742'787'120);
  }

  void Sits(Desk& desk, support::Person& person) {
    EXPECT_DONE(person.SignsIn());
    desk.SignIn(world_.address(), person.account());
    Profile profile = desk.profiles().Load("default").value();
    profile.token = person.token();
    EXPECT_TRUE(desk.profiles().Save(profile).ok());
  }
  std::string File(const std::string& name) const { return (union_.folder() / name).string(); }
  // Words of somebody who is signed in nowhere.
  std::string At() const { return " --server " + world_.address() + " --federation bac-quang"; }
  void MeetsTheServer(Desk& desk) const {
    EXPECT_TRUE(desk.profiles().servers().Keep(world_.address(), {.vouching = Vouching::kClearText}).ok());
  }
  std::string NamesTheWitness() {
    MeetsTheServer(witness_);
    EXPECT_EQ(witness_.Plays("witness key --name ldld-tinh.witness"), ExitCode::kDone) << witness_.err.str();
    std::string key = witness_.out.str();
    key.pop_back();
    EXPECT_EQ(chair_.Plays("witness name " + key + " --decision 21/QĐ-LĐLĐ"), ExitCode::kDone) << chair_.err.str();
    return key;
  }

  World world_;
  Desk chair_, union_, other_, witness_;
};

// --- Receipts.

TEST_F(JournalDesk, TakesAReceiptThatProvesItselfWithoutTheServer) {
  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt")), ExitCode::kDone)
      << union_.err.str();
  EXPECT_THAT(union_.out.str(), AllOf(HasSubstr("✓ Biên nhận mục"), HasSubstr(File("bien-nhan.txt"))));
  EXPECT_THAT(union_.err.str(), HasSubstr("Lần đầu thấy sổ ghi"));
  world_.Stop();
  ASSERT_EQ(union_.Plays("receipt verify " + File("bien-nhan.txt")), ExitCode::kDone) << union_.err.str();
  EXPECT_THAT(union_.out.str(),
              AllOf(HasSubstr("ĐƯỢC CHỨNG TỎ"), HasSubstr("Nộp báo cáo"), HasSubstr("“Đã tổ chức đủ các buổi học.”"),
                    HasSubstr("khóa bạn đã biết"), HasSubstr("MÁY CHỦ GỌI TÊN (không được chứng tỏ)"),
                    HasSubstr("✓ Theo mốc sổ trên, mục")));
  union_.language = "en";
  ASSERT_EQ(union_.Plays("receipt verify " + File("bien-nhan.txt")), ExitCode::kDone);
  EXPECT_THAT(union_.out.str(),
              AllOf(HasSubstr("PROVEN"), HasSubstr("Task submitted"), HasSubstr("is in the journal")));
}

TEST_F(JournalDesk, AReceiptIsNotWrittenOverAFile) {
  const std::string line = std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt");
  ASSERT_EQ(union_.Plays(line), ExitCode::kDone);
  const std::string first = TextOf(File("bien-nhan.txt"));
  EXPECT_EQ(union_.Plays(line), ExitCode::kUsage);
  EXPECT_EQ(TextOf(File("bien-nhan.txt")), first);
  EXPECT_EQ(union_.Plays(line + " --yes"), ExitCode::kDone);
}

TEST_F(JournalDesk, SomebodyElseGetsNoReceipt) {
  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to -"), ExitCode::kDone);
  const std::string receipt = union_.out.str();
  const size_t index = receipt.find("\nindex ") + 7;
  const int revision = std::stoi(receipt.substr(index)) + 1;
  EXPECT_EQ(other_.Plays("receipt take --entry " + std::to_string(revision) + " --to -"), ExitCode::kRefused);
  EXPECT_THAT(other_.out.str(), IsEmpty());
  EXPECT_THAT(other_.err.str(), HasSubstr("NOT_FOUND"));
}

TEST_F(JournalDesk, AReceiptOfAnUnknownKeyIsSaidToBeWorthNothingYet) {
  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt")), ExitCode::kDone);
  const KnownJournal known = union_.profiles().journals().Find(world_.address(), "bac-quang").value();
  Desk stranger;
  EXPECT_EQ(stranger.Plays("receipt verify " + File("bien-nhan.txt")), ExitCode::kNotTrusted);
  EXPECT_THAT(stranger.out.str(), HasSubstr("khóa bạn CHƯA biết"));
  EXPECT_THAT(stranger.err.str(), HasSubstr("--key"));
  const std::string key = rules::VerifierKeyText(known.keys[0]);
  EXPECT_EQ(stranger.Plays("receipt verify " + File("bien-nhan.txt") + " --key " + key), ExitCode::kDone);
  // Another federation's key does not do.
  const rules::SigningKey wrong = rules::MakeSigningKey(known.keys[0].name, rules::KeyKind::kLog, std::string(32, 'x'));
  EXPECT_EQ(
      union_.Plays("receipt verify " + File("bien-nhan.txt") + " --key " + rules::VerifierKeyText(wrong.verifier)),
      ExitCode::kNotTrusted);
}

TEST_F(JournalDesk, AChangedReceiptIsWrong) {
  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt")), ExitCode::kDone);
  const std::string receipt = TextOf(File("bien-nhan.txt"));
  const auto verifies = [&](const std::string& text) {
    std::ofstream(File("sua.txt"), std::ios::binary) << text;
    return union_.Plays("receipt verify " + File("sua.txt"));
  };
  std::string changed = receipt;
  changed[changed.find("\nevent ") + 40] ^= 1;
  EXPECT_EQ(verifies(changed), ExitCode::kRefused);
  EXPECT_THAT(union_.err.str(), HasSubstr("không có trong sổ ghi"));
  EXPECT_EQ(verifies(receipt.substr(0, receipt.size() / 2)), ExitCode::kRefused);
  EXPECT_THAT(union_.err.str(), HasSubstr("không phải biên nhận, hoặc đã bị sửa"));
  EXPECT_EQ(verifies("xin chào\n"), ExitCode::kRefused);
  EXPECT_EQ(union_.Plays("receipt verify " + File("khong-co.txt")), ExitCode::kUsage);
  // Of several files each is said.
  EXPECT_EQ(union_.Plays("receipt verify " + File("bien-nhan.txt") + " " + File("sua.txt")), ExitCode::kRefused);
  EXPECT_THAT(union_.out.str(), HasSubstr("✓ Theo mốc sổ trên, mục"));
  EXPECT_THAT(union_.err.str(), HasSubstr("sua.txt"));
}

// Whoever holds a receipt holds a checkpoint, and can tell whether the journal has changed since.
TEST_F(JournalDesk, AReceiptIsComparedWithTheJournalOfNow) {
  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt")), ExitCode::kDone);
  ASSERT_DONE(world_.UnionChair("thpt-viet-vinh").Acknowledges("1.3.thpt-viet-vinh"));
  ASSERT_EQ(union_.Plays("journal compare " + File("bien-nhan.txt")), ExitCode::kDone) << union_.err.str();
  EXPECT_THAT(union_.out.str(), HasSubstr("không mục nào trước đó bị sửa"));
  std::string changed = TextOf(File("bien-nhan.txt"));
  changed[changed.find("\nevent ") + 40] ^= 1;
  std::ofstream(File("sua.txt"), std::ios::binary) << changed;
  EXPECT_EQ(union_.Plays("journal compare " + File("sua.txt")), ExitCode::kRefused);
}

// What the server calls things proves nothing, and is set apart.
TEST_F(JournalDesk, WhatTheServerCallsThingsIsNotProven) {
  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt")), ExitCode::kDone);
  const std::string told = absl::StrReplaceAll(TextOf(File("bien-nhan.txt")), {{"tasks/2.1.", "tasks/9.9."}});
  std::ofstream(File("goi-ten.txt"), std::ios::binary) << told;
  ASSERT_EQ(union_.Plays("receipt verify " + File("goi-ten.txt")), ExitCode::kDone);
  EXPECT_GT(union_.out.str().find("tasks/9.9."), union_.out.str().find("không được chứng tỏ"));
}

// --- Checkpoints.

TEST_F(JournalDesk, RemembersTheNewestCheckpointItSaw) {
  MeetsTheServer(witness_);
  ASSERT_EQ(witness_.Plays("journal checkpoint" + At()), ExitCode::kDone) << witness_.err.str();
  EXPECT_THAT(witness_.out.str(), AllOf(HasSubstr("phancong/federations/bac-quang"), HasSubstr("Khóa ký sổ")));
  EXPECT_THAT(witness_.err.str(), AllOf(HasSubstr("Lần đầu thấy"), HasSubstr("chưa có bên làm chứng")));
  ASSERT_DONE(world_.UnionChair("thpt-viet-vinh").Acknowledges("1.3.thpt-viet-vinh"));
  ASSERT_EQ(witness_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  EXPECT_THAT(witness_.out.str(), HasSubstr("nối tiếp mốc sổ"));
  EXPECT_THAT(witness_.err.str(), Not(HasSubstr("Lần đầu thấy")));
}

TEST_F(JournalDesk, ComparesOldAndNewWithoutTheServer) {
  ASSERT_EQ(union_.Plays("journal checkpoint --to " + File("cu.txt")), ExitCode::kDone);
  ASSERT_DONE(world_.UnionChair("thpt-viet-vinh").Acknowledges("1.3.thpt-viet-vinh"));
  ASSERT_EQ(union_.Plays("journal checkpoint --since " + File("cu.txt") + " --to " + File("moi.txt")), ExitCode::kDone);
  ASSERT_EQ(union_.Plays("journal compare " + File("cu.txt")), ExitCode::kDone);
  EXPECT_THAT(union_.out.str(), HasSubstr("không mục nào trước đó bị sửa"));
  world_.Stop();
  EXPECT_EQ(union_.Plays("journal verify --from " + File("cu.txt") + " --to " + File("moi.txt")), ExitCode::kDone)
      << union_.err.str();
  EXPECT_EQ(union_.Plays("journal verify --from " + File("moi.txt") + " --to " + File("moi.txt")), ExitCode::kDone);
  // Without the proof nothing can be said; the other way round neither.
  const CheckpointFile newer = ReadCheckpointFile(TextOf(File("moi.txt"))).value();
  std::ofstream(File("khong-kem.txt"), std::ios::binary) << newer.note;
  EXPECT_EQ(union_.Plays("journal verify --from " + File("cu.txt") + " --to " + File("khong-kem.txt")),
            ExitCode::kUsage);
  EXPECT_EQ(union_.Plays("journal verify --from " + File("moi.txt") + " --to " + File("cu.txt")), ExitCode::kUsage);
  // A stranger knows no key.
  Desk stranger;
  EXPECT_EQ(stranger.Plays("journal verify --from " + File("cu.txt") + " --to " + File("moi.txt")),
            ExitCode::kNotTrusted);
  CheckpointFile damaged = newer;
  damaged.proof[0][0] ^= 1;
  std::ofstream(File("hong.txt"), std::ios::binary) << CheckpointFileText(damaged);
  EXPECT_EQ(union_.Plays("journal verify --from " + File("cu.txt") + " --to " + File("hong.txt")), ExitCode::kForked);
  std::ofstream(File("rac.txt"), std::ios::binary) << "xin chào\n";
  EXPECT_EQ(union_.Plays("journal verify --from " + File("cu.txt") + " --to " + File("rac.txt")), ExitCode::kRefused);
}

// Anybody can make a checkpoint; it is no fork that theirs is another.
TEST_F(JournalDesk, ACheckpointOfAStrangerIsNoFork) {
  const rules::SigningKey stranger =
      rules::MakeSigningKey("phancong/federations/bac-quang", rules::KeyKind::kLog, std::string(32, 'x'));
  rules::SignedNote note{
      .text = rules::CheckpointText({.origin = stranger.verifier.name, .size = 3, .root = rules::Sha256("made up")}),
      .signatures = {}};
  rules::Sign(stranger, note);
  std::ofstream(File("la.txt"), std::ios::binary) << rules::SignedNoteText(note);
  EXPECT_EQ(union_.Plays("journal compare " + File("la.txt")), ExitCode::kNotTrusted);
  EXPECT_THAT(union_.err.str(), Not(HasSubstr("RẼ NHÁNH")));
}

TEST_F(JournalDesk, ProvesThatAnEntryIsThere) {
  ASSERT_EQ(union_.Plays("journal prove 3"), ExitCode::kDone) << union_.err.str();
  EXPECT_THAT(union_.out.str(), AllOf(HasSubstr("Mã băm"), HasSubstr("Bằng chứng")));
  EXPECT_EQ(union_.Plays("journal prove 1000000"), ExitCode::kRefused);
}

TEST_F(JournalDesk, ErasesByADecisionAndSaysWhatItWillErase) {
  ASSERT_EQ(chair_.Plays("journal erase --account thpt-viet-vinh --reason \"đã nghỉ việc\" --decision 22/QĐ --dry-run"),
            ExitCode::kDone)
      << chair_.err.str();
  EXPECT_THAT(chair_.out.str(), HasSubstr("Sẽ xóa 1 đoạn văn"));
  ASSERT_EQ(chair_.Plays("journal erase --account thpt-viet-vinh --reason \"đã nghỉ việc\" --decision 22/QĐ"),
            ExitCode::kDone);
  EXPECT_THAT(chair_.out.str(), HasSubstr("Đã xóa 1 đoạn văn"));
}

// --- Witnesses.

TEST_F(JournalDesk, IsWitnessedByTheSuperior) {
  const std::string key = NamesTheWitness();
  ASSERT_EQ(union_.Plays("journal checkpoint"), ExitCode::kDone);
  EXPECT_THAT(union_.err.str(), HasSubstr("chưa mốc sổ nào được làm chứng"));
  ASSERT_EQ(witness_.Plays("witness sign" + At()), ExitCode::kDone) << witness_.err.str();
  EXPECT_THAT(witness_.out.str(), HasSubstr("lần đầu, chưa có gì để so"));
  ASSERT_EQ(union_.Plays("journal checkpoint"), ExitCode::kDone);
  EXPECT_THAT(union_.out.str(), HasSubstr("ldld-tinh.witness"));
  EXPECT_THAT(union_.err.str(), IsEmpty());

  ASSERT_EQ(union_.Plays(std::string("receipt take ") + kTask + " --to " + File("bien-nhan.txt")), ExitCode::kDone);
  EXPECT_THAT(union_.out.str(), HasSubstr("có làm chứng"));
  ASSERT_EQ(union_.Plays("receipt verify " + File("bien-nhan.txt")), ExitCode::kDone);
  EXPECT_THAT(union_.out.str(), HasSubstr("hãy so với khóa mà bên làm chứng công bố"));
  const std::string log =
      rules::VerifierKeyText(union_.profiles().journals().Find(world_.address(), "bac-quang").value().keys[0]);
  ASSERT_EQ(union_.Plays("receipt verify " + File("bien-nhan.txt") + " --key " + log + " --key " + key),
            ExitCode::kDone);
  EXPECT_THAT(union_.out.str(), Not(HasSubstr("hãy so với khóa mà bên làm chứng công bố")));

  ASSERT_EQ(chair_.Plays("witness list"), ExitCode::kDone);
  EXPECT_THAT(chair_.out.str(), AllOf(HasSubstr("ldld-tinh.witness"), HasSubstr("21/QĐ-LĐLĐ")));
  ASSERT_EQ(chair_.Plays("witness end ldld-tinh.witness --decision 23/QĐ-LĐLĐ"), ExitCode::kDone);
  EXPECT_EQ(witness_.Plays("witness sign" + At()), ExitCode::kRefused);
  EXPECT_THAT(witness_.err.str(), HasSubstr("WITNESS_UNKNOWN"));
}

TEST_F(JournalDesk, IsWarnedOfAWitnessWhoSignsNoMore) {
  NamesTheWitness();
  ASSERT_EQ(witness_.Plays("witness sign" + At()), ExitCode::kDone) << witness_.err.str();
  union_.now += absl::Hours(24 * 14);
  ASSERT_EQ(union_.Plays("journal checkpoint"), ExitCode::kDone);
  EXPECT_THAT(union_.err.str(), Not(HasSubstr("CẢNH BÁO")));
  union_.now += absl::Hours(24);
  ASSERT_EQ(union_.Plays("journal checkpoint"), ExitCode::kDone);
  EXPECT_THAT(union_.err.str(), HasSubstr("CẢNH BÁO: đã 15 ngày"));
}

TEST_F(JournalDesk, AWitnessHasOneKeyAndKeepsWhatItSigned) {
  EXPECT_EQ(witness_.Plays("witness key"), ExitCode::kUsage);
  EXPECT_EQ(witness_.Plays("witness key --name \"có dấu cách\""), ExitCode::kUsage);
  EXPECT_EQ(witness_.Plays("witness sign" + At()), ExitCode::kUsage);
  NamesTheWitness();
  const std::string key = witness_.out.str();
  ASSERT_EQ(witness_.Plays("witness key"), ExitCode::kDone);
  EXPECT_EQ(witness_.out.str(), key);
  EXPECT_EQ(witness_.Plays("witness key --name ten-khac"), ExitCode::kUsage);
  const auto secret = witness_.config() / "witness" / "key";
  EXPECT_EQ(std::filesystem::status(secret).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  ASSERT_EQ(witness_.Plays("witness sign" + At()), ExitCode::kDone);
  const std::string first = witness_.profiles().witness().LastSigned(world_.address(), "bac-quang").value();
  ASSERT_DONE(world_.UnionChair("thpt-viet-vinh").Acknowledges("1.3.thpt-viet-vinh"));
  ASSERT_EQ(witness_.Plays("witness sign" + At()), ExitCode::kDone);
  EXPECT_THAT(witness_.out.str(), HasSubstr("lần trước đã ký"));
  EXPECT_NE(witness_.profiles().witness().LastSigned(world_.address(), "bac-quang").value(), first);
  size_t kept = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(witness_.config() / "witness")) {
    kept += entry.path().extension() == ".checkpoint" ? 1 : 0;
  }
  EXPECT_EQ(kept, 2u);
}

// --- Forks: an operator who goes back to a copy and writes another past.

class Forked : public testing::Test {
 protected:
  Forked() {
    EXPECT_TRUE(desk_.profiles().servers().Keep(kept_.address(), {.vouching = Vouching::kClearText}).ok());
    EXPECT_EQ(desk_.Plays("witness key --name ldld-tinh.witness"), ExitCode::kDone);
    kept_.Stops();
    kept_.KeepsACopy("copy");
    kept_.Starts();
    kept_.Writes(3);
  }
  std::string At() const { return " --server " + kept_.address() + " --federation bac-quang"; }
  // Whoever remembers by the address of the server finds it again.
  void GoesBack(bool remembers_what_was_signed, int writes) {
    kept_.Stops();
    kept_.ReturnsToTheCopy("copy");
    if (!remembers_what_was_signed) std::filesystem::remove(kept_.keys_folder() + "/bac-quang.signed");
    kept_.Starts();
    kept_.Writes(writes);
    const auto servers = desk_.profiles().servers();
    EXPECT_TRUE(servers.Keep(kept_.address(), {.vouching = Vouching::kClearText}).ok());
  }
  std::filesystem::path Evidence() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(desk_.config() / "journals")) {
      if (entry.path().filename() == "before.checkpoint") return entry.path().parent_path();
    }
    return {};
  }

  KeptJournal kept_;
  Desk desk_;
};

TEST_F(Forked, IsFoundAndNamedAndKept) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone) << desk_.err.str();
  const std::string before = desk_.profiles().journals().Find(kept_.address(), "bac-quang").value().checkpoint;
  GoesBack(/*remembers_what_was_signed=*/false, 5);
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kForked);
  EXPECT_THAT(desk_.err.str(), HasSubstr("RẼ NHÁNH"));
  EXPECT_THAT(desk_.err.str(), Not(HasSubstr("CÓ KHAI BÁO")));
  EXPECT_EQ(TextOf(Evidence() / "before.checkpoint"), before);
  EXPECT_TRUE(ReadCheckpointNote(TextOf(Evidence() / "shown.checkpoint")).ok());
  // Nothing of it is believed, now or later.
  EXPECT_EQ(desk_.profiles().journals().Find(kept_.address(), "bac-quang").value().checkpoint, before);
  EXPECT_EQ(desk_.Plays("journal checkpoint --accept-restore" + At()), ExitCode::kForked);
  EXPECT_EQ(desk_.Plays("journal prove 1" + At()), ExitCode::kForked);
  desk_.language = "en";
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kForked);
  EXPECT_THAT(desk_.err.str(), HasSubstr("FORK: the journal of federation bac-quang"));
}

TEST_F(Forked, ThatIsShorterIsFoundToo) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  GoesBack(/*remembers_what_was_signed=*/false, 1);
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kForked);
}

TEST_F(Forked, OfTheSameSizeIsFoundToo) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  GoesBack(/*remembers_what_was_signed=*/false, 3);
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kForked);
}

TEST_F(Forked, IsNotSignedByTheWitness) {
  // Nobody has named this witness: what was signed is kept all the same.
  EXPECT_EQ(desk_.Plays("witness sign" + At()), ExitCode::kRefused);
  const std::string signed_before = desk_.profiles().witness().LastSigned(kept_.address(), "bac-quang").value();
  ASSERT_THAT(signed_before, Not(IsEmpty()));
  GoesBack(/*remembers_what_was_signed=*/false, 5);
  EXPECT_EQ(desk_.Plays("witness sign" + At()), ExitCode::kForked);
  EXPECT_EQ(desk_.profiles().witness().LastSigned(kept_.address(), "bac-quang").value(), signed_before);
  // Also where what was seen is forgotten: a witness goes by what it has signed.
  std::filesystem::remove_all(desk_.config() / "journals");
  EXPECT_EQ(desk_.Plays("witness sign" + At()), ExitCode::kForked);
}

TEST_F(Forked, IsFoundByTheHolderOfAnOldCheckpoint) {
  const std::string file = (desk_.folder() / "cu.txt").string();
  ASSERT_EQ(desk_.Plays("journal checkpoint --to " + file + At()), ExitCode::kDone);
  GoesBack(/*remembers_what_was_signed=*/false, 5);
  Desk inspector;
  EXPECT_TRUE(inspector.profiles().servers().Keep(kept_.address(), {.vouching = Vouching::kClearText}).ok());
  EXPECT_EQ(inspector.Plays("journal compare " + file + At()), ExitCode::kForked);
  const std::string newer = (desk_.folder() / "moi.txt").string();
  EXPECT_EQ(inspector.Plays("journal checkpoint --since " + file + " --to " + newer + At()), ExitCode::kForked);
}

TEST_F(Forked, ThatIsARestoreIsDeclaredAndAcceptedByAPerson) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  GoesBack(/*remembers_what_was_signed=*/true, 5);
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kRestored);
  EXPECT_THAT(desk_.err.str(), AllOf(HasSubstr("RẼ NHÁNH CÓ KHAI BÁO"), HasSubstr("--accept-restore")));
  EXPECT_FALSE(Evidence().empty());
  EXPECT_EQ(desk_.Plays("witness sign" + At()), ExitCode::kRestored);
  ASSERT_EQ(desk_.Plays("journal checkpoint --accept-restore" + At()), ExitCode::kDone) << desk_.err.str();
  EXPECT_THAT(desk_.out.str(), Not(HasSubstr("nối tiếp")));
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone) << desk_.err.str();
  EXPECT_FALSE(Evidence().empty());
}

// --- A server that lies about a restore.

// Seen before: five entries. Now the server shows three, the third of which says that two were kept.
struct Told {
  int64_t kept_size = 2;
  int64_t lost_size = 0;
  std::string lost_root = {};
  char receipt_key = 'k';
  bool of_another_log = false;
  bool damaged = false;
};
ExitCode AfterARestore(const Told& told) {
  const auto key = [](char seed) {
    return rules::MakeSigningKey("phancong/federations/bac-quang", rules::KeyKind::kLog, std::string(32, seed));
  };
  const auto note = [&](int64_t size, const rules::Hash& root, char seed) {
    rules::SignedNote made{
        .text = rules::CheckpointText({.origin = key('k').verifier.name, .size = size, .root = root}),
        .signatures = {}};
    rules::Sign(key(seed), made);
    return rules::SignedNoteText(made);
  };
  v1::Event event;
  event.mutable_restored_from_backup()->set_kept_size(told.kept_size);
  event.mutable_restored_from_backup()->set_lost_size(told.lost_size);
  event.mutable_restored_from_backup()->set_lost_root(told.lost_root);
  v1::EntryHeader header;
  header.set_federation("bac-quang");
  header.set_revision(3);
  rules::Receipt receipt;
  receipt.header = header.SerializeAsString();
  receipt.events = {{.shown = true, .salt = std::string(16, 's'), .bytes = event.SerializeAsString(), .digest = {}}};
  receipt.keys = {{.key = key(told.receipt_key).verifier, .handover = {}}};
  receipt.index = 2;
  rules::MerkleLog log;
  log.Add(rules::Sha256("one"));
  log.Add(rules::Sha256(told.of_another_log ? "another" : "two"));
  log.Add(rules::LeafHash(receipt.header, {rules::SaltedDigest(std::string(16, 's'), receipt.events[0].bytes)}));
  receipt.proof = rules::InclusionProof(2, 3, log.Reader()).value();
  const rules::Hash root = rules::Root(3, log.Reader()).value();
  receipt.checkpoint = note(3, root, told.receipt_key);

  v1::GetCheckpointResponse answer;
  answer.set_note(note(3, told.of_another_log ? rules::Sha256("shown") : root, 'k'));
  answer.add_keys()->set_verifier_key(rules::VerifierKeyText(key('k').verifier));
  answer.set_restoration_receipt(rules::ReceiptText(receipt) + (told.damaged ? "x" : ""));
  CannedServer server;
  server.Answer("GetCheckpoint", answer);
  Desk desk;
  EXPECT_TRUE(desk.profiles().servers().Keep(server.address(), {.vouching = Vouching::kClearText}).ok());
  EXPECT_TRUE(desk.profiles()
                  .journals()
                  .Keep(server.address(), "bac-quang",
                        {.keys = {key('k').verifier}, .checkpoint = note(5, rules::Sha256("seen"), 'k')})
                  .ok());
  return desk.Plays("journal checkpoint --server " + server.address() + " --federation bac-quang");
}

TEST(DeclaredRestore, IsBelievedWhereTheJournalProvesItAndExplainsWhatWasSeen) {
  EXPECT_EQ(AfterARestore({}), ExitCode::kRestored);
  EXPECT_EQ(AfterARestore({.lost_size = 5, .lost_root = rules::Sha256("seen")}), ExitCode::kRestored);
  EXPECT_EQ(AfterARestore({.lost_size = 9, .lost_root = rules::Sha256("later")}), ExitCode::kRestored);
}

TEST(DeclaredRestore, IsAForkWhereItIsNotProvenOrExplainsNothing) {
  EXPECT_EQ(AfterARestore({.kept_size = 5}), ExitCode::kForked);
  // With as many entries the lost journal was another than the one that was seen.
  EXPECT_EQ(AfterARestore({.lost_size = 5, .lost_root = rules::Sha256("another")}), ExitCode::kForked);
  EXPECT_EQ(AfterARestore({.receipt_key = 'x'}), ExitCode::kForked);
  EXPECT_EQ(AfterARestore({.of_another_log = true}), ExitCode::kForked);
  EXPECT_EQ(AfterARestore({.damaged = true}), ExitCode::kForked);
}

TEST(Checkpoint, WithoutASignatureProvesNothing) {
  CannedServer server;
  v1::GetCheckpointResponse answer;
  answer.set_revision(3);
  server.Answer("GetCheckpoint", answer);
  Desk desk;
  EXPECT_TRUE(desk.profiles().servers().Keep(server.address(), {.vouching = Vouching::kClearText}).ok());
  const std::string at = " --server " + server.address() + " --federation bac-quang";
  EXPECT_EQ(desk.Plays("journal checkpoint" + at), ExitCode::kRefused);
  EXPECT_THAT(desk.err.str(), HasSubstr("không có chữ ký"));
  EXPECT_EQ(desk.Plays("journal checkpoint --server " + server.address()), ExitCode::kUsage);
  EXPECT_THAT(desk.err.str(), HasSubstr("--federation"));
  EXPECT_EQ(desk.Plays("journal checkpoint --federation bac-quang"), ExitCode::kUsage);
  EXPECT_THAT(desk.err.str(), HasSubstr("--server"));
}

// --- Keys: handed over, lost, replaced.

TEST_F(Forked, ANewKeyIsKnownByTheHandoverOfTheOld) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  ASSERT_TRUE(journal::SetKey(kept_.custody(), "bac-quang", journal::Succession::kHandedOver).ok());
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(desk_.profiles().journals().Find(kept_.address(), "bac-quang").value().keys.size(), 2u);
}

TEST_F(Forked, ANewKeyOfAJournalWhoseKeyWasLostIsAcceptedByAPerson) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  const auto key = journal::SetKey(kept_.custody(), "bac-quang", journal::Succession::kAlone);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), AllOf(HasSubstr(rules::VerifierKeyText(*key)), HasSubstr("--accept-key")));
  const rules::SigningKey other = rules::MakeSigningKey(key->name, rules::KeyKind::kLog, std::string(32, 'x'));
  EXPECT_EQ(desk_.Plays("journal checkpoint --accept-key " + rules::VerifierKeyText(other.verifier) + At()),
            ExitCode::kNotTrusted);
  ASSERT_EQ(desk_.Plays("journal checkpoint --accept-key " + rules::VerifierKeyText(*key) + At()), ExitCode::kDone)
      << desk_.err.str();
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
}

TEST_F(Forked, AKeyThatIsTypedIsTheOnlyOneTrustedAtFirst) {
  const std::string key =
      rules::VerifierKeyText(rules::ParseVerifierKey(kept_.AsksForTheCheckpoint()->keys(0).verifier_key()).value());
  const rules::SigningKey other =
      rules::MakeSigningKey("phancong/federations/bac-quang", rules::KeyKind::kLog, std::string(32, 'x'));
  EXPECT_EQ(desk_.Plays("journal checkpoint --accept-key " + rules::VerifierKeyText(other.verifier) + At()),
            ExitCode::kNotTrusted);
  ASSERT_EQ(desk_.Plays("journal checkpoint --accept-key " + key + At()), ExitCode::kDone) << desk_.err.str();
  EXPECT_THAT(desk_.err.str(), Not(HasSubstr("Lần đầu thấy")));
}

TEST_F(Forked, AKeyThatWasReplacedSignsNothingAnyMore) {
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  const std::string old_key =
      rules::VerifierKeyText(desk_.profiles().journals().Find(kept_.address(), "bac-quang").value().keys[0]);
  // A copy of now, which whoever has the old key goes on from.
  kept_.Stops();
  kept_.KeepsACopy("copy");
  kept_.Starts();
  ASSERT_TRUE(journal::SetKey(kept_.custody(), "bac-quang", journal::Succession::kHandedOver).ok());
  ASSERT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kDone);
  GoesBack(/*remembers_what_was_signed=*/false, 5);
  EXPECT_EQ(desk_.Plays("journal checkpoint" + At()), ExitCode::kNotTrusted);
  EXPECT_THAT(desk_.err.str(), HasSubstr("khóa cũ, đã được thay"));
  // Whoever accepts the key still sees that it is a fork.
  EXPECT_EQ(desk_.Plays("journal checkpoint --accept-key " + old_key + At()), ExitCode::kForked);
}

// --- Words.

TEST(EventWords, AreThereForEveryEventAndField) {
  const auto& kinds = *v1::Event::descriptor()->oneof_decl(0);
  std::vector<const google::protobuf::Descriptor*> left;
  for (int i = 0; i < kinds.field_count(); ++i) {
    const Phrase word = EventWord(kinds.field(i)->name());
    EXPECT_FALSE(word.vi.empty() || word.en.empty()) << kinds.field(i)->name();
    left.push_back(kinds.field(i)->message_type());
  }
  while (!left.empty()) {
    const google::protobuf::Descriptor* type = left.back();
    left.pop_back();
    for (int i = 0; i < type->field_count(); ++i) {
      const google::protobuf::FieldDescriptor* field = type->field(i);
      const Phrase word = EventFieldWord(field->name());
      EXPECT_FALSE(word.vi.empty() || word.en.empty()) << type->full_name() << "." << field->name();
      const google::protobuf::Descriptor* inner = field->message_type();
      if (inner != nullptr && !field->is_map() && inner != v1::Text::descriptor() &&
          inner->file() == v1::Event::descriptor()->file()) {
        left.push_back(inner);
      }
    }
  }
}

}  // namespace
}  // namespace phancong::client
