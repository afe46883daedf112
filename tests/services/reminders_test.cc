// Reminders through the whole server: who is told what and when, the inbox, and its watch.
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/reminded_federation.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Claim;
using support::Person;
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Offsets of the messages about a task, oldest first.
std::vector<int> ToldOf(World& world, Person& person, const std::string& task) {
  std::vector<int> offsets;
  const auto inbox = person.ReadsInbox();
  EXPECT_DONE(inbox);
  for (const v1::InboxMessage& message : inbox->messages()) {
    if (message.task() == world.TaskName(task)) offsets.insert(offsets.begin(), message.offset_days());
  }
  return offsets;
}

class Reminders : public testing::Test {
 protected:
  void SetUp() override {
    MakeRemindedFederation(world_);
    ASSERT_DONE(world_.Chair().PutsInChargeOfUnion(world_.Member(1).account(), "xa"));
    world_.UnionChair("xa");
    world_.UnionOfficer("xa");
    GivesDuty(world_, {"xa"}, "2025-03-31");
  }

  void RingsOn(const std::string& day) {
    world_.GoTo(day);
    world_.RingsReminders();
  }

  World world_;
};

TEST_F(Reminders, ClimbTheLadderFromTheUnionToTheMemberInChargeToTheChair) {
  struct {
    const char* day;
    std::vector<int> union_people;
    std::vector<int> member;
    std::vector<int> chair;
  } const steps[] = {
      {"2025-03-16", {}, {}, {}},
      {"2025-03-17", {-14}, {}, {}},
      {"2025-03-28", {-14, -3}, {}, {}},
      {"2025-03-31", {-14, -3}, {}, {}},
      {"2025-04-01", {-14, -3, 1}, {1}, {}},
      {"2025-04-07", {-14, -3, 1, 7}, {1}, {}},
      {"2025-04-30", {-14, -3, 1, 7, 30}, {1}, {30}},
      {"2025-05-31", {-14, -3, 1, 7, 30}, {1}, {30}},
  };
  for (const auto& step : steps) {
    RingsOn(step.day);
    EXPECT_EQ(ToldOf(world_, world_.UnionChair("xa"), "adhoc-1.xa"), step.union_people) << step.day;
    EXPECT_EQ(ToldOf(world_, world_.UnionOfficer("xa"), "adhoc-1.xa"), step.union_people) << step.day;
    EXPECT_EQ(ToldOf(world_, world_.Member(1), "adhoc-1.xa"), step.member) << step.day;
    EXPECT_EQ(ToldOf(world_, world_.Chair(), "adhoc-1.xa"), step.chair) << step.day;
  }
  EXPECT_THAT(ToldOf(world_, world_.UnionChair("truong"), "adhoc-1.xa"), IsEmpty());
  EXPECT_THAT(ToldOf(world_, world_.Member(2), "adhoc-1.xa"), IsEmpty());
  const auto seen = world_.Chair().Sees("adhoc-1.xa");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->task().state(), v1::TASK_STATE_ISSUED);
}

TEST_F(Reminders, RingOnceHoweverOftenTheyAreLookedAt) {
  world_.GoTo("2025-03-17");
  EXPECT_EQ(world_.RingsReminders(), 1);
  EXPECT_EQ(world_.RingsReminders(), 0);
  world_.Restart();
  EXPECT_EQ(world_.RingsReminders(), 0);
  world_.GoTo("2025-03-01");
  EXPECT_EQ(world_.RingsReminders(), 0);
  world_.GoTo("2025-03-18");
  EXPECT_EQ(world_.RingsReminders(), 0);
}

TEST_F(Reminders, TellOnlyTheLatestWhereTheServerWasDown) {
  RingsOn("2025-04-10");
  EXPECT_THAT(ToldOf(world_, world_.UnionChair("xa"), "adhoc-1.xa"), ElementsAre(7));
  EXPECT_THAT(ToldOf(world_, world_.Member(1), "adhoc-1.xa"), IsEmpty());
}

TEST_F(Reminders, OfATaskGivenLateLeaveOutTheRungsThatHadPassed) {
  world_.GoTo("2025-05-01");
  GivesDuty(world_, {"xa"}, "2025-05-08");
  world_.RingsReminders();
  EXPECT_THAT(ToldOf(world_, world_.UnionChair("xa"), "adhoc-2.xa"), IsEmpty());
  RingsOn("2025-05-05");
  EXPECT_THAT(ToldOf(world_, world_.UnionChair("xa"), "adhoc-2.xa"), ElementsAre(-3));
}

TEST_F(Reminders, OfTheFederationsOwnTaskGoToTheMembersInChargeOrTheChair) {
  GivesDuty(world_, {"federation"}, "2025-03-31");
  RingsOn("2025-03-17");
  EXPECT_THAT(ToldOf(world_, world_.Chair(), "adhoc-2.federation"), ElementsAre(-14));
  ASSERT_DONE(world_.Chair().PutsInChargeOfItem(world_.Member(2).account(), "D1"));
  RingsOn("2025-12-12");  // D1 is due on 2025-12-15
  EXPECT_THAT(ToldOf(world_, world_.Member(2), "D1.federation"), ElementsAre(-3));
  EXPECT_THAT(ToldOf(world_, world_.Chair(), "D1.federation"), IsEmpty());
}

TEST_F(Reminders, RestWhileTheReportIsReviewedAndFollowTheReworkDate) {
  Person& chair = world_.UnionChair("xa");
  RingsOn("2025-03-17");
  ASSERT_DONE(chair.Submits("adhoc-1.xa", Claim().Saying("xong")));
  RingsOn("2025-04-20");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-14));
  ASSERT_DONE(world_.Chair().TakesReview("adhoc-1.xa"));
  ASSERT_DONE(world_.Chair().Returns("adhoc-1.xa", "thiếu số liệu", "2025-05-20"));
  // −14 has rung in this cycle.
  RingsOn("2025-05-06");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-14));
  RingsOn("2025-05-17");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-14, -3));
  RingsOn("2025-05-21");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-14, -3, 1));
}

TEST_F(Reminders, BeginAnewInAReopenedCycle) {
  Person& chair = world_.UnionChair("xa");
  RingsOn("2025-03-28");
  ASSERT_DONE(chair.Submits("adhoc-1.xa", Claim().Saying("xong")));
  ASSERT_DONE(world_.Chair().TakesReview("adhoc-1.xa"));
  ASSERT_DONE(world_.Chair().Accepts("adhoc-1.xa", "đạt"));
  RingsOn("2025-04-10");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-3));
  ASSERT_DONE(world_.Chair().Reopens("adhoc-1.xa", "2025-06-10"));
  RingsOn("2025-05-27");
  RingsOn("2025-06-07");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-3, -14, -3));
}

TEST_F(Reminders, MoveWithAnExtension) {
  Person& chair = world_.UnionChair("xa");
  ASSERT_DONE(world_.Chair().ExtendsTasks("2025", "2025-05-31", {"adhoc-1"}, {"xa"}));
  RingsOn("2025-04-10");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), IsEmpty());
  RingsOn("2025-05-17");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-14));
}

TEST_F(Reminders, RestWhileATaskIsSuspended) {
  Person& chair = world_.UnionChair("xa");
  world_.GoTo("2025-03-01");
  ASSERT_DONE(world_.Chair().Suspends("adhoc-1.xa"));
  RingsOn("2025-04-10");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), IsEmpty());
  // Forty days later the date is forty days later: 2025-05-10.
  ASSERT_DONE(world_.Chair().Resumes("adhoc-1.xa"));
  RingsOn("2025-04-25");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), IsEmpty());
  RingsOn("2025-05-07");
  EXPECT_THAT(ToldOf(world_, chair, "adhoc-1.xa"), ElementsAre(-3));
}

TEST_F(Reminders, DoNotRingForWhatIsWithdrawn) {
  ASSERT_DONE(world_.Chair().Withdraws("adhoc-1.xa"));
  RingsOn("2025-04-10");
  EXPECT_THAT(ToldOf(world_, world_.UnionChair("xa"), "adhoc-1.xa"), IsEmpty());
}

TEST_F(Reminders, TellNobodyWhoseAccountIsDisabled) {
  world_.UnionOfficer("xa");
  ASSERT_DONE(world_.Administrator().Disables("xa.2"));
  RingsOn("2025-03-17");
  ASSERT_DONE(world_.Administrator().Enables("xa.2"));
  ASSERT_DONE(world_.UnionChair("xa").SignsIn());
  EXPECT_THAT(ToldOf(world_, world_.UnionChair("xa"), "adhoc-1.xa"), ElementsAre(-14));
}

TEST_F(Reminders, OfADemoFollowItsClock) {
  World demo({.demo = true});
  MakeRemindedFederation(demo);
  demo.UnionChair("xa");
  GivesDuty(demo, {"xa"}, "2025-03-31");
  demo.GoTo("2025-03-17");
  EXPECT_EQ(demo.RingsReminders(), 0);
  ASSERT_DONE(demo.Administrator().AdvancesClock("2025-03-17"));
  EXPECT_EQ(demo.RingsReminders(), 1);
  EXPECT_THAT(ToldOf(demo, demo.UnionChair("xa"), "adhoc-1.xa"), ElementsAre(-14));
}

TEST_F(Reminders, AreWrittenInManyEntriesWhereThereAreMany) {
  // Two for each of three unions are due in June; more than fit into one entry are made of ad hoc duties.
  for (int i = 0; i < 70; ++i) GivesDuty(world_, {"xa", "truong", "nha-may"}, "2025-04-30");
  world_.GoTo("2025-04-16");
  EXPECT_EQ(world_.RingsReminders(), 2);  // 70 · 3 + 1 tasks, 200 in an entry
  EXPECT_EQ(world_.RingsReminders(), 0);
}

TEST_F(Reminders, SayWhatIsDueWhenAndWhatToDo) {
  Person& chair = world_.UnionChair("xa");
  RingsOn("2025-03-28");
  const auto vi = chair.ReadsInbox();
  ASSERT_DONE(vi);
  ASSERT_THAT(vi->messages(), SizeIs(1));
  EXPECT_EQ(vi->messages(0).text(),
            "Còn 3 ngày đến hạn: adhoc-1 Báo cáo nhanh về bão (CĐCS xã Đông Yên), hạn 31/03/2025. Hãy báo cáo và nộp: "
            "phancong submit 2025/adhoc-1.xa");
  EXPECT_EQ(vi->messages(0).number(), 1);
  EXPECT_EQ(vi->messages(0).assignee_title(), "CĐCS xã Đông Yên");
  EXPECT_EQ(vi->messages(0).due_date().day(), 31);
  RingsOn("2025-04-03");
  chair.Reads("en");
  const auto en = chair.ReadsInbox();
  ASSERT_DONE(en);
  EXPECT_THAT(en->messages(0).text(), HasSubstr("3 days overdue: adhoc-1"));
  EXPECT_THAT(en->messages(0).text(), HasSubstr("due on 2025-03-31. Report and submit it: phancong submit"));
  const auto member = world_.Member(1).ReadsInbox();
  ASSERT_DONE(member);
  EXPECT_THAT(member->messages(0).text(), HasSubstr("đôn đốc đơn vị: phancong task show 2025/adhoc-1.xa"));
  ASSERT_DONE(chair.Submits("adhoc-1.xa", Claim().Saying("xong")));
  EXPECT_THAT(world_.Member(1).ReadsInbox()->messages(0).text(), HasSubstr("Hiện không phải làm gì thêm"));
}

TEST_F(Reminders, AreReadOneByOneOrUpToANumber) {
  Person& chair = world_.UnionChair("xa");
  for (const char* day : {"2025-03-17", "2025-03-28", "2025-04-01"}) RingsOn(day);
  EXPECT_EQ(chair.ReadsInbox()->unread_count(), 3);
  v1::MarkInboxReadRequest one;
  one.set_parent(chair.name());
  one.set_number(2);
  const auto marked = chair.Call<v1::MarkInboxReadResponse>(one);
  ASSERT_DONE(marked);
  EXPECT_EQ(marked->unread_count(), 2);
  EXPECT_EQ(chair.Call<v1::MarkInboxReadResponse>(one)->unread_count(), 2);
  const auto unread = chair.ReadsInbox(/*only_unread=*/true);
  ASSERT_DONE(unread);
  ASSERT_THAT(unread->messages(), SizeIs(2));
  EXPECT_EQ(unread->messages(0).number(), 3);
  EXPECT_EQ(unread->messages(1).number(), 1);
  EXPECT_EQ(chair.MarksReadUpTo(99)->unread_count(), 0);
  EXPECT_THAT(chair.ReadsInbox(/*only_unread=*/true)->messages(), IsEmpty());
  // The officer's own are as they were.
  EXPECT_EQ(world_.UnionOfficer("xa").ReadsInbox()->unread_count(), 3);
  EXPECT_REFUSED(chair.MarksReadUpTo(0), INVALID_FIELD);
  EXPECT_REFUSED(chair.MarksReadUpTo(-1), INVALID_FIELD);
  one.set_up_to(3);
  EXPECT_REFUSED(chair.Call<v1::MarkInboxReadResponse>(one), INVALID_FIELD);
}

TEST_F(Reminders, ArePagedNewestFirst) {
  Person& chair = world_.UnionChair("xa");
  for (const char* day : {"2025-03-17", "2025-03-28", "2025-04-01"}) RingsOn(day);
  v1::ListInboxRequest request;
  request.set_parent(chair.name());
  request.set_page_size(2);
  const auto first = chair.Call<v1::ListInboxResponse>(request);
  ASSERT_DONE(first);
  ASSERT_THAT(first->messages(), SizeIs(2));
  EXPECT_EQ(first->messages(0).number(), 3);
  request.set_page_token(first->next_page_token());
  const auto second = chair.Call<v1::ListInboxResponse>(request);
  ASSERT_DONE(second);
  ASSERT_THAT(second->messages(), SizeIs(1));
  EXPECT_EQ(second->messages(0).number(), 1);
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(Reminders, AreOnesOwnAlone) {
  v1::ListInboxRequest list;
  list.set_parent(world_.UnionChair("xa").name());
  EXPECT_REFUSED(world_.Chair().Call<v1::ListInboxResponse>(list), POSITION_REQUIRED);
  v1::MarkInboxReadRequest mark;
  mark.set_parent(world_.UnionChair("xa").name());
  mark.set_up_to(1);
  EXPECT_REFUSED(world_.Chair().Call<v1::MarkInboxReadResponse>(mark), POSITION_REQUIRED);
  v1::SetMailAddressRequest set;
  set.set_name(world_.UnionChair("xa").name());
  set.set_address("a@b.vn");
  EXPECT_REFUSED(world_.Chair().Call<v1::SetMailAddressResponse>(set), POSITION_REQUIRED);
}

TEST_F(Reminders, AreWatchedAsTheyRing) {
  Person& chair = world_.UnionChair("xa");
  RingsOn("2025-03-17");
  std::mutex mutex;
  std::condition_variable came;
  std::vector<int64_t> numbers;
  support::Answered ended;
  ASSERT_DONE(chair.SignsIn());
  const std::string token = chair.token();
  std::thread watching([&] {
    v1::WatchInboxRequest request;
    request.set_parent(chair.name());
    v1::WatchInboxResponse response;
    ended = world_.Watch(request, &response, token, [&] {
      const std::lock_guard lock(mutex);
      numbers.push_back(response.message().number());
      came.notify_all();
      return true;
    });
  });
  const auto wait_for = [&](size_t count) {
    std::unique_lock lock(mutex);
    came.wait(lock, [&] { return numbers.size() >= count; });
  };
  wait_for(1);
  RingsOn("2025-03-28");
  wait_for(2);
  world_.Stop();
  watching.join();
  EXPECT_REFUSED(ended, STOPPING);
  EXPECT_THAT(numbers, ElementsAre(1, 2));
}

TEST_F(Reminders, GoToAnAddressThatCanBeOne) {
  Person& chair = world_.UnionChair("xa");
  for (const char* address : {"an@congdoan.vn", "a.b+c_d-e%f@thu.bac-quang.gov.vn"}) {
    EXPECT_DONE(chair.SetsMailAddress(address));
    EXPECT_EQ(chair.ReadsInbox()->mail_address(), address);
  }
  for (const std::string address :
       {"an", "@congdoan.vn", "an@", "an@congdoan", "an@@congdoan.vn", "an b@congdoan.vn", "an@cong doan.vn",
        "an@congdoan.vn\r\nRCPT TO:<x@y.vn>", "an@.vn", "an@congdoan..vn", "an@congdoan.vn.", ".an@congdoan.vn",
        "an>@congdoan.vn", "ần@congdoan.vn"}) {
    EXPECT_REFUSED(chair.SetsMailAddress(address), INVALID_FIELD) << address;
  }
  EXPECT_REFUSED(chair.SetsMailAddress(std::string(65, 'a') + "@congdoan.vn"), INVALID_FIELD);
  EXPECT_REFUSED(chair.SetsMailAddress("a.b+c_d-e%f@thu.bac-quang.gov.vn"), NOTHING_TO_DO);
  EXPECT_DONE(chair.SetsMailAddress(""));
  EXPECT_EQ(chair.ReadsInbox()->mail_address(), "");
  EXPECT_REFUSED(chair.SetsMailAddress(""), NOTHING_TO_DO);
}

}  // namespace
}  // namespace phancong::services_test
