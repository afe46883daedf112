#include "storage/noted_tasks.h"

#include <cstdint>
#include <memory>

#include "absl/functional/function_ref.h"
#include "gtest/gtest.h"
#include "services/rules/dates.h"
#include "storage/sqlite/sqlite_store.h"

namespace phancong::storage {
namespace {

constexpr int64_t kFederation = 1;
constexpr int64_t kTask = 7;
constexpr int64_t kOtherTask = 8;

v1::Event Submitted(int64_t task) {
  v1::Event event;
  event.mutable_task_submitted()->set_task(task);
  return event;
}

class RememberedTasksTest : public testing::Test {
 protected:
  // What an event that changes the task leaves of it.
  static void Leave(ReadTransaction& tx, RememberedTasks& tasks, int64_t task, rules::Day due_day) {
    TaskRow row;
    row.task = task;
    row.due_day = due_day;
    NoteTask(tx, kFederation, row);
    tasks.Remember(tx, Submitted(task));
  }
  void Read(absl::FunctionRef<void(ReadTransaction&)> body) {
    ASSERT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      body(tx);
                      return absl::OkStatus();
                    })
                    .ok());
  }

 private:
  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
};

TEST_F(RememberedTasksTest, ATaskIsAsTheLastEventLeftItThoughOthersCameBetween) {
  Read([](ReadTransaction& tx) {
    RememberedTasks tasks(kFederation);
    Leave(tx, tasks, kTask, 100);
    Leave(tx, tasks, kTask, 200);
    Leave(tx, tasks, kOtherTask, 300);
    ASSERT_EQ(NotedTask(tx, kFederation, kTask), nullptr);
    tasks.Recall(tx, Submitted(kTask));
    ASSERT_NE(NotedTask(tx, kFederation, kTask), nullptr);
    EXPECT_EQ(NotedTask(tx, kFederation, kTask)->due_day, 200);
  });
}

TEST_F(RememberedTasksTest, WhatAnEventMayHaveChangedBesidesIsForgotten) {
  Read([](ReadTransaction& tx) {
    RememberedTasks tasks(kFederation);
    Leave(tx, tasks, kTask, 100);
    v1::Event extended;
    extended.mutable_tasks_extended()->add_tasks(kTask);
    tasks.Recall(tx, extended);
    Leave(tx, tasks, kOtherTask, 300);
    tasks.Recall(tx, Submitted(kTask));
    EXPECT_EQ(NotedTask(tx, kFederation, kTask), nullptr);
  });
}

TEST_F(RememberedTasksTest, WhatChangesNoTaskLeavesAllRemembered) {
  Read([](ReadTransaction& tx) {
    RememberedTasks tasks(kFederation);
    Leave(tx, tasks, kTask, 100);
    v1::Event refused;
    refused.mutable_attempt_refused();
    tasks.Recall(tx, refused);
    tasks.Remember(tx, refused);
    Leave(tx, tasks, kOtherTask, 300);
    tasks.Recall(tx, Submitted(kTask));
    EXPECT_NE(NotedTask(tx, kFederation, kTask), nullptr);
  });
}

}  // namespace
}  // namespace phancong::storage
