#include "services/rules/policy.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.pb.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using ::google::protobuf::MethodDescriptor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Day kToday = 20'269;
constexpr int64_t kOwnUnion = 7;
constexpr int64_t kOtherUnion = 8;

// One letter for each position.
const std::map<char, v1::Position>& Positions() {
  static const std::map<char, v1::Position> positions = {
      {'c', v1::POSITION_STANDING_COMMITTEE_CHAIR},
      {'v', v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR},
      {'m', v1::POSITION_STANDING_COMMITTEE_MEMBER},
      {'I', v1::POSITION_INSPECTION_COMMITTEE_CHAIR},
      {'i', v1::POSITION_INSPECTION_COMMITTEE_MEMBER},
      {'e', v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER},
      {'U', v1::POSITION_UNION_CHAIR},
      {'u', v1::POSITION_UNION_OFFICER},
      {'r', v1::POSITION_READER},
      {'a', v1::POSITION_ADMINISTRATOR},
  };
  return positions;
}

// Who may call what, by the design's words: for everything of the federation; for what is assigned to their own union;
// for tasks of the federation's own. "*": anybody, for what is their own.
struct Expectation {
  const char* service;
  const char* methods;
  const char* federation;
  const char* own_union;
  const char* federation_task;
};
constexpr Expectation kExpectations[] = {
    // Loading a programme or a calendar, and what becomes of the federation: the chair, with the decision number.
    {"StandingCommitteeService", "LoadProgramme LoadCalendar CloseFederation AdmitUnions SetSuperior", "c", "", ""},
    // Giving work, taking it back, and decreeing dates: the heads.
    {"StandingCommitteeService",
     "AssignResponsibility EndResponsibility IssueRound AssignItem AssignAdHoc WithdrawTask ExtendTasks SuspendTask "
     "ResumeTask CloseTaskNotMet ReopenTask SealPeriod HandOver RecordUnionChange ApproveInspectionPlan "
     "DecideInspectionShortfall CloseFindingWithoutRemedy DecideRating IssueReport",
     "cv", "", ""},
    // Preparing, entering, reviewing, deciding on a request, recording what the superior lays down: every member.
    {"StandingCommitteeService",
     "DraftRound RecordPaperReport TakeReview ReleaseReview AcceptTask ReturnTask DecideExtension RestateResult "
     "RecordGuidance WaiveEvidence RecordSettlement",
     "cvm", "", ""},
    // Unions for their own; the federation's own through the body that answers for it.
    {"GrassrootsUnionService", "AcknowledgeTask ReportProgress SubmitTask RecallTask RequestExtension CancelExtension",
     "", "Uu", "cvmIie"},
    {"GrassrootsUnionService", "SubmitRemedy", "", "Uu", "cvm"},
    {"GrassrootsUnionService", "SubmitUnionPlan UpdateFacts", "", "Uu", ""},
    // What binds the union: its chair; what is explained of the federation itself: its Standing Committee's heads.
    {"GrassrootsUnionService", "ExplainFinding", "", "U", "cv"},
    {"GrassrootsUnionService", "SubmitSelfRating", "", "U", ""},
    // Who is inspected, by whom, and how the plan ends: the chair of the Inspection Committee.
    {"InspectionCommitteeService",
     "ScheduleInspection DrawSample ReplaceDrawnUnit CloseInspectionPlan CancelInspection", "I", "", ""},
    {"InspectionCommitteeService",
     "StartInspection CheckTask RecordFinding ConcludeInspection VerifyRemedy RejectRemedy DraftInspectionPlan "
     "NotifyInspection DropFinding DraftConclusion SignConclusion ReportSupervision",
     "Ii", "", ""},
    // What the federation has laid down and how far it is: everybody, also who only receives what is published.
    {"ProgrammeService", "GetProgramme GetRound ListRounds", "cvmIieUur", "", ""},
    {"ProgrammeService", "GetCalendar ListGuidance", "cvmIie", "Uu", ""},
    {"ProgressService", "ListIndicatorProgress GetTimeliness ListStandsOfPlay GetCoverage ListIndicatorTrend",
     "cvmIieUur", "", ""},
    // The federation's inner working, and what went up: the committees, and those who receive it.
    {"ProgressService", "ListProgressGroups ListSubordinateProgress", "cvmIier", "", ""},
    {"ProgrammeService", "GetReport ListReports", "cvmIier", "", ""},
    {"TaskService", "GetDraw", "cvmIier", "", ""},
    {"TaskService", "GetInspectionPlan ListInspectionPlans", "cvmIie", "", ""},
    // What is one union's: the committees, and the union itself.
    {"ProgressService", "GetUnionScorecard GetRating ListRatings", "cvmIie", "Uu", ""},
    {"DirectoryService",
     "GetUnion ListUnions ListResponsibilities ListDelegations ListUnionChanges GetUnionPlan ListUnionPlans", "cvmIie",
     "Uu", ""},
    {"DirectoryService", "ImportUnions", "c", "", ""},
    // A body's own affair.
    {"DirectoryService", "DelegatePosition EndDelegation", "cvmIi", "Uu", ""},
    {"DirectoryService", "ListOpenWork", "cvmIi", "", ""},
    {"TaskService",
     "GetTask ListTasks ListAllowedActions ListTaskHistory CommentOnTask ListComments GetInspection ListInspections "
     "ListDueDates ListExtensions ListRestatements ListFindings",
     "cvmIie", "Uu", ""},
    {"TaskService", "ListReviewQueue", "cvm", "", ""},
    {"EvidenceService", "UploadEvidence", "cvmIi", "Uu", ""},
    {"EvidenceService", "DownloadEvidence GetEvidence ListEvidence", "cvmIie", "Uu", ""},
    {"EvidenceService", "EraseEvidence", "c", "", ""},
    {"JournalService", "ListEntries WatchEntries", "cvmIie", "", ""},
    // What shows that the past is as it was: everybody, also who has no account.
    {"JournalService", "GetCheckpoint ProveInclusion ProveConsistency AddWitnessSignature", "*", "", ""},
    // What concerns oneself, beside what one reads anyway.
    {"JournalService", "GetReceipt", "cvmIie*", "Uu", ""},
    // What a proof pack is made of: the heads, and the inspectors.
    {"JournalService", "ListStoredEntries", "cvIi", "", ""},
    {"JournalService", "NameWitness EndWitness EraseTexts", "c", "", ""},
    {"JournalService", "AdvanceClock", "ca", "", ""},
    {"InboxService", "ListInbox WatchInbox MarkInboxRead SetMailAddress", "*", "", ""},
    {"AccountService", "SignIn SignOut WhoAmI ChangePassword ListSessions RevokeSession", "*", "", ""},
    {"AccountService",
     "CreateAccount CreateUnionAccounts DisableAccount EnableAccount ResetAccount GivePosition EndPosition", "a", "",
     ""},
    {"AccountService", "ListAccounts", "cvmIiea", "", ""},
};

// Reads and calls about one's own session; everything else is a command.
const std::set<std::string>& Reads() {
  static const std::set<std::string> reads = {"GetProgramme",
                                              "GetCalendar",
                                              "ListGuidance",
                                              "GetRound",
                                              "ListRounds",
                                              "ListIndicatorProgress",
                                              "GetTimeliness",
                                              "ListStandsOfPlay",
                                              "GetUnionScorecard",
                                              "GetUnion",
                                              "GetUnionPlan",
                                              "ListUnionPlans",
                                              "ListUnions",
                                              "ListResponsibilities",
                                              "ListDelegations",
                                              "ListUnionChanges",
                                              "ListOpenWork",
                                              "GetTask",
                                              "ListTasks",
                                              "ListAllowedActions",
                                              "ListTaskHistory",
                                              "ListComments",
                                              "GetInspection",
                                              "ListInspections",
                                              "ListDueDates",
                                              "ListExtensions",
                                              "ListRestatements",
                                              "ListReviewQueue",
                                              "DownloadEvidence",
                                              "GetEvidence",
                                              "ListEvidence",
                                              "ListInbox",
                                              "WatchInbox",
                                              "MarkInboxRead",
                                              "ListEntries",
                                              "WatchEntries",
                                              "GetCheckpoint",
                                              "ProveInclusion",
                                              "ProveConsistency",
                                              "AddWitnessSignature",
                                              "GetReceipt",
                                              "ListStoredEntries",
                                              "SignIn",
                                              "SignOut",
                                              "WhoAmI",
                                              "ChangePassword",
                                              "ListSessions",
                                              "RevokeSession",
                                              "ListAccounts",
                                              "GetCoverage",
                                              "ListProgressGroups",
                                              "ListIndicatorTrend",
                                              "GetRating",
                                              "ListRatings",
                                              "GetReport",
                                              "ListReports",
                                              "ListSubordinateProgress",
                                              "GetInspectionPlan",
                                              "ListInspectionPlans",
                                              "GetDraw",
                                              "ListFindings"};
  return reads;
}

// Each file of services by one of its messages, which also makes the linker keep it.
std::vector<const google::protobuf::FileDescriptor*> ServiceFiles() {
  return {v1::SignInRequest::descriptor()->file(),        v1::GetUnionRequest::descriptor()->file(),
          v1::GetEvidenceRequest::descriptor()->file(),   v1::SubmitTaskRequest::descriptor()->file(),
          v1::ListInboxRequest::descriptor()->file(),     v1::CheckTaskRequest::descriptor()->file(),
          v1::ListEntriesRequest::descriptor()->file(),   v1::GetProgrammeRequest::descriptor()->file(),
          v1::GetTimelinessRequest::descriptor()->file(), v1::AcceptTaskRequest::descriptor()->file(),
          v1::GetTaskRequest::descriptor()->file()};
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const google::protobuf::FileDescriptor* file : ServiceFiles()) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) methods.push_back(file->service(s)->method(m));
    }
  }
  return methods;
}

std::set<std::string> Words(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

const Expectation* ExpectationOf(const MethodDescriptor& method) {
  for (const Expectation& expectation : kExpectations) {
    if (method.service()->name() == expectation.service && Words(expectation.methods).contains(method.name())) {
      return &expectation;
    }
  }
  return nullptr;
}

PositionFact Holding(v1::Position position, int64_t union_number = 0) {
  return {.number = 1, .account = 1, .position = position, .union_number = union_number, .from_day = 1};
}

Target Whole() { return {}; }
Target Of(int64_t assignee) { return {.whole_federation = false, .assignee = assignee}; }

std::string Show(const absl::StatusOr<Reach>& reach) {
  if (!reach.ok()) return ReasonOf(reach.status());
  if (reach->everything) return "everything";
  std::string unions = "only:";
  for (const int64_t number : reach->own_unions) unions += " " + std::to_string(number);
  return unions;
}

// Open to everybody, for what is their own or for what is public: "*".
bool IsOwn(const Expectation& expectation) { return std::string_view(expectation.federation).ends_with('*'); }

std::string Expected(const Expectation& expectation, char letter, const Target& target) {
  const auto has = [&](std::string_view letters) { return letters.find(letter) != std::string_view::npos; };
  const auto refused = [&](const std::string& reason) { return IsOwn(expectation) ? "only:" : reason; };
  const auto within = [&](int64_t number) {
    return target.whole_federation || target.assignee == number ? "only: " + std::to_string(number)
                                                                : refused("NOT_YOUR_UNION");
  };
  if (has(expectation.federation)) return "everything";
  if (has(expectation.own_union)) return within(kOwnUnion);
  if (has(expectation.federation_task)) return within(0);
  return refused("POSITION_REQUIRED");
}

TEST(TheContract, HasEveryServiceInThisTest) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PHANCONG_SOURCE_DIR "/proto/phancong/v1")) {
    if (entry.path().filename().string().ends_with("_service.proto")) ++files;
  }
  EXPECT_EQ(ServiceFiles().size(), files);
}

TEST(TheContract, DeclaresForEveryMethodWhoMayCallIt) {
  size_t expected = 0;
  for (const Expectation& expectation : kExpectations) expected += Words(expectation.methods).size();
  EXPECT_EQ(AllMethods().size(), expected);
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_TRUE(AccessOf(*method).ok()) << AccessOf(*method).status();
    EXPECT_NE(ExpectationOf(*method), nullptr) << method->full_name() << " is not in this test";
  }
}

TEST(TheContract, SaysWhichMethodsAreCommands) {
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_EQ(AccessOf(*method)->changes(), !Reads().contains(method->name())) << method->full_name();
  }
}

TEST(Policy, LetsEveryPositionCallWhatTheDesignSaysForEveryTarget) {
  const std::map<std::string, Target> targets = {{"the whole federation", Whole()},
                                                 {"their own union", Of(kOwnUnion)},
                                                 {"another union", Of(kOtherUnion)},
                                                 {"the federation's own task", Of(0)},
                                                 {"no union that exists", Of(-1)}};
  for (const MethodDescriptor* method : AllMethods()) {
    const Expectation* expectation = ExpectationOf(*method);
    ASSERT_NE(expectation, nullptr) << method->full_name();
    const v1::Access access = AccessOf(*method).value();
    for (const auto& [letter, position] : Positions()) {
      const bool of_union = letter == 'U' || letter == 'u';
      for (const auto& [about, target] : targets) {
        EXPECT_EQ(Show(May(access, {Holding(position, of_union ? kOwnUnion : 0)}, target)),
                  Expected(*expectation, letter, target))
            << method->full_name() << " by " << v1::Position_Name(position) << " about " << about;
      }
    }
  }
}

TEST(Policy, ToldInOtherWords) {
  for (const MethodDescriptor* method : AllMethods()) {
    // Of one's own account.
    if (IsOwn(*ExpectationOf(*method))) continue;
    const v1::Access access = AccessOf(*method).value();
    const std::string& service = method->service()->name();
    const auto may = [&](char letter, const Target& target) {
      const bool of_union = letter == 'U' || letter == 'u';
      return May(access, {Holding(Positions().at(letter), of_union ? kOwnUnion : 0)}, target).ok();
    };
    for (const char inspector : {'I', 'i'}) {
      EXPECT_FALSE(service == "StandingCommitteeService" && may(inspector, Whole()))
          << "the Inspection Committee never issues, accepts or extends: " << method->full_name();
    }
    for (const char member : {'c', 'v', 'm'}) {
      EXPECT_FALSE(service == "InspectionCommitteeService" && may(member, Whole()))
          << "the Standing Committee never edits a finding: " << method->full_name();
    }
    for (const char of_union : {'U', 'u'}) {
      EXPECT_FALSE(access.changes() && may(of_union, Of(kOtherUnion)))
          << "a union changes nothing of another's: " << method->full_name();
    }
    EXPECT_FALSE(may('a', Whole()) && service != "AccountService" && method->name() != "AdvanceClock")
        << "the administrator does no business: " << method->full_name();
    EXPECT_FALSE(access.changes() && (may('r', Whole()) || may('r', Of(kOwnUnion))))
        << "a reader reads: " << method->full_name();
    EXPECT_FALSE(access.changes() && method->name() != "CommentOnTask" && may('e', Of(kOwnUnion)))
        << "an Executive Committee member reads, but for tasks of the federation's own: " << method->full_name();
  }
}

TEST(Policy, GivesWhoHoldsNothingOnlyWhatIsTheirOwn) {
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_EQ(Show(May(AccessOf(*method).value(), {}, Whole())),
              IsOwn(*ExpectationOf(*method)) ? "only:" : "POSITION_REQUIRED")
        << method->full_name();
  }
}

v1::Access Access(std::initializer_list<std::pair<v1::AccessScope, v1::Position>> grants) {
  v1::Access access;
  for (const auto& [scope, position] : grants) {
    v1::Grant& grant = *access.add_grants();
    grant.set_scope(scope);
    if (position != v1::POSITION_UNSPECIFIED) grant.add_positions(position);
  }
  return access;
}

TEST(APersonOfSeveralPositions, ReachesWhatAllOfThemReach) {
  const v1::Access work = Access({{v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_UNION_CHAIR},
                                  {v1::ACCESS_SCOPE_FEDERATION_TASK, v1::POSITION_STANDING_COMMITTEE_MEMBER}});
  const std::vector<PositionFact> chairs_two = {
      Holding(v1::POSITION_UNION_CHAIR, 9), Holding(v1::POSITION_UNION_CHAIR, 4), Holding(v1::POSITION_UNION_CHAIR, 9)};
  EXPECT_EQ(Show(May(work, chairs_two, Whole())), "only: 4 9");
  EXPECT_EQ(Show(May(work, chairs_two, Of(4))), "only: 4 9");
  EXPECT_EQ(Show(May(work, chairs_two, Of(5))), "NOT_YOUR_UNION");
  EXPECT_EQ(Show(May(work, chairs_two, Of(0))), "NOT_YOUR_UNION");

  const std::vector<PositionFact> member_and_chair = {Holding(v1::POSITION_STANDING_COMMITTEE_MEMBER),
                                                      Holding(v1::POSITION_UNION_CHAIR, 9)};
  EXPECT_EQ(Show(May(work, member_and_chair, Of(0))), "only: 0 9");
  EXPECT_EQ(Show(May(work, member_and_chair, Of(9))), "only: 0 9");
  EXPECT_EQ(Show(May(work, member_and_chair, Of(8))), "NOT_YOUR_UNION");

  const v1::Access read = Access({{v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_UNION_CHAIR},
                                  {v1::ACCESS_SCOPE_FEDERATION, v1::POSITION_STANDING_COMMITTEE_MEMBER}});
  EXPECT_EQ(Show(May(read, member_and_chair, Of(8))), "everything");
}

// Any position of the union is named by a grant of its own; another position in it is not.
TEST(AUnionsOfficer, IsNotItsChair) {
  const v1::Access access = Access({{v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_UNION_CHAIR}});
  EXPECT_EQ(Show(May(access, {Holding(v1::POSITION_UNION_OFFICER, 7)}, Of(7))), "POSITION_REQUIRED");
}

TEST(AMethodForAll, StaysOpenToWhoHoldsAPositionElsewhere) {
  const v1::Access access = Access(
      {{v1::ACCESS_SCOPE_SELF, v1::POSITION_UNSPECIFIED}, {v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_UNION_CHAIR}});
  EXPECT_EQ(Show(May(access, {Holding(v1::POSITION_UNION_CHAIR, 7)}, Of(8))), "only:");
  EXPECT_EQ(Show(May(access, {Holding(v1::POSITION_UNION_CHAIR, 7)}, Of(7))), "only: 7");
}

TEST(APosition, IsHeldFromItsFirstDayToItsLast) {
  const PositionFact open = {.from_day = kToday};
  EXPECT_FALSE(HoldsOn(open, kToday - 1));
  EXPECT_TRUE(HoldsOn(open, kToday));
  EXPECT_TRUE(HoldsOn(open, kToday + 100'000));
  const PositionFact ended = {.from_day = kToday - 10, .to_day = kToday};
  EXPECT_TRUE(HoldsOn(ended, kToday));
  EXPECT_FALSE(HoldsOn(ended, kToday + 1));
  EXPECT_FALSE(HoldsOn(ended, kToday - 11));
}

TEST(APosition, BelongsToOneBody) {
  std::string standing_committee;
  std::string heads;
  std::string inspection_committee;
  std::string unions;
  for (const auto& [letter, position] : Positions()) {
    if (IsStandingCommittee(position)) standing_committee += letter;
    if (IsStandingCommitteeHead(position)) heads += letter;
    if (IsInspectionCommittee(position)) inspection_committee += letter;
    if (IsUnionPosition(position)) unions += letter;
  }
  EXPECT_EQ(standing_committee, "cmv");
  EXPECT_EQ(heads, "cv");
  EXPECT_EQ(inspection_committee, "Ii");
  EXPECT_EQ(unions, "Uu");
}

// A method as somebody could declare it.
absl::Status Declared(const v1::Access* access) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("careless.proto");
  file.set_package("careless");
  file.add_message_type()->set_name("Empty");
  google::protobuf::ServiceDescriptorProto& service = *file.add_service();
  service.set_name("Careless");
  google::protobuf::MethodDescriptorProto& method = *service.add_method();
  method.set_name("Call");
  method.set_input_type(".careless.Empty");
  method.set_output_type(".careless.Empty");
  if (access != nullptr) *method.mutable_options()->MutableExtension(v1::access) = *access;
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const google::protobuf::FileDescriptor* built = pool.BuildFile(file);
  return AccessOf(*built->service(0)->method(0)).status();
}

TEST(AMethod, ThatDeclaresNothingFitStopsTheServer) {
  EXPECT_EQ(Declared(nullptr).code(), absl::StatusCode::kInternal);
  const std::vector<v1::Access> unfit = {
      v1::Access(),
      Access({{v1::ACCESS_SCOPE_UNSPECIFIED, v1::POSITION_READER}}),
      Access({{v1::ACCESS_SCOPE_FEDERATION, v1::POSITION_UNSPECIFIED}}),
      Access({{v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_UNSPECIFIED}}),
      Access({{v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_READER}}),
      Access({{v1::ACCESS_SCOPE_FEDERATION_TASK, v1::POSITION_UNION_CHAIR}}),
      Access({{v1::ACCESS_SCOPE_PUBLIC, v1::POSITION_READER}}),
      Access({{v1::ACCESS_SCOPE_SELF, v1::POSITION_READER}}),
      Access({{v1::ACCESS_SCOPE_FEDERATION, static_cast<v1::Position>(99)}}),
      // One grant that fits does not make up for another.
      Access({{v1::ACCESS_SCOPE_FEDERATION, v1::POSITION_READER}, {v1::ACCESS_SCOPE_OWN_UNION, v1::POSITION_READER}}),
  };
  for (const v1::Access& access : unfit) {
    EXPECT_EQ(Declared(&access).code(), absl::StatusCode::kInternal) << access.ShortDebugString();
  }
  const v1::Access fit = Access({{v1::ACCESS_SCOPE_FEDERATION, v1::POSITION_READER}});
  EXPECT_TRUE(Declared(&fit).ok()) << Declared(&fit);
}

}  // namespace
}  // namespace phancong::rules
