#include "services/tasks/shown_tasks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/propagate.h"
#include "storage/federations.h"

namespace phancong::tasks {
namespace {

// For a fact that is only looked for.
template <typename T>
absl::StatusOr<T> NotKept() {
  return absl::Status(absl::StatusCode::kNotFound, "");
}

}  // namespace

ShownTasks::ShownTasks(serving::ReadContext& context, TaskFiles& files, int64_t definitions_revision)
    : tx_(context.tx()),
      federation_(context.federation()),
      today_(context.today()),
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

absl::StatusOr<std::vector<EncodedTask>> ShownTasks::Of(const std::vector<int64_t>& tasks) {
  const auto name = [&](int64_t task) -> storage::FactName {
    return {.what = "task of number", .first = task, .second = today_};
  };
  std::vector<EncodedTask> shown(tasks.size());
  std::vector<int64_t> others;
  for (size_t i = 0; i < tasks.size(); ++i) {
    auto kept =
        tx_.facts().Get<EncodedTask>(storage::FactsOf::kJournal, federation_, name(tasks[i]), NotKept<EncodedTask>);
    if (kept.ok()) {
      shown[i] = **kept;
    } else {
      others.push_back(tasks[i]);
    }
  }
  ASSIGN_OR_RETURN(const std::vector<EncodedTask> changed, Changed(others));
  size_t next = 0;
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (shown[i] != nullptr) continue;
    shown[i] = changed[next++];
    RETURN_IF_ERROR(tx_.facts()
                        .Get<EncodedTask>(storage::FactsOf::kJournal, federation_, name(tasks[i]),
                                          [&] { return absl::StatusOr<EncodedTask>(shown[i]); })
                        .status());
  }
  return shown;
}

absl::StatusOr<std::vector<EncodedTask>> ShownTasks::Changed(const std::vector<int64_t>& tasks) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> revisions, storage::RevisionsOf(tx_, federation_, tasks));
  std::vector<EncodedTask> shown(tasks.size());
  std::vector<int64_t> others;
  for (size_t i = 0; i < tasks.size(); ++i) {
    auto kept = tx_.facts().Get<std::string>(storage::FactsOf::kPeople, federation_, NameOf(tasks[i], revisions[i]),
                                             NotKept<std::string>);
    if (kept.ok()) {
      shown[i] = *std::move(kept);
    } else {
      others.push_back(tasks[i]);
    }
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
