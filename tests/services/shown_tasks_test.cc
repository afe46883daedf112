// What is kept in memory of tasks is what a server that has nothing in memory shows.
#include <functional>
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

constexpr char kTask[] = "1.3.thpt-viet-vinh";

class ShownTasks : public testing::Test {
 protected:
  ShownTasks() { world.IssuesTheYear(); }

  // The item's tasks, by name, as the list has them.
  std::map<std::string, std::string> Listed() {
    std::map<std::string, std::string> shown;
    v1::ListTasksRequest list;
    list.set_parent(world.RoundName("2025"));
    list.set_page_size(1000);
    list.add_items("1.3");
    auto all = world.Chair().Call<v1::ListTasksResponse>(list);
    EXPECT_DONE(all);
    EXPECT_GT(all->tasks_size(), 0);
    for (const v1::Task& task : all->tasks()) shown[task.name()] = task.DebugString();
    return shown;
  }
  // The same tasks, each asked for by its name.
  std::map<std::string, std::string> Seen(const std::map<std::string, std::string>& listed) {
    std::map<std::string, std::string> shown;
    for (const auto& [name, ignored] : listed) {
      v1::GetTaskRequest request;
      request.set_name(name);
      auto task = world.Chair().Call<v1::GetTaskResponse>(request);
      EXPECT_DONE(task);
      shown[name] = task->task().DebugString();
    }
    return shown;
  }
  std::string Queue() {
    v1::ListReviewQueueRequest request;
    request.set_parent(world.FederationName());
    auto queue = world.Member(1).Call<v1::ListReviewQueueResponse>(request);
    EXPECT_DONE(queue);
    return queue->DebugString();
  }

  // After the change all is shown as a server shows it that was only just started.
  void After(const std::string& what, const std::function<void()>& change) {
    SCOPED_TRACE(what);
    // What was shown before is in memory.
    const auto before = Listed();
    EXPECT_EQ(Seen(before), before);
    (void)Queue();
    change();
    const auto listed = Listed();
    EXPECT_EQ(Seen(listed), listed);
    const std::string queue = Queue();
    world.Restart();
    // In the other order: what is kept for the one is used for the other.
    EXPECT_EQ(Seen(listed), listed);
    EXPECT_EQ(Listed(), listed);
    EXPECT_EQ(Queue(), queue);
  }

  World world;
};

TEST_F(ShownTasks, AreShownAsTheyAreAfterEverythingThatHappensToThem) {
  Person& union_chair = world.UnionChair("thpt-viet-vinh");
  After("acknowledged", [&] { EXPECT_DONE(union_chair.Acknowledges(kTask)); });
  After("reported", [&] { EXPECT_DONE(union_chair.Reports(kTask, world.CompleteReport(kTask))); });
  After("an extension is asked for", [&] { EXPECT_DONE(union_chair.RequestsExtension(kTask, "2025-11-30")); });
  After("it is granted", [&] { EXPECT_DONE(world.Chair().Grants(std::string(kTask) + "/1", "2025-11-20")); });
  After("submitted", [&] { EXPECT_DONE(union_chair.Submits(kTask, world.CompleteReport(kTask))); });
  After("its review is taken", [&] { EXPECT_DONE(world.Member(1).TakesReview(kTask)); });
  After("returned", [&] { EXPECT_DONE(world.Member(1).Returns(kTask, "Thiếu biên bản.", "2025-11-25")); });
  After("submitted again", [&] { EXPECT_DONE(union_chair.Submits(kTask, world.CompleteReport(kTask))); });
  After("accepted", [&] {
    EXPECT_DONE(world.Member(1).TakesReview(kTask));
    EXPECT_DONE(world.Member(1).Accepts(kTask));
  });
  After("reopened", [&] { EXPECT_DONE(world.Chair().Reopens(kTask, "2025-12-15")); });
  After("suspended", [&] { EXPECT_DONE(world.Chair().Suspends(kTask)); });
  After("resumed", [&] { EXPECT_DONE(world.Chair().Resumes(kTask)); });
  After("commented on", [&] { EXPECT_DONE(world.Chair().Comments(kTask, "Xin bổ sung.")); });
}

TEST_F(ShownTasks, AreShownByThePeopleTheDefinitionsAndTheDay) {
  After("somebody is put in charge of the item's field",
        [&] { EXPECT_DONE(world.Chair().PutsInChargeOfField(world.Member(1).account(), "representation")); });
  After("and of a union",
        [&] { EXPECT_DONE(world.Chair().PutsInChargeOfUnion(world.Member(2).account(), "thpt-viet-vinh")); });
  After("and of the item", [&] { EXPECT_DONE(world.Chair().PutsInChargeOfItem(world.Member(3).account(), "1.3")); });
  After("no more", [&] { EXPECT_DONE(world.Chair().EndsResponsibility(1)); });
  After("tasks of others are extended",
        [&] { EXPECT_DONE(world.Chair().ExtendsTasks("2025", "2025-12-20", {"1.3"}, {"xa-hung-an"})); });
  After("the day has come", [&] { world.GoTo("2025-11-05"); });
  const auto all = world.Chair().Lists("2025");
  for (const v1::Task& task : all->tasks()) {
    EXPECT_DONE(world.Chair().Withdraws(task.name().substr(task.name().rfind('/') + 1)));
  }
  world.GoTo("2026-03-01");
  After("the period is sealed", [&] { EXPECT_DONE(world.Chair().Seals("2025")); });
}

}  // namespace
}  // namespace phancong::support
