// The journal as it is read and watched, through the whole server.
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/journal/custody.h"
#include "services/rules/merkle.h"
#include "services/rules/signed_note.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "services/serving/pages.h"
#include "storage/journal.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Answered;
using support::Claim;
using support::Person;
using support::World;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

v1::ListEntriesRequest Listing(World& world, int64_t from = 0) {
  v1::ListEntriesRequest request;
  request.set_parent(world.FederationName());
  request.set_from_revision(from);
  return request;
}

std::vector<std::string> LastHappened(World& world, Person& reader) {
  v1::ListEntriesRequest request = Listing(world);
  request.set_page_size(1000);
  const auto listed = reader.Call<v1::ListEntriesResponse>(request);
  EXPECT_DONE(listed);
  const v1::Entry& last = listed->entries(listed->entries_size() - 1);
  return {last.happened().begin(), last.happened().end()};
}

TEST(ListEntries, TellsWhoDidWhatInOrder) {
  World world;
  world.Chair();
  const auto listed = world.Chair().Call<v1::ListEntriesResponse>(Listing(world));
  ASSERT_DONE(listed);
  ASSERT_THAT(listed->entries(), SizeIs(3));
  const v1::Entry& first = listed->entries(0);
  EXPECT_EQ(first.name(), "federations/bac-quang/entries/1");
  EXPECT_EQ(first.account(), "");
  EXPECT_EQ(first.display_name(), "Người vận hành máy chủ");
  EXPECT_EQ(first.command(), "init");
  EXPECT_THAT(first.happened(),
              ElementsAre("Lập Liên đoàn Lao động huyện Bắc Quang.", "Tạo tài khoản quan-tri (Quản trị).",
                          "Giao Quản trị giữ chức vụ người quản trị từ ngày 06/01/2025.",
                          "Từ đây mốc sổ được ký bằng khóa số 1."));
  EXPECT_THAT(first.event_kinds(),
              ElementsAre("federation_created", "account_created", "position_given", "journal_key_set"));
  EXPECT_EQ(first.time().seconds(), support::MomentOf("2025-01-06") / 1'000'000);
  const v1::Entry& third = listed->entries(2);
  EXPECT_EQ(third.revision(), 3);
  EXPECT_EQ(third.account(), "federations/bac-quang/accounts/quan-tri");
  EXPECT_EQ(third.display_name(), "Quản trị");
  EXPECT_EQ(third.command(), "GivePosition");
  EXPECT_THAT(third.request_id(), Not(IsEmpty()));
  EXPECT_THAT(third.happened(), ElementsAre("Giao Nguyễn Thị Chủ giữ chức vụ Chủ tịch liên đoàn từ ngày 06/01/2025."));
  world.Chair().Reads("en");
  EXPECT_THAT(LastHappened(world, world.Chair()),
              ElementsAre("Nguyễn Thị Chủ was given the position chair of the Standing Committee from 2025-01-06."));
}

TEST(ListEntries, SaysWhoVouchesForTheJournal) {
  World world;
  Person& chair = world.Chair();
  journal::SigningKeys keys(journal::KeysBeside(world.path()));
  const serving::VirtualClock clock(world.now_micros());
  serving::SystemEntropy entropy;
  const journal::Custody custody{.store = world.store(), .clock = clock, .entropy = entropy, .keys = keys};
  const std::string& federation = world.options().federation;
  ASSERT_TRUE(journal::SetKey(custody, federation, journal::Succession::kHandedOver).ok());
  EXPECT_THAT(LastHappened(world, chair), ElementsAre("Từ đây mốc sổ được ký bằng khóa số 2."));
  ASSERT_TRUE(journal::SetKey(custody, federation, journal::Succession::kAlone).ok());
  EXPECT_THAT(LastHappened(world, chair),
              ElementsAre("Từ đây mốc sổ được ký bằng khóa số 3. Khóa trước không bàn giao cho khóa này."));
  v1::NameWitnessRequest named;
  named.set_parent(world.FederationName());
  named.set_verifier_key(rules::VerifierKeyText(
      rules::MakeSigningKey("ldld-tinh", rules::KeyKind::kWitness, std::string(32, 'w')).verifier));
  named.set_decision_number("21/QĐ-LĐLĐ");
  ASSERT_DONE(chair.Call<v1::NameWitnessResponse>(named));
  EXPECT_THAT(LastHappened(world, chair), ElementsAre("ldld-tinh làm chứng cho sổ ghi, theo quyết định 21/QĐ-LĐLĐ."));
  v1::EndWitnessRequest ended;
  ended.set_parent(world.FederationName());
  ended.set_witness_name("ldld-tinh");
  ended.set_decision_number("22/QĐ-LĐLĐ");
  ASSERT_DONE(chair.Call<v1::EndWitnessResponse>(ended));
  EXPECT_THAT(LastHappened(world, chair),
              ElementsAre("ldld-tinh thôi làm chứng cho sổ ghi, theo quyết định 22/QĐ-LĐLĐ."));
  ASSERT_TRUE(journal::DeclareRestore(custody, federation, journal::Restored::kForCertain).ok());
  EXPECT_THAT(LastHappened(world, chair),
              ElementsAre("Cơ sở dữ liệu được khôi phục từ bản sao lưu: giữ lại 7 mục đầu của sổ ghi."));
  chair.Reads("en");
  EXPECT_THAT(LastHappened(world, chair),
              ElementsAre("The database was restored from a backup: the first 7 entries of the journal were kept."));
}

TEST(ListEntries, SaysTheWorkOfAYearInWords) {
  World world;
  LoadFiveUnions(world);
  EXPECT_THAT(LastHappened(world, world.Chair()),
              ElementsAre("Nhập 5 công đoàn cơ sở theo quyết định 02/QĐ-BTV, số liệu ngày 06/01/2025."));
  IssueAsItComes(world, "2025");
  const std::string task = "1.3.truong-dong-yen";
  ASSERT_DONE(world.UnionChair("truong-dong-yen").Acknowledges(task));
  EXPECT_THAT(LastHappened(world, world.Chair()), ElementsAre("Tiếp nhận nhiệm vụ 1.3 (CĐCS Trường Đông Yên, 2025)."));
  ASSERT_DONE(world.UnionChair("truong-dong-yen").Submits(task, world.CompleteReport(task)));
  EXPECT_THAT(LastHappened(world, world.Chair()),
              ElementsAre("Nộp báo cáo nhiệm vụ 1.3 (CĐCS Trường Đông Yên, 2025)."));
  ASSERT_DONE(world.Chair().TakesReview(task));
  ASSERT_DONE(world.Chair().Returns(task, "thiếu biên bản", "2025-03-31"));
  EXPECT_THAT(LastHappened(world, world.Chair()),
              ElementsAre("Trả lại nhiệm vụ 1.3 (CĐCS Trường Đông Yên, 2025), hạn làm lại 31/03/2025; lý do: thiếu "
                          "biên bản."));
  EXPECT_REFUSED(world.UnionChair("dien-luc").Acknowledges(task), NOT_YOUR_UNION);
  EXPECT_THAT(LastHappened(world, world.Chair()),
              ElementsAre("Bị từ chối: AcknowledgeTask federations/bac-quang/rounds/2025/tasks/1.3.truong-dong-yen. "
                          "Việc này được giao cho đơn vị khác."));
}

TEST(ListEntries, PagesAndBeginsWhereItIsTold) {
  World world;
  world.Chair();
  for (int i = 0; i < 5; ++i) ASSERT_DONE(world.Administrator().CreatesAccount("a" + std::to_string(i), "A"));
  v1::ListEntriesRequest request = Listing(world, 3);
  request.set_page_size(2);
  std::vector<int64_t> revisions;
  do {
    const auto page = world.Chair().Call<v1::ListEntriesResponse>(request);
    ASSERT_DONE(page);
    EXPECT_LE(page->entries_size(), 2);
    for (const v1::Entry& entry : page->entries()) revisions.push_back(entry.revision());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(revisions, ElementsAre(3, 4, 5, 6, 7, 8));
  request.set_from_revision(-1);
  EXPECT_REFUSED(world.Chair().Call<v1::ListEntriesResponse>(request), INVALID_FIELD);
  EXPECT_REFUSED(world.Reader().Call<v1::ListEntriesResponse>(Listing(world)), POSITION_REQUIRED);
}

TEST(GetCheckpoint, IsTheRootOfTheLeavesThatAreListed) {
  World world;
  for (int i = 0; i < 3; ++i) ASSERT_DONE(world.Administrator().CreatesAccount("a" + std::to_string(i), "A"));
  const auto listed = world.Chair().Call<v1::ListEntriesResponse>(Listing(world));
  ASSERT_DONE(listed);
  ASSERT_THAT(listed->entries(), SizeIs(6));
  v1::GetCheckpointRequest request;
  request.set_parent(world.FederationName());
  const auto checkpoint = world.Chair().Call<v1::GetCheckpointResponse>(request);
  ASSERT_DONE(checkpoint);
  EXPECT_EQ(checkpoint->revision(), 6);
  // Six leaves, as in RFC 6962: the first four, and the other two.
  const auto leaf = [&](int i) { return listed->entries(i).leaf_hash(); };
  const auto node = [](const std::string& left, const std::string& right) { return rules::NodeHash(left, right); };
  EXPECT_EQ(checkpoint->root_hash(),
            node(node(node(leaf(0), leaf(1)), node(leaf(2), leaf(3))), node(leaf(4), leaf(5))));
}

v1::AdvanceClockRequest Advancing(World& world, const std::string& day) {
  v1::AdvanceClockRequest request;
  request.set_parent(world.FederationName());
  request.mutable_time()->set_seconds(support::MomentOf(day) / 1'000'000);
  return request;
}

TEST(AdvanceClock, MovesTheBusinessTimeOfADemo) {
  World world({.demo = true});
  world.Chair();
  // The wall clock moves nothing.
  world.GoTo("2026-05-05");
  ASSERT_DONE(world.Administrator().CreatesAccount("a1", "A"));
  const auto advanced = world.Chair().Call<v1::AdvanceClockResponse>(Advancing(world, "2025-03-01"));
  ASSERT_DONE(advanced);
  EXPECT_EQ(advanced->time().seconds(), support::MomentOf("2025-03-01") / 1'000'000);
  ASSERT_DONE(world.Administrator().CreatesAccount("a2", "A"));
  const auto listed = world.Chair().Call<v1::ListEntriesResponse>(Listing(world, advanced->revision() - 1));
  ASSERT_DONE(listed);
  ASSERT_THAT(listed->entries(), SizeIs(3));
  EXPECT_EQ(listed->entries(0).time().seconds(), support::MomentOf("2025-01-06") / 1'000'000);
  // The entry that moves the clock has the new time already.
  EXPECT_EQ(listed->entries(1).time().seconds(), support::MomentOf("2025-03-01") / 1'000'000);
  EXPECT_THAT(listed->entries(1).happened(), ElementsAre("Đặt đồng hồ mô phỏng đến 08:00 ngày 01/03/2025."));
  EXPECT_EQ(listed->entries(2).time().seconds(), support::MomentOf("2025-03-01") / 1'000'000);
}

TEST(AdvanceClock, GoesForwardInADemoOnly) {
  World world({.demo = true});
  const auto back = world.Chair().Call<v1::AdvanceClockResponse>(Advancing(world, "2025-01-05"));
  EXPECT_REFUSED(back, CLOCK_BACKWARDS);
  EXPECT_EQ(back.values.at("now"), "2025-01-06 08:00:00");
  // To where it is: nothing happens, and no entry says so.
  const auto same = world.Chair().Call<v1::AdvanceClockResponse>(Advancing(world, "2025-01-06"));
  ASSERT_DONE(same);
  const auto listed = world.Chair().Call<v1::ListEntriesResponse>(Listing(world));
  EXPECT_EQ(same->revision(), listed->entries_size());
  v1::AdvanceClockRequest never;
  never.set_parent(world.FederationName());
  EXPECT_REFUSED(world.Chair().Call<v1::AdvanceClockResponse>(never), INVALID_FIELD);
  World real;
  EXPECT_REFUSED(real.Chair().Call<v1::AdvanceClockResponse>(Advancing(real, "2025-03-01")), NOT_DEMO);
}

// Watches on a thread of its own, and keeps the revisions that came.
class Watcher {
 public:
  // Leaves by itself once so many entries have come.
  Watcher(World& world, const std::string& token, int64_t after, size_t leaves_after = SIZE_MAX)
      : thread_([this, &world, token, after, leaves_after] {
          v1::WatchEntriesRequest request;
          request.set_parent(world.FederationName());
          request.set_after_revision(after);
          v1::WatchEntriesResponse response;
          answered_ = world.Watch(request, &response, token, [&] {
            const std::lock_guard lock(mutex_);
            revisions_.push_back(response.entry().revision());
            came_.notify_all();
            return revisions_.size() < leaves_after;
          });
          const std::lock_guard lock(mutex_);
          over_ = true;
          came_.notify_all();
        }) {}
  ~Watcher() {
    if (thread_.joinable()) thread_.join();
  }

  // Until so many have come, or none comes any more.
  std::vector<int64_t> WaitFor(size_t entries) {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return revisions_.size() >= entries || over_; });
    EXPECT_GE(revisions_.size(), entries);
    return revisions_;
  }
  // How it ended.
  Answered Join() {
    thread_.join();
    return answered_;
  }
  [[nodiscard]] const std::vector<int64_t>& revisions() const { return revisions_; }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<int64_t> revisions_;
  bool over_ = false;
  Answered answered_;
  std::thread thread_;
};

std::vector<int64_t> FromTo(int64_t from, int64_t to) {
  std::vector<int64_t> all;
  for (int64_t revision = from; revision <= to; ++revision) all.push_back(revision);
  return all;
}

// A page token can be made up by whoever knows how; it says where a list goes on, and no more.
TEST(ListEntries, GoesOnNowhereBehindTheGreatestNumber) {
  World world;
  v1::ListEntriesRequest request;
  request.set_parent(world.FederationName());
  request.set_page_token(
      serving::PageTokenOf(request, {.numbers = {std::numeric_limits<int64_t>::max()}, .bytes = {}}));
  const auto page = world.Chair().Call<v1::ListEntriesResponse>(request);
  ASSERT_DONE(page);
  EXPECT_EQ(page->entries_size(), 0);
}

TEST(WatchEntries, LosesAndRepeatsNothingWhileOthersWrite) {
  World world;
  const std::string token = world.Chair().token();  // three entries
  Watcher watcher(world, token, 0);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 50; ++i) {
        v1::CreateAccountRequest request;
        request.set_parent(world.FederationName());
        request.set_account_id("a" + std::to_string(writer) + "-" + std::to_string(i));
        request.set_display_name("A");
        request.set_request_id(request.account_id());
        v1::CreateAccountResponse response;
        EXPECT_DONE(world.Call(request, &response, world.Administrator().token()));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_THAT(watcher.WaitFor(203), ElementsAreArray(FromTo(1, 203)));
  world.Stop();
  EXPECT_REFUSED(watcher.Join(), STOPPING);
  EXPECT_THAT(watcher.revisions(), SizeIs(203));
}

TEST(WatchEntries, ResumesWhereItStoppedAcrossARestart) {
  World world;
  const std::string token = world.Chair().token();
  std::vector<int64_t> seen;
  {
    Watcher watcher(world, token, 0);
    for (int i = 0; i < 10; ++i) ASSERT_DONE(world.Administrator().CreatesAccount("a" + std::to_string(i), "A"));
    seen = watcher.WaitFor(5);
    world.Restart();
    EXPECT_REFUSED(watcher.Join(), STOPPING);
    seen = watcher.revisions();
  }
  Watcher watcher(world, token, seen.back());
  ASSERT_DONE(world.Administrator().CreatesAccount("b", "B"));
  watcher.WaitFor(14 - seen.size());
  world.Stop();
  EXPECT_REFUSED(watcher.Join(), STOPPING);
  seen.insert(seen.end(), watcher.revisions().begin(), watcher.revisions().end());
  EXPECT_THAT(seen, ElementsAreArray(FromTo(1, 14)));
}

TEST(WatchEntries, EndsWhenTheSessionDoes) {
  World world;
  const std::string token = world.Chair().token();
  Watcher watcher(world, token, 0);
  watcher.WaitFor(3);
  v1::SignOutRequest out;
  out.set_parent(world.FederationName());
  v1::SignOutResponse done;
  ASSERT_DONE(world.Call(out, &done, token));
  EXPECT_REFUSED(watcher.Join(), NOT_SIGNED_IN);
  EXPECT_THAT(watcher.revisions(), SizeIs(3));
}

TEST(WatchEntries, EndsWhenThePositionDoes) {
  World world;
  Person& member = world.Newcomer("uy-vien");
  const auto given = world.Administrator().Gives("uy-vien", v1::POSITION_STANDING_COMMITTEE_MEMBER);
  ASSERT_DONE(given);
  Watcher watcher(world, member.token(), 0);
  watcher.WaitFor(3);
  ASSERT_DONE(world.Administrator().EndsPosition(given->account().positions(0).name(), "2025-01-05"));
  EXPECT_REFUSED(watcher.Join(), POSITION_REQUIRED);
}

TEST(WatchEntries, IsRefusedAtOnceWhereItMayNotBe) {
  World world;
  EXPECT_REFUSED(Watcher(world, "", 0).Join(), NOT_SIGNED_IN);
  EXPECT_REFUSED(Watcher(world, world.Newcomer("an").token(), 0).Join(), POSITION_REQUIRED);
  EXPECT_REFUSED(Watcher(world, world.Chair().token(), -1).Join(), INVALID_FIELD);
  EXPECT_REFUSED(Watcher(world, world.Chair().token(), 1000).Join(), REVISION_AHEAD);
}

TEST(WatchEntries, WhoLeavesIsForgotten) {
  World world;
  const std::string token = world.Chair().token();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Watcher(world, token, 0, /*leaves_after=*/1).Join().code, grpc::StatusCode::CANCELLED);
  }
  ASSERT_DONE(world.Administrator().CreatesAccount("a", "A"));
}

}  // namespace
}  // namespace phancong::services_test
