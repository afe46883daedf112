#include "services/tasks/review_queue.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/serving/encoded.h"
#include "services/serving/pages.h"
#include "services/tasks/shown_tasks.h"
#include "services/tasks/task_file.h"
#include "storage/task_lists.h"

namespace phancong::tasks {
namespace {

// Rows read at a time, and how many of them one page looks at.
constexpr int64_t kReadAtOnce = 250;
constexpr int64_t kLookedAt = 500;

}  // namespace

absl::Status ListReviewQueue(serving::ReadContext& context, const v1::ListReviewQueueRequest& request,
                             v1::ListReviewQueueResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 2));
  std::optional<storage::TaskCursor> after;
  if (page.after) after = {.sort = page.after->numbers[0], .task = page.after->numbers[1]};
  const rules::Proposal complete{
      .has_reason = true, .has_decision = true, .new_due_day = context.today(), .fit = absl::OkStatus()};
  const auto end_after = [&](const storage::TaskCursor& last) {
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {last.sort, last.task}}));
    return absl::OkStatus();
  };
  TaskFiles files(context);
  ShownTasks shown(context, files);
  int64_t on_page = 0;
  size_t bytes = 0;
  storage::TaskCursor last_shown;
  for (int64_t looked_at = 0; looked_at < std::max(kLookedAt, page.size); looked_at += kReadAtOnce) {
    ASSIGN_OR_RETURN(const storage::TaskPage read,
                     storage::PageOfWaitingTasks(context.tx(), context.federation(), context.actor().principal(),
                                                 context.today(), after, kReadAtOnce));
    ASSIGN_OR_RETURN(std::vector<storage::TaskToShow> tasks,
                     storage::TasksToShow(context.tx(), context.federation(), storage::NumbersOf(read.tasks)));
    for (size_t i = 0; i < tasks.size(); ++i) {
      after = read.tasks[i];
      ASSIGN_OR_RETURN(const TaskFile file, files.Open(tasks[i].row));
      const absl::Status decided = files.Decide(rules::TaskCommand::kAccept, file, context.actor(), complete);
      if (!decided.ok()) {
        if (!rules::RefusalOf(decided)) return decided;
        continue;
      }
      if (on_page == page.size || bytes > serving::kPageBytes) return end_after(last_shown);
      ASSIGN_OR_RETURN(const EncodedTask task, shown.Of(std::move(tasks[i])));
      serving::AddEncoded(*response, v1::ListReviewQueueResponse::kTasksFieldNumber, *task);
      bytes += task->size();
      ++on_page;
      last_shown = *after;
    }
    if (read.stopped_at) return end_after(*read.stopped_at);
    if (std::ssize(read.tasks) < kReadAtOnce) return absl::OkStatus();
  }
  // Enough for one page, full or not.
  return end_after(*after);
}

}  // namespace phancong::tasks
