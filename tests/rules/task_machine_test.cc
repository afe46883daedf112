// The expected outcomes stand here a second time, written from the design's table and not from the code: once as tables
// to be read (who may, from where to where), once as plain conditions that every combination is compared with.
#include "services/rules/task_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using ::testing::ElementsAre;

constexpr Day kToday = 20'269;  // 2025-06-30

const std::vector<std::string>& CommandNames() {
  static const std::vector<std::string> names = {"Issue",         "Acknowledge", "ReportProgress", "Submit",
                                                 "SubmitOnPaper", "SubmitLate",  "Recall",         "TakeReview",
                                                 "ReleaseReview", "Accept",      "Return",         "Suspend",
                                                 "Resume",        "Withdraw",    "CloseNotMet",    "Reopen"};
  return names;
}

TaskCommand CommandOf(const std::string& name) {
  for (int i = 0; i < kTaskCommands; ++i) {
    if (CommandNames()[static_cast<size_t>(i)] == name) return static_cast<TaskCommand>(i);
  }
  ADD_FAILURE() << "no command " << name;
  return TaskCommand::kIssue;
}

// "(none)": there is no task yet.
const std::vector<std::string>& StateNames() {
  static const std::vector<std::string> names = {"(none)",   "ISSUED",    "IN_PROGRESS", "SUBMITTED", "IN_REVIEW",
                                                 "RETURNED", "SUSPENDED", "ACCEPTED",    "NOT_MET",   "WITHDRAWN"};
  return names;
}

v1::TaskState State(const std::string& name) {
  if (name == "(none)") return v1::TASK_STATE_UNSPECIFIED;
  v1::TaskState state = v1::TASK_STATE_UNSPECIFIED;
  EXPECT_TRUE(v1::TaskState_Parse("TASK_STATE_" + name, &state)) << name;
  return state;
}

std::string Name(v1::TaskState state) {
  return state == v1::TASK_STATE_UNSPECIFIED ? "(none)" : v1::TaskState_Name(state).substr(11);
}

std::vector<std::string> Words(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

// --- From where to where.

// Each command: the states it starts from, and the one it ends in; "before" is the state before the suspension.
struct Move {
  const char* command;
  const char* from;
  const char* to;
};
constexpr Move kMoves[] = {
    {"Issue", "(none)", "ISSUED"},
    {"Acknowledge", "ISSUED", "IN_PROGRESS"},
    {"ReportProgress", "ISSUED IN_PROGRESS RETURNED", "IN_PROGRESS"},
    {"Submit", "ISSUED IN_PROGRESS RETURNED", "SUBMITTED"},
    {"SubmitOnPaper", "ISSUED IN_PROGRESS RETURNED", "SUBMITTED"},
    {"SubmitLate", "NOT_MET", "SUBMITTED"},
    {"Recall", "SUBMITTED", "IN_PROGRESS"},
    {"TakeReview", "SUBMITTED", "IN_REVIEW"},
    {"ReleaseReview", "IN_REVIEW", "SUBMITTED"},
    {"Accept", "SUBMITTED IN_REVIEW", "ACCEPTED"},
    {"Return", "SUBMITTED IN_REVIEW", "RETURNED"},
    {"Suspend", "ISSUED IN_PROGRESS RETURNED", "SUSPENDED"},
    {"Resume", "SUSPENDED", "before"},
    {"Withdraw", "ISSUED IN_PROGRESS SUBMITTED IN_REVIEW RETURNED SUSPENDED", "WITHDRAWN"},
    {"CloseNotMet", "ISSUED IN_PROGRESS RETURNED", "NOT_MET"},
    {"Reopen", "ACCEPTED", "IN_PROGRESS"},
};

// The state after a command, or "" where it does not start from this one.
std::string After(const std::string& command, const std::string& from, const std::string& before_suspension) {
  for (const Move& move : kMoves) {
    if (move.command != command) continue;
    for (const std::string& state : Words(move.from)) {
      if (state == from) return move.to == std::string("before") ? before_suspension : move.to;
    }
  }
  return "";
}

// --- A proposal and facts against which no guard has anything.

TaskFacts Task(const std::string& state) {
  return {.state = State(state),
          .state_before_suspension = State(state == "SUSPENDED" ? "RETURNED" : "(none)"),
          .due_day = kToday + 10,
          .period_sealed = false};
}

// Nobody may close a task as not met before its date is past.
TaskFacts TaskFor(const std::string& command, const std::string& state) {
  TaskFacts task = Task(state);
  if (command == "CloseNotMet") task.due_day = kToday - 1;
  return task;
}

Proposal WholeProposal() {
  Proposal proposal;
  proposal.has_reason = true;
  proposal.has_decision = true;
  proposal.new_due_day = kToday + 30;
  proposal.by_finding = true;
  return proposal;
}

std::string Outcome(const std::string& command, const TaskFacts& task, const Participant& participant,
                    const Proposal& proposal) {
  const auto state = Decide(CommandOf(command), task, participant, proposal, kToday);
  return state.ok() ? Name(*state) : ReasonOf(state.status());
}

// --- Who may.

// Somebody, by the positions they hold and what they did with this task of a union.
struct Actor {
  const char* name;
  Participant participant;
};
const std::vector<Actor>& Actors() {
  static const std::vector<Actor> actors = {
      {"chair of the union", {.assignee = true, .assignee_head = true, .position_in_assignee = true, .author = true}},
      {"officer of the union", {.assignee = true, .position_in_assignee = true, .author = true}},
      {"chair of another union", {}},
      {"chair, not in charge", {.standing_committee = true, .standing_committee_head = true}},
      {"chair, took the review", {.standing_committee = true, .standing_committee_head = true, .took_review = true}},
      {"member in charge", {.standing_committee = true, .in_charge = true}},
      {"member who took the review", {.standing_committee = true, .took_review = true}},
      {"another member", {.standing_committee = true}},
      {"member in charge who entered the report from paper",
       {.standing_committee = true, .author = true, .in_charge = true}},
      {"member in charge who is an officer of the union",
       {.standing_committee = true, .assignee = true, .position_in_assignee = true, .in_charge = true}},
      {"inspector", {}},
      {"administrator", {}},
      // On a task of the federation's own, which the member in charge works on and submits.
      {"member in charge of the federation's own",
       {.standing_committee = true, .assignee = true, .assignee_head = true, .author = true, .in_charge = true}},
  };
  return actors;
}

// What stands in the way of each actor, in the order of Actors(), where the state would allow the command. "-":
// nothing.
//   P  POSITION_REQUIRED         U  NOT_YOUR_UNION           C  NOT_CHAIR_OF_ASSIGNEE
//   A  AUTHOR_OF_REPORT          N  POSITION_IN_ASSIGNEE     R  NOT_REVIEWER
//   s  NOT_REVIEWER while it is SUBMITTED (nobody took it, and they are not in charge)
//   i  NOT_REVIEWER while it is IN_REVIEW (somebody else took it)
struct Permission {
  const char* command;
  const char* actors;
};
constexpr Permission kPermissions[] = {
    //                 union      Standing Committee       inspector
    //                 c o other  chair  charge     N      adm own
    {"Issue", "P P P     - -    - - - -    -      P P -"},
    {"Acknowledge", "- - U     U U    U U U U    -      U U -"},
    {"ReportProgress", "- - U     U U    U U U U    -      U U -"},
    {"Submit", "- C U     U U    U U U U    C      U U -"},
    {"SubmitOnPaper", "P P P     - -    - - - -    -      P P -"},
    {"SubmitLate", "- C U     U U    U U U U    C      U U -"},
    {"Recall", "- - U     U U    U U U U    -      U U -"},
    {"TakeReview", "P P P     - -    - - - A    N      P P A"},
    {"ReleaseReview", "P P P     - -    R - R R    R      P P R"},
    {"Accept", "P P P     R s    i s R A    N      P P A"},
    {"Return", "P P P     R s    i s R A    N      P P A"},
    {"Suspend", "P P P     - -    - - - -    N      P P N"},
    {"Resume", "P P P     - -    - - - -    N      P P N"},
    {"Withdraw", "P P P     - -    - - - -    -      P P -"},
    {"CloseNotMet", "P P P     - -    - - - -    -      P P -"},
    // Whoever concludes the inspection: the finding reopens it.
    {"Reopen", "- - -     - -    - - - -    -      - - -"},
};

std::string Obstacle(char letter, const std::string& state) {
  switch (letter) {
    case 'P':
      return "POSITION_REQUIRED";
    case 'U':
      return "NOT_YOUR_UNION";
    case 'C':
      return "NOT_CHAIR_OF_ASSIGNEE";
    case 'A':
      return "AUTHOR_OF_REPORT";
    case 'N':
      return "POSITION_IN_ASSIGNEE";
    case 'R':
      return "NOT_REVIEWER";
    case 's':
      return state == "SUBMITTED" ? "NOT_REVIEWER" : "";
    case 'i':
      return state == "IN_REVIEW" ? "NOT_REVIEWER" : "";
    default:
      return "";
  }
}

TEST(TheTaskMachine, LetsEveryActorDoWhatTheDesignSaysInEveryState) {
  int decided = 0;
  for (const Permission& permission : kPermissions) {
    const std::vector<std::string> letters = Words(permission.actors);
    ASSERT_EQ(letters.size(), Actors().size()) << permission.command;
    for (size_t a = 0; a < Actors().size(); ++a) {
      for (const std::string& state : StateNames()) {
        const std::string obstacle = Obstacle(letters[a][0], state);
        const bool stranger = letters[a] == "P" || letters[a] == "U" || letters[a] == "C";
        const std::string after = After(permission.command, state, "RETURNED");
        std::string expected = after;
        if (stranger) {
          expected = obstacle;  // and learns nothing of the state
        } else if (after.empty()) {
          expected = "TASK_STATE";
        } else if (!obstacle.empty()) {
          expected = obstacle;
        }
        EXPECT_EQ(
            Outcome(permission.command, TaskFor(permission.command, state), Actors()[a].participant, WholeProposal()),
            expected)
            << Actors()[a].name << ": " << permission.command << " from " << state;
        ++decided;
      }
    }
  }
  EXPECT_EQ(decided, 16 * 13 * 10);
}

TEST(TheTaskMachine, HasARowForEveryCommandThatSaysTheSame) {
  const std::vector<Transition> transitions = Transitions();
  ASSERT_EQ(transitions.size(), static_cast<size_t>(kTaskCommands));
  ASSERT_EQ(std::size(kMoves), static_cast<size_t>(kTaskCommands));
  for (size_t i = 0; i < transitions.size(); ++i) {
    EXPECT_EQ(transitions[i].name, kMoves[i].command);
    EXPECT_EQ(transitions[i].command, CommandOf(kMoves[i].command));
    std::set<std::string> from;
    for (const v1::TaskState state : transitions[i].from) from.insert(Name(state));
    const std::vector<std::string> expected = Words(kMoves[i].from);
    EXPECT_EQ(from, std::set<std::string>(expected.begin(), expected.end())) << kMoves[i].command;
    EXPECT_EQ(Name(transitions[i].to), kMoves[i].to == std::string("before") ? "(none)" : kMoves[i].to);
  }
}

// --- Every combination, against conditions written out.

std::string WhoFails(const std::string& command, const Participant& p, const Proposal& proposal) {
  static const std::set<std::string> of_assignee = {"Acknowledge", "ReportProgress", "Recall", "Submit", "SubmitLate"};
  static const std::set<std::string> of_its_head = {"Submit", "SubmitLate"};
  if (of_assignee.contains(command)) {
    if (!p.assignee) return "NOT_YOUR_UNION";
    return of_its_head.contains(command) && !p.assignee_head ? "NOT_CHAIR_OF_ASSIGNEE" : "";
  }
  if (command == "Reopen" && proposal.by_finding) return "";
  return p.standing_committee ? "" : "POSITION_REQUIRED";
}

std::string PersonFails(const std::string& command, const std::string& state, const Participant& p) {
  const bool judges = command == "Accept" || command == "Return";
  if ((judges || command == "TakeReview") && p.author) return "AUTHOR_OF_REPORT";
  if ((judges || command == "TakeReview") && p.position_in_assignee) return "POSITION_IN_ASSIGNEE";
  // It moves the date as an extension does.
  const bool pauses = command == "Suspend" || command == "Resume";
  if (pauses && (p.position_in_assignee || p.assignee || p.works_on_own)) return "POSITION_IN_ASSIGNEE";
  if (judges && state == "IN_REVIEW" && !p.took_review) return "NOT_REVIEWER";
  if (judges && state == "SUBMITTED" && !p.in_charge) return "NOT_REVIEWER";
  if (command == "ReleaseReview" && !p.took_review && !p.standing_committee_head) return "NOT_REVIEWER";
  return "";
}

std::string FactFails(const std::string& command, const TaskFacts& task, const Proposal& proposal) {
  if (command == "Issue" || command == "Return" || command == "Reopen") {
    if (proposal.new_due_day == 0) return "INVALID_FIELD";
    if (proposal.new_due_day < kToday) return "DUE_DATE_PAST";
  }
  if (command == "CloseNotMet" && !(task.due_day < kToday)) return "DUE_DATE_NOT_PAST";
  static const std::set<std::string> with_reason = {"Return", "Suspend", "Resume", "Withdraw", "CloseNotMet"};
  if (with_reason.contains(command) && !proposal.has_reason) return "REASON_REQUIRED";
  if (command == "Accept" && proposal.value_differs && !proposal.has_reason) return "REASON_REQUIRED";
  if (command == "Reopen" && !proposal.by_finding && !proposal.has_reason) return "REASON_REQUIRED";
  static const std::set<std::string> with_decision = {"Issue", "Suspend", "Resume", "Withdraw"};
  if (with_decision.contains(command) && !proposal.has_decision) return "DECISION_REQUIRED";
  if (!proposal.fit.ok()) return "FIGURES_MISSING";
  return "";
}

std::string Expected(const std::string& command, const TaskFacts& task, const Participant& participant,
                     const Proposal& proposal) {
  if (const std::string who = WhoFails(command, participant, proposal); !who.empty()) return who;
  // Whatever the command, and whatever state the task is in.
  if (task.period_sealed) return "PERIOD_SEALED";
  const std::string after = After(command, Name(task.state), Name(task.state_before_suspension));
  if (after.empty()) return "TASK_STATE";
  if (const std::string person = PersonFails(command, Name(task.state), participant); !person.empty()) return person;
  if (const std::string fact = FactFails(command, task, proposal); !fact.empty()) return fact;
  return after;
}

Participant ParticipantOf(unsigned bits) {
  return {.standing_committee = (bits & 1) != 0,
          .standing_committee_head = (bits & 2) != 0,
          .assignee = (bits & 4) != 0,
          .assignee_head = (bits & 8) != 0,
          .position_in_assignee = (bits & 16) != 0,
          .works_on_own = (bits & 256) != 0,
          .author = (bits & 32) != 0,
          .in_charge = (bits & 64) != 0,
          .took_review = (bits & 128) != 0};
}

Proposal ProposalOf(unsigned bits, Day new_due_day) {
  Proposal proposal;
  proposal.has_reason = (bits & 1) != 0;
  proposal.has_decision = (bits & 2) != 0;
  proposal.value_differs = (bits & 4) != 0;
  proposal.by_finding = (bits & 8) != 0;
  if ((bits & 16) != 0) proposal.fit = Refuse(v1::ERROR_REASON_FIGURES_MISSING);
  proposal.new_due_day = new_due_day;
  return proposal;
}

TEST(TheTaskMachine, DecidesEveryStateCommandAndPersonAsWrittenOut) {
  for (const std::string& command : CommandNames()) {
    for (const std::string& state : StateNames()) {
      for (unsigned bits = 0; bits < 512; ++bits) {
        for (const bool finding : {false, true}) {
          const Participant participant = ParticipantOf(bits);
          const TaskFacts task = TaskFor(command, state);
          Proposal proposal = WholeProposal();
          proposal.by_finding = finding;
          ASSERT_EQ(Outcome(command, task, participant, proposal), Expected(command, task, participant, proposal))
              << command << " from " << state << ", person " << bits << ", finding " << finding;
        }
      }
    }
  }
}

TEST(TheTaskMachine, DecidesEveryFactAsWrittenOut) {
  // Whom no condition on persons stops, each in their own place.
  const Participant head_of_assignee = {.assignee = true, .assignee_head = true};
  const Participant reviewer = {.standing_committee = true, .in_charge = true, .took_review = true};
  for (const std::string& command : CommandNames()) {
    for (const std::string& state : StateNames()) {
      for (const Participant& participant : {head_of_assignee, reviewer}) {
        for (unsigned bits = 0; bits < 32; ++bits) {
          for (const Day new_due_day : {Day{0}, kToday - 1, kToday, kToday + 1}) {
            for (const Day due_day : {kToday - 1, kToday, kToday + 1}) {
              for (const bool sealed : {false, true}) {
                TaskFacts task = Task(state);
                task.due_day = due_day;
                task.period_sealed = sealed;
                const Proposal proposal = ProposalOf(bits, new_due_day);
                ASSERT_EQ(Outcome(command, task, participant, proposal), Expected(command, task, participant, proposal))
                    << command << " from " << state << ", proposal " << bits << ", new due day " << new_due_day - kToday
                    << ", due day " << due_day - kToday << ", sealed " << sealed;
              }
            }
          }
        }
      }
    }
  }
}

TEST(TheTaskMachine, DecidesAnyCombinationAsWrittenOut) {
  const unsigned seed = std::random_device()();
  RecordProperty("seed", static_cast<int>(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto any = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  for (int step = 0; step < 200'000; ++step) {
    const std::string& command = CommandNames()[any(16)];
    const TaskFacts task = {.state = State(StateNames()[any(10)]),
                            .state_before_suspension = State(Words("ISSUED IN_PROGRESS RETURNED")[any(3)]),
                            .due_day = kToday - 2 + any(5),
                            .period_sealed = any(2) == 1};
    const Participant participant = ParticipantOf(any(256));
    const Proposal proposal = ProposalOf(any(32), any(4) == 0 ? 0 : kToday - 2 + any(5));
    ASSERT_EQ(Outcome(command, task, participant, proposal), Expected(command, task, participant, proposal))
        << "step " << step << ": " << command << " from " << Name(task.state);
  }
}

// --- What people learn.

TEST(AResumedTask, GoesBackToWhereItWas) {
  const Participant member = {.standing_committee = true};
  for (const std::string& before : Words("ISSUED IN_PROGRESS RETURNED")) {
    TaskFacts task = Task("SUSPENDED");
    task.state_before_suspension = State(before);
    EXPECT_EQ(Outcome("Resume", task, member, WholeProposal()), before);
  }
}

TEST(AResumedTask, ThatWasNowhereIsAnErrorInside) {
  const Participant member = {.standing_committee = true};
  for (const std::string& before : Words("(none) SUBMITTED IN_REVIEW SUSPENDED ACCEPTED NOT_MET WITHDRAWN")) {
    TaskFacts task = Task("SUSPENDED");
    task.state_before_suspension = State(before);
    const auto resumed = Decide(TaskCommand::kResume, task, member, WholeProposal(), kToday);
    EXPECT_EQ(resumed.status().code(), absl::StatusCode::kInternal) << before;
    EXPECT_EQ(ReasonOf(resumed.status()), "(an error inside)") << before;
  }
}

TEST(ARefusal, OfAStateNamesItAndThoseThatWouldDo) {
  const Participant reviewer = {.standing_committee = true, .in_charge = true};
  const absl::Status status = Decide(TaskCommand::kAccept, Task("ISSUED"), reviewer, WholeProposal(), kToday).status();
  EXPECT_EQ(MessageOf(status, "vi"),
            "Nhiệm vụ đang ở trạng thái “đã giao”; việc này chỉ làm được khi: đã nộp, đang duyệt.");
  EXPECT_EQ(MessageOf(status, "en"), "The task is ISSUED; this can be done only when it is: SUBMITTED, IN_REVIEW.");
}

TEST(ARefusal, OfATaskThatIsThereAlreadySaysSo) {
  const Participant member = {.standing_committee = true};
  const absl::Status status = Decide(TaskCommand::kIssue, Task("WITHDRAWN"), member, WholeProposal(), kToday).status();
  EXPECT_EQ(MessageOf(status, "vi"), "Nhiệm vụ đang ở trạng thái “đã thu hồi”; việc này chỉ làm được khi: chưa giao.");
}

TEST(ARefusal, OfADateNamesItAndToday) {
  const Participant reviewer = {.standing_committee = true, .in_charge = true};
  Proposal proposal = WholeProposal();
  proposal.new_due_day = kToday - 1;
  const absl::Status status = Decide(TaskCommand::kReturn, Task("SUBMITTED"), reviewer, proposal, kToday).status();
  EXPECT_EQ(MessageOf(status, "vi"), "Hạn 29/06/2025 đã qua (hôm nay là 30/06/2025).");
  EXPECT_EQ(MessageOf(status, "en"), "The due date 2025-06-29 is past (today is 2025-06-30).");
}

TEST(ARefusal, ToCloseBeforeTheDateNamesTheDateInForce) {
  TaskFacts task = Task("IN_PROGRESS");
  task.due_day = kToday;
  const absl::Status status =
      Decide(TaskCommand::kCloseNotMet, task, {.standing_committee = true}, WholeProposal(), kToday).status();
  EXPECT_EQ(MessageOf(status, "vi"), "Chưa quá hạn: hạn đang có hiệu lực là 30/06/2025.");
}

TEST(ARefusal, OfADateNotGivenNamesTheField) {
  const Participant reviewer = {.standing_committee = true, .in_charge = true};
  Proposal proposal = WholeProposal();
  proposal.new_due_day = 0;
  EXPECT_THAT(FieldsOf(Decide(TaskCommand::kReturn, Task("SUBMITTED"), reviewer, proposal, kToday).status()),
              ElementsAre("rework_due_date"));
  EXPECT_THAT(FieldsOf(Decide(TaskCommand::kIssue, Task("(none)"), reviewer, proposal, kToday).status()),
              ElementsAre("due_date"));
}

TEST(ARefusal, ForWantOfAReasonSaysWhatTheReasonIsFor) {
  const Participant reviewer = {.standing_committee = true, .in_charge = true};
  Proposal proposal = WholeProposal();
  proposal.has_reason = false;
  proposal.value_differs = true;
  std::set<std::string> vi;
  std::set<std::string> en;
  const std::map<std::string, std::string> commands = {{"Accept", "SUBMITTED"},   {"Return", "SUBMITTED"},
                                                       {"Suspend", "ISSUED"},     {"Resume", "SUSPENDED"},
                                                       {"Withdraw", "SUSPENDED"}, {"CloseNotMet", "ISSUED"}};
  for (const auto& [command, state] : commands) {
    const absl::Status status =
        Decide(CommandOf(command), TaskFor(command, state), reviewer, proposal, kToday).status();
    EXPECT_EQ(ReasonOf(status), "REASON_REQUIRED") << command;
    vi.insert(MessageOf(status, "vi"));
    en.insert(MessageOf(status, "en"));
  }
  EXPECT_EQ(vi.size(), commands.size());
  EXPECT_EQ(en.size(), commands.size());
}

// An author in charge hears that it is their own report, not that they should take the review.
TEST(ARefusal, OfAnAuthorInChargeGivesTheRightReason) {
  const Participant author = {.standing_committee = true, .author = true};
  EXPECT_EQ(Outcome("Accept", Task("SUBMITTED"), author, WholeProposal()), "AUTHOR_OF_REPORT");
  EXPECT_EQ(Outcome("Accept", Task("IN_REVIEW"), author, WholeProposal()), "AUTHOR_OF_REPORT");
}

TEST(ADueDate, OfTodayIsNotPast) {
  Proposal proposal = WholeProposal();
  proposal.new_due_day = kToday;
  EXPECT_EQ(Outcome("Issue", Task("(none)"), {.standing_committee = true}, proposal), "ISSUED");
}

TEST(AnAcceptance, OfTheClaimNeedsNoReason) {
  const Participant reviewer = {.standing_committee = true, .in_charge = true};
  EXPECT_EQ(Outcome("Accept", Task("SUBMITTED"), reviewer, Proposal()), "ACCEPTED");
}

// --- What everything outside the machine asks.

TEST(APhase, SaysWhatATaskWaitsFor) {
  const std::map<std::string, TaskPhase> phases = {
      {"ISSUED", TaskPhase::kWithAssignee},    {"IN_PROGRESS", TaskPhase::kWithAssignee},
      {"RETURNED", TaskPhase::kWithAssignee},  {"SUBMITTED", TaskPhase::kWithReviewer},
      {"IN_REVIEW", TaskPhase::kWithReviewer}, {"SUSPENDED", TaskPhase::kSuspended},
      {"ACCEPTED", TaskPhase::kAccepted},      {"NOT_MET", TaskPhase::kNotMet},
      {"WITHDRAWN", TaskPhase::kWithdrawn},    {"(none)", TaskPhase::kWithdrawn}};
  for (const std::string& state : StateNames()) EXPECT_EQ(PhaseOf(State(state)), phases.at(state)) << state;
}

TEST(AnOpenTask, IsOneThatCanStillBeWithdrawn) {
  const std::set<std::string> closed = {"ACCEPTED", "NOT_MET", "WITHDRAWN", "(none)"};
  for (const std::string& state : StateNames()) {
    EXPECT_EQ(IsOpen(State(state)), !closed.contains(state)) << state;
    EXPECT_EQ(IsOpen(State(state)), !After("Withdraw", state, "").empty()) << state;
  }
}

TEST(AState, HasANameForStorageAndAWordForPeople) {
  const std::map<std::string, std::string> words = {{"(none)", "chưa giao"},           {"ISSUED", "đã giao"},
                                                    {"IN_PROGRESS", "đang thực hiện"}, {"SUBMITTED", "đã nộp"},
                                                    {"IN_REVIEW", "đang duyệt"},       {"RETURNED", "bị trả lại"},
                                                    {"SUSPENDED", "tạm dừng"},         {"ACCEPTED", "đã duyệt"},
                                                    {"NOT_MET", "không hoàn thành"},   {"WITHDRAWN", "đã thu hồi"}};
  for (const std::string& state : StateNames()) {
    EXPECT_EQ(StateWord(State(state)), words.at(state));
    EXPECT_EQ(StateName(State(state)), state == "(none)" ? "NOT_ISSUED" : state);
    EXPECT_EQ(StateFromName(StateName(State(state))), State(state));
  }
  EXPECT_EQ(StateFromName("ACCEPTED "), v1::TASK_STATE_UNSPECIFIED);
  EXPECT_EQ(StateFromName(""), v1::TASK_STATE_UNSPECIFIED);
  EXPECT_EQ(StateName(static_cast<v1::TaskState>(99)), "NOT_ISSUED");
}

TEST(ALateSubmission, ThatIsRecalledGoesBackToNotMet) {
  TaskFacts task = TaskFor("Recall", "SUBMITTED");
  Participant of_union;
  of_union.assignee = true;
  EXPECT_EQ(Outcome("Recall", task, of_union, WholeProposal()), "IN_PROGRESS");
  task.submitted_late = true;
  EXPECT_EQ(Outcome("Recall", task, of_union, WholeProposal()), "NOT_MET");
}

}  // namespace
}  // namespace phancong::rules
