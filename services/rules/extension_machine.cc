#include "services/rules/extension_machine.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/state_words.h"

namespace phancong::rules {
namespace {

using State = v1::ExtensionState;

constexpr State kNone = v1::EXTENSION_STATE_UNSPECIFIED;
constexpr State kRequested = v1::EXTENSION_STATE_REQUESTED;
constexpr State kApproved = v1::EXTENSION_STATE_APPROVED;
constexpr State kRefused = v1::EXTENSION_STATE_REFUSED;
constexpr State kCancelled = v1::EXTENSION_STATE_CANCELLED;

enum class Who { kAssignee, kStandingCommittee };
enum class Person { kAnybody, kNotRequester, kRequester };

struct Row {
  ExtensionCommand command;
  std::string_view name;
  State from;
  State to;
  Who who;
  Person person;
  // The task is with its assignee, and the new date later than the one in force.
  bool moves;
  bool reason;
};

// The machine. A request that is no longer undecided stays as it is; the next one is another.
constexpr std::array<Row, kExtensionCommands> kTable = {{
    // command, its name, from, to, who, person, moves, reason
    {ExtensionCommand::kRequest, "Request", kNone, kRequested, Who::kAssignee, Person::kAnybody, true, true},
    {ExtensionCommand::kApprove, "Approve", kRequested, kApproved, Who::kStandingCommittee, Person::kNotRequester, true,
     false},
    {ExtensionCommand::kRefuse, "Refuse", kRequested, kRefused, Who::kStandingCommittee, Person::kNotRequester, false,
     true},
    {ExtensionCommand::kCancel, "Cancel", kRequested, kCancelled, Who::kAssignee, Person::kRequester, false, false},
}};

static_assert(IsInOrder(kTable), "a row is found by its command");

constexpr std::array<Word<v1::ExtensionState>, 5> kWords = {{
    {kNone, "NONE", "không có đề nghị nào đang chờ"},
    {kRequested, "REQUESTED", "chờ quyết định"},
    {kApproved, "APPROVED", "được gia hạn"},
    {kRefused, "REFUSED", "không được gia hạn"},
    {kCancelled, "CANCELLED", "đã rút"},
}};

constexpr std::span<const Word<v1::ExtensionState>> Words() { return kWords; }

absl::Status CheckWho(Who who, const Participant& participant) {
  if (who == Who::kAssignee) {
    return participant.assignee ? absl::OkStatus() : Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  }
  return participant.standing_committee ? absl::OkStatus() : Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
}

absl::Status CheckPerson(Person person, const ExtensionParticipant& participant) {
  switch (person) {
    case Person::kAnybody:
      return absl::OkStatus();
    case Person::kNotRequester:
      if (participant.requester) return Refuse(v1::ERROR_REASON_DECIDED_BY_REQUESTER);
      return CheckDisinterested(participant.task);
    case Person::kRequester:
      break;
  }
  return participant.requester ? absl::OkStatus() : Refuse(v1::ERROR_REASON_SAME_PERSON_REQUIRED);
}

absl::Status CheckMove(const ExtensionFacts& facts, Day new_due_day, Day today) {
  if (PhaseOf(facts.task_state) != TaskPhase::kWithAssignee) return RefuseUnlessWithAssignee(facts.task_state);
  if (new_due_day == 0) return RefuseField("due_date", "phải ghi hạn mới", "a due date is required");
  if (new_due_day < today) return RefuseDueDate(v1::ERROR_REASON_DUE_DATE_PAST, new_due_day, today);
  if (new_due_day > facts.due_day) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_DUE_DATE_NOT_LATER, {{"due.vi", VietnameseDate(new_due_day)},
                                                      {"due.en", IsoDate(new_due_day)},
                                                      {"current.vi", VietnameseDate(facts.due_day)},
                                                      {"current.en", IsoDate(facts.due_day)}});
}

absl::Status RequireReason(ExtensionCommand command) {
  if (command == ExtensionCommand::kRequest) {
    return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "người quyết định cần biết vì sao phải gia hạn."},
                                                     {"why.en", "who decides needs to know why it takes longer."}});
  }
  return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "đơn vị cần biết vì sao không được gia hạn."},
                                                   {"why.en", "the assignee needs to know why it is refused."}});
}

}  // namespace

std::string_view StateName(v1::ExtensionState state) { return WordOf(Words(), state).name; }

v1::ExtensionState ExtensionStateFromName(std::string_view name) { return StateNamed(Words(), name); }

std::string_view StateWord(v1::ExtensionState state) { return WordOf(Words(), state).vi; }

absl::StatusOr<v1::ExtensionState> Decide(ExtensionCommand command, const ExtensionFacts& extension,
                                          const ExtensionParticipant& participant, const ExtensionProposal& proposal,
                                          Day today) {
  const Row& row = kTable[static_cast<size_t>(command)];
  RETURN_IF_ERROR(CheckWho(row.who, participant.task));
  if (extension.state != row.from) {
    return RefuseState(v1::ERROR_REASON_EXTENSION_STATE, Words(), {row.from}, extension.state);
  }
  RETURN_IF_ERROR(CheckPerson(row.person, participant));
  if (extension.period_sealed) return Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  if (row.moves) RETURN_IF_ERROR(CheckMove(extension, proposal.new_due_day, today));
  if (row.reason && !proposal.has_reason) return RequireReason(command);
  return row.to;
}

absl::Status CheckExtendable(const ExtensionFacts& facts, const ExtensionParticipant& participant, Day new_due_day,
                             Day today) {
  RETURN_IF_ERROR(CheckPerson(Person::kNotRequester, participant));
  if (facts.period_sealed) return Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  return CheckMove(facts, new_due_day, today);
}

std::vector<ExtensionTransition> ExtensionTransitions() {
  std::vector<ExtensionTransition> transitions;
  for (const Row& row : kTable) {
    transitions.push_back({.command = row.command, .name = row.name, .from = row.from, .to = row.to});
  }
  return transitions;
}

}  // namespace phancong::rules
