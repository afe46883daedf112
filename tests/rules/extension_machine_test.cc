// Every state × command × person of extensions. What is expected is written out below by hand from DESIGN's words, not
// read from the table.
#include "services/rules/extension_machine.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

constexpr Day kToday = 20'000;
constexpr Day kDue = kToday + 10;

std::string Outcome(const absl::StatusOr<v1::ExtensionState>& decided) {
  if (decided.ok()) return std::string(StateName(*decided));
  const std::optional<RefusalFacts> facts = RefusalOf(decided.status());
  return facts ? ReasonName(facts->reason) : "INTERNAL";
}

const std::map<ExtensionCommand, std::pair<std::string, std::string>> kSteps = {
    {ExtensionCommand::kRequest, {"NONE", "REQUESTED"}},
    {ExtensionCommand::kApprove, {"REQUESTED", "APPROVED"}},
    {ExtensionCommand::kRefuse, {"REQUESTED", "REFUSED"}},
    {ExtensionCommand::kCancel, {"REQUESTED", "CANCELLED"}},
};

constexpr v1::ExtensionState kStates[] = {v1::EXTENSION_STATE_UNSPECIFIED, v1::EXTENSION_STATE_REQUESTED,
                                          v1::EXTENSION_STATE_APPROVED, v1::EXTENSION_STATE_REFUSED,
                                          v1::EXTENSION_STATE_CANCELLED};

ExtensionFacts Facts(v1::ExtensionState state) {
  return {.state = state, .task_state = v1::TASK_STATE_IN_PROGRESS, .due_day = kDue, .period_sealed = false};
}

const ExtensionProposal kWhole{.new_due_day = kDue + 5, .has_reason = true};

std::string Expected(ExtensionCommand command, v1::ExtensionState state, const ExtensionParticipant& person) {
  const bool of_assignee = command == ExtensionCommand::kRequest || command == ExtensionCommand::kCancel;
  if (of_assignee && !person.task.assignee) return "NOT_YOUR_UNION";
  if (!of_assignee && !person.task.standing_committee) return "POSITION_REQUIRED";
  if (StateName(state) != kSteps.at(command).first) return "EXTENSION_STATE";
  if (command == ExtensionCommand::kCancel && !person.requester) return "SAME_PERSON_REQUIRED";
  if (!of_assignee && person.requester) return "DECIDED_BY_REQUESTER";
  const bool works = person.task.assignee || person.task.works_on_own;
  if (!of_assignee && (person.task.position_in_assignee || works)) return "POSITION_IN_ASSIGNEE";
  return kSteps.at(command).second;
}

TEST(TheExtensionMachine, DecidesEveryStateCommandAndPersonAsWrittenOut) {
  for (const auto& [command, step] : kSteps) {
    for (const v1::ExtensionState state : kStates) {
      for (unsigned bits = 0; bits < 32; ++bits) {
        ExtensionParticipant person;
        person.task.standing_committee = (bits & 1) != 0;
        person.task.assignee = (bits & 2) != 0;
        person.task.position_in_assignee = (bits & 4) != 0;
        person.requester = (bits & 8) != 0;
        person.task.works_on_own = (bits & 16) != 0;
        EXPECT_EQ(Outcome(Decide(command, Facts(state), person, kWhole, kToday)), Expected(command, state, person))
            << static_cast<int>(command) << " from " << StateName(state) << ", person " << bits;
      }
    }
  }
}

ExtensionParticipant Fit(ExtensionCommand command) {
  ExtensionParticipant person;
  const bool of_assignee = command == ExtensionCommand::kRequest || command == ExtensionCommand::kCancel;
  person.task.assignee = of_assignee;
  person.task.standing_committee = !of_assignee;
  person.requester = command == ExtensionCommand::kCancel;
  return person;
}

v1::ExtensionState From(ExtensionCommand command) { return ExtensionStateFromName(kSteps.at(command).first); }

TEST(TheExtensionMachine, MovesADateOnlyOfATaskThatIsWithItsAssignee) {
  const std::map<v1::TaskState, bool> with_assignee = {
      {v1::TASK_STATE_ISSUED, true},      {v1::TASK_STATE_IN_PROGRESS, true}, {v1::TASK_STATE_RETURNED, true},
      {v1::TASK_STATE_SUBMITTED, false},  {v1::TASK_STATE_IN_REVIEW, false},  {v1::TASK_STATE_SUSPENDED, false},
      {v1::TASK_STATE_ACCEPTED, false},   {v1::TASK_STATE_NOT_MET, false},    {v1::TASK_STATE_WITHDRAWN, false},
      {v1::TASK_STATE_UNSPECIFIED, false}};
  for (const auto& [command, step] : kSteps) {
    const bool moves = command == ExtensionCommand::kRequest || command == ExtensionCommand::kApprove;
    for (const auto& [state, with] : with_assignee) {
      ExtensionFacts facts = Facts(From(command));
      facts.task_state = state;
      EXPECT_EQ(Outcome(Decide(command, facts, Fit(command), kWhole, kToday)),
                moves && !with ? "TASK_STATE" : step.second)
          << static_cast<int>(command) << ", task " << StateName(state);
    }
  }
}

TEST(TheExtensionMachine, NeverMovesADateEarlierNorIntoThePast) {
  struct Case {
    Day due;
    Day proposed;
    std::string outcome;  // of an approval
  };
  const std::vector<Case> cases = {
      {kToday + 10, kToday + 11, "APPROVED"},      {kToday + 10, kToday + 10, "DUE_DATE_NOT_LATER"},
      {kToday + 10, kToday, "DUE_DATE_NOT_LATER"}, {kToday - 5, kToday, "APPROVED"},
      {kToday - 5, kToday - 1, "DUE_DATE_PAST"},   {kToday - 5, kToday - 6, "DUE_DATE_PAST"},
      {kToday, kToday, "DUE_DATE_NOT_LATER"},      {kToday + 10, 0, "INVALID_FIELD"},
      {kToday + 10, kToday + 100'000, "APPROVED"},
  };
  for (const Case& one : cases) {
    ExtensionFacts facts = Facts(v1::EXTENSION_STATE_REQUESTED);
    facts.due_day = one.due;
    EXPECT_EQ(Outcome(Decide(ExtensionCommand::kApprove, facts, Fit(ExtensionCommand::kApprove),
                             {.new_due_day = one.proposed, .has_reason = false}, kToday)),
              one.outcome)
        << one.due - kToday << " to " << one.proposed - kToday;
    facts.state = v1::EXTENSION_STATE_UNSPECIFIED;
    EXPECT_EQ(Outcome(Decide(ExtensionCommand::kRequest, facts, Fit(ExtensionCommand::kRequest),
                             {.new_due_day = one.proposed, .has_reason = true}, kToday)),
              one.outcome == "APPROVED" ? "REQUESTED" : one.outcome);
  }
}

TEST(TheExtensionMachine, AsksForAReasonWhereSomebodyNeedsIt) {
  for (const auto& [command, step] : kSteps) {
    const bool asks = command == ExtensionCommand::kRequest || command == ExtensionCommand::kRefuse;
    ExtensionProposal silent = kWhole;
    silent.has_reason = false;
    EXPECT_EQ(Outcome(Decide(command, Facts(From(command)), Fit(command), silent, kToday)),
              asks ? "REASON_REQUIRED" : step.second);
  }
}

TEST(TheExtensionMachine, LetsNothingIntoASealedPeriod) {
  for (const auto& [command, step] : kSteps) {
    ExtensionFacts facts = Facts(From(command));
    facts.period_sealed = true;
    EXPECT_EQ(Outcome(Decide(command, facts, Fit(command), kWhole, kToday)), "PERIOD_SEALED");
  }
}

TEST(OneDecisionForMany, LeavesOutWhatAnApprovalWouldRefuse) {
  const auto outcome = [](const ExtensionFacts& facts, const ExtensionParticipant& participant, Day day) {
    const absl::Status status = CheckExtendable(facts, participant, day, kToday);
    return status.ok() ? std::string("moves") : ReasonName(RefusalOf(status)->reason);
  };
  const ExtensionFacts open = Facts(v1::EXTENSION_STATE_UNSPECIFIED);
  EXPECT_EQ(outcome(open, {}, kDue + 1), "moves");
  EXPECT_EQ(outcome(open, {}, kDue), "DUE_DATE_NOT_LATER");
  EXPECT_EQ(outcome(open, {}, kDue - 1), "DUE_DATE_NOT_LATER");
  ExtensionParticipant interested;
  interested.task.position_in_assignee = true;
  EXPECT_EQ(outcome(open, interested, kDue + 1), "POSITION_IN_ASSIGNEE");
  ExtensionParticipant own;
  own.task.assignee = true;
  EXPECT_EQ(outcome(open, own, kDue + 1), "POSITION_IN_ASSIGNEE");
  ExtensionParticipant asked;
  asked.requester = true;
  EXPECT_EQ(outcome(open, asked, kDue + 1), "DECIDED_BY_REQUESTER") << "the same decision by another way";
  ExtensionFacts suspended = open;
  suspended.task_state = v1::TASK_STATE_SUSPENDED;
  EXPECT_EQ(outcome(suspended, {}, kDue + 1), "TASK_STATE");
  ExtensionFacts sealed = open;
  sealed.period_sealed = true;
  EXPECT_EQ(outcome(sealed, {}, kDue + 1), "PERIOD_SEALED");
}

TEST(TheExtensionMachine, IsDocumentedAsItDecides) {
  const std::vector<ExtensionTransition> transitions = ExtensionTransitions();
  ASSERT_EQ(transitions.size(), kSteps.size());
  for (const ExtensionTransition& transition : transitions) {
    EXPECT_EQ(StateName(transition.from), kSteps.at(transition.command).first) << transition.name;
    EXPECT_EQ(StateName(transition.to), kSteps.at(transition.command).second) << transition.name;
  }
}

}  // namespace
}  // namespace phancong::rules
