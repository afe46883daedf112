#include "storage/noted_tasks.h"

#include <optional>

#include "storage/kept_facts.h"

namespace phancong::storage {
namespace {

RowKey KeyOf(int64_t federation, int64_t task) { return {federation, task, 0, 0}; }

// The one task that an event changes, 0 where it changes none; nothing of the events that are seldom.
std::optional<int64_t> TaskOf(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kTaskAcknowledged:
      return event.task_acknowledged().task();
    case v1::Event::kProgressReported:
      return event.progress_reported().task();
    case v1::Event::kTaskSubmitted:
      return event.task_submitted().task();
    case v1::Event::kTaskRecalled:
      return event.task_recalled().task();
    case v1::Event::kReviewTaken:
      return event.review_taken().task();
    case v1::Event::kReviewReleased:
      return event.review_released().task();
    case v1::Event::kTaskAccepted:
      return event.task_accepted().task();
    case v1::Event::kTaskReturned:
      return event.task_returned().task();
    case v1::Event::kCommentAdded:
      return event.comment_added().task();
    case v1::Event::kAttemptRefused:
    case v1::Event::kEvidenceUploaded:
    case v1::Event::kRemindersRung:
      return 0;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::shared_ptr<const TaskRow> NotedTask(ReadTransaction& tx, int64_t federation, int64_t task) {
  return tx.facts().Noted<TaskRow>(KeyOf(federation, task));
}

void NoteTask(ReadTransaction& tx, int64_t federation, const TaskRow& row) {
  tx.facts().Note(KeyOf(federation, row.task), row);
}

void RememberedTasks::Recall(ReadTransaction& tx, const v1::Event& event) {
  const std::optional<int64_t> task = TaskOf(event);
  if (!task) return rows_.clear();
  if (const auto found = rows_.find(*task); found != rows_.end()) NoteTask(tx, federation_, *found->second);
}

void RememberedTasks::Remember(ReadTransaction& tx, const v1::Event& event) {
  const int64_t task = TaskOf(event).value_or(0);
  if (task == 0) return;
  if (rows_.size() >= kGreatestCount) rows_.clear();
  if (std::shared_ptr<const TaskRow> noted = NotedTask(tx, federation_, task)) {
    rows_.insert_or_assign(task, std::move(noted));
  } else {
    rows_.erase(task);
  }
}

}  // namespace phancong::storage
