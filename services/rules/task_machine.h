// The task state machine: one table, and the only place where a task's state is compared. Pure.
#ifndef PHANCONG_SERVICES_RULES_TASK_MACHINE_H_
#define PHANCONG_SERVICES_RULES_TASK_MACHINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/error_reason.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

enum class TaskCommand {
  kIssue,
  kAcknowledge,
  kReportProgress,
  kSubmit,
  kSubmitOnPaper,
  kSubmitLate,
  kRecall,
  kTakeReview,
  kReleaseReview,
  kAccept,
  kReturn,
  kSuspend,
  kResume,
  kWithdraw,
  kCloseNotMet,
  kReopen,
};
inline constexpr int kTaskCommands = static_cast<int>(TaskCommand::kReopen) + 1;

// What a task is waiting for: what everything outside the machine asks instead of comparing states.
enum class TaskPhase { kWithAssignee, kWithReviewer, kSuspended, kAccepted, kNotMet, kWithdrawn };
// A task that was never issued waits for nothing, as a withdrawn one.
[[nodiscard]] TaskPhase PhaseOf(v1::TaskState state);
// Every state but ACCEPTED, NOT_MET, WITHDRAWN.
[[nodiscard]] bool IsOpen(v1::TaskState state);
// The state as it is stored and shown in English, such as "IN_PROGRESS"; and back (UNSPECIFIED where unknown). Where
// there is no task: "NOT_ISSUED".
[[nodiscard]] std::string_view StateName(v1::TaskState state);
[[nodiscard]] v1::TaskState StateFromName(std::string_view name);
// TASK_STATE, saying in which states a task is with its assignee; for rules beside the table.
[[nodiscard]] absl::Status RefuseUnlessWithAssignee(v1::TaskState state);
// DUE_DATE_PAST or DUE_DATE_NOT_PAST, with both dates.
[[nodiscard]] absl::Status RefuseDueDate(v1::ErrorReason reason, Day due, Day today);
// The state's Vietnamese word, such as "đang thực hiện".
[[nodiscard]] std::string_view StateWord(v1::TaskState state);

// How the person who commands stands to the task, by the positions they hold on that day.
struct Participant {
  // Holds a position of the Standing Committee; is its chair or a vice-chair.
  bool standing_committee = false;
  bool standing_committee_head = false;
  // May work for the assignee: a chair or officer of the union; of a federation's own task, the member in charge, or
  // the chair where nobody is.
  bool assignee = false;
  // May submit for it: the union's chair; of a federation's own task, the same as `assignee`.
  bool assignee_head = false;
  // Holds any position in the union it is assigned to; of a federation's own task, in the committee whose it is.
  bool position_in_assignee = false;
  // Of a federation's own task: they, or whom they act for, may work for it, whatever authority they use now.
  bool works_on_own = false;
  // Wrote or submitted any of the report in this cycle, or entered it from paper.
  bool author = false;
  // In charge of the task's field, item or union.
  bool in_charge = false;
  // Took the review that is under way.
  bool took_review = false;
};

// POSITION_IN_ASSIGNEE: who has an interest in the unit decides no date or exception for it; of a task of the
// federation's own, nor does who works on it.
[[nodiscard]] absl::Status CheckDisinterested(const Participant& participant);

struct TaskFacts {
  v1::TaskState state = v1::TASK_STATE_UNSPECIFIED;  // UNSPECIFIED: there is no task yet
  v1::TaskState state_before_suspension = v1::TASK_STATE_UNSPECIFIED;
  Day due_day = 0;
  bool period_sealed = false;
  // It was closed as not met, and what lies with the reviewer was submitted late.
  bool submitted_late = false;
};

// What the request brings, for the guards.
struct Proposal {
  bool has_reason = false;
  bool has_decision = false;
  // Accept: the value differs from the claim.
  bool value_differs = false;
  // Issue, Return, Reopen: the due date it sets.
  Day new_due_day = 0;
  // Reopen: it is the effect of a concluded finding; else of a recorded error, which is the reason.
  bool by_finding = false;
  // Issue: item in force and assignee in scope; Submit: the report is complete; Accept: the value is. Looked at
  // whatever the command.
  absl::Status fit = absl::OkStatus();
};

// Decides one command: the state after it, or the refusal with the reason of the first of these that fails, in this
// order: who (POSITION_REQUIRED, NOT_YOUR_UNION, NOT_CHAIR_OF_ASSIGNEE), PERIOD_SEALED, the table (TASK_STATE, with
// "state" and "allowed" in both languages), persons (AUTHOR_OF_REPORT, POSITION_IN_ASSIGNEE, NOT_REVIEWER), then facts
// (DUE_DATE_PAST, or INVALID_FIELD where the new date is not given at all, DUE_DATE_NOT_PAST,
// REASON_REQUIRED, DECISION_REQUIRED, `fit`). INTERNAL (absl): a suspended task that does not know its state before.
[[nodiscard]] absl::StatusOr<v1::TaskState> Decide(TaskCommand command, const TaskFacts& task,
                                                   const Participant& participant, const Proposal& proposal, Day today);

// One row of the table, for the documentation and the tests.
struct Transition {
  TaskCommand command;
  std::string_view name;
  std::vector<v1::TaskState> from;
  v1::TaskState to;  // UNSPECIFIED: back to the state before (Resume); Recall of a late submission: back to NOT_MET
};
[[nodiscard]] std::vector<Transition> Transitions();

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_TASK_MACHINE_H_
