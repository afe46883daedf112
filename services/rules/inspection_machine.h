// The machines of inspections and of findings: one table each, and the only place where their states are compared.
// Pure.
//
// Everything is looked at in one order: who, the table, persons, then facts; the first that fails is the refusal.
#ifndef PHANCONG_SERVICES_RULES_INSPECTION_MACHINE_H_
#define PHANCONG_SERVICES_RULES_INSPECTION_MACHINE_H_

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

// Whether the unit inspected sees the inspection: once it is concluded.
[[nodiscard]] bool IsKnownToUnit(v1::InspectionState state);
// Whether others than the Inspection Committee see the finding: once it is issued with the conclusion.
[[nodiscard]] bool IsKnownToUnit(v1::FindingState state);

// --- Inspections. --------------------------------------------------------------------------------------------------

enum class InspectionCommand { kStart, kCheckTask, kRecordFinding, kConclude };
inline constexpr int kInspectionCommands = static_cast<int>(InspectionCommand::kConclude) + 1;

// How the person who commands stands to the inspection. The head is on the team.
struct Inspector {
  bool on_team = false;
  bool head_of_team = false;
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
  // Conclude: the conclusion's document has a number and a date.
  bool has_document = false;
};

// The state after the command, or NOT_ON_TEAM, NOT_HEAD_OF_TEAM; INSPECTION_STATE; WRONG_UNIT, TASK_NOT_ACCEPTED (a
// check and a contesting finding are about an accepted task of the unit), DOCUMENT_MISSING.
[[nodiscard]] absl::StatusOr<v1::InspectionState> Decide(InspectionCommand command, v1::InspectionState state,
                                                         const Inspector& inspector,
                                                         const InspectionProposal& proposal);

// --- Findings. -----------------------------------------------------------------------------------------------------

enum class FindingCommand { kIssue, kSubmitRemedy, kVerifyRemedy, kRejectRemedy };
inline constexpr int kFindingCommands = static_cast<int>(FindingCommand::kRejectRemedy) + 1;

// How the person who commands stands to the finding, by the positions they hold on that day.
struct FindingParticipant {
  // May work for the unit inspected: a chair or officer of the union; of the federation, its Standing Committee.
  bool of_unit = false;
  bool inspection_committee = false;
  // Holds any position in the unit; of the federation, in its Standing Committee.
  bool position_in_unit = false;
  // Submitted the remedy; recorded the finding.
  bool remedied = false;
  bool found = false;
};

struct FindingFacts {
  v1::FindingState state = v1::FINDING_STATE_UNSPECIFIED;
  bool grave = false;
};

struct FindingProposal {
  bool has_reason = false;
  // RejectRemedy: the new date for the remedy.
  Day remedy_due_day = 0;
};

// The state after the command, or NOT_YOUR_UNION, POSITION_REQUIRED; FINDING_STATE; SAME_PERSON (who remedied, or found
// a grave one), POSITION_IN_ASSIGNEE; INVALID_FIELD (no new date), DUE_DATE_PAST, REASON_REQUIRED. kIssue is an effect
// of the conclusion, whoever concludes.
[[nodiscard]] absl::StatusOr<v1::FindingState> Decide(FindingCommand command, const FindingFacts& finding,
                                                      const FindingParticipant& participant,
                                                      const FindingProposal& proposal, Day today);

// --- The tables, for the documentation and the tests. --------------------------------------------------------------

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
