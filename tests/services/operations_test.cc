// The verbs of phancongd, but for serve, which application_test.cc starts and stops.
#include "services/serving/operations.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::serving {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

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

  // Of the journals' keys.
  std::vector<std::string> KeyFiles() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(db_ + ".keys")) files.push_back(entry.path().string());
    return files;
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

TEST_F(OperationsTest, InitMakesTheJournalsKeyAndShowsItAsOthersKnowIt) {
  const Said made = Run([&] { return Init(BacQuang(), "vi"); });
  EXPECT_THAT(made.out, HasSubstr("Khóa ký sổ số 1 (sổ ghi số 1): phancong/federations/bac-quang+"));
  EXPECT_THAT(made.out, HasSubstr("Người giữ biên nhận so khóa ghi trong biên nhận với khóa này."));
  EXPECT_THAT(made.out + made.error, Not(HasSubstr("PRIVATE+KEY")));
  const Said shown = Run([&] { return ShowJournalKey({.db = db_, .federation = "bac-quang"}, "vi"); });
  EXPECT_EQ(shown.exit_code, 0) << shown.error;
  EXPECT_THAT(made.out, HasSubstr(shown.out)) << "what init shows can be had again";
  // Refused before it leaves anything behind.
  const std::vector<std::string> files = KeyFiles();
  EXPECT_THAT(files, SizeIs(1));
  EXPECT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 1);
  EXPECT_EQ(KeyFiles(), files);
}

TEST_F(OperationsTest, AJournalKeyHandsOverToTheNext) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  const JournalKeyOptions rotate{.db = db_, .federation = "bac-quang", .rotate = true};
  const Said rotated = Run([&] { return ShowJournalKey(rotate, "vi"); });
  EXPECT_EQ(rotated.exit_code, 0) << rotated.error;
  EXPECT_THAT(rotated.out, HasSubstr("Khóa ký sổ số 1 (sổ ghi số 1): phancong/federations/bac-quang+"));
  EXPECT_THAT(rotated.out, HasSubstr("Khóa ký sổ số 2 (sổ ghi số 2): phancong/federations/bac-quang+"));
  EXPECT_THAT(rotated.out, Not(HasSubstr("không bàn giao")));
  EXPECT_THAT(rotated.out + rotated.error, Not(HasSubstr("PRIVATE+KEY")));
  EXPECT_THAT(KeyFiles(), SizeIs(2));
  EXPECT_EQ(Run([&] { return VerifyDatabase(db_, "vi"); }).exit_code, 0);
}

TEST_F(OperationsTest, AJournalKeyThatIsLostIsReplacedByWhoSaysSo) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  for (const std::string& file : KeyFiles()) std::filesystem::remove(file);
  JournalKeyOptions options{.db = db_, .federation = "bac-quang"};
  const Said shown = Run([&] { return ShowJournalKey(options, "vi"); });
  EXPECT_EQ(shown.exit_code, 0) << shown.error;
  EXPECT_THAT(shown.out, HasSubstr("Tệp khóa đang dùng không có trong " + db_ + ".keys"));
  options.rotate = true;
  for (const char* language : {"vi", "en"}) {
    const Said refused = Run([&] { return ShowJournalKey(options, language); });
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.error, HasSubstr("--rotate --without-handover"));
  }
  options.without_handover = true;
  const Said replaced = Run([&] { return ShowJournalKey(options, "vi"); });
  EXPECT_EQ(replaced.exit_code, 0) << replaced.error;
  EXPECT_THAT(replaced.out, HasSubstr("Khóa ký sổ số 2 (sổ ghi số 2): "));
  EXPECT_THAT(replaced.out, HasSubstr("Khóa trước không bàn giao cho khóa này."));
  EXPECT_THAT(replaced.out, Not(HasSubstr("không có trong")));
}

TEST_F(OperationsTest, JournalKeySaysWhatIsWrongWithItsOptions) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  const Said alone =
      Run([&] { return ShowJournalKey({.db = db_, .federation = "bac-quang", .without_handover = true}, "vi"); });
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_THAT(alone.error, HasSubstr("--without-handover: chỉ dùng cùng với --rotate"));
  const Said unknown = Run([&] { return ShowJournalKey({.db = db_, .federation = "khong-co", .rotate = true}, "en"); });
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.error, HasSubstr("federations/khong-co"));
  EXPECT_THAT(KeyFiles(), SizeIs(1));
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

TEST_F(OperationsTest, ARestoredDatabaseSaysSoAndHolds) {
  ASSERT_EQ(Run([&] { return Init(BacQuang(), "vi"); }).exit_code, 0);
  const std::string backups = folder_.File("backups");
  const Said made = Run([&] { return Backup({.db = db_, .evidence = "", .to = backups, .keep = 0}, "vi"); });
  ASSERT_EQ(made.exit_code, 0) << made.error;
  EXPECT_THAT(made.out, HasSubstr("bac-quang: 1 bút ghi, đến "));
  const std::string backup = std::filesystem::directory_iterator(backups)->path().string();
  const auto restore = [&] { return Restore({.db = db_, .evidence = "", .from = backup}, "vi"); };
  const Said over = Run(restore);
  EXPECT_EQ(over.exit_code, 1);
  EXPECT_THAT(over.error, HasSubstr("đang có"));
  std::filesystem::rename(db_, folder_.File("old.db"));
  const Said restored = Run(restore);
  ASSERT_EQ(restored.exit_code, 0) << restored.error;
  EXPECT_THAT(restored.out, HasSubstr("mọi người phải đăng nhập lại"));
  const Said verified = Run([&] { return VerifyDatabase(db_, "vi"); });
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.error;
  // The one of the backup, and the one that says that it was restored.
  EXPECT_THAT(verified.out, HasSubstr("bac-quang: 2 bút ghi, gốc "));
}

}  // namespace
}  // namespace phancong::serving
