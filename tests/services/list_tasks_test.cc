// Lists of tasks: every filter against all tasks looked at one by one, pages against the whole.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// A world on 5 November 2025, in which tasks are in many states: item 1.3 was due on 31 October, most others are later.
class Lists : public testing::Test {
 protected:
  Lists() {
    world.IssuesTheYear();
    world.Chair().PutsInChargeOfField(world.Member(1).account(), "representation");
    world.Chair().PutsInChargeOfUnion(world.Member(2).account(), "thpt-hung-an");
    for (const std::string unit : {"thpt-viet-vinh", "thpt-hung-an", "xa-hung-an", "che-suoi-xanh"}) {
      EXPECT_DONE(world.UnionChair(unit).Acknowledges("3.1." + unit));
      EXPECT_DONE(world.UnionChair(unit).Submits("6.2." + unit, world.CompleteReport("6.2." + unit)));
    }
    world.GetsAccepted("1.3.thpt-viet-vinh");
    Submits("1.3.thpt-hung-an");
    Submits("1.3.xa-hung-an");
    EXPECT_DONE(world.Member(2).TakesReview("1.3.xa-hung-an"));
    EXPECT_DONE(world.Chair().TakesReview("6.2.che-suoi-xanh"));
    EXPECT_DONE(world.Chair().Returns("6.2.che-suoi-xanh", "Thiếu bảng công khai.", "2025-11-05"));
    EXPECT_DONE(world.Chair().Withdraws("1.3.thpt-kim-ngoc"));
    world.GoTo("2025-11-05");
    world.GetsAccepted("1.3.thpt-lien-hiep");
    auto all = world.Chair().Lists("2025");
    EXPECT_DONE(all);
    EXPECT_EQ(all->next_page_token(), "") << "the year has fewer tasks than a page";
    everything.assign(all->tasks().begin(), all->tasks().end());
  }

  void Submits(const std::string& task) {
    EXPECT_DONE(world.UnionChair(task.substr(task.rfind('.') + 1)).Submits(task, world.CompleteReport(task)));
  }
  v1::ListTasksRequest Of(const std::string& round = "2025") {
    v1::ListTasksRequest request;
    request.set_parent(world.RoundName(round));
    request.set_page_size(1000);
    return request;
  }
  // All pages of a list.
  std::vector<v1::Task> AllOf(Person& person, v1::ListTasksRequest request) {
    std::vector<v1::Task> tasks;
    do {
      auto page = person.Call<v1::ListTasksResponse>(request);
      EXPECT_DONE(page);
      EXPECT_LE(page->tasks_size(), request.page_size());
      tasks.insert(tasks.end(), page->tasks().begin(), page->tasks().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return tasks;
  }
  static std::vector<std::string> NamesOf(const std::vector<v1::Task>& tasks) {
    std::vector<std::string> names;
    for (const v1::Task& task : tasks) names.push_back(task.name());
    return names;
  }
  std::vector<std::string> Full(const std::vector<std::string>& tasks) const {
    std::vector<std::string> names;
    for (const std::string& task : tasks) names.push_back(world.TaskName(task));
    return names;
  }

  World world;
  std::vector<v1::Task> everything;
};

int64_t DayNumber(const google::type::Date& date) { return date.year() * 10000 + date.month() * 100 + date.day(); }

// Whether a task, as it is shown, is what the request asks for; text and reviewer apart.
bool IsAskedFor(const v1::Task& task, const v1::ListTasksRequest& request) {
  const auto among = [](const auto& choices, const auto& value) {
    return choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end();
  };
  return (request.assignee().empty() || request.assignee() == task.assignee()) && among(request.items(), task.item()) &&
         among(request.states(), static_cast<int>(task.state())) &&
         among(request.timings(), static_cast<int>(task.timing())) &&
         (!request.has_due_from() || DayNumber(task.due_date()) >= DayNumber(request.due_from())) &&
         (!request.has_due_to() || DayNumber(task.due_date()) <= DayNumber(request.due_to()));
}

TEST_F(Lists, EveryFilterGivesTheTasksThatFitAndPagesAreThePartsOfTheWhole) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const auto chance = [&](int in) { return random() % static_cast<uint64_t>(in) == 0; };
  std::set<std::string> items;
  std::set<std::string> assignees;
  for (const v1::Task& task : everything) {
    items.insert(task.item());
    assignees.insert(task.assignee());
  }
  const auto one_of = [&](const std::set<std::string>& choices) {
    auto at = choices.begin();
    std::advance(at, random() % choices.size());
    return *at;
  };
  int with_tasks = 0;
  for (int round = 0; round < 200; ++round) {
    v1::ListTasksRequest request = Of();
    if (chance(4)) request.set_assignee(one_of(assignees));
    if (chance(3)) request.add_items(one_of(items)), request.add_items("1.3");
    for (int state = 1; state < v1::TaskState_ARRAYSIZE; ++state) {
      if (chance(8)) request.add_states(static_cast<v1::TaskState>(state));
    }
    for (int timing = 1; timing < v1::Timing_ARRAYSIZE; ++timing) {
      if (chance(6)) request.add_timings(static_cast<v1::Timing>(timing));
    }
    if (chance(4)) *request.mutable_due_from() = DateOf(chance(2) ? "2025-11-01" : "2025-12-15");
    if (chance(4)) *request.mutable_due_to() = DateOf(chance(2) ? "2025-11-30" : "2025-10-31");
    SCOPED_TRACE(request.ShortDebugString());
    std::vector<std::string> expected;
    for (const v1::Task& task : everything) {
      if (IsAskedFor(task, request)) expected.push_back(task.name());
    }
    EXPECT_EQ(NamesOf(AllOf(world.Chair(), request)), expected) << "in the default order";
    request.set_page_size(static_cast<int>(1 + expected.size() / (1 + random() % 5)));
    EXPECT_EQ(NamesOf(AllOf(world.Chair(), request)), expected) << "page by page";
    with_tasks += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(with_tasks, 20) << "most filters must not be contradictions";
}

// No message is over 1 MiB, whatever people write.
TEST_F(Lists, LongReportsMakeShortPages) {
  std::string longest;
  for (int i = 0; i < 10'000; ++i) longest += "ộ";
  int reported = 0;
  for (const v1::Task& task : everything) {
    const std::string id = task.name().substr(task.name().rfind('/') + 1);
    if (task.state() != v1::TASK_STATE_ISSUED || !id.starts_with("1.3.")) continue;
    v1::Report report = world.CompleteReport(id);
    report.set_narrative(longest);
    ASSERT_DONE(world.UnionChair(id.substr(4)).Submits(id, report));
    ++reported;
  }
  ASSERT_GT(reported * 30'000, 1 << 20) << "or else it shows nothing";
  const auto walk = [&](const v1::ListTasksRequest& list) {
    int pages = 0;
    v1::ListTasksRequest next = list;
    do {
      const auto page = world.Chair().Call<v1::ListTasksResponse>(next);
      EXPECT_DONE(page);
      EXPECT_LT(page->ByteSizeLong(), 1 << 20);
      ++pages;
      next.set_page_token(page->next_page_token());
    } while (!next.page_token().empty());
    EXPECT_GT(pages, 1);
  };
  walk(Of());
  v1::ListTasksRequest late = Of();
  late.add_timings(v1::TIMING_AWAITING_REVIEW);
  walk(late);
  EXPECT_EQ(AllOf(world.Chair(), Of()).size(), everything.size());
}

TEST_F(Lists, OrdersAreByDueDateByIssueAndByLastChange) {
  const auto by_due = [](const v1::Task& a, const v1::Task& b) {
    return DayNumber(a.due_date()) < DayNumber(b.due_date());
  };
  EXPECT_TRUE(std::is_sorted(everything.begin(), everything.end(), by_due));
  for (const v1::TaskOrder order : {v1::TASK_ORDER_DUE_DATE, v1::TASK_ORDER_ISSUE, v1::TASK_ORDER_LAST_CHANGE}) {
    v1::ListTasksRequest request = Of();
    request.set_order(order);
    const std::vector<v1::Task> whole = AllOf(world.Chair(), request);
    request.set_page_size(97);
    EXPECT_EQ(NamesOf(AllOf(world.Chair(), request)), NamesOf(whole));
    EXPECT_EQ(whole.size(), everything.size());
    if (order == v1::TASK_ORDER_ISSUE) {
      EXPECT_EQ(whole.front().item(), "1.3") << "items as in the programme";
    }
    if (order == v1::TASK_ORDER_LAST_CHANGE) {
      EXPECT_EQ(whole.front().name(), world.TaskName("1.3.thpt-lien-hiep"));
      EXPECT_TRUE(std::is_sorted(whole.begin(), whole.end(), [](const v1::Task& a, const v1::Task& b) {
        return std::stoll(a.etag()) > std::stoll(b.etag());
      }));
    }
  }
}

TEST_F(Lists, TextIsFoundWithAndWithoutMarks) {
  const auto found = [&](const std::string& text) {
    v1::ListTasksRequest request = Of();
    request.add_items("1.3");
    request.set_text(text);
    return NamesOf(AllOf(world.Chair(), request));
  };
  const std::vector<std::string> hung_an = Full({"1.3.thpt-hung-an", "1.3.tieu-hoc-hung-an", "1.3.xa-hung-an"});
  for (const std::string text : {"Hùng An", "hung an", "HÙNG", "an hùng"}) {
    std::vector<std::string> names = found(text);
    std::sort(names.begin(), names.end());
    if (text == "HÙNG") {
      EXPECT_GE(names.size(), hung_an.size());
    } else {
      EXPECT_EQ(names, hung_an) << text;
    }
  }
  EXPECT_EQ(found("hội nghị").size(), found("").size()) << "words of the item's title";
  EXPECT_TRUE(found("không đâu có").empty());
}

TEST_F(Lists, AReviewWaitsForWhoTookItOrForWhoIsInChargeWhileNobodyHas) {
  const auto waiting_for = [&](Person& person) {
    v1::ListTasksRequest request = Of();
    request.set_reviewer(person.name());
    std::vector<std::string> names = NamesOf(AllOf(world.Chair(), request));
    std::sort(names.begin(), names.end());
    return names;
  };
  // Member 1 has the field of item 1.3; its task of xa-hung-an was taken by member 2.
  EXPECT_EQ(waiting_for(world.Member(1)), Full({"1.3.thpt-hung-an"}));
  // Member 2 has thpt-hung-an, and took the review of xa-hung-an.
  EXPECT_EQ(waiting_for(world.Member(2)), Full({"1.3.thpt-hung-an", "1.3.xa-hung-an", "6.2.thpt-hung-an"}));
  EXPECT_EQ(waiting_for(world.Chair()), std::vector<std::string>()) << "what was decided waits no more";
  v1::ListTasksRequest request = Of();
  request.set_reviewer(world.Member(2).name());
  request.add_timings(v1::TIMING_OVERDUE);
  EXPECT_TRUE(AllOf(world.Chair(), request).empty()) << "what waits for a reviewer is not overdue";
}

TEST_F(Lists, AUnionListsItsOwnTasksAlone) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  std::vector<std::string> own;
  for (const v1::Task& task : everything) {
    if (task.assignee() == world.UnitName("thpt-viet-vinh")) own.push_back(task.name());
  }
  ASSERT_FALSE(own.empty());
  EXPECT_EQ(NamesOf(AllOf(chair, Of())), own);
  v1::ListTasksRequest request = Of();
  request.set_assignee(world.UnitName("thpt-hung-an"));
  EXPECT_REFUSED(chair.Call<v1::ListTasksResponse>(request), NOT_YOUR_UNION);
  request.set_assignee(world.FederationName());
  EXPECT_REFUSED(chair.Call<v1::ListTasksResponse>(request), NOT_YOUR_UNION);
  request.set_assignee(world.UnitName("thpt-viet-vinh"));
  EXPECT_EQ(NamesOf(AllOf(chair, request)), own);
  EXPECT_REFUSED(world.Reader().Call<v1::ListTasksResponse>(Of()), POSITION_REQUIRED);
}

TEST_F(Lists, AllRoundsAtOnce) {
  world.IssuesTheTerm();
  const std::vector<v1::Task> term = AllOf(world.Chair(), Of("2023-2028"));
  ASSERT_FALSE(term.empty());
  EXPECT_EQ(AllOf(world.Chair(), Of("-")).size(), everything.size() + term.size());
  v1::ListTasksRequest request = Of("-");
  request.add_items("1.1");
  for (const v1::Task& task : AllOf(world.Chair(), request)) EXPECT_EQ(task.item(), "1.1");
  EXPECT_FALSE(AllOf(world.Chair(), request).empty());
}

TEST_F(Lists, AnAdHocItemIsFoundByItsId) {
  const auto assigned = world.Chair().AssignsAdHoc("2025", "Báo cáo nhanh về bão", {"xa-hung-an"}, "2025-11-20");
  ASSERT_DONE(assigned);
  for (const std::string round : {"2025", "-"}) {
    v1::ListTasksRequest request = Of(round);
    request.add_items(assigned->item());
    EXPECT_EQ(AllOf(world.Chair(), request).size(), 1U) << round;
  }
}

// An enum's field takes any number over the wire, and the tables of the rules have no place for most.
TEST_F(Lists, AStateThatTheContractDoesNotHaveIsRefused) {
  v1::ListTasksRequest request = Of();
  request.add_states(v1::TASK_STATE_ACCEPTED);
  request.add_states(static_cast<v1::TaskState>(77));
  const auto refused = world.Chair().Call<v1::ListTasksResponse>(request);
  EXPECT_REFUSED(refused, INVALID_FIELD);
  EXPECT_EQ(refused.fields, std::vector<std::string>{"states[1]"});
}

TEST_F(Lists, ATextWithAZeroByteIsRefused) {
  v1::ListTasksRequest request = Of();
  request.set_text(std::string("hội") + '\0' + "nghị");
  const auto refused = world.Chair().Call<v1::ListTasksResponse>(request);
  EXPECT_REFUSED(refused, INVALID_FIELD);
  EXPECT_EQ(refused.fields, std::vector<std::string>{"text"});
}

TEST_F(Lists, WhatIsWrongInTheRequestIsRefused) {
  v1::ListTasksRequest request = Of();
  request.add_items("1.3");
  request.add_items("9.9");
  const auto unknown = world.Chair().Call<v1::ListTasksResponse>(request);
  EXPECT_REFUSED(unknown, INVALID_FIELD);
  EXPECT_EQ(unknown.fields, (std::vector<std::string>{"items[1]"}));
  EXPECT_REFUSED(world.Chair().Call<v1::ListTasksResponse>(Of("2031")), NOT_FOUND);
  request = Of();
  request.set_page_size(10);
  const auto first = world.Chair().Call<v1::ListTasksResponse>(request);
  ASSERT_DONE(first);
  request.set_page_token(first->next_page_token());
  EXPECT_DONE(world.Chair().Call<v1::ListTasksResponse>(request));
  request.set_text("hội nghị");
  EXPECT_REFUSED(world.Chair().Call<v1::ListTasksResponse>(request), PAGE_TOKEN_INVALID) << "of another list";
  request = Of();
  request.set_assignee(world.AccountName("chu-tich"));
  EXPECT_REFUSED(world.Chair().Call<v1::ListTasksResponse>(request), INVALID_FIELD);
  request.set_assignee(world.UnitName("khong-co"));
  EXPECT_REFUSED(world.Chair().Call<v1::ListTasksResponse>(request), NOT_FOUND);
  request = Of();
  request.set_min_revision(1'000'000);
  EXPECT_REFUSED(world.Chair().Call<v1::ListTasksResponse>(request), REVISION_AHEAD);
}

}  // namespace
}  // namespace phancong::support
