// The certificate on the disk, and what its operator is told.
#include "services/serving/certificate.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "services/serving/clock.h"
#include "services/serving/operations.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::serving {
namespace {

using testing::HasSubstr;

constexpr int64_t kDayMicros = int64_t{24} * 3600 * 1'000'000;

mode_t ModeOf(const std::filesystem::path& path) {
  struct stat facts {};
  EXPECT_EQ(stat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 0777;
}

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class CertificateTest : public testing::Test {
 protected:
  absl::Status Makes(IfMade if_made = IfMade::kKeep, int64_t now_micros = WallClock().NowMicros()) {
    return MakeCertificate(db_, now_micros, if_made);
  }
  absl::StatusOr<Certificate> Reads(int64_t later_micros = 0) {
    return ReadCertificate(files_, WallClock().NowMicros() + later_micros);
  }
  // What an operator reads in Vietnamese.
  std::string Refusal() {
    const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(Reads().status());
    return refusal ? rules::RefusalMessage(*refusal, "vi") : "";
  }

  storage::ScratchFolder folder_;
  const std::string db_ = folder_.File("phancong.db");
  const CertificateFiles files_ = CertificateBeside(db_);
};

TEST_F(CertificateTest, IsMadeForTenYearsAndItsOwnerAlone) {
  const mode_t before = umask(0);
  ASSERT_TRUE(Makes().ok());
  umask(before);
  const absl::StatusOr<Certificate> made = Reads();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_GT(made->not_after_micros, WallClock().NowMicros() + 3649 * kDayMicros);
  EXPECT_LE(made->not_after_micros, WallClock().NowMicros() + 3650 * kDayMicros);
  EXPECT_EQ(ModeOf(std::filesystem::path(files_.key).parent_path()), 0700U);
  EXPECT_EQ(ModeOf(files_.key), 0600U);
  EXPECT_EQ(ModeOf(files_.certificate), 0644U);
  // Nothing unfinished stays beside it.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(CertificateTest, OneThatIsThereIsKeptUnlessAnotherIsAskedFor) {
  ASSERT_TRUE(Makes().ok());
  const std::string first = Reads().value().fingerprint;
  EXPECT_FALSE(Makes().ok());
  EXPECT_EQ(Reads().value().fingerprint, first);
  ASSERT_TRUE(Makes(IfMade::kReplace).ok());
  EXPECT_NE(Reads().value().fingerprint, first);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(CertificateTest, AKeyThatOthersMayReadOrChangeIsRefused) {
  ASSERT_TRUE(Makes().ok());
  for (const mode_t mode : {0604, 0602, 0620, 0644}) {
    ASSERT_EQ(chmod(files_.key.c_str(), mode), 0);
    EXPECT_THAT(Refusal(), HasSubstr("chmod 600 " + files_.key)) << std::oct << mode;
  }
  for (const mode_t mode : {0600, 0400, 0640}) {
    ASSERT_EQ(chmod(files_.key.c_str(), mode), 0);
    EXPECT_TRUE(Reads().ok()) << std::oct << mode;
  }
}

TEST_F(CertificateTest, WhatDoesNotFitIsRefused) {
  ASSERT_TRUE(Makes().ok());
  const std::string key = TextOf(files_.key);
  ASSERT_TRUE(Makes(IfMade::kReplace).ok());
  std::ofstream(files_.key) << key;
  EXPECT_THAT(Refusal(), HasSubstr("không phải khóa của chứng thư"));
  // Nothing of the key is said.
  EXPECT_THAT(std::string(Reads().status().message()), testing::Not(HasSubstr(key.substr(40, 20))));
  std::ofstream(files_.key) << "không phải khóa";
  EXPECT_THAT(Refusal(), HasSubstr(files_.key));
  std::ofstream(files_.certificate) << key;
  EXPECT_THAT(Refusal(), HasSubstr("không phải chứng thư dạng PEM"));
  std::filesystem::remove(files_.certificate);
  EXPECT_THAT(Refusal(), HasSubstr(files_.certificate));
}

TEST_F(CertificateTest, AnExpiredOneIsRefused) {
  ASSERT_TRUE(Makes().ok());
  EXPECT_TRUE(Reads(3649 * kDayMicros).ok());
  EXPECT_FALSE(Reads(3651 * kDayMicros).ok());
  ASSERT_TRUE(Makes(IfMade::kReplace, WallClock().NowMicros() - 3651 * kDayMicros).ok());
  EXPECT_THAT(Refusal(), HasSubstr("đã hết hạn"));
}

class CertificateVerbTest : public CertificateTest {
 protected:
  template <class Verb>
  static std::string Said(int exit_code, Verb verb) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    EXPECT_EQ(verb(), exit_code);
    return testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
  }
  std::string Founds(const std::string& federation) {
    return Said(0, [&] {
      return Init({.db = db_,
                   .federation = federation,
                   .title = "LĐLĐ huyện",
                   .title_en = "",
                   .time_zone = "Asia/Ho_Chi_Minh",
                   .administrator = "quan-tri",
                   .demo = true,
                   .time = "2025-01-02T08:00:00"},
                  "vi");
    });
  }
  std::string Shows(int exit_code, CertificateOptions options = {}) {
    options.db = db_;
    return Said(exit_code, [&] { return ShowCertificate(options, "vi"); });
  }
  std::string Serves(ServeOptions options) {
    options.db = db_;
    return Said(1, [&] { return Serve(options, "vi"); });
  }
};

TEST_F(CertificateVerbTest, InitMakesOneAndSaysItsFingerprint) {
  const std::string first = Founds("bac-quang");
  const std::string fingerprint = Reads().value().fingerprint;
  EXPECT_THAT(first, HasSubstr("Mã chứng thư: " + fingerprint));
  EXPECT_THAT(Founds("quang-binh"), HasSubstr("Mã chứng thư: " + fingerprint));
  EXPECT_THAT(Shows(0), HasSubstr(fingerprint));
}

TEST_F(CertificateVerbTest, DatabasesOfBeforeGetOne) {
  Founds("bac-quang");
  std::filesystem::remove_all(std::filesystem::path(files_.key).parent_path());
  const std::string what_to_type = "phancongd certificate --db " + db_ + " --make";
  EXPECT_THAT(Serves({}), HasSubstr(what_to_type));
  EXPECT_THAT(Shows(1), HasSubstr(what_to_type));
  const std::string made = Shows(0, {.db = {}, .make = true});
  const std::string fingerprint = Reads().value().fingerprint;
  EXPECT_THAT(made, HasSubstr(fingerprint));
  EXPECT_THAT(Shows(1, {.db = {}, .make = true}), HasSubstr("--renew"));
  EXPECT_THAT(Shows(0, {.db = {}, .renew = true}), testing::Not(HasSubstr(fingerprint)));
}

TEST_F(CertificateVerbTest, NothingIsMadeForADatabaseThatIsNotThere) {
  EXPECT_THAT(Shows(1, {.db = {}, .make = true}), HasSubstr("Không tìm thấy"));
  EXPECT_FALSE(std::filesystem::exists(files_.certificate));
}

TEST_F(CertificateVerbTest, OneThatExpiresSoonIsSaidSo) {
  Founds("bac-quang");
  EXPECT_THAT(Shows(0), testing::Not(HasSubstr("Sắp hết hạn")));
  ASSERT_TRUE(Makes(IfMade::kReplace, WallClock().NowMicros() - 3621 * kDayMicros).ok());
  EXPECT_THAT(Shows(0), HasSubstr("Sắp hết hạn"));
}

TEST_F(CertificateVerbTest, ClearTextIsForTheLoopback) {
  Founds("bac-quang");
  EXPECT_THAT(Serves({.listen = "0.0.0.0:0", .clear_text = true}), HasSubstr("--clear-text"));
  EXPECT_THAT(Serves({.listen = "127.example.vn:0", .clear_text = true}), HasSubstr("--clear-text"));
  EXPECT_THAT(Serves({.tls_certificate = files_.certificate, .tls_key = files_.key, .clear_text = true}),
              HasSubstr("không dùng cùng với --clear-text"));
  EXPECT_THAT(Serves({.tls_certificate = files_.certificate}), HasSubstr("--tls-key"));
  EXPECT_THAT(Serves({.tls_key = files_.key}), HasSubstr("--tls-certificate"));
}

}  // namespace
}  // namespace phancong::serving
