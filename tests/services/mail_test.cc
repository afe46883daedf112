// Reminders as e-mail, to a real SMTP server that the test starts.
#include "services/reminders/mail.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reminders/smtp.h"
#include "tests/services/reminded_federation.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Person;
using support::World;
using testing::HasSubstr;
using testing::Not;

std::string OutputOf(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> piece;
  while (pipe != nullptr && fgets(piece.data(), piece.size(), pipe) != nullptr) output += piece.data();
  if (pipe != nullptr) pclose(pipe);
  return output;
}

// A server in a process of its own; the mails that it took stay when it ends.
class SmtpServer {
 public:
  SmtpServer() : folder_(std::filesystem::temp_directory_path().string() + "/phancong-mail-XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~SmtpServer() {
    End();
    std::filesystem::remove_all(folder_);
  }

  // On the port that it had before, if it had one.
  void Begin() {
    int out[2];
    ASSERT_EQ(pipe(out), 0);
    process_ = fork();
    ASSERT_GE(process_, 0);
    if (process_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      execlp("python3", "python3", "-W", "ignore", PHANCONG_SOURCE_DIR "/tests/services/smtp_server.py",
             std::to_string(port_).c_str(), folder_.c_str(), nullptr);
      _exit(127);
    }
    close(out[1]);
    FILE* said = fdopen(out[0], "r");
    ASSERT_EQ(fscanf(said, "%d", &port_), 1) << "python3 with smtpd is needed (Debian 12's python3)";
    fclose(said);
  }
  void End() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string Mails() const {
    return OutputOf("python3 " PHANCONG_SOURCE_DIR "/tests/services/read_mails.py " + folder_);
  }

 private:
  std::string folder_;
  int port_ = 0;
  pid_t process_ = 0;
};

reminders::SmtpOptions To(const SmtpServer& server) {
  return {.url = server.url(), .from = "phancong@congdoan.vn", .user = {}, .password = {}};
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

TEST(TheNextAttempt, WaitsTwiceAsLongUpToSixHours) {
  const int64_t minutes[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360};
  for (int64_t failures = 1; failures <= 12; ++failures) {
    EXPECT_EQ(reminders::MicrosUntilNextAttempt(failures), minutes[failures - 1] * 60'000'000) << failures;
  }
  EXPECT_EQ(reminders::MicrosUntilNextAttempt(1'000'000), int64_t{6} * 3600 * 1'000'000);
}

TEST(SmtpOptions, AreCheckedBeforeTheServerStarts) {
  const reminders::SmtpOptions right{.url = "smtp://mail.vn:25", .from = "a@b.vn", .user = {}, .password = {}};
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
