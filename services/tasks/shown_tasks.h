// Tasks as they travel, kept in memory from call to call (storage/kept_facts.h): to read, show and encode one takes
// many times as long as to copy what it became.
#ifndef PHANCONG_SERVICES_TASKS_SHOWN_TASKS_H_
#define PHANCONG_SERVICES_TASKS_SHOWN_TASKS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rules/dates.h"
#include "services/serving/command.h"
#include "services/tasks/task_file.h"
#include "storage/tasks.h"

namespace phancong::tasks {

// An encoded v1::Task, as TaskFiles::Show fills it in.
using EncodedTask = std::shared_ptr<const std::string>;

// What is shown of a task is the same for everybody who may see it, until the task itself, the federation's people or
// its definitions change, or the day does. Within one read.
class ShownTasks {
 public:
  // Both outlive it.
  ShownTasks(serving::ReadContext& context, TaskFiles& files)
      : tx_(context.tx()), federation_(context.federation()), today_(context.today()), files_(files) {}

  // Errors are the store's.
  [[nodiscard]] absl::StatusOr<EncodedTask> Of(storage::TaskToShow task);
  // By their numbers, in this order. Until the federation's next entry those that are kept are not even looked for;
  // then their revisions are, all at once; and those that are not kept are read all at once.
  [[nodiscard]] absl::StatusOr<std::vector<EncodedTask>> Of(const std::vector<int64_t>& tasks);

 private:
  [[nodiscard]] storage::FactName NameOf(int64_t task) const;
  // Of these, all of which are looked for by their revisions.
  [[nodiscard]] absl::StatusOr<std::vector<EncodedTask>> Changed(const std::vector<int64_t>& tasks);

  storage::ReadTransaction& tx_;
  const int64_t federation_;
  const rules::Day today_;
  TaskFiles& files_;
};

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_SHOWN_TASKS_H_
