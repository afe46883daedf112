#include "services/rules/inspection_machine.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>

#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

// --- Words.

template <typename State>
struct Word {
  State state;
  std::string_view name;
  std::string_view vi;
};

constexpr std::array<Word<v1::InspectionState>, 7> kInspectionWords = {{
    {v1::INSPECTION_STATE_UNSPECIFIED, "UNKNOWN", "không rõ"},
    {v1::INSPECTION_STATE_SCHEDULED, "SCHEDULED", "đã lên lịch"},
    {v1::INSPECTION_STATE_NOTIFIED, "NOTIFIED", "đã thông báo"},
    {v1::INSPECTION_STATE_FIELDWORK, "FIELDWORK", "đang kiểm tra"},
    {v1::INSPECTION_STATE_DRAFT_CONCLUSION, "DRAFT_CONCLUSION", "đang dự thảo kết luận"},
    {v1::INSPECTION_STATE_CONCLUDED, "CONCLUDED", "đã kết luận"},
    {v1::INSPECTION_STATE_CANCELLED, "CANCELLED", "đã hủy"},
}};

constexpr std::array<Word<v1::FindingState>, 6> kFindingWords = {{
    {v1::FINDING_STATE_UNSPECIFIED, "UNKNOWN", "không rõ"},
    {v1::FINDING_STATE_DRAFT, "DRAFT", "dự thảo"},
    {v1::FINDING_STATE_ISSUED, "ISSUED", "chờ khắc phục"},
    {v1::FINDING_STATE_REMEDY_SUBMITTED, "REMEDY_SUBMITTED", "đã báo cáo khắc phục"},
    {v1::FINDING_STATE_CLOSED, "CLOSED", "đã khép lại"},
    {v1::FINDING_STATE_DROPPED, "DROPPED", "đã bỏ"},
}};

template <typename State>
const Word<State>& WordOf(std::span<const Word<State>> words, State state) {
  const auto index = static_cast<size_t>(state);
  return index < words.size() ? words[index] : words[0];
}

template <typename State>
State FromName(std::span<const Word<State>> words, std::string_view name) {
  for (const Word<State>& word : words.subspan(1)) {
    if (word.name == name) return word.state;
  }
  return words[0].state;
}

template <typename State>
absl::Status RefuseState(v1::ErrorReason reason, std::span<const Word<State>> words, State from, State state) {
  const Word<State>& allowed = WordOf(words, from);
  const Word<State>& word = WordOf(words, state);
  return Refuse(reason, {{"state.vi", std::string(word.vi)},
                         {"state.en", std::string(word.name)},
                         {"allowed.vi", std::string(allowed.vi)},
                         {"allowed.en", std::string(allowed.name)}});
}

// --- Inspections.

enum class Team { kMember, kHead };
enum class TaskGuard { kNone, kAcceptedTask, kAcceptedIfContested };

struct InspectionRow {
  InspectionCommand command;
  std::string_view name;
  v1::InspectionState from;
  v1::InspectionState to;
  Team team;
  TaskGuard task;
  bool document;
};

constexpr v1::InspectionState kScheduled = v1::INSPECTION_STATE_SCHEDULED;
constexpr v1::InspectionState kFieldwork = v1::INSPECTION_STATE_FIELDWORK;
constexpr v1::InspectionState kConcluded = v1::INSPECTION_STATE_CONCLUDED;

constexpr std::array<InspectionRow, kInspectionCommands> kInspectionTable = {{
    // command, its name, from, to, who, the task it names, its document
    {InspectionCommand::kStart, "Start", kScheduled, kFieldwork, Team::kMember, TaskGuard::kNone, false},
    {InspectionCommand::kCheckTask, "CheckTask", kFieldwork, kFieldwork, Team::kMember, TaskGuard::kAcceptedTask,
     false},
    {InspectionCommand::kRecordFinding, "RecordFinding", kFieldwork, kFieldwork, Team::kMember,
     TaskGuard::kAcceptedIfContested, false},
    {InspectionCommand::kConclude, "Conclude", kFieldwork, kConcluded, Team::kHead, TaskGuard::kNone, true},
}};

absl::Status CheckTeam(Team team, const Inspector& inspector) {
  if (!inspector.on_team) return Refuse(v1::ERROR_REASON_NOT_ON_TEAM);
  if (team == Team::kHead && !inspector.head_of_team) return Refuse(v1::ERROR_REASON_NOT_HEAD_OF_TEAM);
  return absl::OkStatus();
}

absl::Status CheckTask(TaskGuard guard, const InspectionProposal& proposal) {
  if (guard == TaskGuard::kNone || proposal.task == nullptr) return absl::OkStatus();
  if (!proposal.task->of_unit) return Refuse(v1::ERROR_REASON_WRONG_UNIT);
  const bool must_be_accepted = guard == TaskGuard::kAcceptedTask || proposal.contests;
  if (must_be_accepted && !proposal.task->accepted) return Refuse(v1::ERROR_REASON_TASK_NOT_ACCEPTED);
  return absl::OkStatus();
}

// --- Findings.

enum class Side { kConclusion, kUnit, kInspectionCommittee };

struct FindingRow {
  FindingCommand command;
  std::string_view name;
  v1::FindingState from;
  v1::FindingState to;
  Side side;
  // It takes a reason and a new date.
  bool sends_back;
};

constexpr v1::FindingState kDraft = v1::FINDING_STATE_DRAFT;
constexpr v1::FindingState kIssued = v1::FINDING_STATE_ISSUED;
constexpr v1::FindingState kRemedySubmitted = v1::FINDING_STATE_REMEDY_SUBMITTED;
constexpr v1::FindingState kClosed = v1::FINDING_STATE_CLOSED;

constexpr std::array<FindingRow, kFindingCommands> kFindingTable = {{
    // command, its name, from, to, who, sends the remedy back
    {FindingCommand::kIssue, "Issue", kDraft, kIssued, Side::kConclusion, false},
    {FindingCommand::kSubmitRemedy, "SubmitRemedy", kIssued, kRemedySubmitted, Side::kUnit, false},
    {FindingCommand::kVerifyRemedy, "VerifyRemedy", kRemedySubmitted, kClosed, Side::kInspectionCommittee, false},
    {FindingCommand::kRejectRemedy, "RejectRemedy", kRemedySubmitted, kIssued, Side::kInspectionCommittee, true},
}};

absl::Status CheckSide(Side side, const FindingParticipant& participant) {
  if (side == Side::kUnit && !participant.of_unit) return Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  if (side == Side::kInspectionCommittee && !participant.inspection_committee) {
    return Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  }
  return absl::OkStatus();
}

absl::Status CheckPersons(Side side, const FindingFacts& finding, const FindingParticipant& participant) {
  if (side != Side::kInspectionCommittee) return absl::OkStatus();
  if (participant.remedied || (finding.grave && participant.found)) return Refuse(v1::ERROR_REASON_SAME_PERSON);
  if (participant.position_in_unit) return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
  return absl::OkStatus();
}

absl::Status CheckSentBack(const FindingProposal& proposal, Day today) {
  if (proposal.remedy_due_day == 0) {
    return RefuseField("remedy_due_date", "phải ghi hạn khắc phục mới", "a new date for the remedy is required");
  }
  if (proposal.remedy_due_day < today) {
    return Refuse(v1::ERROR_REASON_DUE_DATE_PAST, {{"due.vi", VietnameseDate(proposal.remedy_due_day)},
                                                   {"due.en", IsoDate(proposal.remedy_due_day)},
                                                   {"today.vi", VietnameseDate(today)},
                                                   {"today.en", IsoDate(today)}});
  }
  if (proposal.has_reason) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "đơn vị cần biết phải khắc phục gì thêm."},
                                                   {"why.en", "the unit needs to know what is still to be remedied."}});
}

template <typename Table>
constexpr bool IsInOrder(const Table& table) {
  for (size_t i = 0; i < table.size(); ++i) {
    if (static_cast<size_t>(table[i].command) != i) return false;
  }
  return true;
}
static_assert(IsInOrder(kInspectionTable) && IsInOrder(kFindingTable), "a row is found by its command");

constexpr std::span<const Word<v1::InspectionState>> InspectionWords() { return kInspectionWords; }
constexpr std::span<const Word<v1::FindingState>> FindingWords() { return kFindingWords; }

}  // namespace

std::string_view StateName(v1::InspectionState state) { return WordOf(InspectionWords(), state).name; }
std::string_view StateName(v1::FindingState state) { return WordOf(FindingWords(), state).name; }
std::string_view StateWord(v1::InspectionState state) { return WordOf(InspectionWords(), state).vi; }
std::string_view StateWord(v1::FindingState state) { return WordOf(FindingWords(), state).vi; }

v1::InspectionState InspectionStateFromName(std::string_view name) { return FromName(InspectionWords(), name); }
v1::FindingState FindingStateFromName(std::string_view name) { return FromName(FindingWords(), name); }

bool IsKnownToUnit(v1::InspectionState state) { return state == kConcluded; }

bool IsKnownToUnit(v1::FindingState state) { return state == kIssued || state == kRemedySubmitted || state == kClosed; }

absl::StatusOr<v1::InspectionState> Decide(InspectionCommand command, v1::InspectionState state,
                                           const Inspector& inspector, const InspectionProposal& proposal) {
  const InspectionRow& row = kInspectionTable[static_cast<size_t>(command)];
  if (const absl::Status team = CheckTeam(row.team, inspector); !team.ok()) return team;
  if (state != row.from) {
    return RefuseState(v1::ERROR_REASON_INSPECTION_STATE, InspectionWords(), row.from, state);
  }
  if (const absl::Status task = CheckTask(row.task, proposal); !task.ok()) return task;
  if (row.document && !proposal.has_document) return Refuse(v1::ERROR_REASON_DOCUMENT_MISSING);
  return row.to;
}

absl::StatusOr<v1::FindingState> Decide(FindingCommand command, const FindingFacts& finding,
                                        const FindingParticipant& participant, const FindingProposal& proposal,
                                        Day today) {
  const FindingRow& row = kFindingTable[static_cast<size_t>(command)];
  if (const absl::Status side = CheckSide(row.side, participant); !side.ok()) return side;
  if (finding.state != row.from) {
    return RefuseState(v1::ERROR_REASON_FINDING_STATE, FindingWords(), row.from, finding.state);
  }
  if (const absl::Status persons = CheckPersons(row.side, finding, participant); !persons.ok()) return persons;
  if (row.sends_back) {
    if (const absl::Status facts = CheckSentBack(proposal, today); !facts.ok()) return facts;
  }
  return row.to;
}

std::vector<InspectionTransition> InspectionTransitions() {
  std::vector<InspectionTransition> transitions;
  for (const InspectionRow& row : kInspectionTable) {
    transitions.push_back({.command = row.command, .name = row.name, .from = row.from, .to = row.to});
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
