// Reminders as e-mail, to a real SMTP server that the test starts.
#include "services/reminders/mail.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reminders/smtp.h"
#include "storage/store.h"
#include "tests/services/reminded_federation.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr int64_t kDayMicros = int64_t{24} * 3600 * 1'000'000;

std::string OutputOf(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> piece;
  while (pipe != nullptr && fgets(piece.data(), piece.size(), pipe) != nullptr) output += piece.data();
  if (pipe != nullptr) pclose(pipe);
  return output;
}

// A server in a process of its own; the mails that it took, and what it heard, stay when it ends. What it refuses
// stands in smtp_server.py.
class SmtpServer {
 public:
  SmtpServer() : folder_(std::filesystem::temp_directory_path().string() + "/phancong-mail-XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~SmtpServer() {
    End();
    std::filesystem::remove_all(folder_);
  }

  // With a certificate for 127.0.0.1 that nobody has signed but itself.
  void MakesACertificate() {
    const std::string made = OutputOf(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout " +
        folder_ + "/key -out " + certificate() + " 2>&1");
    ASSERT_TRUE(std::filesystem::exists(certificate())) << made;
  }
  [[nodiscard]] std::string certificate() const { return folder_ + "/certificate"; }
  void SpeaksStartTls() { UsesItsCertificate({}); }
  void SpeaksTls() {
    scheme_ = "smtps";
    UsesItsCertificate({"--tls"});
  }
  void AsksForAPassword() { Takes({"--user", "phancong", "--password", kPassword}); }
  void TakesNoSender() { Takes({"--closed"}); }
  void TakesAnybody() { std::erase(arguments_, "--closed"); }
  static constexpr char kPassword[] = "mật khẩu của thư";

  // On the port that it had before, if it had one.
  void Begin() {
    int out[2];
    ASSERT_EQ(pipe(out), 0);
    process_ = fork();
    ASSERT_GE(process_, 0);
    if (process_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      std::vector<std::string> words = {"python3", PHANCONG_SOURCE_DIR "/tests/services/smtp_server.py",
                                        std::to_string(port_), folder_};
      words.insert(words.end(), arguments_.begin(), arguments_.end());
      std::vector<char*> argv;
      for (std::string& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      execvp("python3", argv.data());
      _exit(127);
    }
    close(out[1]);
    FILE* said = fdopen(out[0], "r");
    ASSERT_EQ(fscanf(said, "%d", &port_), 1) << "python3 is needed";
    fclose(said);
  }
  void End() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  [[nodiscard]] std::string url() const { return scheme_ + "://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string Mails() const {
    return OutputOf("python3 " PHANCONG_SOURCE_DIR "/tests/services/read_mails.py " + folder_);
  }
  // What was said to it that begins so: "clear: RCPT", or "tls: ".
  [[nodiscard]] std::vector<std::string> Heard(std::string_view beginning) const {
    std::vector<std::string> heard;
    std::ifstream file(folder_ + "/heard");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with(beginning)) heard.push_back(line);
    }
    return heard;
  }

 private:
  void Takes(const std::vector<std::string>& arguments) {
    arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
  }
  void UsesItsCertificate(const std::vector<std::string>& more) {
    Takes({"--certificate", certificate(), "--key", folder_ + "/key"});
    Takes(more);
  }

  std::string folder_;
  std::string scheme_ = "smtp";
  std::vector<std::string> arguments_;
  int port_ = 0;
  pid_t process_ = 0;
};

reminders::SmtpOptions To(const SmtpServer& server) {
  return {.url = server.url(), .from = "phancong@congdoan.vn", .user = {}, .password = {}, .ca_file = {}};
}

reminders::SmtpOptions WithPasswordTo(const SmtpServer& server) {
  reminders::SmtpOptions options = To(server);
  options.user = "phancong";
  options.password = SmtpServer::kPassword;
  options.ca_file = server.certificate();
  return options;
}

// What the server logs, which in tests goes to standard output, until it is asked for.
class Log {
 public:
  Log() { testing::internal::CaptureStdout(); }
  ~Log() {
    if (!ended_) testing::internal::GetCapturedStdout();
  }
  std::string End() {
    ended_ = true;
    return testing::internal::GetCapturedStdout();
  }

 private:
  bool ended_ = false;
};

struct GivenUp {
  int64_t attempts = 0;
  int64_t at = 0;
  std::string error;
};

std::vector<GivenUp> MailGivenUp(World& world) {
  std::vector<GivenUp> given_up;
  const absl::Status read = world.store().Read([&](storage::ReadTransaction& tx) {
    const auto rows =
        tx.Query("SELECT attempts, given_up_at, last_error FROM mail WHERE given_up_at > 0 ORDER BY account", {});
    if (!rows.ok()) return rows.status();
    for (const storage::Row& row : *rows) given_up.push_back({row.Int(0), row.Int(1), row.Text(2)});
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return given_up;
}

// The chairs of "xa" and of "truong", in this order, have a message that is to be mailed to these addresses.
void HasMailFor(World& world, const std::string& xa, const std::string& truong) {
  MakeRemindedFederation(world);
  ASSERT_DONE(world.UnionChair("xa").SetsMailAddress(xa));
  ASSERT_DONE(world.UnionChair("truong").SetsMailAddress(truong));
  GivesDuty(world, {"xa", "truong"}, "2025-03-31");
  world.GoTo("2025-03-17");
  world.RingsReminders();
}

TEST(AMail, ArrivesWithVietnameseText) {
  SmtpServer server;
  server.Begin();
  World world({.smtp = To(server)});
  MakeRemindedFederation(world);
  ASSERT_DONE(world.UnionChair("xa").SetsMailAddress("xa@congdoan.vn"));
  world.UnionOfficer("xa");
  GivesDuty(world, {"xa"}, "2025-03-31");
  world.GoTo("2025-03-17");
  EXPECT_EQ(world.SendsMail(), 0);
  world.RingsReminders();
  EXPECT_EQ(world.SendsMail(), 1);
  EXPECT_EQ(world.SendsMail(), 0);
  const std::string mails = server.Mails();
  EXPECT_THAT(mails, HasSubstr("to: xa@congdoan.vn xa@congdoan.vn"));
  EXPECT_THAT(mails, HasSubstr("from: phancong@congdoan.vn"));
  EXPECT_THAT(mails, HasSubstr("subject: [Nhắc hạn] Còn 14 ngày đến hạn: adhoc-1 Báo cáo nhanh về bão\n"));
  EXPECT_THAT(mails, HasSubstr("id: <phancong.bac-quang."));
  EXPECT_THAT(mails, HasSubstr("language: vi"));
  EXPECT_THAT(mails, HasSubstr("Còn 14 ngày đến hạn: adhoc-1 Báo cáo nhanh về bão (CĐCS xã Đông Yên), hạn 31/03/2025. "
                               "Hãy báo cáo và nộp: phancong submit 2025/adhoc-1.xa"));
}

TEST(AMail, ThatFindsNoServerArrivesOnceOneIsThere) {
  SmtpServer server;
  server.Begin();
  World world({.smtp = To(server)});
  server.End();
  MakeRemindedFederation(world);
  ASSERT_DONE(world.UnionChair("xa").SetsMailAddress("xa@congdoan.vn"));
  ASSERT_DONE(world.UnionChair("truong").SetsMailAddress("truong@congdoan.vn"));
  GivesDuty(world, {"xa", "truong"}, "2025-03-31");
  world.GoTo("2025-03-17");
  EXPECT_EQ(world.RingsReminders(), 1);
  EXPECT_EQ(world.SendsMail(), 0);
  world.Restart();
  server.Begin();
  // Its minute is not over.
  EXPECT_EQ(world.SendsMail(), 0);
  world.PassHours(1);
  EXPECT_EQ(world.SendsMail(), 2);
  EXPECT_THAT(server.Mails(), HasSubstr("to: truong@congdoan.vn"));
  EXPECT_THAT(server.Mails(), HasSubstr("to: xa@congdoan.vn"));
}

TEST(AMail, IsNotSentToWhoWantsNoneAnyMore) {
  SmtpServer server;
  server.Begin();
  World world({.smtp = To(server)});
  MakeRemindedFederation(world);
  ASSERT_DONE(world.UnionChair("xa").SetsMailAddress("xa@congdoan.vn"));
  GivesDuty(world, {"xa"}, "2025-03-31");
  world.GoTo("2025-03-17");
  world.RingsReminders();
  ASSERT_DONE(world.UnionChair("xa").SetsMailAddress(""));
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_EQ(server.Mails(), "");
}

// Who is refused for ever comes first in the queue; the other is served all the same.
class RefusedForEver : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(RefusedForEver, IsGivenUpAtOnceAndKeptWithItsErrorForNinetyDays) {
  const auto& [address, error] = GetParam();
  SmtpServer server;
  server.Begin();
  World world({.smtp = To(server)});
  HasMailFor(world, address, "truong@congdoan.vn");
  Log log;
  EXPECT_EQ(world.SendsMail(), 1);
  EXPECT_THAT(server.Mails(), HasSubstr("to: truong@congdoan.vn"));
  const std::vector<GivenUp> given_up = MailGivenUp(world);
  ASSERT_EQ(given_up.size(), 1u);
  EXPECT_EQ(given_up[0].attempts, 1);
  EXPECT_EQ(given_up[0].at, world.now_micros());
  EXPECT_EQ(given_up[0].error, error);
  const std::string logged = log.End();
  EXPECT_THAT(logged, HasSubstr(error));
  EXPECT_THAT(logged, HasSubstr("given up"));
  EXPECT_THAT(logged, Not(HasSubstr("congdoan.vn")));

  world.Restart();
  world.PassHours(90 * 24 - 1);
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_EQ(MailGivenUp(world).size(), 1u);
  world.PassHours(1);
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
  EXPECT_EQ(server.Heard("clear: RCPT TO:<" + std::string(address)).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(AMail, RefusedForEver,
                         testing::Values(std::pair("gone@congdoan.vn", "the mailbox was refused (SMTP 550)"),
                                         std::pair("banned@congdoan.vn", "the text was refused (SMTP 554)")),
                         [](const auto& tested) { return std::string(tested.index == 0 ? "Mailbox" : "Text"); });

class RefusedForNow : public testing::TestWithParam<const char*> {};

TEST_P(RefusedForNow, IsTriedAgainAndDoesNotHoldUpOthers) {
  SmtpServer server;
  server.Begin();
  World world({.smtp = To(server)});
  HasMailFor(world, GetParam(), "truong@congdoan.vn");
  const std::string asked = std::string("clear: RCPT TO:<") + GetParam();
  EXPECT_EQ(world.SendsMail(), 1);
  EXPECT_THAT(server.Mails(), HasSubstr("to: truong@congdoan.vn"));
  for (size_t attempts = 2; attempts <= 4; ++attempts) {
    world.PassHours(1);
    EXPECT_EQ(world.SendsMail(), 0);
    EXPECT_EQ(server.Heard(asked).size(), attempts);
  }
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
  ASSERT_DONE(world.UnionChair("xa").SetsMailAddress("xa@congdoan.vn"));
  world.PassHours(1);
  EXPECT_EQ(world.SendsMail(), 1);
}

INSTANTIATE_TEST_SUITE_P(AMail, RefusedForNow, testing::Values("full@congdoan.vn", "busy@congdoan.vn"),
                         [](const auto& tested) { return std::string(tested.index == 0 ? "Mailbox" : "Text"); });

// It is the operator who is refused, not those whom the mails are for.
TEST(AMail, WhoseSenderIsRefusedWaitsWithAllOthers) {
  SmtpServer server;
  server.TakesNoSender();
  server.Begin();
  World world({.smtp = To(server)});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_EQ(server.Heard("clear: MAIL").size(), 1u);
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
  server.End();
  server.TakesAnybody();
  server.Begin();
  world.PassHours(1);
  EXPECT_EQ(world.SendsMail(), 2);
}

TEST(AMail, IsGivenUpWhenNoServerWasThereForThreeDays) {
  SmtpServer server;
  server.Begin();
  World world({.smtp = To(server)});
  server.End();
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  const int64_t queued = world.now_micros();
  Log log;
  for (int hour = 0; hour < 72; ++hour) {
    EXPECT_EQ(world.SendsMail(), 0);
    EXPECT_THAT(MailGivenUp(world), IsEmpty()) << "after " << hour << " hours";
    if (hour % 24 == 12) world.Restart();
    world.PassHours(1);
  }
  // The last wait before it is over three days and six hours after it was queued, at the latest.
  for (int hour = 72; hour <= 78; ++hour, world.PassHours(1)) EXPECT_EQ(world.SendsMail(), 0);
  const std::vector<GivenUp> given_up = MailGivenUp(world);
  ASSERT_EQ(given_up.size(), 2u);
  for (const GivenUp& mail : given_up) {
    EXPECT_GE(mail.at - queued, 3 * kDayMicros);
    // Each hour while it waits an hour or less, and every six hours at the end.
    EXPECT_GT(mail.attempts, 12);
    EXPECT_LT(mail.attempts, 25);
    EXPECT_THAT(mail.error, HasSubstr("connect"));
  }
  const std::string logged = log.End();
  EXPECT_THAT(logged, HasSubstr("given up"));
  EXPECT_THAT(logged, Not(HasSubstr("@")));
  server.Begin();
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_EQ(server.Mails(), "");
  world.PassHours(90 * 24);
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
}

TEST(AMail, TravelsUnderTlsWhereItIsOffered) {
  SmtpServer server;
  server.MakesACertificate();
  server.SpeaksStartTls();
  server.Begin();
  reminders::SmtpOptions options = To(server);
  options.ca_file = server.certificate();
  World world({.smtp = options});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  EXPECT_EQ(world.SendsMail(), 2);
  EXPECT_THAT(server.Heard("clear: "), ElementsAre(StartsWith("clear: EHLO "), "clear: STARTTLS"));
  EXPECT_EQ(server.Heard("tls: RCPT").size(), 2u);
}

// What a password looks like on the wire.
std::vector<std::string> Disguises(const std::string& user, const std::string& password) {
  return {password, absl::Base64Escape(password), absl::Base64Escape('\0' + user + '\0' + password)};
}

void ExpectNoPasswordInClear(const SmtpServer& server) {
  for (const std::string& line : server.Heard("clear: ")) {
    EXPECT_THAT(line, Not(HasSubstr("AUTH")));
    for (const std::string& word : Disguises("phancong", SmtpServer::kPassword))
      EXPECT_THAT(line, Not(HasSubstr(word)));
  }
}

TEST(APassword, IsGivenUnderStartTls) {
  SmtpServer server;
  server.MakesACertificate();
  server.SpeaksStartTls();
  server.AsksForAPassword();
  server.Begin();
  World world({.smtp = WithPasswordTo(server)});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  EXPECT_EQ(world.SendsMail(), 2);
  EXPECT_THAT(server.Heard("clear: "), ElementsAre(StartsWith("clear: EHLO "), "clear: STARTTLS"));
  EXPECT_EQ(server.Heard("tls: AUTH").size(), 1u);
}

TEST(APassword, IsGivenUnderTlsFromTheFirstByte) {
  SmtpServer server;
  server.MakesACertificate();
  server.SpeaksTls();
  server.AsksForAPassword();
  server.Begin();
  World world({.smtp = WithPasswordTo(server)});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  EXPECT_EQ(world.SendsMail(), 2);
  EXPECT_THAT(server.Heard("clear: "), IsEmpty());
  EXPECT_EQ(server.Heard("tls: AUTH").size(), 1u);
}

// As where somebody between the two takes STARTTLS out of what the server says.
TEST(APassword, NeverLeavesInClear) {
  SmtpServer server;
  server.MakesACertificate();
  server.AsksForAPassword();
  server.Begin();
  World world({.smtp = WithPasswordTo(server)});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_THAT(server.Heard("clear: "), Not(IsEmpty()));
  ExpectNoPasswordInClear(server);
  EXPECT_THAT(server.Heard("clear: MAIL"), IsEmpty());
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
  server.End();
  server.SpeaksStartTls();
  server.Begin();
  world.PassHours(1);
  EXPECT_EQ(world.SendsMail(), 2);
  ExpectNoPasswordInClear(server);
}

TEST(APassword, IsNotGivenToAServerThatNobodyVouchesFor) {
  SmtpServer server;
  server.MakesACertificate();
  server.SpeaksStartTls();
  server.AsksForAPassword();
  server.Begin();
  reminders::SmtpOptions options = WithPasswordTo(server);
  // What the system trusts, which this certificate is not among.
  options.ca_file.clear();
  World world({.smtp = options});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_THAT(server.Heard("clear: "), ElementsAre(StartsWith("clear: EHLO "), "clear: STARTTLS"));
  EXPECT_THAT(server.Heard("tls: "), IsEmpty());
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
}

TEST(APassword, ThatIsWrongLetsAllMailWait) {
  SmtpServer server;
  server.MakesACertificate();
  server.SpeaksStartTls();
  server.AsksForAPassword();
  server.Begin();
  reminders::SmtpOptions options = WithPasswordTo(server);
  options.password = "mật khẩu khác";
  World world({.smtp = options});
  HasMailFor(world, "xa@congdoan.vn", "truong@congdoan.vn");
  Log log;
  EXPECT_EQ(world.SendsMail(), 0);
  EXPECT_EQ(server.Heard("tls: AUTH").size(), 1u);
  EXPECT_THAT(server.Heard("tls: MAIL"), IsEmpty());
  EXPECT_THAT(MailGivenUp(world), IsEmpty());
  const std::string logged = log.End();
  for (const std::string& word : Disguises("phancong", options.password)) EXPECT_THAT(logged, Not(HasSubstr(word)));
}

TEST(TheNextAttempt, WaitsTwiceAsLongUpToSixHours) {
  const int64_t minutes[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360};
  for (int64_t failures = 1; failures <= 12; ++failures) {
    EXPECT_EQ(reminders::MicrosUntilNextAttempt(failures), minutes[failures - 1] * 60'000'000) << failures;
  }
  EXPECT_EQ(reminders::MicrosUntilNextAttempt(1'000'000), int64_t{6} * 3600 * 1'000'000);
}

TEST(SmtpOptions, AreCheckedBeforeTheServerStarts) {
  const reminders::SmtpOptions right{
      .url = "smtp://mail.vn:25", .from = "a@b.vn", .user = {}, .password = {}, .ca_file = {}};
  EXPECT_TRUE(reminders::CheckSmtpOptions(right).ok());
  for (const char* url : {"", "mail.vn:25", "http://mail.vn", "smtp://", "smtp://u:p@mail.vn:25", "smtp://mail vn"}) {
    reminders::SmtpOptions wrong = right;
    wrong.url = url;
    EXPECT_FALSE(reminders::CheckSmtpOptions(wrong).ok()) << url;
  }
  for (const char* from : {"", "a", "@b", "a@", "<a@b.vn>", "a@b.vn\r\nBcc: x@y.vn"}) {
    reminders::SmtpOptions wrong = right;
    wrong.from = from;
    EXPECT_FALSE(reminders::CheckSmtpOptions(wrong).ok()) << from;
  }
  reminders::SmtpOptions without = right;
  without.user = "u";
  EXPECT_FALSE(reminders::CheckSmtpOptions(without).ok());
}

}  // namespace
}  // namespace phancong::services_test
