#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/model.h"
#include "tests/support/model_words.h"

namespace phancong::support {

// --- Dates, exceptions, and what is closed. --------------------------------------------------------------------------

std::string Model::WhyNotLater(const Task& task, ModelDay due) const {
  if (!IsWithAssignee(task)) return "TASK_STATE";
  if (due < today) return "DUE_DATE_PAST";
  return due > task.due() ? "" : "DUE_DATE_NOT_LATER";
}

std::string Model::RequestExtension(const Ask& ask, const std::string& name, ModelDay due, bool reason) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  const bool waits = std::any_of(task.extensions.begin(), task.extensions.end(), [](const Extension& extension) {
    return extension.state == ExtensionState::kRequested;
  });
  if (waits) return Refuse(ask.who, "EXTENSION_STATE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (std::string why = WhyNotLater(task, due); !why.empty()) return Refuse(ask.who, why);
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.extensions.push_back({.requested_by = PeopleOf(ask), .due = due});
  return Changed(task);
}

// By somebody who neither asked for it nor works for the assignee. `due`: the one asked for where nothing is given.
std::string Model::DecideExtension(const Ask& ask, const std::string& name, size_t number, bool approve,
                                   std::optional<ModelDay> due, bool reason) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (number > task.extensions.size()) return Refuse(ask.who, "NOT_FOUND");
  Extension& extension = task.extensions[number - 1];
  if (extension.state != ExtensionState::kRequested) return Refuse(ask.who, "EXTENSION_STATE");
  if (Share(ask, extension.requested_by)) return Refuse(ask.who, "DECIDED_BY_REQUESTER");
  if (!IsDisinterested(ask, task)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  const ModelDay granted = due.value_or(extension.due);
  if (approve) {
    if (std::string why = WhyNotLater(task, granted); !why.empty()) return Refuse(ask.who, why);
  } else if (!reason) {
    return Refuse(ask.who, "REASON_REQUIRED");
  }
  extension.state = approve ? ExtensionState::kApproved : ExtensionState::kRefused;
  if (approve) task.legs.back().due = granted;
  return Changed(task);
}

std::string Model::CancelExtension(const Ask& ask, const std::string& name, size_t number) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (number > task.extensions.size()) return Refuse(ask.who, "NOT_FOUND");
  Extension& extension = task.extensions[number - 1];
  if (!ActsFor(ask, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (extension.state != ExtensionState::kRequested) return Refuse(ask.who, "EXTENSION_STATE");
  if (!Share(ask, extension.requested_by)) return Refuse(ask.who, "SAME_PERSON_REQUIRED");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  extension.state = ExtensionState::kCancelled;
  return Changed(task);
}

// What an approval would refuse stays as it is. No item, no unit: all of the round.
std::string Model::ExtendTasks(const Ask& ask, const std::string& round, const std::string& item,
                               const std::string& unit, ModelDay due, bool reason, bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  const auto found = rounds.find(round);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued || found->second.frozen) return Refuse(ask.who, "ROUND_STATE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  bool moved = false;
  for (auto& [name, task] : tasks) {
    if (task.round != round || (!item.empty() && task.item != item) || (!unit.empty() && task.unit != unit)) continue;
    const bool asked = std::any_of(task.extensions.begin(), task.extensions.end(), [&](const Extension& extension) {
      return extension.state == ExtensionState::kRequested && Share(ask, extension.requested_by);
    });
    if (asked || !IsDisinterested(ask, task) || IsSealed(task) || !WhyNotLater(task, due).empty()) continue;
    task.legs.back().due = due;
    task.etag = revision + 1;
    moved = true;
  }
  return moved ? Done() : Refuse(ask.who, "NOTHING_TO_DO");
}

std::string Model::Suspend(const Ask& ask, const std::string& name, bool reason, bool decision) {
  Task& task = tasks.at(name);
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsWithAssignee(task)) return Refuse(ask.who, "TASK_STATE");
  if (!IsDisinterested(ask, task)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  task.before_suspension = task.state;
  task.state = State::kSuspended;
  task.suspended = today;
  return Changed(task);
}

// The days suspended are added to the date in force.
std::string Model::Resume(const Ask& ask, const std::string& name, bool reason, bool decision) {
  Task& task = tasks.at(name);
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kSuspended) return Refuse(ask.who, "TASK_STATE");
  if (!IsDisinterested(ask, task)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  task.state = task.before_suspension;
  task.legs.back().due += today - task.suspended;
  return Changed(task);
}

std::string Model::CloseNotMet(const Ask& ask, const std::string& name, bool reason) {
  Task& task = tasks.at(name);
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsWithAssignee(task)) return Refuse(ask.who, "TASK_STATE");
  if (today <= task.due()) return Refuse(ask.who, "DUE_DATE_NOT_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.state = State::kNotMet;
  task.closed = true;
  return Changed(task);
}

std::string Model::Reopen(const Ask& ask, const std::string& name, ModelDay due, bool reason) {
  Task& task = tasks.at(name);
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kAccepted) return Refuse(ask.who, "TASK_STATE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  BeginAnew(task, due);
  return Changed(task);
}

// Another cycle, from what was claimed and by whom it was; exceptions were of the one before.
void Model::BeginAnew(Task& task, ModelDay due) {
  task.state = State::kInProgress;
  ++task.cycle;
  task.legs = {{.due = due, .submitted = {}}};
  task.reviewer.clear();
  task.accepted_by.clear();
  task.waived_by.clear();
  task.result.reset();
}

std::string Model::Waive(const Ask& ask, const std::string& name, bool reason) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsWithAssignee(task)) return Refuse(ask.who, "TASK_STATE");
  if (IsAuthor(ask, task)) return Refuse(ask.who, "AUTHOR_OF_REPORT");
  if (!IsDisinterested(ask, task)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (!ItemOf(task).needs_minutes) return Refuse(ask.who, "INVALID_FIELD");
  if (!task.waived_by.empty()) return Refuse(ask.who, "ALREADY_EXISTS");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.waived_by = PeopleOf(ask);
  return Changed(task);
}

// --- Sealing. --------------------------------------------------------------------------------------------------------

// What is open and due in the period is in the way. From then on the round shows its figures as they are now.
std::string Model::Seal(const Ask& ask, const std::string& name, bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  const auto found = rounds.find(name);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued || found->second.frozen) return Refuse(ask.who, "ROUND_STATE");
  if (today <= PeriodOf(name).second) return Refuse(ask.who, "PERIOD_NOT_OVER");
  if (!OpenTasksOf(name).empty()) return Refuse(ask.who, "TASKS_OPEN");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const Figures figures = FiguresShownOf(name);
  found->second.frozen = figures;
  found->second.etag = revision + 1;
  return Done();
}

std::vector<std::string> Model::OpenTasksOf(const std::string& round) const {
  const auto [begin, end] = PeriodOf(round);
  std::vector<std::string> open;
  for (const auto& [name, task] : tasks) {
    if (IsOpen(task) && (task.round == round || (begin <= task.due() && task.due() <= end))) open.push_back(name);
  }
  return open;
}

// A correction stands in an open round, by somebody who neither wrote nor accepted what it corrects.
std::string Model::Restate(const Ask& ask, const std::string& name, const std::string& round, const v1::Report& result,
                           bool reason, bool decision) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  const auto found = rounds.find(round);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued || found->second.frozen) return Refuse(ask.who, "ROUND_STATE");
  if (!IsSealed(task)) return Refuse(ask.who, "PERIOD_NOT_SEALED");
  if (task.state != State::kAccepted) return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  if (std::string why = WhyNoReviewer(ask, task); !why.empty()) return Refuse(ask.who, why);
  if (Share(ask, {task.reviewer, task.accepted_by})) return Refuse(ask.who, "DECIDED_BY_REQUESTER");
  v1::Report counts = result;
  if (counts.evidence().empty()) *counts.mutable_evidence() = task.result->evidence();
  if (!counts.has_document() && task.result->has_document()) *counts.mutable_document() = task.result->document();
  if (std::string why = WhyIncomplete(task, counts, nullptr); !why.empty()) return Refuse(ask.who, why);
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  v1::Report before = counts;
  *before.mutable_figures() = (task.restated ? *task.restated : *task.result).figures();
  if (FiguresOf(before) == FiguresOf(counts)) return Refuse(ask.who, "NOTHING_TO_DO");
  task.restated = counts;
  ++found->second.restatements;
  return Done();
}

}  // namespace phancong::support
