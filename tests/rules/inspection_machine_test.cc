// Every state × command × person of the machines of inspections and findings. What is expected is written out below by
// hand from the programme's rules, not read from the tables.
#include "services/rules/inspection_machine.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

constexpr Day kToday = 20'000;

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const std::optional<RefusalFacts> facts = RefusalOf(status);
  return facts ? facts->reason : v1::ERROR_REASON_UNSPECIFIED;
}

std::vector<v1::InspectionState> AllInspectionStates() {
  std::vector<v1::InspectionState> states;
  for (int i = 0; i < v1::InspectionState_ARRAYSIZE; ++i) states.push_back(static_cast<v1::InspectionState>(i));
  return states;
}

std::vector<v1::FindingState> AllFindingStates() {
  std::vector<v1::FindingState> states;
  for (int i = 0; i < v1::FindingState_ARRAYSIZE; ++i) states.push_back(static_cast<v1::FindingState>(i));
  return states;
}

// From where to where each command goes, by hand.
const std::map<InspectionCommand, std::pair<v1::InspectionState, v1::InspectionState>> kInspectionSteps = {
    {InspectionCommand::kStart, {v1::INSPECTION_STATE_SCHEDULED, v1::INSPECTION_STATE_FIELDWORK}},
    {InspectionCommand::kCheckTask, {v1::INSPECTION_STATE_FIELDWORK, v1::INSPECTION_STATE_FIELDWORK}},
    {InspectionCommand::kRecordFinding, {v1::INSPECTION_STATE_FIELDWORK, v1::INSPECTION_STATE_FIELDWORK}},
    {InspectionCommand::kConclude, {v1::INSPECTION_STATE_FIELDWORK, v1::INSPECTION_STATE_CONCLUDED}},
};

TEST(InspectionMachine, EveryStateCommandAndPerson) {
  const Inspector stranger;
  const Inspector member{.on_team = true, .head_of_team = false};
  const Inspector head{.on_team = true, .head_of_team = true};
  const InspectedTask accepted_task{.of_unit = true, .accepted = true};
  const InspectionProposal fit{.task = &accepted_task, .contests = true, .has_document = true};
  for (const auto& [command, step] : kInspectionSteps) {
    for (const v1::InspectionState state : AllInspectionStates()) {
      for (const Inspector& person : {stranger, member, head}) {
        SCOPED_TRACE(std::string(StateName(state)) + ", command " + std::to_string(static_cast<int>(command)) +
                     (person.head_of_team ? ", head"
                      : person.on_team    ? ", member"
                                          : ", stranger"));
        const auto decided = Decide(command, state, person, fit);
        if (!person.on_team) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_NOT_ON_TEAM);
        } else if (command == InspectionCommand::kConclude && !person.head_of_team) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_NOT_HEAD_OF_TEAM);
        } else if (state != step.first) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_INSPECTION_STATE);
        } else {
          ASSERT_TRUE(decided.ok()) << decided.status();
          EXPECT_EQ(*decided, step.second);
        }
      }
    }
  }
}

TEST(InspectionMachine, ChecksAndContestingFindingsAreAboutAcceptedTasksOfTheUnit) {
  const Inspector head{.on_team = true, .head_of_team = true};
  struct Case {
    InspectionCommand command;
    bool of_unit;
    bool accepted;
    bool contests;
    v1::ErrorReason expected;  // UNSPECIFIED: allowed
  };
  const std::vector<Case> cases = {
      {InspectionCommand::kCheckTask, true, true, false, v1::ERROR_REASON_UNSPECIFIED},
      {InspectionCommand::kCheckTask, true, false, false, v1::ERROR_REASON_TASK_NOT_ACCEPTED},
      {InspectionCommand::kCheckTask, false, true, false, v1::ERROR_REASON_WRONG_UNIT},
      {InspectionCommand::kCheckTask, false, false, false, v1::ERROR_REASON_WRONG_UNIT},
      {InspectionCommand::kRecordFinding, true, true, true, v1::ERROR_REASON_UNSPECIFIED},
      {InspectionCommand::kRecordFinding, true, false, true, v1::ERROR_REASON_TASK_NOT_ACCEPTED},
      {InspectionCommand::kRecordFinding, true, false, false, v1::ERROR_REASON_UNSPECIFIED},
      {InspectionCommand::kRecordFinding, false, true, true, v1::ERROR_REASON_WRONG_UNIT},
      {InspectionCommand::kRecordFinding, false, false, false, v1::ERROR_REASON_WRONG_UNIT},
  };
  for (const Case& one : cases) {
    const InspectedTask task{.of_unit = one.of_unit, .accepted = one.accepted};
    const auto decided = Decide(one.command, v1::INSPECTION_STATE_FIELDWORK, head,
                                {.task = &task, .contests = one.contests, .has_document = false});
    EXPECT_EQ(ReasonOf(decided.status()), one.expected)
        << static_cast<int>(one.command) << one.of_unit << one.accepted << one.contests;
    EXPECT_EQ(decided.ok(), one.expected == v1::ERROR_REASON_UNSPECIFIED);
  }
  EXPECT_TRUE(Decide(InspectionCommand::kRecordFinding, v1::INSPECTION_STATE_FIELDWORK, head, {}).ok())
      << "a finding may be about no task";
}

TEST(InspectionMachine, AConclusionHasItsDocument) {
  const Inspector head{.on_team = true, .head_of_team = true};
  const auto decided = Decide(InspectionCommand::kConclude, v1::INSPECTION_STATE_FIELDWORK, head, {});
  EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_DOCUMENT_MISSING);
}

TEST(FindingMachine, EveryStateCommandAndPerson) {
  const std::map<FindingCommand, std::pair<v1::FindingState, v1::FindingState>> steps = {
      {FindingCommand::kIssue, {v1::FINDING_STATE_DRAFT, v1::FINDING_STATE_ISSUED}},
      {FindingCommand::kSubmitRemedy, {v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_REMEDY_SUBMITTED}},
      {FindingCommand::kVerifyRemedy, {v1::FINDING_STATE_REMEDY_SUBMITTED, v1::FINDING_STATE_CLOSED}},
      {FindingCommand::kRejectRemedy, {v1::FINDING_STATE_REMEDY_SUBMITTED, v1::FINDING_STATE_ISSUED}},
  };
  const FindingProposal fit{.has_reason = true, .remedy_due_day = kToday};
  for (const auto& [command, step] : steps) {
    const bool by_committee = command == FindingCommand::kVerifyRemedy || command == FindingCommand::kRejectRemedy;
    for (const v1::FindingState state : AllFindingStates()) {
      for (int bits = 0; bits < 64; ++bits) {
        const FindingParticipant person{.of_unit = (bits & 1) != 0,
                                        .inspection_committee = (bits & 2) != 0,
                                        .position_in_unit = (bits & 4) != 0,
                                        .remedied = (bits & 8) != 0,
                                        .found = (bits & 16) != 0};
        const bool grave = (bits & 32) != 0;
        SCOPED_TRACE(std::string(StateName(state)) + ", command " + std::to_string(static_cast<int>(command)) +
                     ", person " + std::to_string(bits));
        const auto decided = Decide(command, {.state = state, .grave = grave}, person, fit, kToday);
        if (command == FindingCommand::kSubmitRemedy && !person.of_unit) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_NOT_YOUR_UNION);
        } else if (by_committee && !person.inspection_committee) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_POSITION_REQUIRED);
        } else if (state != step.first) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_FINDING_STATE);
        } else if (by_committee && (person.remedied || (grave && person.found))) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_SAME_PERSON);
        } else if (by_committee && person.position_in_unit) {
          EXPECT_EQ(ReasonOf(decided.status()), v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
        } else {
          ASSERT_TRUE(decided.ok()) << decided.status();
          EXPECT_EQ(*decided, step.second);
        }
      }
    }
  }
}

TEST(FindingMachine, ARemedySentBackHasAReasonAndADateThatIsNotPast) {
  const FindingFacts finding{.state = v1::FINDING_STATE_REMEDY_SUBMITTED, .grave = false};
  const FindingParticipant inspector{.inspection_committee = true};
  const auto reject = [&](bool has_reason, Day due) {
    return ReasonOf(Decide(FindingCommand::kRejectRemedy, finding, inspector,
                           {.has_reason = has_reason, .remedy_due_day = due}, kToday)
                        .status());
  };
  EXPECT_EQ(reject(true, kToday), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(reject(false, kToday), v1::ERROR_REASON_REASON_REQUIRED);
  EXPECT_EQ(reject(true, kToday - 1), v1::ERROR_REASON_DUE_DATE_PAST);
  EXPECT_EQ(reject(true, 0), v1::ERROR_REASON_INVALID_FIELD);
}

TEST(InspectionWords, EveryStateHasItsOwnNameAndWordAndComesBackFromItsName) {
  std::set<std::string_view> names;
  std::set<std::string_view> words;
  for (const v1::InspectionState state : AllInspectionStates()) {
    if (state == v1::INSPECTION_STATE_UNSPECIFIED) continue;
    EXPECT_EQ("INSPECTION_STATE_" + std::string(StateName(state)), v1::InspectionState_Name(state));
    EXPECT_EQ(InspectionStateFromName(StateName(state)), state);
    EXPECT_TRUE(names.insert(StateName(state)).second);
    EXPECT_TRUE(words.insert(StateWord(state)).second);
  }
  EXPECT_EQ(InspectionStateFromName("UNKNOWN"), v1::INSPECTION_STATE_UNSPECIFIED);
  EXPECT_EQ(InspectionStateFromName(""), v1::INSPECTION_STATE_UNSPECIFIED);
}

TEST(FindingWords, EveryStateHasItsOwnNameAndWordAndComesBackFromItsName) {
  std::set<std::string_view> words;
  for (const v1::FindingState state : AllFindingStates()) {
    if (state == v1::FINDING_STATE_UNSPECIFIED) continue;
    EXPECT_EQ("FINDING_STATE_" + std::string(StateName(state)), v1::FindingState_Name(state));
    EXPECT_EQ(FindingStateFromName(StateName(state)), state);
    EXPECT_TRUE(words.insert(StateWord(state)).second);
  }
  EXPECT_EQ(FindingStateFromName("draft"), v1::FINDING_STATE_UNSPECIFIED);
}

TEST(WhatTheUnitSees, AnInspectionOnceConcludedAndAFindingOnceIssued) {
  for (const v1::InspectionState state : AllInspectionStates()) {
    EXPECT_EQ(IsKnownToUnit(state), state == v1::INSPECTION_STATE_CONCLUDED) << StateName(state);
  }
  const std::set<v1::FindingState> known = {v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_REMEDY_SUBMITTED,
                                            v1::FINDING_STATE_CLOSED};
  for (const v1::FindingState state : AllFindingStates()) {
    EXPECT_EQ(IsKnownToUnit(state), known.contains(state)) << StateName(state);
  }
}

TEST(InspectionTables, SayWhatTheMachinesDecide) {
  ASSERT_EQ(InspectionTransitions().size(), static_cast<size_t>(kInspectionCommands));
  for (const InspectionTransition& row : InspectionTransitions()) {
    EXPECT_EQ(row.from, kInspectionSteps.at(row.command).first) << row.name;
    EXPECT_EQ(row.to, kInspectionSteps.at(row.command).second) << row.name;
  }
  ASSERT_EQ(FindingTransitions().size(), static_cast<size_t>(kFindingCommands));
  EXPECT_EQ(FindingTransitions().front().from, v1::FINDING_STATE_DRAFT);
  EXPECT_EQ(FindingTransitions().back().to, v1::FINDING_STATE_ISSUED);
}

}  // namespace
}  // namespace phancong::rules
