#include "services/rules/task_machine.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/state_words.h"

namespace phancong::rules {
namespace {

using State = v1::TaskState;

// --- The table's words.

constexpr State kNoTask = v1::TASK_STATE_UNSPECIFIED;
constexpr State kIssued = v1::TASK_STATE_ISSUED;
constexpr State kInProgress = v1::TASK_STATE_IN_PROGRESS;
constexpr State kSubmitted = v1::TASK_STATE_SUBMITTED;
constexpr State kInReview = v1::TASK_STATE_IN_REVIEW;
constexpr State kReturned = v1::TASK_STATE_RETURNED;
constexpr State kSuspended = v1::TASK_STATE_SUSPENDED;
constexpr State kAccepted = v1::TASK_STATE_ACCEPTED;
constexpr State kNotMet = v1::TASK_STATE_NOT_MET;
constexpr State kWithdrawn = v1::TASK_STATE_WITHDRAWN;
constexpr State kStateBefore = v1::TASK_STATE_UNSPECIFIED;

// A set of states, or of guards: one bit for each.
using Set = uint32_t;
template <typename Element>
constexpr Set Only(std::initializer_list<Element> elements) {
  Set set = 0;
  for (const Element element : elements) set |= Set{1} << static_cast<int>(element);
  return set;
}
template <typename Element>
constexpr bool Has(Set set, Element element) {
  return (set >> static_cast<int>(element) & 1) != 0;
}

constexpr Set kOpen = Only({kIssued, kInProgress, kSubmitted, kInReview, kReturned, kSuspended});
constexpr Set kWithAssignee = Only({kIssued, kInProgress, kReturned});
constexpr Set kWithReviewer = Only({kSubmitted, kInReview});

enum class Who {
  kStandingCommittee,
  // The Standing Committee, or the conclusion of an inspection whoever concludes it.
  kStandingCommitteeOrFinding,
  kAssignee,
  kAssigneeHead,
  // Of the Standing Committee: who took the review; while nobody has, a member in charge.
  kReviewer,
  // Of the Standing Committee: who took the review, or the chair or a vice-chair.
  kReviewerOrHead,
};

enum class Guard {
  // Persons: the report is not theirs.
  kNotAuthor,
  kNoPositionInAssignee,
  // Nor do they work for the assignee: it moves the date, as an extension does.
  kDisinterested,
  // Facts.
  kNewDueDate,
  kPastDue,
  kReason,
  kReasonIfValueDiffers,
  kFindingOrError,
  kDecision,
};

struct Row {
  TaskCommand command;
  std::string_view name;
  Set from;
  State to;
  Who who;
  Set guards;
};

using enum Who;
using enum Guard;
using enum TaskCommand;

// The machine. Besides the guards named here, what the command brings must fit (Proposal::fit): the item and the
// assignee that are issued, the report that is submitted.
constexpr std::array<Row, kTaskCommands> kTable = {{
    // command, its name, from, to, who, guards
    {kIssue, "Issue", Only({kNoTask}), kIssued, kStandingCommittee, Only({kNewDueDate, kDecision})},
    {kAcknowledge, "Acknowledge", Only({kIssued}), kInProgress, kAssignee, {}},
    {kReportProgress, "ReportProgress", kWithAssignee, kInProgress, kAssignee, {}},
    {kSubmit, "Submit", kWithAssignee, kSubmitted, kAssigneeHead, {}},
    {kSubmitOnPaper, "SubmitOnPaper", kWithAssignee, kSubmitted, kStandingCommittee, {}},
    {kSubmitLate, "SubmitLate", Only({kNotMet}), kSubmitted, kAssigneeHead, {}},
    {kRecall, "Recall", Only({kSubmitted}), kInProgress, kAssignee, {}},
    {kTakeReview, "TakeReview", Only({kSubmitted}), kInReview, kStandingCommittee,
     Only({kNotAuthor, kNoPositionInAssignee})},
    {kReleaseReview, "ReleaseReview", Only({kInReview}), kSubmitted, kReviewerOrHead, {}},
    {kAccept, "Accept", kWithReviewer, kAccepted, kReviewer,
     Only({kNotAuthor, kNoPositionInAssignee, kReasonIfValueDiffers})},
    {kReturn, "Return", kWithReviewer, kReturned, kReviewer,
     Only({kNotAuthor, kNoPositionInAssignee, kNewDueDate, kReason})},
    {kSuspend, "Suspend", kWithAssignee, kSuspended, kStandingCommittee, Only({kDisinterested, kReason, kDecision})},
    {kResume, "Resume", Only({kSuspended}), kStateBefore, kStandingCommittee,
     Only({kDisinterested, kReason, kDecision})},
    {kWithdraw, "Withdraw", kOpen, kWithdrawn, kStandingCommittee, Only({kReason, kDecision})},
    {kCloseNotMet, "CloseNotMet", kWithAssignee, kNotMet, kStandingCommittee, Only({kPastDue, kReason})},
    {kReopen, "Reopen", Only({kAccepted}), kInProgress, kStandingCommitteeOrFinding,
     Only({kNewDueDate, kFindingOrError})},
}};

static_assert(IsInOrder(kTable), "a row is found by its command");

constexpr std::array<Word<v1::TaskState>, 10> kWords = {{
    {kNoTask, "NOT_ISSUED", "chưa giao"},
    {kIssued, "ISSUED", "đã giao"},
    {kInProgress, "IN_PROGRESS", "đang thực hiện"},
    {kSubmitted, "SUBMITTED", "đã nộp"},
    {kInReview, "IN_REVIEW", "đang duyệt"},
    {kReturned, "RETURNED", "bị trả lại"},
    {kSuspended, "SUSPENDED", "tạm dừng"},
    {kAccepted, "ACCEPTED", "đã duyệt"},
    {kNotMet, "NOT_MET", "không hoàn thành"},
    {kWithdrawn, "WITHDRAWN", "đã thu hồi"},
}};

constexpr std::span<const Word<v1::TaskState>> Words() { return kWords; }

// --- Who.

absl::Status CheckWho(Who who, const Participant& participant, const Proposal& proposal) {
  switch (who) {
    case kAssignee:
      if (!participant.assignee) return Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
      return absl::OkStatus();
    case kAssigneeHead:
      if (!participant.assignee) return Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
      if (!participant.assignee_head) return Refuse(v1::ERROR_REASON_NOT_CHAIR_OF_ASSIGNEE);
      return absl::OkStatus();
    case kStandingCommitteeOrFinding:
      if (proposal.by_finding) return absl::OkStatus();
      break;
    case kStandingCommittee:
    case kReviewer:
    case kReviewerOrHead:
      break;
  }
  return participant.standing_committee ? absl::OkStatus() : Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
}

// --- The table.

std::vector<State> StatesIn(Set set) {
  std::vector<State> states;
  for (const Word<State>& word : kWords) {
    if (Has(set, word.state)) states.push_back(word.state);
  }
  return states;
}

absl::Status RefuseState(Set from, State state) {
  return rules::RefuseState(v1::ERROR_REASON_TASK_STATE, Words(), StatesIn(from), state);
}

// --- Persons. The report comes first: an author who is in charge of the task learns the right reason.

absl::Status CheckPersons(const Row& row, State state, const Participant& participant) {
  if (Has(row.guards, kNotAuthor) && participant.author) return Refuse(v1::ERROR_REASON_AUTHOR_OF_REPORT);
  if (Has(row.guards, kNoPositionInAssignee) && participant.position_in_assignee) {
    return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
  }
  if (Has(row.guards, kDisinterested)) RETURN_IF_ERROR(CheckDisinterested(participant));
  bool reviewer = true;
  if (row.who == kReviewer) reviewer = state == kInReview ? participant.took_review : participant.in_charge;
  if (row.who == kReviewerOrHead) reviewer = participant.took_review || participant.standing_committee_head;
  return reviewer ? absl::OkStatus() : Refuse(v1::ERROR_REASON_NOT_REVIEWER);
}

// --- Facts.

absl::Status RefuseReason(std::string vi, std::string en) {
  return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", std::move(vi)}, {"why.en", std::move(en)}});
}

absl::Status RequireReason(TaskCommand command) {
  switch (command) {
    case kAccept:
      return RefuseReason("kết quả được duyệt khác với số liệu báo cáo.", "what is accepted differs from the claim.");
    case kReturn:
      return RefuseReason("đơn vị cần biết phải sửa gì.", "the assignee needs to know what to rework.");
    case kSuspend:
      return RefuseReason("nhiệm vụ sẽ tạm dừng.", "the task will be suspended.");
    case kResume:
      return RefuseReason("nhiệm vụ sẽ được tiếp tục.", "the task will be resumed.");
    case kWithdraw:
      return RefuseReason("nhiệm vụ sẽ bị thu hồi.", "the task will be withdrawn.");
    default:
      return RefuseReason("nhiệm vụ sẽ bị ghi là không hoàn thành.", "the task will be closed as not met.");
  }
}

absl::Status CheckFacts(const Row& row, const TaskFacts& task, const Proposal& proposal, Day today) {
  if (Has(row.guards, kNewDueDate)) {
    if (proposal.new_due_day == 0) {
      return RefuseField(row.command == kReturn ? "rework_due_date" : "due_date", "phải ghi hạn mới",
                         "a due date is required");
    }
    if (proposal.new_due_day < today) return RefuseDueDate(v1::ERROR_REASON_DUE_DATE_PAST, proposal.new_due_day, today);
  }
  if (Has(row.guards, kPastDue) && today <= task.due_day) {
    return RefuseDueDate(v1::ERROR_REASON_DUE_DATE_NOT_PAST, task.due_day, today);
  }
  const bool needs_reason =
      Has(row.guards, kReason) || (Has(row.guards, kReasonIfValueDiffers) && proposal.value_differs);
  if (needs_reason && !proposal.has_reason) return RequireReason(row.command);
  if (Has(row.guards, kFindingOrError) && !proposal.by_finding && !proposal.has_reason) {
    return RefuseReason("cần một kết luận kiểm tra hoặc một sai sót đã được ghi nhận.",
                        "it takes a concluded finding or a recorded error.");
  }
  if (Has(row.guards, kDecision) && !proposal.has_decision) return Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
  return proposal.fit;
}

}  // namespace

TaskPhase PhaseOf(v1::TaskState state) {
  if (Has(kWithAssignee, state)) return TaskPhase::kWithAssignee;
  if (Has(kWithReviewer, state)) return TaskPhase::kWithReviewer;
  if (state == kSuspended) return TaskPhase::kSuspended;
  if (state == kAccepted) return TaskPhase::kAccepted;
  if (state == kNotMet) return TaskPhase::kNotMet;
  return TaskPhase::kWithdrawn;
}

absl::Status CheckDisinterested(const Participant& participant) {
  const bool works = participant.assignee || participant.works_on_own;
  if (works || participant.position_in_assignee) return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
  return absl::OkStatus();
}

bool IsOpen(v1::TaskState state) { return Has(kOpen, state); }

std::string_view StateName(v1::TaskState state) { return WordOf(Words(), state).name; }

v1::TaskState StateFromName(std::string_view name) { return StateNamed(Words(), name); }

absl::Status RefuseUnlessWithAssignee(v1::TaskState state) { return RefuseState(kWithAssignee, state); }

absl::Status RefuseDueDate(v1::ErrorReason reason, Day due, Day today) {
  return Refuse(reason, {{"due.vi", VietnameseDate(due)},
                         {"due.en", IsoDate(due)},
                         {"today.vi", VietnameseDate(today)},
                         {"today.en", IsoDate(today)}});
}

std::string_view StateWord(v1::TaskState state) { return WordOf(Words(), state).vi; }

absl::StatusOr<v1::TaskState> Decide(TaskCommand command, const TaskFacts& task, const Participant& participant,
                                     const Proposal& proposal, Day today) {
  const Row& row = kTable[static_cast<size_t>(command)];
  RETURN_IF_ERROR(CheckWho(row.who, participant, proposal));
  // Nothing enters a sealed period, whatever state its tasks were left in.
  if (task.period_sealed) return Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  if (!Has(row.from, task.state)) return RefuseState(row.from, task.state);
  RETURN_IF_ERROR(CheckPersons(row, task.state, participant));
  RETURN_IF_ERROR(CheckFacts(row, task, proposal, today));
  // Taking back a late submission does not undo that the task was closed.
  if (command == kRecall && task.submitted_late) return kNotMet;
  if (row.to != kStateBefore) return row.to;
  if (!Has(kTable[static_cast<size_t>(kSuspend)].from, task.state_before_suspension)) {
    return absl::InternalError("a suspended task does not know its state before");
  }
  return task.state_before_suspension;
}

std::vector<Transition> Transitions() {
  std::vector<Transition> transitions;
  for (const Row& row : kTable) {
    transitions.push_back({.command = row.command, .name = row.name, .from = StatesIn(row.from), .to = row.to});
  }
  return transitions;
}

}  // namespace phancong::rules
