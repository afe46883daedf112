// The machine of extensions: one table, and the only place where their states are compared. Pure.
//
// Everything is looked at in one order: who, the table, persons, then facts; the first that fails is the refusal.
#ifndef PHANCONG_SERVICES_RULES_EXTENSION_MACHINE_H_
#define PHANCONG_SERVICES_RULES_EXTENSION_MACHINE_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "services/rules/task_machine.h"

namespace phancong::rules {

enum class ExtensionCommand { kRequest, kApprove, kRefuse, kCancel };
inline constexpr int kExtensionCommands = static_cast<int>(ExtensionCommand::kCancel) + 1;

// The state as it is stored and shown in English, such as "REQUESTED"; and back (UNSPECIFIED where unknown).
[[nodiscard]] std::string_view StateName(v1::ExtensionState state);
[[nodiscard]] v1::ExtensionState ExtensionStateFromName(std::string_view name);
// The state's Vietnamese word, such as "chờ quyết định".
[[nodiscard]] std::string_view StateWord(v1::ExtensionState state);

struct ExtensionFacts {
  // UNSPECIFIED: there is no request yet, or none that waits for a decision.
  v1::ExtensionState state = v1::EXTENSION_STATE_UNSPECIFIED;
  v1::TaskState task_state = v1::TASK_STATE_UNSPECIFIED;
  // In force now.
  Day due_day = 0;
  bool period_sealed = false;
};

// How the person who commands stands to the request, beside how they stand to the task.
struct ExtensionParticipant {
  Participant task;
  // Made the request.
  bool requester = false;
};

struct ExtensionProposal {
  // Request: the date asked for; Approve: the date granted.
  Day new_due_day = 0;
  bool has_reason = false;
};

// The state after the command, or the refusal with the reason of the first of these that fails, in this order: who
// (POSITION_REQUIRED, NOT_YOUR_UNION), the table (EXTENSION_STATE), persons (DECIDED_BY_REQUESTER; POSITION_IN_ASSIGNEE
// for who holds a position in the unit, or works on a task of the federation's own; SAME_PERSON_REQUIRED), then facts
// (PERIOD_SEALED; TASK_STATE where a request or an approval finds the task not with its assignee; INVALID_FIELD without
// a date, DUE_DATE_PAST, DUE_DATE_NOT_LATER; REASON_REQUIRED).
[[nodiscard]] absl::StatusOr<v1::ExtensionState> Decide(ExtensionCommand command, const ExtensionFacts& extension,
                                                        const ExtensionParticipant& participant,
                                                        const ExtensionProposal& proposal, Day today);

// Why a task is left out where many are extended by one decision: what Approve would refuse of it, persons and facts
// alike; `requester`: of a request that waits for a decision on it. OK where it moves.
[[nodiscard]] absl::Status CheckExtendable(const ExtensionFacts& facts, const ExtensionParticipant& participant,
                                           Day new_due_day, Day today);

// One row of the table, for the documentation and the tests.
struct ExtensionTransition {
  ExtensionCommand command;
  std::string_view name;
  v1::ExtensionState from;
  v1::ExtensionState to;
};
[[nodiscard]] std::vector<ExtensionTransition> ExtensionTransitions();

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_EXTENSION_MACHINE_H_
