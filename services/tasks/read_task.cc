#include "services/tasks/read_task.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/time_util.h"
#include "phancong/v1/event.pb.h"
#include "services/journal/words.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/encoded.h"
#include "services/serving/pages.h"
#include "services/tasks/free_text.h"
#include "services/tasks/shown_tasks.h"
#include "services/tasks/task_file.h"
#include "storage/accounts.h"
#include "storage/journal.h"
#include "storage/tasks.h"

namespace phancong::tasks {
namespace {

// Both lists are keyed by one number: the entry's revision, the comment's number.
constexpr size_t kKeyNumbers = 1;

// Whether an event is one of a task's history to those who see its union's affairs alone: entries change tasks of many
// unions at once, as a handing over does.
bool IsAbout(int64_t task, const v1::Event& event) {
  if (event.has_round_issued() || event.has_inspection_concluded()) return true;
  if (event.has_item_issued()) {
    const v1::ItemIssued& issued = event.item_issued();
    return issued.first_task() <= task && task < issued.first_task() + issued.assignees_size();
  }
  if (event.has_tasks_extended()) {
    const auto& tasks = event.tasks_extended().tasks();
    return std::find(tasks.begin(), tasks.end(), task) != tasks.end();
  }
  // All others that change a task name it in a field of that name.
  const auto* const kind =
      event.GetReflection()->GetOneofFieldDescriptor(event, v1::Event::descriptor()->oneof_decl(0));
  if (kind == nullptr) return false;
  const google::protobuf::Message& what = event.GetReflection()->GetMessage(event, kind);
  const google::protobuf::FieldDescriptor* const field = kind->message_type()->FindFieldByName("task");
  return field != nullptr && what.GetReflection()->GetInt64(what, field) == task;
}

int64_t After(const serving::Page& page) { return page.after ? page.after->numbers[0] : 0; }

}  // namespace

absl::Status GetTask(serving::ReadContext& context, const v1::GetTaskRequest& request, v1::GetTaskResponse* response) {
  // Until the federation's next entry it is not even looked for.
  const storage::FactName name = {.what = "task", .first = context.today(), .text = request.name()};
  auto task = context.tx().facts().Find<std::string>(storage::FactsOf::kJournal, context.federation(), name);
  if (task == nullptr) {
    TaskFiles files(context);
    ASSIGN_OR_RETURN(storage::TaskToShow found, files.Find(request.name()));
    ASSIGN_OR_RETURN(task, ShownTasks(context, files).Of(std::move(found)));
    context.tx().facts().Keep(storage::FactsOf::kJournal, context.federation(), name, task);
  }
  serving::AddEncoded(*response, v1::GetTaskResponse::kTaskFieldNumber, *task);
  return absl::OkStatus();
}

absl::Status ListTaskHistory(serving::ReadContext& context, const v1::ListTaskHistoryRequest& request,
                             v1::ListTaskHistoryResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(request.name()));
  ASSIGN_OR_RETURN(const std::vector<int64_t> revisions,
                   storage::TaskEntries(context.tx(), context.federation(), file.row.task, After(page), page.size + 1));
  const auto told = [&](const v1::Event& event) {
    return context.reach().everything || IsAbout(file.row.task, event);
  };
  const auto show = [&](int64_t revision, v1::Entry* shown) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<storage::StoredEntry> stored,
                     storage::ReadEntries(context.tx(), context.federation(), revision, 1));
    if (stored.empty()) return absl::InternalError("an entry of a task is not there");
    ASSIGN_OR_RETURN(*shown, journal::DescribeEntry(context.tx(), context.federation(), context.actor().federation_id,
                                                    stored[0], context.actor().language, told));
    return absl::OkStatus();
  };
  return serving::FillPage(
      request, page, revisions, response, response->mutable_entries(),
      [](int64_t revision) { return serving::PageKey{.numbers = {revision}}; }, show);
}

absl::Status CommentOnTask(serving::CommandContext& context, const v1::CommentOnTaskRequest& request,
                           v1::CommentOnTaskResponse* response) {
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.OpenForChange(request.name(), request.etag()));
  if (file.sealed) return rules::Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  ASSIGN_OR_RETURN(const std::string text, RequiredFreeTextOf(request.text(), "text", kNarrativeLength));
  v1::Event event;
  event.mutable_comment_added()->set_task(file.row.task);
  // An entry adds one comment at most: its revision numbers comments without looking at those before.
  event.mutable_comment_added()->set_comment(context.entry().revision);
  *event.mutable_comment_added()->mutable_text() = context.Keep(text);
  RETURN_IF_ERROR(context.Emit(event));
  return files.Show(file.row.task, response->mutable_task());
}

absl::Status ListComments(serving::ReadContext& context, const v1::ListCommentsRequest& request,
                          v1::ListCommentsResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(request.name()));
  ASSIGN_OR_RETURN(const std::vector<storage::CommentRow> rows,
                   storage::Comments(context.tx(), context.federation(), file.row.task, After(page), page.size + 1));
  const auto show = [&](const storage::CommentRow& row, v1::Comment* comment) -> absl::Status {
    ASSIGN_OR_RETURN(const storage::AccountRow account,
                     storage::GetAccount(context.tx(), context.federation(), row.account));
    comment->set_account(rules::AccountName(context.actor().federation_id, account.id));
    comment->set_display_name(account.display_name);
    *comment->mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.created_at);
    comment->set_text(row.text);
    return absl::OkStatus();
  };
  return serving::FillPage(
      request, page, rows, response, response->mutable_comments(),
      [](const storage::CommentRow& row) { return serving::PageKey{.numbers = {row.comment}}; }, show);
}

}  // namespace phancong::tasks
