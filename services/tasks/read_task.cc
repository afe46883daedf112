#include "services/tasks/read_task.h"

#include <cstdint>
#include <string>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "phancong/v1/event.pb.h"
#include "services/journal/words.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/page_token.h"
#include "services/tasks/free_text.h"
#include "services/tasks/task_file.h"
#include "storage/accounts.h"
#include "storage/journal.h"
#include "storage/tasks.h"

namespace phancong::tasks {
namespace {

// Both lists are keyed by one number: the entry's revision, the comment's number.
constexpr size_t kKeyNumbers = 1;

int64_t After(const serving::Page& page) { return page.after ? page.after->numbers[0] : 0; }

}  // namespace

absl::Status GetTask(serving::ReadContext& context, const v1::GetTaskRequest& request, v1::GetTaskResponse* response) {
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(request.name()));
  return files.Show(file, response->mutable_task());
}

absl::Status ListTaskHistory(serving::ReadContext& context, const v1::ListTaskHistoryRequest& request,
                             v1::ListTaskHistoryResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  TaskFiles files(context);
  ASSIGN_OR_RETURN(const TaskFile file, files.Open(request.name()));
  ASSIGN_OR_RETURN(std::vector<int64_t> revisions,
                   storage::TaskEntries(context.tx(), context.federation(), file.row.task, After(page), page.size + 1));
  if (static_cast<int64_t>(revisions.size()) > page.size) {
    revisions.pop_back();
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {revisions.back()}, .bytes = {}}));
  }
  for (const int64_t revision : revisions) {
    ASSIGN_OR_RETURN(const std::vector<storage::StoredEntry> stored,
                     storage::ReadEntries(context.tx(), context.federation(), revision, 1));
    for (const storage::StoredEntry& entry : stored) {
      ASSIGN_OR_RETURN(*response->add_entries(),
                       journal::DescribeEntry(context.tx(), context.federation(), context.actor().federation_id, entry,
                                              context.actor().language));
    }
  }
  return absl::OkStatus();
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
  ASSIGN_OR_RETURN(std::vector<storage::CommentRow> rows,
                   storage::Comments(context.tx(), context.federation(), file.row.task, After(page), page.size + 1));
  if (static_cast<int64_t>(rows.size()) > page.size) {
    rows.pop_back();
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {rows.back().comment}, .bytes = {}}));
  }
  for (const storage::CommentRow& row : rows) {
    ASSIGN_OR_RETURN(const storage::AccountRow account,
                     storage::GetAccount(context.tx(), context.federation(), row.account));
    v1::Comment& comment = *response->add_comments();
    comment.set_account(rules::AccountName(context.actor().federation_id, account.id));
    comment.set_display_name(account.display_name);
    *comment.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.created_at);
    comment.set_text(row.text);
  }
  return absl::OkStatus();
}

}  // namespace phancong::tasks
