// Rows of tasks as a transaction has noted them (kept_facts.h).
#ifndef PHANCONG_STORAGE_NOTED_TASKS_H_
#define PHANCONG_STORAGE_NOTED_TASKS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "phancong/v1/event.pb.h"
#include "storage/store.h"
#include "storage/tasks.h"

namespace phancong::storage {

// Nothing where another task's row was noted after it.
[[nodiscard]] std::shared_ptr<const TaskRow> NotedTask(ReadTransaction& tx, int64_t federation, int64_t task);
void NoteTask(ReadTransaction& tx, int64_t federation, const TaskRow& row);

// The rows that one entry of a replay after the other has noted, so that the next one that changes a task need not read
// it. Of one federation; some thousands at most.
class RememberedTasks {
 public:
  explicit RememberedTasks(int64_t federation) : federation_(federation) {}

  // Before the event is applied: notes the row of the task that it changes, where it is remembered. All are forgotten
  // where the event may change others.
  void Recall(ReadTransaction& tx, const v1::Event& event);
  // After it was applied.
  void Remember(ReadTransaction& tx, const v1::Event& event);

 private:
  static constexpr size_t kGreatestCount = 16'384;

  const int64_t federation_;
  std::unordered_map<int64_t, std::shared_ptr<const TaskRow>> rows_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_NOTED_TASKS_H_
