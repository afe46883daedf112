// ListAllowedActions and the commands themselves must say the same, in every state, to everybody.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

constexpr char kUnit[] = "thpt-viet-vinh";

class AllowedActions : public testing::Test {
 protected:
  AllowedActions() {
    world.IssuesTheYear();
    EXPECT_DONE(world.Chair().PutsInChargeOfUnion(world.Member(1).account(), kUnit));
    // Of the Standing Committee, with a position in the union, and in charge of it.
    EXPECT_DONE(world.Administrator().Gives(world.Member(3).account(), v1::POSITION_UNION_OFFICER, kUnit));
    EXPECT_DONE(world.Chair().PutsInChargeOfUnion(world.Member(3).account(), kUnit));
  }

  // A new duty of the union outside the programme, brought into a state. Member 2 enters what comes on paper, member 4
  // reviews.
  std::string NewTask(const std::string& state) {
    const auto assigned = world.Chair().AssignsAdHoc("2025", "Việc gấp", {kUnit}, "2025-06-30");
    EXPECT_DONE(assigned);
    std::string task = assigned->tasks(0).name();
    Person& unit = world.UnionChair(kUnit);
    Person& reviewer = world.Member(4);
    if (state == "in progress") {
      EXPECT_DONE(unit.Reports(task, Claim().Saying("Đang làm.")));
    } else if (state == "withdrawn") {
      EXPECT_DONE(world.Chair().Withdraws(task));
    } else if (state == "submitted on paper") {
      EXPECT_DONE(world.Member(2).RecordsPaper(task, Claim().Saying("Đã làm.").With("signed-scan"), "2025-01-06"));
    } else if (state != "issued") {
      EXPECT_DONE(unit.Submits(task, Claim().Saying("Đã làm.")));
      if (state != "submitted") {
        EXPECT_DONE(reviewer.TakesReview(task));
      }
      if (state == "returned") {
        EXPECT_DONE(reviewer.Returns(task, "Chưa rõ.", "2025-07-31"));
      }
      if (state == "accepted") {
        EXPECT_DONE(reviewer.Accepts(task, "Tốt."));
      }
    }
    return task;
  }

  // Every command, with all that it asks for.
  const std::map<std::string, std::function<Answered(Person&, const std::string&)>> commands = {
      {"AcknowledgeTask", [](Person& person, const std::string& task) { return person.Acknowledges(task); }},
      {"ReportProgress",
       [](Person& person, const std::string& task) { return person.Reports(task, Claim().Saying("Đang làm.")); }},
      {"SubmitTask",
       [](Person& person, const std::string& task) { return person.Submits(task, Claim().Saying("Đã làm.")); }},
      {"RecallTask", [](Person& person, const std::string& task) { return person.Recalls(task); }},
      {"RecordPaperReport",
       [](Person& person, const std::string& task) {
         return person.RecordsPaper(task, Claim().Saying("Đã làm.").With("signed-scan"), "2025-01-06");
       }},
      {"TakeReview", [](Person& person, const std::string& task) { return person.TakesReview(task); }},
      {"ReleaseReview", [](Person& person, const std::string& task) { return person.ReleasesReview(task); }},
      {"AcceptTask", [](Person& person, const std::string& task) { return person.Accepts(task, "Tốt."); }},
      {"ReturnTask",
       [](Person& person, const std::string& task) { return person.Returns(task, "Chưa rõ.", "2025-07-31"); }},
      {"WithdrawTask", [](Person& person, const std::string& task) { return person.Withdraws(task); }},
      {"SuspendTask", [](Person& person, const std::string& task) { return person.Suspends(task); }},
      {"ResumeTask", [](Person& person, const std::string& task) { return person.Resumes(task); }},
      {"CloseTaskNotMet", [](Person& person, const std::string& task) { return person.ClosesNotMet(task); }},
      {"ReopenTask", [](Person& person, const std::string& task) { return person.Reopens(task, "2025-07-31"); }},
      {"CommentOnTask", [](Person& person, const std::string& task) { return person.Comments(task, "Chào."); }},
  };

  World world;
};

TEST_F(AllowedActions, SayWhatTheCommandsSay) {
  const std::vector<Person*> persons = {&world.Chair(),           &world.ViceChair(),         &world.Member(1),
                                        &world.Member(2),         &world.Member(3),           &world.Member(4),
                                        &world.UnionChair(kUnit), &world.UnionOfficer(kUnit), &world.Inspector(),
                                        &world.ExecutiveMember()};
  for (const std::string state :
       {"issued", "in progress", "submitted", "submitted on paper", "in review", "returned", "accepted", "withdrawn"}) {
    for (Person* person : persons) {
      SCOPED_TRACE(absl::StrCat(state, ", ", person->account()));
      const std::string task = NewTask(state);
      const auto actions = person->AsksWhatIsAllowed(task);
      ASSERT_DONE(actions);
      ASSERT_EQ(actions->actions_size(), static_cast<int>(commands.size()));
      std::vector<std::string> allowed;
      for (const v1::AllowedAction& action : actions->actions()) {
        SCOPED_TRACE(action.method());
        ASSERT_TRUE(commands.contains(action.method()));
        if (action.allowed()) {
          EXPECT_EQ(action.reason(), "");
          allowed.push_back(action.method());
          continue;
        }
        // A refusal changes nothing: one task serves all of them.
        const Answered answered = commands.at(action.method())(*person, task);
        EXPECT_EQ(answered.reason, action.reason()) << answered;
        EXPECT_EQ(answered.message, action.message());
      }
      for (const std::string& method : allowed) {
        SCOPED_TRACE(method);
        EXPECT_DONE(commands.at(method)(*person, NewTask(state)));
      }
    }
  }
}

TEST_F(AllowedActions, SpeakTheLanguageOfWhoAsks) {
  const std::string task = NewTask("submitted");
  Person& chair = world.UnionChair(kUnit);
  const auto message_of = [&](const std::string& method) {
    const auto actions = chair.AsksWhatIsAllowed(task);
    for (const v1::AllowedAction& action : actions->actions()) {
      if (action.method() == method) return action.message();
    }
    return std::string();
  };
  EXPECT_NE(message_of("AcknowledgeTask").find("“đã nộp”"), std::string::npos) << message_of("AcknowledgeTask");
  chair.Reads("en");
  EXPECT_NE(message_of("AcknowledgeTask").find("SUBMITTED"), std::string::npos) << message_of("AcknowledgeTask");
}

TEST_F(AllowedActions, AStrangerLearnsNothing) {
  EXPECT_REFUSED(world.UnionChair("thpt-hung-an").AsksWhatIsAllowed(NewTask("submitted")), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.Administrator().AsksWhatIsAllowed(NewTask("submitted")), POSITION_REQUIRED);
}

}  // namespace
}  // namespace phancong::support
