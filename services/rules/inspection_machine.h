// The machines of inspections and of findings: one table each, and the only place where their states are compared.
// Pure.
//
// Everything is looked at in one order: who, the table, persons, then facts; the first that fails is the refusal.
#ifndef PHANCONG_SERVICES_RULES_INSPECTION_MACHINE_H_
#define PHANCONG_SERVICES_RULES_INSPECTION_MACHINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// --- Words. --------------------------------------------------------------------------------------------------------

// A state as it is stored and shown in English, such as "FIELDWORK"; and back (UNSPECIFIED where unknown).
[[nodiscard]] std::string_view StateName(v1::InspectionState state);
[[nodiscard]] std::string_view StateName(v1::FindingState state);
[[nodiscard]] v1::InspectionState InspectionStateFromName(std::string_view name);
[[nodiscard]] v1::FindingState FindingStateFromName(std::string_view name);
// The state's Vietnamese word, such as "đang kiểm tra".
[[nodiscard]] std::string_view StateWord(v1::InspectionState state);
[[nodiscard]] std::string_view StateWord(v1::FindingState state);

// Whether the unit inspected sees the inspection: from the notice on, or from the fieldwork on where none is given. Of
// a cancelled one: where it stood when it was cancelled.
[[nodiscard]] bool IsKnownToUnit(v1::InspectionState state, v1::InspectionState cancelled_from);
// Whether others than the Inspection Committee see a finding: while the conclusion is drafted, as the unit may explain
// it then, and once it is issued.
[[nodiscard]] bool IsKnownToUnit(v1::FindingState finding, v1::InspectionState inspection);
// Whether the unit sees what was checked: from the drafted conclusion on.
[[nodiscard]] bool AreChecksKnownToUnit(v1::InspectionState state);
// Whether the inspection is neither ended nor cancelled.
[[nodiscard]] bool IsUnderWay(v1::InspectionState state);

// --- Inspections. --------------------------------------------------------------------------------------------------

enum class InspectionCommand {
  kNotify,
  kStart,
  kCheckTask,
  kRecordFinding,
  kDraftConclusion,
  kSignConclusion,
  kConclude,
  kReportSupervision,
  kCancel,
};
inline constexpr int kInspectionCommands = static_cast<int>(InspectionCommand::kCancel) + 1;

struct InspectionFacts {
  v1::InspectionState state = v1::INSPECTION_STATE_UNSPECIFIED;
  // It begins without notice; it ends in a report.
  bool unannounced = false;
  bool supervision = false;
  // What its kind is called.
  v1::LocalText kind = {};
  // It has findings that the conclusion would issue.
  bool has_findings = false;
  // Of the drafted conclusion: who of the team has not signed it as it is now, and which of those findings the unit has
  // not explained, as a refusal names them; and the last day for explaining.
  std::vector<std::string> unsigned_members = {};
  std::vector<std::string> unexplained_findings = {};
  Day explain_by_day = 0;
};

// How the person who commands stands to the inspection. The head is on the team.
struct Inspector {
  // Of the Inspection Committee's chair, who need not be on the team.
  bool chairs_committee = false;
  bool on_team = false;
  bool head_of_team = false;
  // A position held today keeps them off a team for this inspection (team.h); they explained a finding of it.
  bool barred = false;
  bool explained = false;
  // Their duty to sign is done.
  bool has_signed = false;
};

// The task that a check or a finding is about.
struct InspectedTask {
  bool of_unit = false;
  bool accepted = false;
};

struct InspectionProposal {
  // None where a finding is about no task.
  const InspectedTask* task = nullptr;
  // RecordFinding: it contests the task's accepted result.
  bool contests = false;
  // Notify, Conclude, ReportSupervision: the document has a number and a date.
  bool has_document = false;
  // Cancel.
  bool has_reason = false;
  bool has_decision = false;
  // DraftConclusion: until when the unit may explain.
  Day explain_by_day = 0;
};

// The state after the command, or NOT_ON_TEAM, NOT_HEAD_OF_TEAM, POSITION_REQUIRED (who); KIND_OF_INSPECTION,
// INSPECTION_STATE (the table); TEAM_UNFIT where a position of today bars them or they explained for the unit, of who
// cancels POSITION_IN_ASSIGNEE (persons); then facts: WRONG_UNIT, TASK_NOT_ACCEPTED (a check and a contesting finding
// are about an accepted task of the unit), DOCUMENT_MISSING, REASON_REQUIRED, DECISION_REQUIRED, INVALID_FIELD (no day
// for explaining, or a past one), ALREADY_EXISTS (signed already), CONCLUSION_UNSIGNED, EXPLANATION_PENDING.
[[nodiscard]] absl::StatusOr<v1::InspectionState> Decide(InspectionCommand command, const InspectionFacts& inspection,
                                                         const Inspector& inspector, const InspectionProposal& proposal,
                                                         Day today);

// --- Findings. -----------------------------------------------------------------------------------------------------

enum class FindingCommand {
  kIssue,
  kDrop,
  kExplain,
  kSubmitRemedy,
  kVerifyRemedy,
  kRejectRemedy,
  kCloseWithoutRemedy,
};
inline constexpr int kFindingCommands = static_cast<int>(FindingCommand::kCloseWithoutRemedy) + 1;

// How the person who commands stands to the finding, by the positions they hold on that day.
struct FindingParticipant {
  // May work for the unit inspected: a chair or officer of the union; of the federation, its Standing Committee.
  bool of_unit = false;
  bool inspection_committee = false;
  // Chairs the Standing Committee, or is its vice-chair.
  bool standing_committee_head = false;
  // Holds any position in the unit; of the federation, in its Standing Committee.
  bool position_in_unit = false;
  // Explained it, submitted its remedy, recorded it.
  bool explained = false;
  bool remedied = false;
  bool found = false;
  // Is on the team of its inspection, or acts for somebody who is.
  bool on_team = false;
  // As who works on the inspection.
  Inspector inspector = {};
};

struct FindingFacts {
  v1::FindingState state = v1::FINDING_STATE_UNSPECIFIED;
  bool grave = false;
  Day remedy_due_day = 0;
  // Of its inspection: the state, and the last day for explaining.
  v1::InspectionState inspection = v1::INSPECTION_STATE_UNSPECIFIED;
  Day explain_by_day = 0;
};

struct FindingProposal {
  bool has_reason = false;
  bool has_decision = false;
  // RejectRemedy: the new date for the remedy.
  Day remedy_due_day = 0;
};

// The state after the command, or NOT_YOUR_UNION, POSITION_REQUIRED, NOT_ON_TEAM, NOT_HEAD_OF_TEAM (a finding is
// dropped by who found it, or the head of the team); FINDING_STATE, INSPECTION_STATE (it is explained while the
// conclusion is drafted); SAME_PERSON (of verifying and closing: who explained or remedied it, or found a grave one; of
// dropping: who explained it; of explaining: who is on the team, or found it), POSITION_IN_ASSIGNEE, TEAM_UNFIT;
// INVALID_FIELD (no new date), DUE_DATE_PAST (of the remedy; of explaining), REASON_REQUIRED, DECISION_REQUIRED. kIssue
// is an effect of the conclusion, whoever concludes.
[[nodiscard]] absl::StatusOr<v1::FindingState> Decide(FindingCommand command, const FindingFacts& finding,
                                                      const FindingParticipant& participant,
                                                      const FindingProposal& proposal, Day today);

// Whether it was issued with a conclusion.
[[nodiscard]] bool IsIssued(v1::FindingState state);
// Whether a remedy is owed, or waits to be verified; and whether it is after its due date.
[[nodiscard]] bool OwesRemedy(v1::FindingState state);
[[nodiscard]] bool IsOverdue(const FindingFacts& finding, Day today);
// Whether the conclusion would issue it.
[[nodiscard]] bool IsDraft(v1::FindingState state);

// --- The tables, for the documentation and the tests. --------------------------------------------------------------

// One for each state in which a command may be given.
struct InspectionTransition {
  InspectionCommand command;
  std::string_view name;
  v1::InspectionState from;
  v1::InspectionState to;
};
[[nodiscard]] std::vector<InspectionTransition> InspectionTransitions();

struct FindingTransition {
  FindingCommand command;
  std::string_view name;
  v1::FindingState from;
  v1::FindingState to;
};
[[nodiscard]] std::vector<FindingTransition> FindingTransitions();

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_INSPECTION_MACHINE_H_
