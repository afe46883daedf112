// The verbs of phancongd, but for serve, which application_test.cc starts and stops.
#include "services/serving/operations.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::serving {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class OperationsTest : public testing::Test {
 protected:
  // What a verb said on standard output and standard error, and how it exited.
  struct Said {
    int exit_code;
    std::string out;
    std::string error;
  };
  template <class Verb>
  static Said Run(Verb verb) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int exit_code = verb();
    return {.exit_code = exit_code,
            .out = testing::internal::GetCapturedStdout(),
            .error = testing::internal::GetCapturedStderr()};
  }

  InitOptions BacQuang() const {
    return {.db = db_,
            .federation = "bac-quang",
            .title = "LĐLĐ huyện Bắc Quang",
            .title_en = "",
            .time_zone = "Asia/Ho_Chi_Minh",
            .administrator = "quan-tri",
            .demo = true,
            .time = "2025-01-02T08:00:00"};
  }

  storage::ScratchFolder folder_;
  const std::string db_ = folder_.File("phancong.db");
};

TEST_F(OperationsTest, InitShowsTheCodeOnceAndVerifyFindsNothing) {
  const Said made = Run([&] { return Init(BacQuang(), "vi"); });
  EXPECT_EQ(made.exit_code, 0) << made.error;
  EXPECT_THAT(made.out, HasSubstr("Đã lập liên đoàn bac-quang"));
  EXPECT_THAT(made.out, testing::ContainsRegex("Mã dùng một lần: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\n"));
  const Said verified = Run([&] { return VerifyDatabase(db_, "vi"); });
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.error;
  EXPECT_THAT(verified.out, HasSubstr("bac-quang: 1 bút ghi, gốc "));
  EXPECT_THAT(verified.out, HasSubstr("Khớp: 1 liên đoàn, 1 bút ghi"));
}

TEST_F(OperationsTest, ASecondFederationLivesInTheSameDatabase) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  InitOptions second = BacQuang();
  const Said same = Run([&] { return Init(second, "en"); });
  EXPECT_EQ(same.exit_code, 1);
  EXPECT_THAT(same.error, HasSubstr("federations/bac-quang already exists."));
  second.federation = "quang-binh";
  EXPECT_EQ(Run([&] { return Init(second, "en"); }).exit_code, 0);
  const Said verified = Run([&] { return VerifyDatabase(db_, "en"); });
  EXPECT_EQ(verified.exit_code, 0);
  EXPECT_THAT(verified.out, HasSubstr("The same: 2 federations, 2 entries"));
}

TEST_F(OperationsTest, VerifyNamesARowThatSomebodyChanged) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  {
    const std::unique_ptr<storage::SqliteStore> store = *storage::SqliteStore::Open(db_);
    ASSERT_TRUE(store
                    ->Write([](storage::WriteTransaction& tx) {
                      return tx.Execute("UPDATE held_position SET position = 'READER' WHERE position_number = 1", {});
                    })
                    .ok());
  }
  const Said verified = Run([&] { return VerifyDatabase(db_, "vi"); });
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.out, HasSubstr("KHÔNG KHỚP: held_position"));
}

TEST_F(OperationsTest, SaysWhatIsWrongWithItsOptions) {
  InitOptions wrong = BacQuang();
  wrong.demo = false;
  EXPECT_THAT(Run([&] { return Init(wrong, "vi"); }).error, HasSubstr("--time: chỉ dùng cùng với --demo"));
  wrong = BacQuang();
  wrong.time = "hôm qua";
  EXPECT_THAT(Run([&] { return Init(wrong, "vi"); }).error, HasSubstr("2025-01-02T08:00:00"));
  wrong = BacQuang();
  wrong.time_zone = "Atlantis/Capital";
  EXPECT_THAT(Run([&] { return Init(wrong, "en"); }).error, HasSubstr("time"));
  wrong = BacQuang();
  wrong.title = " ";
  EXPECT_THAT(Run([&] { return Init(wrong, "en"); }).error, HasSubstr("title"));
  const Said nowhere = Run([&] { return VerifyDatabase(folder_.File("khong-co.db"), "vi"); });
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_THAT(nowhere.error, HasSubstr("Không tìm thấy"));
  EXPECT_THAT(nowhere.out, IsEmpty());
}

TEST_F(OperationsTest, MigrateOfTheNewestChangesNothing) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  const Said migrated = Run([&] { return MigrateDatabase(db_, "vi"); });
  EXPECT_EQ(migrated.exit_code, 0) << migrated.error;
  EXPECT_EQ(Run([&] { return VerifyDatabase(db_, "vi"); }).exit_code, 0);
}

}  // namespace
}  // namespace phancong::serving
