#include "services/tasks/shown_tasks.h"

#include <utility>

#include "services/rules/propagate.h"

namespace phancong::tasks {

using storage::FactsOf;

storage::FactName ShownTasks::NameOf(int64_t task) const {
  return {.what = "shown task", .first = task, .second = today_};
}

absl::StatusOr<EncodedTask> ShownTasks::Of(storage::TaskToShow task) {
  const int64_t revision = task.row.revision;
  return tx_.facts().Get<std::string>(
      FactsOf::kBoth, federation_, NameOf(task.row.task), [&] { return files_.Encode(std::move(task)); }, revision);
}

absl::StatusOr<std::vector<EncodedTask>> ShownTasks::Of(const std::vector<int64_t>& tasks) {
  const auto name = [&](int64_t task) -> storage::FactName {
    return {.what = "task of number", .first = task, .second = today_};
  };
  std::vector<EncodedTask> shown;
  std::vector<int64_t> others;
  for (const int64_t task : tasks) {
    shown.push_back(tx_.facts().Find<std::string>(FactsOf::kJournal, federation_, name(task)));
    if (shown.back() == nullptr) others.push_back(task);
  }
  ASSIGN_OR_RETURN(const std::vector<EncodedTask> changed, Changed(others));
  size_t next = 0;
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (shown[i] != nullptr) continue;
    shown[i] = changed[next++];
    tx_.facts().Keep(FactsOf::kJournal, federation_, name(tasks[i]), shown[i]);
  }
  return shown;
}

absl::StatusOr<std::vector<EncodedTask>> ShownTasks::Changed(const std::vector<int64_t>& tasks) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> revisions, storage::RevisionsOf(tx_, federation_, tasks));
  std::vector<EncodedTask> shown;
  std::vector<int64_t> others;
  for (size_t i = 0; i < tasks.size(); ++i) {
    shown.push_back(tx_.facts().Find<std::string>(FactsOf::kBoth, federation_, NameOf(tasks[i]), revisions[i]));
    if (shown.back() == nullptr) others.push_back(tasks[i]);
  }
  ASSIGN_OR_RETURN(std::vector<storage::TaskToShow> read, storage::TasksToShow(tx_, federation_, others));
  size_t next = 0;
  for (EncodedTask& one : shown) {
    if (one != nullptr) continue;
    ASSIGN_OR_RETURN(one, Of(std::move(read[next++])));
  }
  return shown;
}

}  // namespace phancong::tasks
