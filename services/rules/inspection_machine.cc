#include "services/rules/inspection_machine.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/state_words.h"
#include "services/rules/task_machine.h"

namespace phancong::rules {
namespace {

// --- Words.

constexpr std::array<Word<v1::InspectionState>, 8> kInspectionWords = {{
    {v1::INSPECTION_STATE_UNSPECIFIED, "UNKNOWN", "không rõ"},
    {v1::INSPECTION_STATE_SCHEDULED, "SCHEDULED", "đã lên lịch"},
    {v1::INSPECTION_STATE_NOTIFIED, "NOTIFIED", "đã thông báo"},
    {v1::INSPECTION_STATE_FIELDWORK, "FIELDWORK", "đang kiểm tra"},
    {v1::INSPECTION_STATE_DRAFT_CONCLUSION, "DRAFT_CONCLUSION", "đang dự thảo kết luận"},
    {v1::INSPECTION_STATE_CONCLUDED, "CONCLUDED", "đã kết luận"},
    {v1::INSPECTION_STATE_CANCELLED, "CANCELLED", "đã hủy"},
    {v1::INSPECTION_STATE_REPORTED, "REPORTED", "đã báo cáo"},
}};

constexpr std::array<Word<v1::FindingState>, 6> kFindingWords = {{
    {v1::FINDING_STATE_UNSPECIFIED, "UNKNOWN", "không rõ"},
    {v1::FINDING_STATE_DRAFT, "DRAFT", "dự thảo"},
    {v1::FINDING_STATE_ISSUED, "ISSUED", "chờ khắc phục"},
    {v1::FINDING_STATE_REMEDY_SUBMITTED, "REMEDY_SUBMITTED", "đã báo cáo khắc phục"},
    {v1::FINDING_STATE_CLOSED, "CLOSED", "đã khép lại"},
    {v1::FINDING_STATE_DROPPED, "DROPPED", "đã bỏ"},
}};

constexpr std::span<const Word<v1::InspectionState>> InspectionWords() { return kInspectionWords; }
constexpr std::span<const Word<v1::FindingState>> FindingWords() { return kFindingWords; }

absl::Status RequireReason(std::string vi, std::string en) {
  return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", std::move(vi)}, {"why.en", std::move(en)}});
}

// --- Inspections.

constexpr v1::InspectionState kScheduled = v1::INSPECTION_STATE_SCHEDULED;
constexpr v1::InspectionState kNotified = v1::INSPECTION_STATE_NOTIFIED;
constexpr v1::InspectionState kFieldwork = v1::INSPECTION_STATE_FIELDWORK;
constexpr v1::InspectionState kDrafted = v1::INSPECTION_STATE_DRAFT_CONCLUSION;
constexpr v1::InspectionState kConcluded = v1::INSPECTION_STATE_CONCLUDED;
constexpr v1::InspectionState kCancelledInspection = v1::INSPECTION_STATE_CANCELLED;
constexpr v1::InspectionState kReported = v1::INSPECTION_STATE_REPORTED;

// On what a step depends besides the state.
enum class If { kAlways, kAnnounced, kUnannounced, kWithoutFindings };

struct InspectionStep {
  InspectionCommand command;
  v1::InspectionState from;
  v1::InspectionState to;
  If condition = If::kAlways;
};

constexpr std::array<InspectionStep, 15> kInspectionSteps = {{
    {InspectionCommand::kNotify, kScheduled, kNotified, If::kAnnounced},
    {InspectionCommand::kStart, kNotified, kFieldwork, If::kAnnounced},
    {InspectionCommand::kStart, kScheduled, kFieldwork, If::kUnannounced},
    {InspectionCommand::kCheckTask, kFieldwork, kFieldwork},
    {InspectionCommand::kRecordFinding, kFieldwork, kFieldwork},
    {InspectionCommand::kDraftConclusion, kFieldwork, kDrafted},
    {InspectionCommand::kDraftConclusion, kDrafted, kDrafted},
    {InspectionCommand::kSignConclusion, kDrafted, kDrafted},
    {InspectionCommand::kConclude, kFieldwork, kConcluded, If::kWithoutFindings},
    {InspectionCommand::kConclude, kDrafted, kConcluded},
    {InspectionCommand::kReportSupervision, kFieldwork, kReported},
    {InspectionCommand::kCancel, kScheduled, kCancelledInspection},
    {InspectionCommand::kCancel, kNotified, kCancelledInspection},
    {InspectionCommand::kCancel, kFieldwork, kCancelledInspection},
    {InspectionCommand::kCancel, kDrafted, kCancelledInspection},
}};

enum class Who { kTeam, kHead, kCommitteeChair };
// Of which kinds of inspection a command is.
enum class Of { kAll, kAnnounced, kWithConclusion, kSupervision };
enum class TaskGuard { kNone, kAcceptedTask, kAcceptedIfContested };
// What a command brings with it.
enum class Brings { kNothing, kDocument, kExplainBy, kDecision };

struct InspectionRow {
  InspectionCommand command;
  std::string_view name;
  Who who;
  Of of;
  TaskGuard task;
  Brings brings;
};

constexpr std::array<InspectionRow, kInspectionCommands> kInspectionTable = {{
    // command, its name, who, of which kinds, the task it names, what it brings
    {InspectionCommand::kNotify, "Notify", Who::kTeam, Of::kAnnounced, TaskGuard::kNone, Brings::kDocument},
    {InspectionCommand::kStart, "Start", Who::kTeam, Of::kAll, TaskGuard::kNone, Brings::kNothing},
    {InspectionCommand::kCheckTask, "CheckTask", Who::kTeam, Of::kAll, TaskGuard::kAcceptedTask, Brings::kNothing},
    {InspectionCommand::kRecordFinding, "RecordFinding", Who::kTeam, Of::kWithConclusion,
     TaskGuard::kAcceptedIfContested, Brings::kNothing},
    {InspectionCommand::kDraftConclusion, "DraftConclusion", Who::kHead, Of::kWithConclusion, TaskGuard::kNone,
     Brings::kExplainBy},
    {InspectionCommand::kSignConclusion, "SignConclusion", Who::kTeam, Of::kAll, TaskGuard::kNone, Brings::kNothing},
    {InspectionCommand::kConclude, "Conclude", Who::kHead, Of::kWithConclusion, TaskGuard::kNone, Brings::kDocument},
    {InspectionCommand::kReportSupervision, "ReportSupervision", Who::kHead, Of::kSupervision, TaskGuard::kNone,
     Brings::kDocument},
    {InspectionCommand::kCancel, "Cancel", Who::kCommitteeChair, Of::kAll, TaskGuard::kNone, Brings::kDecision},
}};

absl::Status CheckWho(Who who, const Inspector& inspector) {
  if (who == Who::kCommitteeChair) {
    return inspector.chairs_committee ? absl::OkStatus() : Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  }
  if (!inspector.on_team) return Refuse(v1::ERROR_REASON_NOT_ON_TEAM);
  if (who == Who::kHead && !inspector.head_of_team) return Refuse(v1::ERROR_REASON_NOT_HEAD_OF_TEAM);
  return absl::OkStatus();
}

absl::Status CheckKind(Of of, const InspectionFacts& inspection) {
  const auto refuse = [&](std::string vi, std::string en) {
    const std::string& kind_en = inspection.kind.en().empty() ? inspection.kind.vi() : inspection.kind.en();
    return Refuse(v1::ERROR_REASON_KIND_OF_INSPECTION, {{"kind.vi", inspection.kind.vi()},
                                                        {"kind.en", kind_en},
                                                        {"why.vi", std::move(vi)},
                                                        {"why.en", std::move(en)}});
  };
  if (of == Of::kAnnounced && inspection.unannounced) {
    return refuse("cuộc kiểm tra đột xuất không thông báo trước.", "it is unannounced: no notice is given.");
  }
  if (of == Of::kWithConclusion && inspection.supervision) {
    return refuse("giám sát kết thúc bằng báo cáo.", "a supervision ends in a report.");
  }
  if (of == Of::kSupervision && !inspection.supervision) {
    return refuse("chỉ giám sát mới kết thúc bằng báo cáo.", "only a supervision ends in a report.");
  }
  return absl::OkStatus();
}

bool Holds(If condition, const InspectionFacts& inspection) {
  switch (condition) {
    case If::kAlways:
      return true;
    case If::kAnnounced:
      return !inspection.unannounced;
    case If::kUnannounced:
      return inspection.unannounced;
    case If::kWithoutFindings:
      return !inspection.has_findings;
  }
  return false;
}

absl::StatusOr<v1::InspectionState> NextState(InspectionCommand command, const InspectionFacts& inspection) {
  std::vector<v1::InspectionState> allowed;
  for (const InspectionStep& step : kInspectionSteps) {
    if (step.command != command || !Holds(step.condition, inspection)) continue;
    if (step.from == inspection.state) return step.to;
    allowed.push_back(step.from);
  }
  return RefuseState(v1::ERROR_REASON_INSPECTION_STATE, InspectionWords(), allowed, inspection.state);
}

absl::Status CheckUninvolved(const Inspector& inspector) {
  if (inspector.barred) {
    return Refuse(v1::ERROR_REASON_TEAM_UNFIT, {{"why.vi", "chức vụ bạn đang giữ không cho phép kiểm tra đơn vị này."},
                                                {"why.en", "a position that you hold keeps you off this inspection."}});
  }
  if (inspector.explained) {
    return Refuse(v1::ERROR_REASON_TEAM_UNFIT, {{"why.vi", "bạn đã giải trình cho đơn vị được kiểm tra."},
                                                {"why.en", "you explained a finding for the unit inspected."}});
  }
  return absl::OkStatus();
}

absl::Status CheckPersons(Who who, const Inspector& inspector) {
  if (who != Who::kCommitteeChair) return CheckUninvolved(inspector);
  if (inspector.barred || inspector.explained) return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
  return absl::OkStatus();
}

absl::Status CheckTask(TaskGuard guard, const InspectionProposal& proposal) {
  if (guard == TaskGuard::kNone || proposal.task == nullptr) return absl::OkStatus();
  if (!proposal.task->of_unit) return Refuse(v1::ERROR_REASON_WRONG_UNIT);
  const bool must_be_accepted = guard == TaskGuard::kAcceptedTask || proposal.contests;
  if (must_be_accepted && !proposal.task->accepted) return Refuse(v1::ERROR_REASON_TASK_NOT_ACCEPTED);
  return absl::OkStatus();
}

absl::Status CheckBrought(Brings brings, const InspectionProposal& proposal, Day today) {
  switch (brings) {
    case Brings::kNothing:
      break;
    case Brings::kDocument:
      if (!proposal.has_document) return Refuse(v1::ERROR_REASON_DOCUMENT_MISSING);
      break;
    case Brings::kExplainBy:
      if (proposal.explain_by_day == 0) {
        return RefuseField("explain_by_date", "phải ghi ngày cuối để đơn vị giải trình",
                           "the last day for the unit to explain is required");
      }
      if (proposal.explain_by_day < today) {
        return RefuseField("explain_by_date", "phải từ hôm nay trở đi", "must be today or after");
      }
      break;
    case Brings::kDecision:
      if (!proposal.has_reason) {
        return RequireReason("đơn vị và đoàn kiểm tra cần biết vì sao hủy.",
                             "the unit and the team need to know why it is cancelled.");
      }
      if (!proposal.has_decision) return Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
      break;
  }
  return absl::OkStatus();
}

// The draft is signed by everybody, and explained.
absl::Status CheckDraft(const InspectionFacts& inspection, Day today) {
  if (!inspection.unsigned_members.empty()) {
    return Refuse(v1::ERROR_REASON_CONCLUSION_UNSIGNED,
                  {{"members", absl::StrJoin(inspection.unsigned_members, ", ")}});
  }
  if (!inspection.unexplained_findings.empty() && today <= inspection.explain_by_day) {
    return Refuse(v1::ERROR_REASON_EXPLANATION_PENDING,
                  {{"day.vi", VietnameseDate(inspection.explain_by_day)},
                   {"day.en", IsoDate(inspection.explain_by_day)},
                   {"findings", absl::StrJoin(inspection.unexplained_findings, ", ")}});
  }
  return absl::OkStatus();
}

// --- Findings.

constexpr v1::FindingState kDraft = v1::FINDING_STATE_DRAFT;
constexpr v1::FindingState kIssued = v1::FINDING_STATE_ISSUED;
constexpr v1::FindingState kRemedySubmitted = v1::FINDING_STATE_REMEDY_SUBMITTED;
constexpr v1::FindingState kClosed = v1::FINDING_STATE_CLOSED;
constexpr v1::FindingState kDropped = v1::FINDING_STATE_DROPPED;

enum class Side { kConclusion, kTeam, kUnit, kInspectionCommittee, kStandingCommitteeHead };

struct FindingRow {
  FindingCommand command;
  std::string_view name;
  v1::FindingState from;
  v1::FindingState to;
  Side side;
};

constexpr std::array<FindingRow, kFindingCommands> kFindingTable = {{
    // command, its name, from, to, who
    {FindingCommand::kIssue, "Issue", kDraft, kIssued, Side::kConclusion},
    {FindingCommand::kDrop, "Drop", kDraft, kDropped, Side::kTeam},
    {FindingCommand::kExplain, "Explain", kDraft, kDraft, Side::kUnit},
    {FindingCommand::kSubmitRemedy, "SubmitRemedy", kIssued, kRemedySubmitted, Side::kUnit},
    {FindingCommand::kVerifyRemedy, "VerifyRemedy", kRemedySubmitted, kClosed, Side::kInspectionCommittee},
    {FindingCommand::kRejectRemedy, "RejectRemedy", kRemedySubmitted, kIssued, Side::kInspectionCommittee},
    {FindingCommand::kCloseWithoutRemedy, "CloseWithoutRemedy", kIssued, kClosed, Side::kStandingCommitteeHead},
}};

absl::Status CheckSide(Side side, const FindingParticipant& participant) {
  switch (side) {
    case Side::kConclusion:
      return absl::OkStatus();
    case Side::kTeam:
      if (!participant.inspector.on_team) return Refuse(v1::ERROR_REASON_NOT_ON_TEAM);
      if (!participant.found && !participant.inspector.head_of_team) {
        return Refuse(v1::ERROR_REASON_NOT_HEAD_OF_TEAM);
      }
      return absl::OkStatus();
    case Side::kUnit:
      return participant.of_unit ? absl::OkStatus() : Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
    case Side::kInspectionCommittee:
      return participant.inspection_committee ? absl::OkStatus() : Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
    case Side::kStandingCommitteeHead:
      return participant.standing_committee_head ? absl::OkStatus() : Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  }
  return absl::InternalError("a side of a finding that is not there");
}

absl::Status CheckFindingState(const FindingRow& row, const FindingFacts& finding) {
  if (finding.state != row.from) {
    return RefuseState(v1::ERROR_REASON_FINDING_STATE, FindingWords(), {row.from}, finding.state);
  }
  if (row.command == FindingCommand::kExplain && finding.inspection != kDrafted) {
    return RefuseState(v1::ERROR_REASON_INSPECTION_STATE, InspectionWords(), {kDrafted}, finding.inspection);
  }
  return absl::OkStatus();
}

absl::Status CheckPersons(const FindingRow& row, const FindingFacts& finding, const FindingParticipant& participant) {
  switch (row.side) {
    case Side::kConclusion:
      break;
    case Side::kTeam:
      if (participant.explained) return Refuse(v1::ERROR_REASON_SAME_PERSON);
      return CheckUninvolved(participant.inspector);
    case Side::kUnit:
      if (row.command == FindingCommand::kExplain && (participant.on_team || participant.found)) {
        return Refuse(v1::ERROR_REASON_SAME_PERSON);
      }
      break;
    case Side::kInspectionCommittee:
    case Side::kStandingCommitteeHead:
      if (participant.remedied || participant.explained || (finding.grave && participant.found)) {
        return Refuse(v1::ERROR_REASON_SAME_PERSON);
      }
      if (participant.position_in_unit) return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
      break;
  }
  return absl::OkStatus();
}

absl::Status CheckSentBack(const FindingProposal& proposal, Day today) {
  if (proposal.remedy_due_day == 0) {
    return RefuseField("remedy_due_date", "phải ghi hạn khắc phục mới", "a new date for the remedy is required");
  }
  if (proposal.remedy_due_day < today) {
    return RefuseDueDate(v1::ERROR_REASON_DUE_DATE_PAST, proposal.remedy_due_day, today);
  }
  if (proposal.has_reason) return absl::OkStatus();
  return RequireReason("đơn vị cần biết phải khắc phục gì thêm.",
                       "the unit needs to know what is still to be remedied.");
}

absl::Status CheckFacts(FindingCommand command, const FindingFacts& finding, const FindingProposal& proposal,
                        Day today) {
  switch (command) {
    case FindingCommand::kExplain:
      if (today > finding.explain_by_day) {
        return RefuseDueDate(v1::ERROR_REASON_DUE_DATE_PAST, finding.explain_by_day, today);
      }
      return absl::OkStatus();
    case FindingCommand::kRejectRemedy:
      return CheckSentBack(proposal, today);
    case FindingCommand::kDrop:
      if (proposal.has_reason) return absl::OkStatus();
      return RequireReason("phát hiện đã bỏ vẫn được lưu, kèm lý do.",
                           "what is dropped stays on record, with its reason.");
    case FindingCommand::kCloseWithoutRemedy:
      if (!proposal.has_reason) {
        return RequireReason("mọi người cần biết vì sao không khắc phục mà vẫn khép lại.",
                             "people need to know why it is closed without a remedy.");
      }
      return proposal.has_decision ? absl::OkStatus() : Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
    case FindingCommand::kIssue:
    case FindingCommand::kSubmitRemedy:
    case FindingCommand::kVerifyRemedy:
      break;
  }
  return absl::OkStatus();
}

static_assert(IsInOrder(kInspectionTable) && IsInOrder(kFindingTable), "a row is found by its command");

}  // namespace

std::string_view StateName(v1::InspectionState state) { return WordOf(InspectionWords(), state).name; }
std::string_view StateName(v1::FindingState state) { return WordOf(FindingWords(), state).name; }
std::string_view StateWord(v1::InspectionState state) { return WordOf(InspectionWords(), state).vi; }
std::string_view StateWord(v1::FindingState state) { return WordOf(FindingWords(), state).vi; }

v1::InspectionState InspectionStateFromName(std::string_view name) { return StateNamed(InspectionWords(), name); }
v1::FindingState FindingStateFromName(std::string_view name) { return StateNamed(FindingWords(), name); }

bool IsKnownToUnit(v1::InspectionState state, v1::InspectionState cancelled_from) {
  switch (state) {
    case kNotified:
    case kFieldwork:
    case kDrafted:
    case kConcluded:
    case kReported:
      return true;
    case kCancelledInspection:
      return cancelled_from == kNotified || cancelled_from == kFieldwork || cancelled_from == kDrafted;
    default:
      return false;
  }
}

bool IsKnownToUnit(v1::FindingState finding, v1::InspectionState inspection) {
  return IsIssued(finding) || (finding == kDraft && inspection == kDrafted);
}

bool AreChecksKnownToUnit(v1::InspectionState state) {
  return state == kDrafted || state == kConcluded || state == kReported;
}

bool IsUnderWay(v1::InspectionState state) {
  return state == kScheduled || state == kNotified || state == kFieldwork || state == kDrafted;
}

bool IsIssued(v1::FindingState state) { return state == kIssued || state == kRemedySubmitted || state == kClosed; }

bool OwesRemedy(v1::FindingState state) { return state == kIssued || state == kRemedySubmitted; }

bool IsOverdue(const FindingFacts& finding, Day today) {
  return OwesRemedy(finding.state) && finding.remedy_due_day < today;
}

bool IsDraft(v1::FindingState state) { return state == kDraft; }

absl::StatusOr<v1::InspectionState> Decide(InspectionCommand command, const InspectionFacts& inspection,
                                           const Inspector& inspector, const InspectionProposal& proposal, Day today) {
  const InspectionRow& row = kInspectionTable[static_cast<size_t>(command)];
  RETURN_IF_ERROR(CheckWho(row.who, inspector));
  RETURN_IF_ERROR(CheckKind(row.of, inspection));
  ASSIGN_OR_RETURN(const v1::InspectionState next, NextState(command, inspection));
  RETURN_IF_ERROR(CheckPersons(row.who, inspector));
  RETURN_IF_ERROR(CheckTask(row.task, proposal));
  RETURN_IF_ERROR(CheckBrought(row.brings, proposal, today));
  if (command == InspectionCommand::kSignConclusion && inspector.has_signed) {
    return Refuse(v1::ERROR_REASON_ALREADY_EXISTS,
                  {{"name.vi", "Chữ ký của bạn trên dự thảo này"}, {"name.en", "Your signature on this draft"}});
  }
  if (command == InspectionCommand::kConclude && inspection.state == kDrafted) {
    RETURN_IF_ERROR(CheckDraft(inspection, today));
  }
  return next;
}

absl::StatusOr<v1::FindingState> Decide(FindingCommand command, const FindingFacts& finding,
                                        const FindingParticipant& participant, const FindingProposal& proposal,
                                        Day today) {
  const FindingRow& row = kFindingTable[static_cast<size_t>(command)];
  RETURN_IF_ERROR(CheckSide(row.side, participant));
  RETURN_IF_ERROR(CheckFindingState(row, finding));
  RETURN_IF_ERROR(CheckPersons(row, finding, participant));
  RETURN_IF_ERROR(CheckFacts(command, finding, proposal, today));
  return row.to;
}

std::vector<InspectionTransition> InspectionTransitions() {
  std::vector<InspectionTransition> transitions;
  for (const InspectionStep& step : kInspectionSteps) {
    transitions.push_back({.command = step.command,
                           .name = kInspectionTable[static_cast<size_t>(step.command)].name,
                           .from = step.from,
                           .to = step.to});
  }
  return transitions;
}

std::vector<FindingTransition> FindingTransitions() {
  std::vector<FindingTransition> transitions;
  for (const FindingRow& row : kFindingTable) {
    transitions.push_back({.command = row.command, .name = row.name, .from = row.from, .to = row.to});
  }
  return transitions;
}

}  // namespace phancong::rules
