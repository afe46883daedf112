#include "services/serving/writer.h"

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/services/gated_store.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::serving {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const auto refusal = rules::RefusalOf(status);
  return refusal ? refusal->reason : v1::ERROR_REASON_UNSPECIFIED;
}

// A database with one table of notes, and a writer before whose store a gate stands.
class WriterTest : public testing::Test {
 protected:
  WriterTest() {
    EXPECT_TRUE(file_
                    ->Write([](storage::WriteTransaction& tx) {
                      return tx.Execute("CREATE TABLE note (text TEXT NOT NULL UNIQUE)", {});
                    })
                    .ok());
  }

  // Writes a note in a savepoint; its outcome is what the savepoint returned, or why nothing was kept.
  std::future<absl::Status> Note(int64_t federation, const std::string& text, absl::Status verdict = absl::OkStatus()) {
    auto promise = std::make_shared<std::promise<absl::Status>>();
    auto outcome = std::make_shared<absl::Status>();
    std::future<absl::Status> future = promise->get_future();
    const absl::Status taken = writer_->Submit(
        {.federation = federation,
         .abandoned = {},
         .work =
             [=, this](storage::WriteTransaction& tx) {
               worked_.push_back(text);
               *outcome = tx.Savepoint([&] {
                 const absl::Status written = tx.Execute("INSERT INTO note (text) VALUES ($1)", {text});
                 return written.ok() ? verdict : written;
               });
             },
         .done = [=](const absl::Status& committed) { promise->set_value(committed.ok() ? *outcome : committed); }});
    if (!taken.ok()) promise->set_value(taken);
    return future;
  }

  // Makes the writer stand before the gate, so that what is submitted next waits.
  std::future<absl::Status> HoldTheWriter() {
    store_.Close();
    std::future<absl::Status> first = Note(99, "first");
    store_.WaitForAWrite();
    return first;
  }

  std::vector<std::string> Notes() {
    std::vector<std::string> notes;
    EXPECT_TRUE(file_
                    ->Read([&](storage::ReadTransaction& tx) {
                      const auto rows = tx.Query("SELECT text FROM note ORDER BY rowid", {});
                      for (const storage::Row& row : *rows) notes.push_back(row.Text(0));
                      return rows.status();
                    })
                    .ok());
    return notes;
  }

  storage::ScratchFolder folder_;
  std::unique_ptr<storage::SqliteStore> file_ = *storage::SqliteStore::Open(folder_.File("notes.db"), {.create = true});
  GatedStore store_{*file_};
  std::vector<std::string> worked_;  // on the writer's thread
  std::unique_ptr<Writer> writer_ = std::make_unique<Writer>(store_);
};

TEST_F(WriterTest, WhatWaitsIsCommittedTogether) {
  std::future<absl::Status> first = HoldTheWriter();
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 100; ++i) waiting.push_back(Note(1, "note " + std::to_string(i)));
  store_.Open();
  EXPECT_TRUE(first.get().ok());
  for (std::future<absl::Status>& note : waiting) EXPECT_TRUE(note.get().ok());
  EXPECT_EQ(store_.writes(), 2);
  EXPECT_THAT(Notes(), SizeIs(101));
}

TEST_F(WriterTest, SaysThatItIsDoneOnlyAfterTheCommit) {
  std::promise<std::vector<std::string>> seen;
  store_.Close();
  ASSERT_TRUE(writer_
                  ->Submit({.federation = 1,
                            .abandoned = {},
                            .work =
                                [](storage::WriteTransaction& tx) {
                                  EXPECT_TRUE(tx.Execute("INSERT INTO note (text) VALUES ('kept')", {}).ok());
                                },
                            .done = [&](const absl::Status&) { seen.set_value(Notes()); }})
                  .ok());
  store_.Open();
  EXPECT_THAT(seen.get_future().get(), ElementsAre("kept"));
}

TEST_F(WriterTest, WhatIsDoneFirstIsToldFirst) {
  store_.Close();
  std::promise<void> slow;
  std::vector<std::string> told;
  const auto submit = [&](const std::string& text, std::function<void()> done) {
    ASSERT_TRUE(writer_
                    ->Submit({.federation = 1,
                              .abandoned = {},
                              .work =
                                  [text](storage::WriteTransaction& tx) {
                                    EXPECT_TRUE(tx.Execute("INSERT INTO note (text) VALUES ($1)", {text}).ok());
                                  },
                              .done = [done = std::move(done)](const absl::Status&) { done(); }})
                    .ok());
  };
  submit("first", [&] {
    slow.get_future().wait();
    told.emplace_back("first");
  });
  store_.WaitForAWrite();
  std::promise<void> all;
  submit("second", [&] {
    told.emplace_back("second");
    all.set_value();
  });
  store_.Open();
  // Nobody waits after the second; the first is still being told.
  while (Notes().size() < 2) std::this_thread::yield();
  slow.set_value();
  all.get_future().wait();
  EXPECT_THAT(told, ElementsAre("first", "second"));
}

TEST_F(WriterTest, FederationsTakeTurns) {
  std::future<absl::Status> first = HoldTheWriter();
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 10; ++i) waiting.push_back(Note(1, "big " + std::to_string(i)));
  for (int i = 0; i < 2; ++i) waiting.push_back(Note(2, "small " + std::to_string(i)));
  store_.Open();
  for (std::future<absl::Status>& note : waiting) EXPECT_TRUE(note.get().ok());
  writer_->Stop();
  EXPECT_THAT(std::vector<std::string>(worked_.begin(), worked_.begin() + 6),
              ElementsAre("first", "big 0", "small 0", "big 1", "small 1", "big 2"));
}

TEST_F(WriterTest, WhatIsRefusedIsRolledBackAlone) {
  std::future<absl::Status> first = HoldTheWriter();
  std::future<absl::Status> kept = Note(1, "kept");
  std::future<absl::Status> refused = Note(1, "refused", rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED));
  std::future<absl::Status> twice = Note(1, "kept");
  std::future<absl::Status> also = Note(1, "also kept");
  store_.Open();
  EXPECT_TRUE(kept.get().ok());
  EXPECT_EQ(ReasonOf(refused.get()), v1::ERROR_REASON_POSITION_REQUIRED);
  EXPECT_TRUE(absl::IsFailedPrecondition(twice.get()));
  EXPECT_TRUE(also.get().ok());
  EXPECT_EQ(store_.writes(), 2);
  EXPECT_THAT(Notes(), ElementsAre("first", "kept", "also kept"));
}

TEST_F(WriterTest, AFailedTransactionKeepsNothingAndSaysSoToAll) {
  std::future<absl::Status> first = HoldTheWriter();
  store_.FailNextCommit();
  std::future<absl::Status> second = Note(1, "second");
  store_.Open();
  EXPECT_EQ(ReasonOf(first.get()), v1::ERROR_REASON_STORAGE_UNAVAILABLE);
  EXPECT_TRUE(second.get().ok());
  EXPECT_TRUE(Note(1, "third").get().ok());
  EXPECT_THAT(Notes(), ElementsAre("second", "third"));
}

TEST_F(WriterTest, WhatIsRunAgainStartsAnew) {
  store_.RunNextTwice();
  EXPECT_TRUE(Note(1, "once").get().ok());
  writer_->Stop();
  EXPECT_THAT(worked_, ElementsAre("once", "once"));
  EXPECT_THAT(Notes(), ElementsAre("once"));
}

TEST_F(WriterTest, AFullQueueRefusesAtOnce) {
  std::future<absl::Status> first = HoldTheWriter();
  constexpr size_t kMost = Writer::kQueue / 4 * 3;
  std::vector<std::future<absl::Status>> waiting;
  for (size_t i = 0; i < kMost; ++i) waiting.push_back(Note(1, "big " + std::to_string(i)));
  // One federation does not take all of it.
  EXPECT_EQ(ReasonOf(Note(1, "too much").get()), v1::ERROR_REASON_OVERLOADED);
  for (size_t i = kMost; i < Writer::kQueue; ++i) waiting.push_back(Note(2, "other " + std::to_string(i)));
  EXPECT_EQ(ReasonOf(Note(3, "too much").get()), v1::ERROR_REASON_OVERLOADED);
  store_.Open();
  for (std::future<absl::Status>& note : waiting) EXPECT_TRUE(note.get().ok());
  EXPECT_EQ(store_.writes(), 1 + static_cast<int>(Writer::kQueue / Writer::kBatch));
  EXPECT_TRUE(Note(1, "room again").get().ok());
}

TEST_F(WriterTest, WhatNobodyWaitsForIsNotDone) {
  std::future<absl::Status> first = HoldTheWriter();
  std::promise<absl::Status> outcome;
  ASSERT_TRUE(writer_
                  ->Submit({.federation = 1,
                            .abandoned = [] { return true; },
                            .work = [](storage::WriteTransaction&) { FAIL() << "nobody waits for it"; },
                            .done = [&](const absl::Status& status) { outcome.set_value(status); }})
                  .ok());
  store_.Open();
  EXPECT_TRUE(absl::IsCancelled(outcome.get_future().get()));
}

TEST_F(WriterTest, StopFinishesWhatWasTaken) {
  std::future<absl::Status> first = HoldTheWriter();
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 600; ++i) waiting.push_back(Note(i % 3, "note " + std::to_string(i)));
  std::future<void> stopped = std::async(std::launch::async, [this] { writer_->Stop(); });
  store_.Open();
  stopped.get();
  for (std::future<absl::Status>& note : waiting) EXPECT_TRUE(note.get().ok());
  EXPECT_THAT(Notes(), SizeIs(601));
  EXPECT_EQ(ReasonOf(Note(1, "too late").get()), v1::ERROR_REASON_STOPPING);
}

}  // namespace
}  // namespace phancong::serving
