// Every state × command × kind × person of the machines of inspections and findings. What is expected is written out
// below by hand from the programme's rules, not read from the tables.
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

using State = v1::InspectionState;
using Command = InspectionCommand;

// Which kinds of inspection there are, for the machine.
struct Kind {
  bool unannounced;
  bool supervision;
};
constexpr Kind kKinds[] = {{false, false}, {false, true}, {true, false}, {true, true}};

// Where each command leads from a state, by hand; nothing: it cannot be given there.
std::optional<State> Leads(Command command, State from, const Kind& kind, bool has_findings) {
  constexpr State kScheduled = v1::INSPECTION_STATE_SCHEDULED;
  constexpr State kNotified = v1::INSPECTION_STATE_NOTIFIED;
  constexpr State kFieldwork = v1::INSPECTION_STATE_FIELDWORK;
  constexpr State kDrafted = v1::INSPECTION_STATE_DRAFT_CONCLUSION;
  switch (command) {
    case Command::kNotify:
      if (from == kScheduled) return kNotified;
      break;
    case Command::kStart:
      if (from == (kind.unannounced ? kScheduled : kNotified)) return kFieldwork;
      break;
    case Command::kCheckTask:
    case Command::kRecordFinding:
      if (from == kFieldwork) return kFieldwork;
      break;
    case Command::kDraftConclusion:
      if (from == kFieldwork || from == kDrafted) return kDrafted;
      break;
    case Command::kSignConclusion:
      if (from == kDrafted) return kDrafted;
      break;
    case Command::kConclude:
      if (from == kDrafted || (from == kFieldwork && !has_findings)) return v1::INSPECTION_STATE_CONCLUDED;
      break;
    case Command::kReportSupervision:
      if (from == kFieldwork) return v1::INSPECTION_STATE_REPORTED;
      break;
    case Command::kCancel:
      if (from == kScheduled || from == kNotified || from == kFieldwork || from == kDrafted) {
        return v1::INSPECTION_STATE_CANCELLED;
      }
      break;
  }
  return std::nullopt;
}

bool FitsKind(Command command, const Kind& kind) {
  switch (command) {
    case Command::kNotify:
      return !kind.unannounced;
    case Command::kRecordFinding:
    case Command::kDraftConclusion:
    case Command::kConclude:
      return !kind.supervision;
    case Command::kReportSupervision:
      return kind.supervision;
    default:
      return true;
  }
}

bool NeedsHead(Command command) {
  return command == Command::kDraftConclusion || command == Command::kConclude ||
         command == Command::kReportSupervision;
}

std::vector<Command> AllInspectionCommands() {
  return {Command::kNotify,          Command::kStart,          Command::kCheckTask, Command::kRecordFinding,
          Command::kDraftConclusion, Command::kSignConclusion, Command::kConclude,  Command::kReportSupervision,
          Command::kCancel};
}

const InspectedTask kAcceptedTask{.of_unit = true, .accepted = true};
const InspectionProposal kFit{.task = &kAcceptedTask,
                              .contests = true,
                              .has_document = true,
                              .has_reason = true,
                              .has_decision = true,
                              .explain_by_day = kToday};

TEST(InspectionMachine, EveryStateCommandKindAndPerson) {
  ASSERT_EQ(AllInspectionCommands().size(), static_cast<size_t>(kInspectionCommands));
  for (const Command command : AllInspectionCommands()) {
    for (const State state : AllInspectionStates()) {
      for (const Kind& kind : kKinds) {
        for (int bits = 0; bits < 64; ++bits) {
          const Inspector person{.chairs_committee = (bits & 1) != 0,
                                 .on_team = (bits & 2) != 0,
                                 .head_of_team = (bits & 4) != 0,
                                 .barred = (bits & 8) != 0,
                                 .explained = (bits & 16) != 0};
          const bool has_findings = (bits & 32) != 0;
          if (person.head_of_team && !person.on_team) continue;
          SCOPED_TRACE(std::string(StateName(state)) + ", command " + std::to_string(static_cast<int>(command)) +
                       ", person " + std::to_string(bits) + (kind.unannounced ? ", unannounced" : "") +
                       (kind.supervision ? ", supervision" : ""));
          InspectionFacts inspection{.state = state,
                                     .unannounced = kind.unannounced,
                                     .supervision = kind.supervision,
                                     .has_findings = has_findings};
          const auto decided = Decide(command, inspection, person, kFit, kToday);
          const v1::ErrorReason reason = ReasonOf(decided.status());
          const std::optional<State> next = Leads(command, state, kind, has_findings);
          if (command == Command::kCancel && !person.chairs_committee) {
            EXPECT_EQ(reason, v1::ERROR_REASON_POSITION_REQUIRED);
          } else if (command != Command::kCancel && !person.on_team) {
            EXPECT_EQ(reason, v1::ERROR_REASON_NOT_ON_TEAM);
          } else if (NeedsHead(command) && !person.head_of_team) {
            EXPECT_EQ(reason, v1::ERROR_REASON_NOT_HEAD_OF_TEAM);
          } else if (!FitsKind(command, kind)) {
            EXPECT_EQ(reason, v1::ERROR_REASON_KIND_OF_INSPECTION);
          } else if (!next) {
            EXPECT_EQ(reason, v1::ERROR_REASON_INSPECTION_STATE);
          } else if (person.barred || person.explained) {
            EXPECT_EQ(reason, command == Command::kCancel ? v1::ERROR_REASON_POSITION_IN_ASSIGNEE
                                                          : v1::ERROR_REASON_TEAM_UNFIT);
          } else {
            ASSERT_TRUE(decided.ok()) << decided.status();
            EXPECT_EQ(*decided, *next);
          }
        }
      }
    }
  }
}

// A member of the team who heads it and chairs the committee, and whom nothing keeps off.
const Inspector kHead{.chairs_committee = true, .on_team = true, .head_of_team = true};

v1::ErrorReason Tries(Command command, const InspectionFacts& inspection, const InspectionProposal& proposal,
                      const Inspector& inspector = kHead) {
  return ReasonOf(Decide(command, inspection, inspector, proposal, kToday).status());
}

TEST(InspectionMachine, ChecksAndContestingFindingsAreAboutAcceptedTasksOfTheUnit) {
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
  const InspectionFacts fieldwork{.state = v1::INSPECTION_STATE_FIELDWORK};
  for (const Case& one : cases) {
    const InspectedTask task{.of_unit = one.of_unit, .accepted = one.accepted};
    EXPECT_EQ(Tries(one.command, fieldwork, {.task = &task, .contests = one.contests}), one.expected)
        << static_cast<int>(one.command) << one.of_unit << one.accepted << one.contests;
  }
  EXPECT_EQ(Tries(Command::kRecordFinding, fieldwork, {}), v1::ERROR_REASON_UNSPECIFIED)
      << "a finding may be about no task";
}

TEST(InspectionMachine, NoticeConclusionAndReportHaveADocument) {
  EXPECT_EQ(Tries(Command::kNotify, {.state = v1::INSPECTION_STATE_SCHEDULED}, {}), v1::ERROR_REASON_DOCUMENT_MISSING);
  EXPECT_EQ(Tries(Command::kConclude, {.state = v1::INSPECTION_STATE_FIELDWORK}, {}),
            v1::ERROR_REASON_DOCUMENT_MISSING);
  EXPECT_EQ(Tries(Command::kConclude, {.state = v1::INSPECTION_STATE_DRAFT_CONCLUSION}, {}),
            v1::ERROR_REASON_DOCUMENT_MISSING);
  EXPECT_EQ(Tries(Command::kReportSupervision, {.state = v1::INSPECTION_STATE_FIELDWORK, .supervision = true}, {}),
            v1::ERROR_REASON_DOCUMENT_MISSING);
}

TEST(InspectionMachine, ACancellationHasItsReasonAndItsDecision) {
  const InspectionFacts notified{.state = v1::INSPECTION_STATE_NOTIFIED};
  EXPECT_EQ(Tries(Command::kCancel, notified, {}), v1::ERROR_REASON_REASON_REQUIRED);
  EXPECT_EQ(Tries(Command::kCancel, notified, {.has_decision = true}), v1::ERROR_REASON_REASON_REQUIRED);
  EXPECT_EQ(Tries(Command::kCancel, notified, {.has_reason = true}), v1::ERROR_REASON_DECISION_REQUIRED);
  const Inspector chair_alone{.chairs_committee = true};
  EXPECT_EQ(Tries(Command::kCancel, notified, {.has_reason = true, .has_decision = true}, chair_alone),
            v1::ERROR_REASON_UNSPECIFIED)
      << "who chairs the committee need not be on the team";
}

TEST(InspectionMachine, ADraftSaysUntilWhenTheUnitMayExplain) {
  const InspectionFacts fieldwork{.state = v1::INSPECTION_STATE_FIELDWORK};
  EXPECT_EQ(Tries(Command::kDraftConclusion, fieldwork, {}), v1::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(Tries(Command::kDraftConclusion, fieldwork, {.explain_by_day = kToday - 1}),
            v1::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(Tries(Command::kDraftConclusion, fieldwork, {.explain_by_day = kToday}), v1::ERROR_REASON_UNSPECIFIED);
}

TEST(InspectionMachine, NobodySignsTheSameDraftTwice) {
  const InspectionFacts drafted{.state = v1::INSPECTION_STATE_DRAFT_CONCLUSION};
  Inspector member{.on_team = true};
  EXPECT_EQ(Tries(Command::kSignConclusion, drafted, {}, member), v1::ERROR_REASON_UNSPECIFIED);
  member.has_signed = true;
  EXPECT_EQ(Tries(Command::kSignConclusion, drafted, {}, member), v1::ERROR_REASON_ALREADY_EXISTS);
}

TEST(InspectionMachine, ADraftIsConcludedOnceSignedByAllAndExplainedOrTheDayPast) {
  const InspectionProposal document{.has_document = true};
  InspectionFacts drafted{.state = v1::INSPECTION_STATE_DRAFT_CONCLUSION, .has_findings = true};
  drafted.explain_by_day = kToday;
  EXPECT_EQ(Tries(Command::kConclude, drafted, document), v1::ERROR_REASON_UNSPECIFIED);
  drafted.unexplained_findings = {"2025-01/2"};
  EXPECT_EQ(Tries(Command::kConclude, drafted, document), v1::ERROR_REASON_EXPLANATION_PENDING)
      << "the unit may explain to the end of the day";
  drafted.explain_by_day = kToday - 1;
  EXPECT_EQ(Tries(Command::kConclude, drafted, document), v1::ERROR_REASON_UNSPECIFIED);
  drafted.unsigned_members = {"ubkt-1", "ubkt-2"};
  EXPECT_EQ(Tries(Command::kConclude, drafted, document), v1::ERROR_REASON_CONCLUSION_UNSIGNED);
  const auto refused = Decide(Command::kConclude, drafted, kHead, document, kToday);
  EXPECT_EQ(RefusalMessage(*RefusalOf(refused.status()), "vi"), "Dự thảo kết luận chưa có chữ ký của: ubkt-1, ubkt-2.");
}

TEST(InspectionMachine, ARefusalNamesTheStatesWhereItCanBeDone) {
  const auto refused =
      Decide(Command::kConclude, {.state = v1::INSPECTION_STATE_SCHEDULED}, kHead, {.has_document = true}, kToday);
  EXPECT_EQ(RefusalOf(refused.status())->values.at("allowed.en"), "FIELDWORK, DRAFT_CONCLUSION");
  const auto with_findings = Decide(Command::kConclude, {.state = v1::INSPECTION_STATE_FIELDWORK, .has_findings = true},
                                    kHead, {.has_document = true}, kToday);
  EXPECT_EQ(RefusalOf(with_findings.status())->values.at("allowed.vi"), "đang dự thảo kết luận");
}

// Who gives a command, and from where to where it goes, by hand.
struct FindingStep {
  v1::FindingState from;
  v1::FindingState to;
};
const std::map<FindingCommand, FindingStep> kFindingSteps = {
    {FindingCommand::kIssue, {v1::FINDING_STATE_DRAFT, v1::FINDING_STATE_ISSUED}},
    {FindingCommand::kDrop, {v1::FINDING_STATE_DRAFT, v1::FINDING_STATE_DROPPED}},
    {FindingCommand::kExplain, {v1::FINDING_STATE_DRAFT, v1::FINDING_STATE_DRAFT}},
    {FindingCommand::kSubmitRemedy, {v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_REMEDY_SUBMITTED}},
    {FindingCommand::kVerifyRemedy, {v1::FINDING_STATE_REMEDY_SUBMITTED, v1::FINDING_STATE_CLOSED}},
    {FindingCommand::kRejectRemedy, {v1::FINDING_STATE_REMEDY_SUBMITTED, v1::FINDING_STATE_ISSUED}},
    {FindingCommand::kCloseWithoutRemedy, {v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_CLOSED}},
};

// The refusal of who may not give it at all, by hand.
v1::ErrorReason WhyNot(FindingCommand command, const FindingParticipant& person) {
  switch (command) {
    case FindingCommand::kIssue:
      break;
    case FindingCommand::kDrop:
      if (!person.inspector.on_team) return v1::ERROR_REASON_NOT_ON_TEAM;
      if (!person.found && !person.inspector.head_of_team) return v1::ERROR_REASON_NOT_HEAD_OF_TEAM;
      break;
    case FindingCommand::kExplain:
    case FindingCommand::kSubmitRemedy:
      if (!person.of_unit) return v1::ERROR_REASON_NOT_YOUR_UNION;
      break;
    case FindingCommand::kVerifyRemedy:
    case FindingCommand::kRejectRemedy:
      if (!person.inspection_committee) return v1::ERROR_REASON_POSITION_REQUIRED;
      break;
    case FindingCommand::kCloseWithoutRemedy:
      if (!person.standing_committee_head) return v1::ERROR_REASON_POSITION_REQUIRED;
      break;
  }
  return v1::ERROR_REASON_UNSPECIFIED;
}

// The refusal of who stands on the other side of it, by hand.
v1::ErrorReason OtherSide(FindingCommand command, const FindingParticipant& person, bool grave) {
  switch (command) {
    case FindingCommand::kIssue:
    case FindingCommand::kSubmitRemedy:
      break;
    case FindingCommand::kDrop:
      if (person.explained) return v1::ERROR_REASON_SAME_PERSON;
      if (person.inspector.barred) return v1::ERROR_REASON_TEAM_UNFIT;
      break;
    case FindingCommand::kExplain:
      if (person.on_team || person.found) return v1::ERROR_REASON_SAME_PERSON;
      break;
    case FindingCommand::kVerifyRemedy:
    case FindingCommand::kRejectRemedy:
    case FindingCommand::kCloseWithoutRemedy:
      if (person.remedied || person.explained || (grave && person.found)) return v1::ERROR_REASON_SAME_PERSON;
      if (person.position_in_unit) return v1::ERROR_REASON_POSITION_IN_ASSIGNEE;
      break;
  }
  return v1::ERROR_REASON_UNSPECIFIED;
}

TEST(FindingMachine, EveryStateCommandAndPerson) {
  ASSERT_EQ(kFindingSteps.size(), static_cast<size_t>(kFindingCommands));
  const FindingProposal fit{.has_reason = true, .has_decision = true, .remedy_due_day = kToday};
  for (const auto& [command, step] : kFindingSteps) {
    for (const v1::FindingState state : AllFindingStates()) {
      for (int bits = 0; bits < 4096; ++bits) {
        const FindingParticipant person{
            .of_unit = (bits & 1) != 0,
            .inspection_committee = (bits & 2) != 0,
            .standing_committee_head = (bits & 4) != 0,
            .position_in_unit = (bits & 8) != 0,
            .explained = (bits & 16) != 0,
            .remedied = (bits & 32) != 0,
            .found = (bits & 64) != 0,
            .on_team = (bits & 128) != 0,
            .inspector = {
                .on_team = (bits & 256) != 0, .head_of_team = (bits & 512) != 0, .barred = (bits & 1024) != 0}};
        const bool grave = (bits & 2048) != 0;
        const auto decided = Decide(command,
                                    {.state = state,
                                     .grave = grave,
                                     .inspection = v1::INSPECTION_STATE_DRAFT_CONCLUSION,
                                     .explain_by_day = kToday},
                                    person, fit, kToday);
        const v1::ErrorReason reason = ReasonOf(decided.status());
        v1::ErrorReason expected = WhyNot(command, person);
        if (expected == v1::ERROR_REASON_UNSPECIFIED && state != step.from) {
          expected = v1::ERROR_REASON_FINDING_STATE;
        }
        if (expected == v1::ERROR_REASON_UNSPECIFIED) expected = OtherSide(command, person, grave);
        ASSERT_EQ(reason, expected) << StateName(state) << ", command " << static_cast<int>(command) << ", person "
                                    << bits;
        if (expected == v1::ERROR_REASON_UNSPECIFIED) {
          ASSERT_TRUE(decided.ok()) << decided.status();
          EXPECT_EQ(*decided, step.to);
        }
      }
    }
  }
}

TEST(FindingMachine, IsExplainedWhileTheConclusionIsDraftedAndUntilTheDay) {
  const FindingParticipant chair{.of_unit = true, .position_in_unit = true};
  for (const State inspection : AllInspectionStates()) {
    const FindingFacts finding{.state = v1::FINDING_STATE_DRAFT, .inspection = inspection, .explain_by_day = kToday};
    EXPECT_EQ(ReasonOf(Decide(FindingCommand::kExplain, finding, chair, {}, kToday).status()),
              inspection == v1::INSPECTION_STATE_DRAFT_CONCLUSION ? v1::ERROR_REASON_UNSPECIFIED
                                                                  : v1::ERROR_REASON_INSPECTION_STATE)
        << StateName(inspection);
  }
  const FindingFacts finding{
      .state = v1::FINDING_STATE_DRAFT, .inspection = v1::INSPECTION_STATE_DRAFT_CONCLUSION, .explain_by_day = kToday};
  EXPECT_EQ(ReasonOf(Decide(FindingCommand::kExplain, finding, chair, {}, kToday + 1).status()),
            v1::ERROR_REASON_DUE_DATE_PAST);
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

TEST(FindingMachine, DroppingAndClosingAreReasoned) {
  const FindingParticipant head{.inspector = {.on_team = true, .head_of_team = true}};
  EXPECT_EQ(ReasonOf(Decide(FindingCommand::kDrop, {.state = v1::FINDING_STATE_DRAFT}, head, {}, kToday).status()),
            v1::ERROR_REASON_REASON_REQUIRED);
  const FindingParticipant chair{.standing_committee_head = true};
  const auto close = [&](bool has_reason, bool has_decision) {
    return ReasonOf(Decide(FindingCommand::kCloseWithoutRemedy, {.state = v1::FINDING_STATE_ISSUED}, chair,
                           {.has_reason = has_reason, .has_decision = has_decision}, kToday)
                        .status());
  };
  EXPECT_EQ(close(false, true), v1::ERROR_REASON_REASON_REQUIRED);
  EXPECT_EQ(close(true, false), v1::ERROR_REASON_DECISION_REQUIRED);
  EXPECT_EQ(close(true, true), v1::ERROR_REASON_UNSPECIFIED);
}

TEST(FindingMachine, IsOverdueFromTheDayAfterUntilItIsVerified) {
  const std::set<v1::FindingState> owing = {v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_REMEDY_SUBMITTED};
  for (const v1::FindingState state : AllFindingStates()) {
    EXPECT_EQ(OwesRemedy(state), owing.contains(state)) << StateName(state);
    EXPECT_FALSE(IsOverdue({.state = state, .remedy_due_day = kToday}, kToday)) << StateName(state);
    EXPECT_EQ(IsOverdue({.state = state, .remedy_due_day = kToday - 1}, kToday), owing.contains(state))
        << StateName(state);
  }
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

TEST(WhatTheUnitSees, AnInspectionFromItsNoticeOrItsFieldworkOn) {
  const std::set<State> known = {v1::INSPECTION_STATE_NOTIFIED, v1::INSPECTION_STATE_FIELDWORK,
                                 v1::INSPECTION_STATE_DRAFT_CONCLUSION, v1::INSPECTION_STATE_CONCLUDED,
                                 v1::INSPECTION_STATE_REPORTED};
  const std::set<State> with_checks = {v1::INSPECTION_STATE_DRAFT_CONCLUSION, v1::INSPECTION_STATE_CONCLUDED,
                                       v1::INSPECTION_STATE_REPORTED};
  const std::set<State> under_way = {v1::INSPECTION_STATE_SCHEDULED, v1::INSPECTION_STATE_NOTIFIED,
                                     v1::INSPECTION_STATE_FIELDWORK, v1::INSPECTION_STATE_DRAFT_CONCLUSION};
  for (const State state : AllInspectionStates()) {
    EXPECT_EQ(AreChecksKnownToUnit(state), with_checks.contains(state)) << StateName(state);
    EXPECT_EQ(IsUnderWay(state), under_way.contains(state)) << StateName(state);
    if (state == v1::INSPECTION_STATE_CANCELLED) continue;
    EXPECT_EQ(IsKnownToUnit(state, v1::INSPECTION_STATE_UNSPECIFIED), known.contains(state)) << StateName(state);
  }
  // A cancelled one, where it was known when it was cancelled.
  EXPECT_FALSE(IsKnownToUnit(v1::INSPECTION_STATE_CANCELLED, v1::INSPECTION_STATE_SCHEDULED));
  EXPECT_TRUE(IsKnownToUnit(v1::INSPECTION_STATE_CANCELLED, v1::INSPECTION_STATE_NOTIFIED));
  EXPECT_TRUE(IsKnownToUnit(v1::INSPECTION_STATE_CANCELLED, v1::INSPECTION_STATE_FIELDWORK));
  EXPECT_TRUE(IsKnownToUnit(v1::INSPECTION_STATE_CANCELLED, v1::INSPECTION_STATE_DRAFT_CONCLUSION));
}

TEST(WhatTheUnitSees, AFindingWhileItMayExplainAndOnceIssued) {
  const std::set<v1::FindingState> issued = {v1::FINDING_STATE_ISSUED, v1::FINDING_STATE_REMEDY_SUBMITTED,
                                             v1::FINDING_STATE_CLOSED};
  for (const v1::FindingState finding : AllFindingStates()) {
    EXPECT_EQ(IsIssued(finding), issued.contains(finding)) << StateName(finding);
    EXPECT_EQ(IsDraft(finding), finding == v1::FINDING_STATE_DRAFT) << StateName(finding);
    for (const State inspection : AllInspectionStates()) {
      const bool explains = finding == v1::FINDING_STATE_DRAFT && inspection == v1::INSPECTION_STATE_DRAFT_CONCLUSION;
      EXPECT_EQ(IsKnownToUnit(finding, inspection), issued.contains(finding) || explains)
          << StateName(finding) << " " << StateName(inspection);
    }
  }
}

TEST(InspectionTables, SayWhatTheMachinesDecide) {
  std::set<Command> told;
  for (const InspectionTransition& row : InspectionTransitions()) {
    told.insert(row.command);
    bool leads = false;
    for (const Kind& kind : kKinds) {
      leads = leads || Leads(row.command, row.from, kind, /*has_findings=*/false) == row.to;
    }
    EXPECT_TRUE(leads) << row.name << " from " << StateName(row.from);
  }
  EXPECT_EQ(told.size(), static_cast<size_t>(kInspectionCommands));
  ASSERT_EQ(FindingTransitions().size(), static_cast<size_t>(kFindingCommands));
  for (const FindingTransition& row : FindingTransitions()) {
    EXPECT_EQ(row.from, kFindingSteps.at(row.command).from) << row.name;
    EXPECT_EQ(row.to, kFindingSteps.at(row.command).to) << row.name;
  }
}

}  // namespace
}  // namespace phancong::rules
