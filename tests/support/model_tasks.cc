#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/model.h"
#include "tests/support/model_words.h"

namespace phancong::support {

// --- A task's way. ---------------------------------------------------------------------------------------------------

std::string Model::Acknowledge(const Ask& ask, const std::string& name) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kIssued) return Refuse(ask.who, "TASK_STATE");
  task.state = State::kInProgress;
  return Changed(task);
}

std::string Model::Report(const Ask& ask, const std::string& name, const v1::Report& report) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsWithAssignee(task)) return Refuse(ask.who, "TASK_STATE");
  if (std::string unfit = WhyUnfit(task, report); !unfit.empty()) return Refuse(ask.who, unfit);
  task.state = State::kInProgress;
  task.claim = report;
  Writes(ask, task);
  Deals(PeopleOf(ask), task);
  return Changed(task);
}

std::string Model::Submit(const Ask& ask, const std::string& name, const std::optional<v1::Report>& report) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (!HeadsFor(ask, task)) return Refuse(ask.who, "NOT_CHAIR_OF_ASSIGNEE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsWithAssignee(task) && task.state != State::kNotMet) return Refuse(ask.who, "TASK_STATE");
  const v1::Report claim = report.value_or(task.claim);
  if (std::string why = WhyIncomplete(task, claim, &ask); !why.empty()) return Refuse(ask.who, why);
  task.state = State::kSubmitted;
  task.claim = claim;
  Writes(ask, task);
  Deals(PeopleOf(ask), task);
  task.legs.back().submitted = today;
  return Changed(task);
}

// A submission that is recalled made nobody punctual; a late one goes back to where it came from.
std::string Model::Recall(const Ask& ask, const std::string& name) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kSubmitted) return Refuse(ask.who, "TASK_STATE");
  task.state = task.closed ? State::kNotMet : State::kInProgress;
  task.legs.back().submitted.reset();
  return Changed(task);
}

// Entered by a member; on time by the day on which it was received.
std::string Model::RecordPaper(const Ask& ask, const std::string& name, const v1::Report& report, ModelDay received) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (received > today || received < rounds.at(task.round).decided) return Refuse(ask.who, "INVALID_FIELD");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsWithAssignee(task)) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyIncomplete(task, report, &ask); !why.empty()) return Refuse(ask.who, why);
  if (report.evidence().empty()) return Refuse(ask.who, "EVIDENCE_MISSING");
  task.state = State::kSubmitted;
  task.claim = report;
  Writes(ask, task);
  Deals(PeopleOf(ask), task);
  task.legs.back().submitted = received;
  return Changed(task);
}

std::string Model::WhyNoReviewer(const Ask& ask, const Task& task) const {
  if (IsAuthor(ask, task)) return "AUTHOR_OF_REPORT";
  if (task.unit != kFederation && HasInterestIn(ask, task.unit)) return "POSITION_IN_ASSIGNEE";
  return "";
}

bool Model::IsReviewer(const Ask& ask, const Task& task) const {
  return task.state == State::kInReview ? task.reviewer == ask.principal()
                                        : Contains(InChargeOf(task), ask.principal());
}

// `reviewer`: whom the chair names; else who asks, for themselves or for whom they act.
std::string Model::TakeReview(const Ask& ask, const std::string& name, const std::string& reviewer) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  const Ask by = reviewer == ask.who ? ask : Ask{.who = reviewer, .etag = ""};
  if (reviewer != ask.who && !Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR)) {
    return Refuse(ask.who, "POSITION_REQUIRED");
  }
  if (!IsOfStandingCommittee(by)) return Refuse(ask.who, "INVALID_FIELD");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kSubmitted) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyNoReviewer(by, task); !why.empty()) return Refuse(ask.who, why);
  task.state = State::kInReview;
  task.reviewer = by.principal();
  Deals(by.principal() == ask.principal() ? PeopleOf(ask) : std::set<std::string>{by.principal()}, task);
  return Changed(task);
}

std::string Model::ReleaseReview(const Ask& ask, const std::string& name) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kInReview) return Refuse(ask.who, "TASK_STATE");
  if (task.reviewer != ask.principal() && !IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "NOT_REVIEWER");
  task.state = State::kSubmitted;
  task.reviewer.clear();
  return Changed(task);
}

std::string Model::Accept(const Ask& ask, const std::string& name, const std::optional<v1::Report>& result,
                          bool reason) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kSubmitted && task.state != State::kInReview) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyNoReviewer(ask, task); !why.empty()) return Refuse(ask.who, why);
  if (!IsReviewer(ask, task)) return Refuse(ask.who, "NOT_REVIEWER");
  // What the reviewer does not say again stays as it was claimed.
  v1::Report counts = result.value_or(task.claim);
  if (counts.evidence().empty()) *counts.mutable_evidence() = task.claim.evidence();
  const std::string incomplete = result ? WhyIncomplete(task, counts, nullptr) : "";
  const bool differs = incomplete.empty() && FiguresOf(counts) != FiguresOf(task.claim);
  if (differs && !reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!incomplete.empty()) return Refuse(ask.who, incomplete);
  if (ItemOf(task).measure == Measure::kJudgement && !reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.state = State::kAccepted;
  task.closed = false;
  task.reviewer = ask.principal();
  task.accepted_by = ask.who;
  task.result = counts;
  Deals(PeopleOf(ask), task);
  return Changed(task);
}

// Opens another leg against the rework date: a slow reviewer makes nobody late.
std::string Model::Return(const Ask& ask, const std::string& name, bool reason, ModelDay rework_due) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (task.state != State::kSubmitted && task.state != State::kInReview) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyNoReviewer(ask, task); !why.empty()) return Refuse(ask.who, why);
  if (!IsReviewer(ask, task)) return Refuse(ask.who, "NOT_REVIEWER");
  if (rework_due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.state = State::kReturned;
  task.closed = false;
  Deals(PeopleOf(ask), task);
  task.reviewer.clear();
  task.legs.push_back({.due = rework_due, .submitted = {}});
  return Changed(task);
}

std::string Model::Withdraw(const Ask& ask, const std::string& name, bool reason, bool decision) {
  Task& task = tasks.at(name);
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!IsOpen(task)) return Refuse(ask.who, "TASK_STATE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  task.state = State::kWithdrawn;
  task.closed = false;
  task.reviewer.clear();
  return Changed(task);
}

std::string Model::Comment(const Ask& ask, const std::string& name, bool text) {
  Task& task = tasks.at(name);
  const bool reads_all =
      IsOfStandingCommittee(ask) || IsInspector(ask) || Holds(ask, v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  if (!reads_all) {
    const bool of_some_union =
        std::any_of(AllUnits().begin(), AllUnits().end(), [&](const std::string& any) { return HoldsAnyIn(ask, any); });
    if (!of_some_union) return Refuse(ask.who, "POSITION_REQUIRED");
    if (!HoldsAnyIn(ask, task.unit)) return Refuse(ask.who, "NOT_YOUR_UNION");
  }
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (IsSealed(task)) return Refuse(ask.who, "PERIOD_SEALED");
  if (!text) return Refuse(ask.who, "INVALID_FIELD");
  return Changed(task);
}

}  // namespace phancong::support
