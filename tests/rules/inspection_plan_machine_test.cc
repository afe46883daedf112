// The machine of inspection plans, against a table written out by hand.
#include "services/rules/inspection_plan_machine.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

using Command = InspectionPlanCommand;

struct Step {
  std::vector<std::string> from;
  std::string to;
  // Whose it is: C of the Inspection Committee, I its chair, S a head of the Standing Committee.
  char who;
};

const std::map<Command, Step> kSteps = {
    {Command::kDraft, {{"NONE", "DRAFT", "APPROVED"}, "DRAFT", 'C'}},
    {Command::kApprove, {{"DRAFT"}, "APPROVED", 'S'}},
    {Command::kDraw, {{"APPROVED"}, "DRAWN", 'I'}},
    {Command::kSchedule, {{"DRAWN"}, "DRAWN", 'I'}},
    {Command::kReplace, {{"DRAWN"}, "DRAWN", 'I'}},
    {Command::kClose, {{"DRAWN"}, "CLOSED", 'I'}},
    {Command::kDecideShortfall, {{"DRAWN"}, "CLOSED", 'S'}},
};

const std::vector<std::string> kStates = {"NONE", "DRAFT", "APPROVED", "DRAWN", "CLOSED"};

const MissedQuota kMissed = {.title_vi = "Doanh nghiệp", .title_en = "Enterprises", .inspected = 2, .quota = 3};

InspectionPlanFacts Plan(const std::string& state, bool of_term = false) {
  return {.plan = "2025", .state = InspectionPlanStateFromName(state), .of_term = of_term};
}

// All that the command asks for.
InspectionPlanProposal Whole(Command command) {
  InspectionPlanProposal whole{.has_reason = true, .has_decision = true};
  if (command == Command::kDecideShortfall) whole.missed = kMissed;
  return whole;
}

PlanParticipant Fit(Command command) {
  const char who = kSteps.at(command).who;
  return {.inspection_committee = who != 'S',
          .inspection_committee_chair = who == 'I',
          .standing_committee_head = who == 'S'};
}

std::string Outcome(const absl::StatusOr<v1::InspectionPlanState>& decided) {
  if (decided.ok()) return std::string(StateName(*decided));
  const auto refusal = RefusalOf(decided.status());
  return refusal ? ReasonName(refusal->reason) : decided.status().ToString();
}

bool StartsIn(Command command, const std::string& state) {
  const std::vector<std::string>& from = kSteps.at(command).from;
  return std::find(from.begin(), from.end(), state) != from.end();
}

std::string Expected(Command command, const std::string& state, const PlanParticipant& person) {
  const Step& step = kSteps.at(command);
  const bool fit = step.who == 'C'   ? person.inspection_committee
                   : step.who == 'I' ? person.inspection_committee_chair
                                     : person.standing_committee_head;
  if (!fit) return "POSITION_REQUIRED";
  if (!StartsIn(command, state)) return "INSPECTION_PLAN_STATE";
  if (step.who == 'S' && (person.drafted || person.drew)) return "DECIDED_BY_REQUESTER";
  return step.to;
}

TEST(TheMachineOfInspectionPlans, DecidesEveryStateCommandAndPersonAsWrittenOut) {
  for (const auto& [command, step] : kSteps) {
    for (const std::string& state : kStates) {
      for (unsigned bits = 0; bits < 32; ++bits) {
        const PlanParticipant person{.inspection_committee = (bits & 1) != 0,
                                     .inspection_committee_chair = (bits & 2) != 0,
                                     .standing_committee_head = (bits & 4) != 0,
                                     .drafted = (bits & 8) != 0,
                                     .drew = (bits & 16) != 0};
        EXPECT_EQ(Outcome(Decide(command, Plan(state), person, Whole(command))), Expected(command, state, person))
            << static_cast<int>(command) << " from " << state << ", person " << bits;
      }
    }
  }
}

TEST(TheMachineOfInspectionPlans, LetsTheProgrammeOfTheTermDrawNothing) {
  for (const auto& [command, step] : kSteps) {
    for (const std::string& state : kStates) {
      const std::string of_year = Outcome(Decide(command, Plan(state), Fit(command), Whole(command)));
      const bool draws = command == Command::kDraw && state == "APPROVED";
      EXPECT_EQ(Outcome(Decide(command, Plan(state, true), Fit(command), Whole(command))),
                draws ? "NOTHING_TO_DO" : of_year);
    }
  }
}

TEST(TheMachineOfInspectionPlans, AsksForAReasonAndADecisionWhereTheyStayWithThePlan) {
  const std::map<Command, std::pair<bool, bool>> asks = {
      // a reason, a decision
      {Command::kDraft, {false, false}},        {Command::kApprove, {false, true}}, {Command::kDraw, {false, false}},
      {Command::kSchedule, {false, false}},     {Command::kReplace, {true, true}},  {Command::kClose, {false, false}},
      {Command::kDecideShortfall, {true, true}}};
  for (const auto& [command, asked] : asks) {
    const InspectionPlanFacts plan = Plan(kSteps.at(command).from.back());
    InspectionPlanProposal silent = Whole(command);
    silent.has_reason = false;
    EXPECT_EQ(Outcome(Decide(command, plan, Fit(command), silent)),
              asked.first ? "REASON_REQUIRED" : kSteps.at(command).to);
    InspectionPlanProposal informal = Whole(command);
    informal.has_decision = false;
    EXPECT_EQ(Outcome(Decide(command, plan, Fit(command), informal)),
              asked.second ? "DECISION_REQUIRED" : kSteps.at(command).to);
  }
}

TEST(TheMachineOfInspectionPlans, ClosesByItselfWhereTheQuotaIsMetAndByDecisionWhereItIsNot) {
  InspectionPlanProposal met = Whole(Command::kClose);
  InspectionPlanProposal missed = met;
  missed.missed = kMissed;
  EXPECT_EQ(Outcome(Decide(Command::kClose, Plan("DRAWN"), Fit(Command::kClose), met)), "CLOSED");
  EXPECT_EQ(Outcome(Decide(Command::kClose, Plan("DRAWN"), Fit(Command::kClose), missed)), "QUOTA_NOT_MET");
  EXPECT_EQ(Outcome(Decide(Command::kDecideShortfall, Plan("DRAWN"), Fit(Command::kDecideShortfall), missed)),
            "CLOSED");
  EXPECT_EQ(Outcome(Decide(Command::kDecideShortfall, Plan("DRAWN"), Fit(Command::kDecideShortfall), met)),
            "NOTHING_TO_DO");
}

TEST(TheMachineOfInspectionPlans, SaysOfWhichStratumTheQuotaIsMissed) {
  InspectionPlanProposal missed;
  missed.missed = kMissed;
  const auto refusal = RefusalOf(Decide(Command::kClose, Plan("DRAWN"), Fit(Command::kClose), missed).status());
  ASSERT_TRUE(refusal);
  const std::string vi = RefusalMessage(*refusal, "vi");
  EXPECT_NE(vi.find("Doanh nghiệp"), std::string::npos) << vi;
  EXPECT_NE(vi.find("2 trên 3"), std::string::npos) << vi;
}

TEST(TheMachineOfInspectionPlans, ReplacesAUnitUntilItsInspectionHasBegun) {
  const std::map<v1::InspectionState, bool> begun = {
      {v1::INSPECTION_STATE_SCHEDULED, false}, {v1::INSPECTION_STATE_NOTIFIED, false},
      {v1::INSPECTION_STATE_FIELDWORK, true},  {v1::INSPECTION_STATE_DRAFT_CONCLUSION, true},
      {v1::INSPECTION_STATE_CONCLUDED, true},  {v1::INSPECTION_STATE_CANCELLED, false},
      {v1::INSPECTION_STATE_REPORTED, true}};
  ASSERT_EQ(begun.size(), static_cast<size_t>(v1::InspectionState_ARRAYSIZE - 1));
  for (const auto& [state, has_begun] : begun) {
    InspectionPlanProposal proposal = Whole(Command::kReplace);
    proposal.inspection = state;
    EXPECT_EQ(Outcome(Decide(Command::kReplace, Plan("DRAWN"), Fit(Command::kReplace), proposal)),
              has_begun ? "INSPECTION_STATE" : "DRAWN")
        << v1::InspectionState_Name(state);
  }
}

TEST(TheMachineOfInspectionPlans, ShowsADraftToTheTwoCommitteesAloneAndASampleOnceItIsDrawn) {
  const std::map<std::string, std::pair<bool, bool>> shown = {{"NONE", {false, false}},
                                                              {"DRAFT", {false, false}},
                                                              {"APPROVED", {true, false}},
                                                              {"DRAWN", {true, true}},
                                                              {"CLOSED", {true, true}}};
  for (const auto& [state, how] : shown) {
    EXPECT_EQ(IsPublished(InspectionPlanStateFromName(state)), how.first) << state;
    EXPECT_EQ(IsDrawn(InspectionPlanStateFromName(state)), how.second) << state;
    EXPECT_EQ(RequireDrawn(Plan(state)).ok(), how.second) << state;
  }
}

TEST(TheMachineOfInspectionPlans, HasAWordForEveryState) {
  for (int i = 0; i < v1::InspectionPlanState_ARRAYSIZE; ++i) {
    const auto state = static_cast<v1::InspectionPlanState>(i);
    EXPECT_EQ(InspectionPlanStateFromName(StateName(state)), state);
    EXPECT_FALSE(StateWord(state).empty());
  }
}

TEST(TheMachineOfInspectionPlans, IsDocumentedAsItDecides) {
  size_t steps = 0;
  for (const auto& [command, step] : kSteps) steps += step.from.size();
  const std::vector<InspectionPlanTransition> transitions = InspectionPlanTransitions();
  ASSERT_EQ(transitions.size(), steps);
  for (const InspectionPlanTransition& transition : transitions) {
    EXPECT_TRUE(StartsIn(transition.command, std::string(StateName(transition.from)))) << transition.name;
    EXPECT_EQ(StateName(transition.to), kSteps.at(transition.command).to) << transition.name;
  }
}

}  // namespace
}  // namespace phancong::rules
