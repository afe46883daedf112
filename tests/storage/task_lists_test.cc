// Pages of tasks: what they cost, and that they are the parts of the whole.
#include "storage/task_lists.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/reminders.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/explained.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::storage {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr int64_t kUnions = 4'500;
constexpr int64_t kMany = std::numeric_limits<int64_t>::max();

// Two rounds of 4,500 unions each: the first is due early and accepted, but for every 500th task, which was returned;
// of the second each tenth waits for a review, since the day that its number says.
class TaskLists : public testing::Test {
 protected:
  TaskLists() {
    store_ = *SqliteStore::Open(folder_.File("phancong.db"), {.create = true});
    EXPECT_TRUE(Migrate(*store_).ok());
    EXPECT_TRUE(store_->Write([&](WriteTransaction& tx) { return Fill(tx); }).ok());
  }

  static absl::Status Fill(WriteTransaction& tx) {
    for (int64_t round = 1; round <= 2; ++round) {
      const absl::Status issued = tx.Execute(
          "INSERT INTO round (federation, round, id, state, programme_version, period_begin_day, period_end_day, "
          "population_day, decision_number, decision_day, revision) "
          "VALUES (1, $1, CAST($1 AS TEXT), 'ISSUED', 1, 1, 2, 1, '', 1, 1)",
          {round});
      if (!issued.ok()) return issued;
    }
    const absl::Status filled = tx.Execute(
        "INSERT INTO task (federation, task, round, item, assignee, segment, state, state_before_suspension, cycle, "
        "leg, base_due_day, due_day, submitted_at, submitted_day, submitted_due_day, days_late_before, "
        "first_submitted_at, accepted_at, reviewer, on_paper, met, reason, decision_number, revision) "
        "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < $1) "
        "SELECT 1, n, CASE WHEN n > $2 THEN 2 ELSE 1 END, 1 + n % 3, 1 + n % $2, 'school', "
        "CASE WHEN n > $2 AND n % 10 = 0 THEN 'SUBMITTED' WHEN n > $2 THEN 'ISSUED' WHEN n % 500 = 0 THEN 'RETURNED' "
        "ELSE 'ACCEPTED' END, '', 1, 1, n, n, CASE WHEN n > $2 AND n % 10 = 0 THEN n END, 0, 0, 0, NULL, NULL, 0, 0, "
        "0, '', '', n FROM counted",
        {2 * kUnions, kUnions});
    if (!filled.ok()) return filled;
    const absl::Status named = tx.Execute(
        "INSERT INTO item (federation, item, id, ad_hoc_round, title_vi, title_en, title_fold, document_number, "
        "document_day, document_issuer) VALUES (1, 1, '1', 0, '', '', 'hoi nghi', '', 0, ''), "
        "(1, 2, '2', 0, '', '', 'doi thoai', '', 0, ''), (1, 3, '3', 0, '', '', 'thoa uoc', '', 0, '')",
        {});
    if (!named.ok()) return named;
    return tx.Execute(
        "INSERT INTO grassroots_union (federation, union_number, id, title, title_fold, sort_key, type, place, "
        "founded_day, revision) "
        "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < $1) "
        "SELECT 1, n, 'u' || n, '', 'truong hoc ' || n || ' xa', x'00', 'school', '', 0, 1 FROM counted",
        {kUnions});
  }

  // All pages of 50, one after the other: the numbers of their tasks. Each looks at no more rows than it may.
  std::vector<int64_t> AllPages(const TaskListFilter& filter, TaskOrder order, int* pages = nullptr) {
    std::vector<int64_t> numbers;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) -> absl::Status {
                      std::optional<TaskCursor> after;
                      while (true) {
                        const absl::StatusOr<TaskPage> page = PageOfTasks(tx, 1, filter, order, after, 50);
                        if (!page.ok()) return page.status();
                        if (pages != nullptr) ++*pages;
                        for (const TaskCursor& task : page->tasks) numbers.push_back(task.task);
                        if (page->stopped_at) {
                          after = page->stopped_at;
                        } else if (page->tasks.size() == 50) {
                          after = page->tasks.back();
                        } else {
                          return absl::OkStatus();
                        }
                      }
                    })
                    .ok());
    return numbers;
  }

  static std::vector<int64_t> NumbersFrom(int64_t first, int64_t last, const std::function<bool(int64_t)>& fits) {
    std::vector<int64_t> numbers;
    for (int64_t n = first; n <= last; ++n) {
      if (fits(n)) numbers.push_back(n);
    }
    return numbers;
  }

  ScratchFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(TaskLists, EveryFilterInEveryOrderBeginsAtAKey) {
  TaskListFilter all;
  TaskListFilter of_round;
  of_round.round = 2;
  TaskListFilter of_union = of_round;
  of_union.only_assignees = true;
  of_union.assignees = {7};
  TaskListFilter of_items = of_round;
  of_items.items = {1, 2};
  TaskListFilter of_items_of_all = all;
  of_items_of_all.items = {3};
  TaskListFilter of_states = of_round;
  of_states.states = {v1::TASK_STATE_RETURNED, v1::TASK_STATE_SUBMITTED};
  TaskListFilter of_many_states = of_states;
  of_many_states.states = {v1::TASK_STATE_ACCEPTED, v1::TASK_STATE_ISSUED};
  TaskListFilter due = of_round;
  due.due_from = 5'000;
  due.due_to = 6'000;
  TaskListFilter of_reviewer = of_states;
  of_reviewer.reviewer = 4;
  of_reviewer.day = 10;
  TaskListFilter with_words = of_round;
  with_words.folded_words = {"truong", "nghi"};
  TaskListFilter of_item_words = all;
  of_item_words.folded_words = {"thoai"};
  TaskListFilter of_union_words = all;
  of_union_words.folded_words = {"hoc", "4321"};
  for (const TaskListFilter& filter : {all, of_round, of_union, of_items, of_items_of_all, of_states, of_many_states,
                                       due, of_reviewer, with_words, of_item_words, of_union_words}) {
    for (const TaskOrder order : {TaskOrder::kDueDate, TaskOrder::kIssue, TaskOrder::kLastChange}) {
      for (const std::optional<TaskCursor>& after :
           {std::optional<TaskCursor>(), std::optional(TaskCursor{.sort = 5'100, .task = 5'100})}) {
        EXPECT_TRUE(store_
                        ->Read([&](ReadTransaction& tx) -> absl::Status {
                          Explained explained(tx);
                          const auto page = PageOfTasks(explained, 1, filter, order, after, 50);
                          for (const std::string& step : explained.steps()) {
                            const bool of_tasks =
                                step.find(" t ") != std::string::npos || step.find(" k ") != std::string::npos;
                            // The key of the federation alone: all of its tasks.
                            const bool all_of_them = step.ends_with("(federation=?)") || step.starts_with("SCAN");
                            // The first page along an order is of all of them, up to its limit.
                            const bool along = order != TaskOrder::kDueDate && !after;
                            EXPECT_FALSE(of_tasks && all_of_them && !along) << step;
                          }
                          return page.status();
                        })
                        .ok());
      }
    }
  }
}

TEST_F(TaskLists, APageStopsWhereItHasLookedAtEnoughAndThePagesAreTheParts) {
  TaskListFilter filter;
  filter.states = {v1::TASK_STATE_ISSUED, v1::TASK_STATE_SUBMITTED};
  int pages = 0;
  EXPECT_EQ(AllPages(filter, TaskOrder::kDueDate, &pages),
            NumbersFrom(kUnions + 1, 2 * kUnions, [](int64_t) { return true; }));
  // By number all that was accepted comes first: the first page has nothing on it, and says where it stopped.
  EXPECT_TRUE(store_
                  ->Read([&](ReadTransaction& tx) -> absl::Status {
                    const auto page = PageOfTasks(tx, 1, filter, TaskOrder::kIssue, std::nullopt, 50);
                    if (!page.ok()) return page.status();
                    EXPECT_TRUE(page->tasks.empty());
                    EXPECT_TRUE(page->stopped_at.has_value());
                    if (page->stopped_at) {
                      EXPECT_EQ(page->stopped_at->task, kTasksLookedAt);
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(AllPages(filter, TaskOrder::kIssue), AllPages(filter, TaskOrder::kDueDate));
}

// However often and in whichever order they are named, which whoever asks may choose.
TEST_F(TaskLists, StatesAreAskedForOnce) {
  TaskListFilter filter;
  filter.states = {v1::TASK_STATE_ISSUED, v1::TASK_STATE_SUBMITTED};
  TaskListFilter again = filter;
  again.states.insert(again.states.begin(), 100, v1::TASK_STATE_SUBMITTED);
  const auto statements = [&](const TaskListFilter& of) {
    std::vector<std::string> asked;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) -> absl::Status {
                      Explained explained(tx);
                      const auto page = PageOfTasks(explained, 1, of, TaskOrder::kDueDate, std::nullopt, 50);
                      asked = explained.statements();
                      return page.status();
                    })
                    .ok());
    return asked;
  };
  EXPECT_EQ(statements(again), statements(filter));
}

// Whether the numbers of those that follow each other in an order lie close together or not.
TEST_F(TaskLists, WhereverNumbersLiePagesAreThePartsOfTheWhole) {
  TaskListFilter filter;
  filter.due_from = 5'000;
  filter.due_to = 5'040;
  // Of each task its own; one of all; one of every seventh; and so that those of near revisions are far apart (9,001 is
  // prime).
  for (const auto& [revision, revision_of] : std::vector<std::pair<std::string, std::function<int64_t(int64_t)>>>{
           {"task", [](int64_t task) { return task; }},
           {"1", [](int64_t) { return 1; }},
           {"task % 7", [](int64_t task) { return task % 7; }},
           {"task * 7919 % 9001", [](int64_t task) { return task * 7'919 % 9'001; }}}) {
    SCOPED_TRACE(revision);
    EXPECT_TRUE(store_
                    ->Write([&, set = "UPDATE task SET revision = " + revision](WriteTransaction& tx) {
                      return tx.Execute(set, {});
                    })
                    .ok());
    std::vector<int64_t> expected = NumbersFrom(5'000, 5'040, [](int64_t) { return true; });
    std::sort(expected.begin(), expected.end(), [&, &of = revision_of](int64_t one, int64_t other) {
      return std::pair(of(one), one) > std::pair(of(other), other);
    });
    EXPECT_EQ(AllPages(filter, TaskOrder::kLastChange), expected);
    TaskListFilter with_words = filter;
    with_words.folded_words = {"thoai"};
    std::erase_if(expected, [](int64_t task) { return task % 3 != 1; });
    EXPECT_EQ(AllPages(with_words, TaskOrder::kLastChange), expected);
  }
}

TEST_F(TaskLists, TasksThatAreDueAreARangeOfTheirRound) {
  EXPECT_TRUE(store_
                  ->Read([&](ReadTransaction& tx) -> absl::Status {
                    Explained explained(tx);
                    const auto due = DeadlinesUntil(explained, 1, 1, 1'000);
                    if (!due.ok()) return due.status();
                    EXPECT_THAT(explained.steps(), Contains(HasSubstr("task_by_due (federation=? AND round=? AND "
                                                                      "due_day<?)")));
                    EXPECT_THAT(explained.steps(), Not(Contains(HasSubstr("TEMP B-TREE"))));
                    // Of the others of that round, all are accepted.
                    std::vector<int64_t> numbers;
                    for (const DeadlineRow& row : *due) numbers.push_back(row.task);
                    EXPECT_THAT(numbers, ElementsAre(500, 1'000));
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(TaskLists, WhatIsRareIsFoundAtOnce) {
  TaskListFilter filter;
  filter.states = {v1::TASK_STATE_RETURNED};
  int pages = 0;
  EXPECT_EQ(AllPages(filter, TaskOrder::kDueDate, &pages),
            NumbersFrom(1, kUnions, [](int64_t n) { return n % 500 == 0; }));
  EXPECT_EQ(pages, 1);
}

TEST_F(TaskLists, WordsOfAnItemOfAUnionAndOfBothAreFound) {
  const auto item_of = [](int64_t n) { return 1 + n % 3; };
  const auto union_of = [](int64_t n) { return 1 + n % kUnions; };
  TaskListFilter filter;
  filter.folded_words = {"thoai"};
  EXPECT_EQ(AllPages(filter, TaskOrder::kDueDate),
            NumbersFrom(1, 2 * kUnions, [&](int64_t n) { return item_of(n) == 2; }));
  filter.folded_words = {"hoc", "4321"};
  EXPECT_EQ(AllPages(filter, TaskOrder::kIssue),
            NumbersFrom(1, 2 * kUnions, [&](int64_t n) { return union_of(n) == 4321; }));
  filter.folded_words = {"thoai", "99 xa"};
  EXPECT_EQ(AllPages(filter, TaskOrder::kDueDate),
            NumbersFrom(1, 2 * kUnions, [&](int64_t n) { return item_of(n) == 2 && union_of(n) % 100 == 99; }));
  filter.folded_words = {"o"};
  EXPECT_EQ(AllPages(filter, TaskOrder::kDueDate).size(), static_cast<size_t>(2 * kUnions));
  filter.folded_words = {"nobody"};
  EXPECT_THAT(AllPages(filter, TaskOrder::kDueDate), testing::IsEmpty());
}

TEST_F(TaskLists, SoManyWordsAreAllLookedFor) {
  const std::string title = "congdoantruonghoc";
  EXPECT_TRUE(store_
                  ->Write([&](WriteTransaction& tx) {
                    return tx.Execute("UPDATE grassroots_union SET title_fold = $1 WHERE union_number = 11", {title});
                  })
                  .ok());
  TaskListFilter filter;
  for (size_t begin = 0; begin < title.size(); ++begin) {
    for (size_t size = 2; begin + size <= title.size(); ++size) {
      filter.folded_words.push_back(title.substr(begin, size));
    }
  }
  EXPECT_EQ(AllPages(filter, TaskOrder::kIssue),
            NumbersFrom(1, 2 * kUnions, [](int64_t n) { return 1 + n % kUnions == 11; }));
  // The last in their order, and one of the first.
  for (const char* const word : {"zz", "aa"}) {
    TaskListFilter other = filter;
    other.folded_words.emplace_back(word);
    EXPECT_THAT(AllPages(other, TaskOrder::kIssue), testing::IsEmpty()) << word;
  }
}

TEST_F(TaskLists, WhatIsShownComesInTheOrderThatIsAskedFor) {
  EXPECT_TRUE(store_
                  ->Write([&](WriteTransaction& tx) {
                    return tx.Execute(
                        "INSERT INTO report (federation, task, cycle, kind, payload) VALUES (1, 7, 1, 'claim', "
                        "x'6162'), (1, 7, 1, 'result', x'6364'), (1, 8, 2, 'claim', x'6566')",
                        {});
                  })
                  .ok());
  EXPECT_TRUE(store_
                  ->Read([&](ReadTransaction& tx) -> absl::Status {
                    Explained explained(tx);
                    const auto shown = TasksToShow(explained, 1, {9'000, 7, 8});
                    if (!shown.ok()) return shown.status();
                    for (const std::string& step : explained.steps()) {
                      EXPECT_THAT(step, Not(HasSubstr("SCAN"))) << step;
                      EXPECT_FALSE(step.ends_with("(federation=?)")) << step;
                    }
                    std::vector<int64_t> numbers;
                    for (const TaskToShow& task : *shown) numbers.push_back(task.row.task);
                    EXPECT_THAT(numbers, ElementsAre(9'000, 7, 8));
                    EXPECT_EQ(shown->at(1).claim, "ab");
                    EXPECT_EQ(shown->at(1).result, "") << "it is not accepted at any time";
                    EXPECT_EQ(shown->at(2).claim, "") << "the claim is of another cycle";
                    EXPECT_EQ(TasksToShow(tx, 1, {1, 99'999}).status().code(), absl::StatusCode::kDataLoss);
                    const auto revisions = RevisionsOf(explained, 1, {9'000, 7, 8});
                    if (!revisions.ok()) return revisions.status();
                    EXPECT_THAT(*revisions, ElementsAre(9'000, 7, 8)) << "as Fill has set them";
                    EXPECT_EQ(RevisionsOf(tx, 1, {1, 99'999}).status().code(), absl::StatusCode::kDataLoss);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(TaskLists, TheLongestWaitingIsFirstOfThoseThatAreTheirs) {
  EXPECT_TRUE(store_
                  ->Write([&](WriteTransaction& tx) {
                    return tx.Execute(
                        "INSERT INTO responsibility (federation, responsibility, account, field, item, union_number, "
                        "from_day, to_day, decision_number) VALUES (1, 1, 4, '', 2, 0, 1, 0, ''), "
                        "(1, 2, 4, '', 0, 11, 1, 0, ''), (1, 3, 4, '', 3, 0, 1, 9, '')",
                        {});
                  })
                  .ok());
  std::vector<int64_t> numbers;
  EXPECT_TRUE(store_
                  ->Read([&](ReadTransaction& tx) -> absl::Status {
                    const auto page = PageOfWaitingTasks(tx, 1, 4, 10, std::nullopt, kMany);
                    if (!page.ok()) return page.status();
                    for (const TaskCursor& task : page->tasks) numbers.push_back(task.task);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(numbers, NumbersFrom(kUnions + 1, 2 * kUnions,
                                 [](int64_t n) { return n % 10 == 0 && (1 + n % 3 == 2 || 1 + n % kUnions == 11); }));
}

}  // namespace
}  // namespace phancong::storage
