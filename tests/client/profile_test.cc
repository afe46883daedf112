#include "client/cli/profile.h"

#include <sys/stat.h>

#include <fstream>

#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

mode_t ModeOf(const std::filesystem::path& path) {
  struct stat facts {};
  EXPECT_EQ(stat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 0777;
}

TEST(Profile, IsKeptForItsOwnerOnly) {
  const mode_t before = umask(0);
  Desk desk;
  desk.SignIn("127.0.0.1:7443", "chu-tich", "ct");
  umask(before);
  EXPECT_EQ(ModeOf(desk.config()), 0700U);
  EXPECT_EQ(ModeOf(desk.config() / "ct"), 0700U);
  EXPECT_EQ(ModeOf(desk.config() / "ct" / "token"), 0600U);
  EXPECT_EQ(ModeOf(desk.config() / "ct" / "profile"), 0600U);

  const absl::StatusOr<Profile> profile = desk.profiles().Load("ct");
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->server, "127.0.0.1:7443");
  EXPECT_EQ(profile->federation, "bac-quang");
  EXPECT_EQ(profile->account, "chu-tich");
  EXPECT_EQ(profile->round, "2025");
  EXPECT_EQ(profile->token, "token-of-chu-tich");
}

TEST(Profile, ATokenThatOthersMayReadIsRefused) {
  Desk desk;
  desk.SignIn("127.0.0.1:7443", "chu-tich", "ct");
  for (const mode_t mode : {0644, 0640, 0620}) {
    chmod((desk.config() / "ct" / "token").c_str(), mode);
    const absl::StatusOr<Profile> profile = desk.profiles().Load("ct");
    ASSERT_FALSE(profile.ok());
    EXPECT_EQ(ExitCodeOf(profile.status()), ExitCode::kUsage);
    EXPECT_THAT(Explain(profile.status(), Language::kVietnamese).front(), HasSubstr("chmod 600"));
  }
}

TEST(Profile, SigningOutRemovesTheToken) {
  Desk desk;
  desk.SignIn("127.0.0.1:7443", "chu-tich", "ct");
  Profile profile = desk.profiles().Load("ct").value();
  profile.token.clear();
  ASSERT_TRUE(desk.profiles().Save(profile).ok());
  EXPECT_FALSE(std::filesystem::exists(desk.config() / "ct" / "token"));
}

TEST(Profile, OneThatIsNotThereIsEmpty) {
  Desk desk;
  const absl::StatusOr<Profile> profile = desk.profiles().Load("moi");
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->name, "moi");
  EXPECT_TRUE(profile->server.empty());
}

TEST(Profile, NamesStayInsideTheFolder) {
  Desk desk;
  for (const char* name : {"", "..", ".", "a/b", "../a", "a b", "current"}) {
    EXPECT_FALSE(desk.profiles().Load(name).ok()) << name;
    EXPECT_FALSE(desk.profiles().Save({.name = name}).ok()) << name;
    EXPECT_FALSE(desk.profiles().SetCurrent(name).ok()) << name;
  }
}

TEST(Profile, AnUnknownLineIsSaidAndNotIgnored) {
  Desk desk;
  desk.SignIn("127.0.0.1:7443", "chu-tich", "ct");
  std::ofstream(desk.config() / "ct" / "profile") << "# của tôi\nserver = 127.0.0.1:1\nserwer = 2\n";
  const absl::StatusOr<Profile> profile = desk.profiles().Load("ct");
  ASSERT_FALSE(profile.ok());
  EXPECT_THAT(Explain(profile.status(), Language::kEnglish).front(), HasSubstr("serwer"));
}

TEST(Profile, TheCurrentOneIsChosen) {
  Desk desk;
  EXPECT_EQ(desk.profiles().Current(), "default");
  desk.SignIn("127.0.0.1:7443", "b", "b");
  desk.SignIn("127.0.0.1:7443", "a", "a");
  EXPECT_EQ(desk.Plays("profile use b"), ExitCode::kDone);
  EXPECT_EQ(desk.profiles().Current(), "b");
  EXPECT_THAT(desk.profiles().List(), ElementsAre("a", "b"));
  EXPECT_EQ(desk.Plays("profile set round 2026"), ExitCode::kDone);
  EXPECT_EQ(desk.profiles().Load("b")->round, "2026");
  EXPECT_EQ(desk.profiles().Load("a")->round, "2025");
  EXPECT_EQ(desk.Plays("profile set rond 2026"), ExitCode::kUsage);
  EXPECT_EQ(desk.Plays("profile list -o csv"), ExitCode::kDone);
  EXPECT_EQ(desk.out.str(),
            "profile,server,federation,account,round,signed_in,current\n"
            "a,127.0.0.1:7443,bac-quang,a,2025,có,\n"
            "b,127.0.0.1:7443,bac-quang,b,2026,có,có\n");
}

TEST(PrivateFile, IsReplacedWholeAndLeavesNothingBehind) {
  Desk desk;
  const std::filesystem::path file = desk.folder() / "f";
  ASSERT_TRUE(WritePrivateFile(file, "một", IfThere::kReplace).ok());
  ASSERT_TRUE(WritePrivateFile(file, "hai", IfThere::kReplace).ok());
  EXPECT_EQ(ReadPrivateFile(file).value(), "hai");
  EXPECT_TRUE(absl::IsAlreadyExists(WritePrivateFile(file, "ba", IfThere::kFail)));
  EXPECT_EQ(ReadPrivateFile(file).value(), "hai");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(desk.folder()), {}), 1);
}

}  // namespace
}  // namespace phancong::client
