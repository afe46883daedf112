#include "services/tasks/shown_tasks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/propagate.h"
#include "storage/federations.h"

namespace phancong::tasks {

ShownTasks::ShownTasks(serving::ReadContext& context, TaskFiles& files, int64_t definitions_revision)
    : tx_(context.tx()),
      federation_(context.federation()),
      files_(files),
      shown_by_(absl::StrCat(context.today(), " ", definitions_revision)) {}

absl::StatusOr<ShownTasks> ShownTasks::In(serving::ReadContext& context, TaskFiles& files) {
  // As of that revision itself.
  ASSIGN_OR_RETURN(
      const auto definitions_revision,
      context.tx().facts().Get<int64_t>(storage::FactsOf::kDefinitions, context.federation(),
                                        {.what = "definitions revision"}, [&]() -> absl::StatusOr<int64_t> {
                                          ASSIGN_OR_RETURN(const storage::FederationRow federation,
                                                           storage::GetFederation(context.tx(), context.federation()));
                                          return federation.definitions_revision;
                                        }));
  return ShownTasks(context, files, *definitions_revision);
}

storage::FactName ShownTasks::NameOf(int64_t task, int64_t revision) const {
  return {.what = "shown task", .first = task, .second = revision, .text = shown_by_};
}

absl::StatusOr<EncodedTask> ShownTasks::Of(storage::TaskToShow task) {
  return tx_.facts().Get<std::string>(storage::FactsOf::kPeople, federation_, NameOf(task.row.task, task.row.revision),
                                      [&] { return files_.Encode(std::move(task)); });
}

absl::StatusOr<std::vector<EncodedTask>> ShownTasks::Of(const std::vector<storage::ListedTask>& tasks) {
  std::vector<EncodedTask> shown(tasks.size());
  std::vector<int64_t> numbers;  // of those that are not kept
  for (size_t i = 0; i < tasks.size(); ++i) {
    const auto not_kept = [] { return absl::StatusOr<std::string>(absl::Status(absl::StatusCode::kNotFound, "")); };
    absl::StatusOr<EncodedTask> kept = tx_.facts().Get<std::string>(
        storage::FactsOf::kPeople, federation_, NameOf(tasks[i].task(), tasks[i].revision), not_kept);
    if (kept.ok()) {
      shown[i] = *std::move(kept);
    } else {
      numbers.push_back(tasks[i].task());
    }
  }
  ASSIGN_OR_RETURN(std::vector<storage::TaskToShow> read, storage::TasksToShow(tx_, federation_, numbers));
  size_t next = 0;
  for (EncodedTask& one : shown) {
    if (one != nullptr) continue;
    ASSIGN_OR_RETURN(one, Of(std::move(read[next++])));
  }
  return shown;
}

}  // namespace phancong::tasks
