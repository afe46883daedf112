// Backups made while people work, and restored: what comes back is what was there at one moment, and verify holds.
#include "services/serving/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/evidence_service.pb.h"
#include "services/rules/merkle.h"
#include "services/serving/database_lock.h"
#include "storage/evidence_content.h"
#include "storage/journal.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/verify.h"
#include "tests/storage/scratch_folder.h"
#include "tests/support/world.h"

namespace phancong::serving {
namespace {

namespace fs = std::filesystem;
using support::Outcome;
using support::Person;
using support::World;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kTask[] = "1.3.thpt-viet-vinh";
constexpr int64_t kNoon = 1'736'139'600'000'000;  // 2025-01-06 05:00 UTC
constexpr int64_t kHour = int64_t{3600} * 1'000'000;

class BackupTest : public testing::Test {
 protected:
  BackupTest() { world_.IssuesTheYear(); }

  absl::StatusOr<BackupReport> BacksUp(int64_t at = kNoon, int64_t keep = 0) {
    return MakeBackup(world_.path(), Evidence(), backups_, at, keep, {});
  }
  absl::StatusOr<BackupReport> Restores(const fs::path& backup) {
    return RestoreBackup(backup, restored_, storage::EvidenceFolderOf(restored_),
                         [](storage::Store&) { return absl::OkStatus(); }, {});
  }
  [[nodiscard]] fs::path Evidence() const { return storage::EvidenceFolderOf(world_.path()); }

  // A file of the union's, and its name.
  std::string Uploads(const std::string& content) {
    v1::UploadEvidenceRequest request;
    request.set_parent(world_.UnitName("thpt-viet-vinh"));
    request.set_file_name("bien-ban.pdf");
    request.set_kind("minutes");
    request.set_size(static_cast<int64_t>(content.size()));
    request.set_sha256(rules::Sha256(content));
    request.set_chunk(content);
    const auto sent = world_.UnionChair("thpt-viet-vinh").Call<v1::UploadEvidenceResponse>(request);
    EXPECT_DONE(sent);
    return sent->evidence().name();
  }

  // What verify says of the restored database and its files; empty: nothing is wrong.
  std::string WhatIsWrong() {
    const std::unique_ptr<storage::SqliteStore> store = *storage::SqliteStore::Open(restored_);
    const std::unique_ptr<storage::SqliteStore> empty = *storage::SqliteStore::OpenPrivate();
    EXPECT_TRUE(storage::Migrate(*empty).ok());
    const absl::StatusOr<storage::VerifyReport> report = storage::Verify(*store, *empty, {});
    EXPECT_TRUE(report.ok()) << report.status();
    const auto contents = storage::CheckContents(*store, storage::EvidenceFolderOf(restored_));
    EXPECT_TRUE(contents.ok()) << contents.status();
    EXPECT_THAT(contents->faults, IsEmpty());
    return report->first_difference;
  }

  World world_;
  storage::ScratchFolder folder_;
  const fs::path backups_ = folder_.path() / "backups";
  const std::string restored_ = folder_.File("restored.db");
};

TEST_F(BackupTest, IsOneMomentOfTheJournalHoweverPeopleGoOnWriting) {
  Uploads("%PDF-1.4\nbiên bản họp");
  std::atomic<bool> stop = false;
  std::atomic<int64_t> comments = 0;
  std::thread writing([&] {
    Person& chair = world_.Chair();
    while (!stop) {
      EXPECT_DONE(chair.Comments(kTask, "đã nhắc " + std::to_string(++comments)));
    }
  });
  // Some are there before it begins.
  while (comments < 3) std::this_thread::yield();
  const absl::StatusOr<BackupReport> made = BacksUp();
  const int64_t meanwhile = comments;
  // And some come after it.
  while (comments < meanwhile + 3) std::this_thread::yield();
  stop = true;
  writing.join();
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_THAT(made->federations, SizeIs(1));
  EXPECT_EQ(made->contents, 1);

  const absl::StatusOr<BackupReport> restored = Restores(made->folder);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->federations[0].revision, made->federations[0].revision);
  EXPECT_THAT(WhatIsWrong(), IsEmpty());
  // It is the beginning of the journal that went on.
  const auto live = *storage::SqliteStore::Open(world_.path());
  EXPECT_TRUE(live->Read([&](storage::ReadTransaction& tx) {
                    EXPECT_EQ(*storage::LogRoot(tx, 1, made->federations[0].revision), made->federations[0].root);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(BackupTest, NobodyIsSignedInAfterARestore) {
  ASSERT_TRUE(world_.Chair().SignsIn().ok());
  const absl::StatusOr<BackupReport> made = BacksUp();
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_TRUE(Restores(made->folder).ok());
  const auto store = *storage::SqliteStore::Open(restored_);
  EXPECT_TRUE(store
                  ->Read([](storage::ReadTransaction& tx) {
                    EXPECT_EQ(tx.Query("SELECT COUNT(*) FROM session", {})->at(0).Int(0), 0);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(BackupTest, WhatIsThereIsNotOverwrittenAndWhatIsNoBackupIsNotRestored) {
  const absl::StatusOr<BackupReport> made = BacksUp();
  ASSERT_TRUE(made.ok()) << made.status();
  std::ofstream(restored_) << "sổ cũ";
  EXPECT_EQ(Restores(made->folder).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(fs::file_size(restored_), std::string("sổ cũ").size());
  fs::remove(restored_);
  EXPECT_EQ(Restores(backups_).status().code(), absl::StatusCode::kInvalidArgument);
  // One that was broken off.
  fs::remove(made->folder / "backup.txt");
  EXPECT_EQ(Restores(made->folder).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(fs::exists(restored_));
}

TEST_F(BackupTest, ADamagedCopyOrAMissingContentIsNotRestored) {
  Uploads("%PDF-1.4\nbiên bản họp");
  const absl::StatusOr<BackupReport> made = BacksUp();
  ASSERT_TRUE(made.ok()) << made.status();
  fs::remove_all(backups_ / "evidence");
  const absl::StatusOr<BackupReport> without_content = Restores(made->folder);
  EXPECT_EQ(without_content.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(without_content.status().message()), HasSubstr("evidence/1"));
  EXPECT_FALSE(fs::exists(restored_));

  const fs::path database = made->folder / "database";
  std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(database) / 2));
  file << std::string(8192, 'x');
  file.close();
  EXPECT_FALSE(Restores(made->folder).ok());
  EXPECT_FALSE(fs::exists(restored_));
}

TEST_F(BackupTest, TheOldestGoAndTheirContentsWithThem) {
  Uploads("%PDF-1.4\nmột");
  ASSERT_TRUE(BacksUp(kNoon, 2).ok());
  const std::string erased = Uploads("%PDF-1.4\nhai");
  ASSERT_TRUE(BacksUp(kNoon + kHour, 2).ok());
  v1::EraseEvidenceRequest request;
  request.set_name(erased);
  request.set_reason("gửi nhầm");
  request.set_decision_number("70/QĐ");
  ASSERT_DONE(world_.Chair().Call<v1::EraseEvidenceResponse>(request));
  const storage::ContentStore contents(backups_ / "evidence",
                                       [](const std::string&) -> absl::StatusOr<bool> { return true; });
  const absl::StatusOr<BackupReport> third = BacksUp(kNoon + 2 * kHour, 2);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(third->removed, 1);
  // The second backup still names it.
  EXPECT_THAT(*contents.All(), SizeIs(2));
  const absl::StatusOr<BackupReport> fourth = BacksUp(kNoon + 3 * kHour, 2);
  ASSERT_TRUE(fourth.ok()) << fourth.status();
  EXPECT_THAT(*contents.All(), SizeIs(1));
  EXPECT_EQ(std::distance(fs::directory_iterator(backups_), fs::directory_iterator()), 3);
  // Both that are left can be restored.
  ASSERT_TRUE(Restores(third->folder).ok());
  EXPECT_THAT(WhatIsWrong(), IsEmpty());
}

TEST_F(BackupTest, WhatWasBrokenOffIsRemovedByTheNextOne) {
  fs::create_directories(backups_ / "20250105T050000Z");
  ASSERT_TRUE(BacksUp().ok());
  EXPECT_FALSE(fs::exists(backups_ / "20250105T050000Z"));
}

TEST_F(BackupTest, OfAnOlderVersionIsBroughtToThisOne) {
  const std::string old = folder_.File("old.db");
  {
    const auto store = *storage::SqliteStore::Open(old, {.create = true});
    ASSERT_TRUE(store
                    ->Write([](storage::WriteTransaction& tx) {
                      absl::Status made = tx.ExecuteScript(
                          "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);");
                      for (const storage::Migration& migration : storage::Migrations()) {
                        if (migration.version == storage::NewestVersion()) break;
                        made.Update(tx.ExecuteScript(migration.sql));
                        made.Update(tx.Execute("INSERT INTO schema_version (version, name) VALUES ($1, $2)",
                                               {migration.version, std::string(migration.name)}));
                      }
                      return made;
                    })
                    .ok());
  }
  const auto made = MakeBackup(old, storage::EvidenceFolderOf(old), backups_, kNoon, 0, {});
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_TRUE(Restores(made->folder).ok());
  EXPECT_THAT(WhatIsWrong(), IsEmpty());
}

TEST_F(BackupTest, OneServerAtATimeHoldsADatabase) {
  absl::StatusOr<DatabaseLock> first = DatabaseLock::Take(restored_);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(DatabaseLock::Take(restored_).status().code(), absl::StatusCode::kUnavailable);
  // Another database is another one's.
  EXPECT_TRUE(DatabaseLock::Take(folder_.File("other.db")).ok());
  { const DatabaseLock ends = *std::move(first); }
  EXPECT_TRUE(DatabaseLock::Take(restored_).ok());
}

}  // namespace
}  // namespace phancong::serving
