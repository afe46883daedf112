// What many threads share, without gRPC between them: for the ThreadSanitizer, which cannot look into gRPC's library.
#include <atomic>
#include <functional>
#include <future>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/accounts/attempts.h"
#include "services/accounts/founding.h"
#include "services/journal/checkpoints.h"
#include "services/journal/custody.h"
#include "services/journal/signing_keys.h"
#include "services/rules/refusal.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/command.h"
#include "services/serving/entropy.h"
#include "services/serving/methods.h"
#include "services/serving/metrics.h"
#include "services/serving/pool.h"
#include "services/serving/sessions.h"
#include "storage/federations.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::serving {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 500;

// Each of them, on several threads at a time, so many rounds.
void AllAtOnce(const std::vector<std::function<void(int thread, int round)>>& works) {
  std::vector<std::thread> threads;
  for (const auto& work : works) {
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&work, thread] {
        for (int round = 0; round < kRounds; ++round) work(thread, round);
      });
    }
  }
  for (std::thread& thread : threads) thread.join();
}

Session SessionOf(int thread, int round) {
  Session session;
  session.token_hash = std::to_string(thread) + "/" + std::to_string(round);
  session.federation = 1;
  session.federation_id = "bac-quang";
  session.account = thread;
  session.account_id = "an-" + std::to_string(thread);
  session.session = thread * kRounds + round;
  session.created_at = kDayMicros;
  session.expires_at = kDayMicros + kSessionMicros;
  session.used_at = kDayMicros;
  return session;
}

TEST(Threads, ShareSessions) {
  Sessions sessions;
  AllAtOnce({
      [&](int thread, int round) { sessions.Add(SessionOf(thread, round)); },
      [&](int thread, int round) {
        EXPECT_FALSE(sessions.Find("token " + std::to_string(thread), kDayMicros + round).has_value());
      },
      [&](int thread, int) { EXPECT_LE(sessions.Of(1, thread, kDayMicros).size(), static_cast<size_t>(kRounds)); },
      [&](int thread, int round) {
        if (round % 2 == 1) sessions.Remove(1, thread * kRounds + round);
        EXPECT_TRUE(sessions.TakeUses().empty()) << "nobody calls";
      },
  });
  sessions.RemoveAccount(1, "an-0");
  for (const Session& session : sessions.Of(1, 1, kDayMicros)) EXPECT_EQ(session.account_id, "an-1");
  EXPECT_TRUE(sessions.Of(1, 0, kDayMicros).empty());
}

TEST(Threads, ShareAPool) {
  std::atomic<int> done = 0;
  std::atomic<int> taken = 0;
  Pool pool(3, 64, Pace::kBackground);
  AllAtOnce({
      [&](int, int) {
        if (pool.Submit([&] { ++done; }).ok()) ++taken;
      },
      [&](int, int) {
        if (pool.Submit([&] { ++done; }, Pool::Turn::kFirst).ok()) ++taken;
      },
      [&](int, int) {
        if (pool.DoHere([&] { ++done; })) ++taken;
      },
      [&](int, int) { EXPECT_LE(pool.waiting(), 128U); },
  });
  pool.Stop();
  EXPECT_GT(taken.load(), 0);
  EXPECT_EQ(done.load(), taken.load());
}

// One of the pool's threads and one in another's place are busy while the pool stops with a piece waiting: the thread
// that has nothing to do waits for its turn at that piece, which the first then takes.
TEST(Threads, EndWithThePoolThoughAnotherTookTheLastPiece) {
  for (int round = 0; round < kRounds; ++round) {
    Pool pool(2, 1);
    std::atomic<int> done = 0;
    std::latch busy(1);
    std::latch stopping(1);
    std::future<void> stopped;
    ASSERT_TRUE(pool.DoHere([&] {
      ASSERT_TRUE(pool.Submit([&] {
                        busy.count_down();
                        stopping.wait();
                        ++done;
                      })
                      .ok());
      busy.wait();
      ASSERT_TRUE(pool.Submit([&] { ++done; }).ok());
      stopped = std::async(std::launch::async, [&] { pool.Stop(); });
      // Refused because it stops, no longer because it is full.
      while (pool.Submit([] {}) != rules::Refuse(v1::ERROR_REASON_STOPPING)) std::this_thread::yield();
      stopping.count_down();
      while (done < 2) std::this_thread::yield();
    }));
    stopped.get();
  }
}

TEST(Threads, ShareAttempts) {
  accounts::Attempts attempts(accounts::kByAccount);
  std::atomic<int> begun = 0;
  AllAtOnce({
      [&](int thread, int round) {
        const std::string key = "an-" + std::to_string(round % 7);
        if (!attempts.Begin(key, round).ok()) return;
        ++begun;
        attempts.End(key, thread == 0 ? accounts::Attempts::Outcome::kRight : accounts::Attempts::Outcome::kWrong,
                     round);
      },
  });
  EXPECT_GT(begun.load(), 0);
}

TEST(Threads, ShareAnnouncements) {
  Announcements announcements;
  std::atomic<int> heard = 0;
  AllAtOnce({
      [&](int thread, int) {
        const int64_t listener = announcements.Listen(thread, [&] { ++heard; });
        announcements.Announce(thread);
        announcements.Forget(listener);
      },
      [&](int thread, int) { announcements.Announce(thread); },
  });
  // Each listener hears at least what it announced itself.
  EXPECT_GE(heard.load(), kThreads * kRounds);
  announcements.Stop();
  EXPECT_TRUE(announcements.stopping());
}

TEST(Threads, ShareFigures) {
  Metrics metrics;
  Method method;
  method.name = "SubmitTask";
  AllAtOnce({
      [&](int, int) { metrics.Called(method, absl::OkStatus(), absl::Milliseconds(1)); },
      [&](int, int) { metrics.Called(method, rules::Refuse(v1::ERROR_REASON_STALE), absl::Milliseconds(1)); },
      [&](int thread, int round) {
        if (round % 50 != 0) return;
        metrics.Gauge("phancong_some_" + std::to_string(thread), "Some.", [round] { return round; });
        EXPECT_FALSE(metrics.Text().empty());
        metrics.StopAsking();
      },
  });
  EXPECT_NE(metrics.Text().find("outcome=\"OK\"} " + std::to_string(kThreads * kRounds)), std::string::npos);
}

// Somebody writes; everybody else asks for checkpoints, each of a snapshot of their own.
TEST(Threads, ShareCheckpoints) {
  const storage::ScratchFolder folder;
  const std::unique_ptr<storage::SqliteStore> store =
      *storage::SqliteStore::Open(folder.File("phancong.db"), {.create = true});
  ASSERT_TRUE(storage::Migrate(*store).ok());
  const VirtualClock clock(kDayMicros);
  SystemEntropy entropy;
  journal::SigningKeys keys(folder.File("keys"));
  ASSERT_TRUE(accounts::FoundFederation(*store, entropy, keys,
                                        {.federation_id = "bac-quang",
                                         .title_vi = "LĐLĐ huyện Bắc Quang",
                                         .title_en = "",
                                         .administrator_id = "quan-tri",
                                         .time_micros = kDayMicros})
                  .ok());
  std::atomic<int> made = 0;
  journal::Checkpoints checkpoints(keys, [&made] { ++made; });
  std::mutex mutex;
  std::map<int64_t, std::string> texts;  // guarded by mutex
  const auto ask = [&](storage::ReadTransaction& tx) -> absl::Status {
    const auto federation = storage::FindFederation(tx, "bac-quang");
    if (!federation.ok()) return federation.status();
    Actor nobody;
    nobody.federation = federation->federation;
    nobody.federation_id = federation->id;
    const rules::Reach nowhere;
    ReadContext read(tx, nobody, nowhere, 0, 0, federation->revision);
    const auto checkpoint = checkpoints.OfSnapshot(read);
    if (!checkpoint.ok()) return checkpoint.status();
    EXPECT_EQ(checkpoint->size, federation->revision);
    const std::lock_guard lock(mutex);
    EXPECT_EQ(texts.emplace(checkpoint->size, checkpoint->note.text).first->second, checkpoint->note.text);
    return absl::OkStatus();
  };
  AllAtOnce({
      [&](int thread, int round) {
        if (thread != 0 || round % 25 != 0) return;
        const journal::Custody custody{.store = *store, .clock = clock, .entropy = entropy, .keys = keys};
        EXPECT_TRUE(journal::SetKey(custody, "bac-quang", journal::Succession::kHandedOver).ok());
      },
      [&](int, int round) {
        if (round % 10 != 0) return;
        EXPECT_TRUE(store->Read(ask).ok());
      },
  });
  EXPECT_GT(made.load(), 0);
  EXPECT_TRUE(store->Read(ask).ok());
  EXPECT_EQ(texts.rbegin()->first, 1 + kRounds / 25);
}

}  // namespace
}  // namespace phancong::serving
