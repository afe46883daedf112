// What unions do with their tasks, and what everybody reads of them.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/services/refused_attempts.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Each test has its world, in which the year 2025 is issued. Item 1.3 is due on 31 October.
class Tasks : public testing::Test {
 protected:
  Tasks() { world.IssuesTheYear(); }

  v1::Task Seen(const std::string& task) {
    auto seen = world.Chair().Sees(task);
    EXPECT_DONE(seen);
    return seen->task();
  }

  World world;
  const std::string task = "1.3.thpt-viet-vinh";
};

TEST_F(Tasks, AUnionAcknowledgesReportsSubmitsTakesBackAndSubmits) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_ISSUED);
  EXPECT_DONE(officer.Acknowledges(task));
  EXPECT_REFUSED(officer.Acknowledges(task), TASK_STATE);
  const auto reported = officer.Reports(task, Claim().Yes("held").Saying("Hội nghị ngày 10/01."));
  ASSERT_DONE(reported);
  EXPECT_EQ(reported->task().state(), v1::TASK_STATE_IN_PROGRESS);
  EXPECT_EQ(reported->task().claim().narrative(), "Hội nghị ngày 10/01.");
  EXPECT_REFUSED(chair.Submits(task), EVIDENCE_MISSING) << "item 1.3 asks for the minutes";
  const v1::Report complete = world.CompleteReport(task);
  EXPECT_DONE(officer.Reports(task, complete));
  EXPECT_REFUSED(officer.Submits(task), NOT_CHAIR_OF_ASSIGNEE);
  EXPECT_TRUE(
      IsLastInJournal(world, officer, "SubmitTask", v1::ERROR_REASON_NOT_CHAIR_OF_ASSIGNEE, world.TaskName(task)));
  const auto submitted = chair.Submits(task);
  ASSERT_DONE(submitted);
  EXPECT_EQ(submitted->task().state(), v1::TASK_STATE_SUBMITTED);
  EXPECT_EQ(submitted->task().timing(), v1::TIMING_AWAITING_REVIEW);
  EXPECT_EQ(submitted->task().claim().figures(0).numerator(), 1) << "without a report, the one that was kept";
  EXPECT_TRUE(submitted->task().has_submit_time());
  const auto recalled = officer.Recalls(task);
  ASSERT_DONE(recalled);
  EXPECT_EQ(recalled->task().state(), v1::TASK_STATE_IN_PROGRESS);
  EXPECT_FALSE(recalled->task().has_submit_time());
  EXPECT_DONE(chair.Submits(task));
}

TEST_F(Tasks, AnotherUnionsTaskIsRefusedWithItsReasonAndInTheJournal) {
  Person& stranger = world.UnionChair("thpt-hung-an");
  EXPECT_REFUSED(stranger.Submits(task, world.CompleteReport(task)), NOT_YOUR_UNION);
  EXPECT_TRUE(IsLastInJournal(world, stranger, "SubmitTask", v1::ERROR_REASON_NOT_YOUR_UNION, world.TaskName(task)));
  EXPECT_REFUSED(stranger.Acknowledges(task), NOT_YOUR_UNION);
  EXPECT_REFUSED(stranger.Sees(task), NOT_YOUR_UNION);
  EXPECT_REFUSED(stranger.Comments(task, "Chào."), NOT_YOUR_UNION);
  EXPECT_REFUSED(stranger.Sees("1.3.khong-co"), NOT_YOUR_UNION) << "of a union that does not exist nothing is learnt";
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_ISSUED);
}

TEST_F(Tasks, NobodyWithoutAPositionInTheUnionReportsForIt) {
  for (Person* person : {&world.Chair(), &world.Inspector(), &world.ExecutiveMember(), &world.Administrator()}) {
    const auto outcome = person->Reports(task, Claim().Yes("held"));
    EXPECT_FALSE(outcome.ok()) << person->account();
    EXPECT_EQ(outcome.code, grpc::StatusCode::PERMISSION_DENIED) << person->account();
  }
}

TEST_F(Tasks, WhatIsMissingIsNamed) {
  Person& chair = world.UnionChair("che-suoi-xanh");
  const auto missing = chair.Submits("1.4.che-suoi-xanh", Claim().Yes("conference").With("minutes"));
  EXPECT_REFUSED(missing, FIGURES_MISSING);
  EXPECT_NE(missing.message.find("dialogue"), std::string::npos) << missing.message;
  EXPECT_REFUSED(chair.Submits("2.2.che-suoi-xanh", Claim().Ratio("informed", 172, 171)), NUMERATOR_EXCEEDS);
  EXPECT_DONE(chair.Submits("2.2.che-suoi-xanh", Claim().Ratio("informed", 171, 171)));
}

TEST_F(Tasks, WhatIsWrongInAReportIsSaidAllAtOnceAndNotInTheJournal) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  const auto before = world.Chair().ReadsJournal();
  const auto wrong = chair.Reports("2.1.thpt-viet-vinh", Claim().Counts("informd", 3).Ratio("informed", -1, 70));
  EXPECT_REFUSED(wrong, INVALID_FIELD);
  EXPECT_EQ(wrong.fields, (std::vector<std::string>{"report.figures[0].figure", "report.figures[1].numerator"}));
  EXPECT_EQ(world.Chair().ReadsJournal()->entries_size(), before->entries_size());
}

// thpt-viet-vinh has 70 workers in the sample directory; item 2.1 names them as its denominator.
TEST_F(Tasks, ADenominatorLeftOutIsTheDirectorys) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  const auto reported = chair.Reports("2.1.thpt-viet-vinh", Claim().Counts("informed", 66));
  ASSERT_DONE(reported);
  EXPECT_EQ(reported->task().claim().figures(0).denominator(), 70);
  const auto submitted = chair.Submits("2.1.thpt-viet-vinh", Claim().Ratio("informed", 60, 65));
  ASSERT_DONE(submitted);
  EXPECT_EQ(submitted->task().claim().figures(0).denominator(), 65) << "what is given is not touched";
}

TEST_F(Tasks, AStaleEtagChangesNothing) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  v1::AcknowledgeTaskRequest request;
  request.set_name(world.TaskName(task));
  request.set_etag(Seen(task).etag());
  EXPECT_DONE(chair.Comments(task, "Đã nhận."));
  EXPECT_REFUSED(chair.Call<v1::AcknowledgeTaskResponse>(request), STALE);
  request.set_etag(Seen(task).etag());
  EXPECT_DONE(chair.Call<v1::AcknowledgeTaskResponse>(request));
}

TEST_F(Tasks, TheSameRequestIsDoneOnce) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  v1::AcknowledgeTaskRequest request;
  request.set_name(world.TaskName(task));
  request.set_request_id("mot-lan");
  const auto first = chair.Call<v1::AcknowledgeTaskResponse>(request);
  const auto second = chair.Call<v1::AcknowledgeTaskResponse>(request);
  ASSERT_DONE(first);
  ASSERT_DONE(second);
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
}

TEST_F(Tasks, TimingFollowsTheDayAndTheProgrammesFirstReminder) {
  const auto timing_on = [&](const std::string& day) {
    world.GoTo(day);
    return Seen(task);
  };
  EXPECT_EQ(timing_on("2025-09-30").timing(), v1::TIMING_NOT_DUE);
  EXPECT_EQ(timing_on("2025-10-01").timing(), v1::TIMING_DUE_SOON) << "30 days before";
  EXPECT_EQ(timing_on("2025-10-31").timing(), v1::TIMING_DUE_SOON) << "met until 24:00 of the day";
  const v1::Task overdue = timing_on("2025-11-05");
  EXPECT_EQ(overdue.timing(), v1::TIMING_OVERDUE);
  EXPECT_EQ(overdue.days_late(), 5);
}

TEST_F(Tasks, ATaskOfTheFederationsOwnIsWorkedOnByItsMemberInChargeAndReviewedByAnother) {
  const std::string own = "6.2.federation";
  Person& chair = world.Chair();
  Person& member = world.Member(1);
  EXPECT_REFUSED(member.Acknowledges(own), NOT_YOUR_UNION);
  EXPECT_DONE(chair.Acknowledges(own)) << "where nobody is in charge, the chair";
  EXPECT_DONE(chair.PutsInChargeOfField(member.account(), "finance"));
  EXPECT_REFUSED(chair.Submits(own, world.CompleteReport(own)), NOT_YOUR_UNION);
  const auto submitted = member.Submits(own, world.CompleteReport(own));
  ASSERT_DONE(submitted);
  EXPECT_EQ(submitted->task().assignee(), world.FederationName());
  EXPECT_EQ(submitted->task().members_in_charge(0), member.name());
  EXPECT_REFUSED(member.TakesReview(own), AUTHOR_OF_REPORT);
  EXPECT_REFUSED(member.Accepts(own), AUTHOR_OF_REPORT);
  EXPECT_DONE(world.Member(2).TakesReview(own));
  EXPECT_DONE(world.Member(2).Accepts(own));
}

TEST_F(Tasks, CommentsStayInOrderAndReachEveryReaderOfTheTask) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  EXPECT_DONE(chair.Comments(task, "Xin hỏi: biên bản có cần đóng dấu không?"));
  EXPECT_DONE(world.Chair().Comments(task, "Có."));
  EXPECT_DONE(chair.Comments(task, "Cảm ơn."));
  EXPECT_REFUSED(chair.Comments(task, " \n "), INVALID_FIELD);
  EXPECT_REFUSED(world.Administrator().Comments(task, "Chào."), POSITION_REQUIRED);
  v1::ListCommentsRequest request;
  request.set_name(world.TaskName(task));
  request.set_page_size(2);
  const auto first = world.Inspector().Call<v1::ListCommentsResponse>(request);
  ASSERT_DONE(first);
  ASSERT_EQ(first->comments_size(), 2);
  EXPECT_EQ(first->comments(0).account(), chair.name());
  EXPECT_EQ(first->comments(1).text(), "Có.");
  EXPECT_EQ(first->comments(1).display_name(), "Nguyễn Thị Chủ");
  request.set_page_token(first->next_page_token());
  const auto second = world.Inspector().Call<v1::ListCommentsResponse>(request);
  ASSERT_DONE(second);
  ASSERT_EQ(second->comments_size(), 1);
  EXPECT_EQ(second->comments(0).text(), "Cảm ơn.");
  EXPECT_EQ(second->next_page_token(), "");
}

// No message is over 1 MiB, whatever people write, and nothing is left out between the pages.
TEST_F(Tasks, LongCommentsMakeShortPages) {
  constexpr int kComments = 60;
  std::string longest;
  for (int i = 0; i < 9'990; ++i) longest += "ộ";
  Person& chair = world.UnionChair("thpt-viet-vinh");
  for (int i = 0; i < kComments; ++i) ASSERT_DONE(chair.Comments(task, std::to_string(i) + " " + longest));
  ASSERT_GT(kComments * longest.size(), 1 << 20) << "or else it shows nothing";
  v1::ListCommentsRequest request;
  request.set_name(world.TaskName(task));
  request.set_page_size(1000);
  int shown = 0;
  int pages = 0;
  do {
    const auto page = world.Inspector().Call<v1::ListCommentsResponse>(request);
    ASSERT_DONE(page);
    EXPECT_LT(page->ByteSizeLong(), 1 << 20);
    for (const v1::Comment& comment : page->comments()) {
      EXPECT_EQ(comment.text(), std::to_string(shown++) + " " + longest);
    }
    ++pages;
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(shown, kComments);
  EXPECT_GT(pages, 1);
}

TEST_F(Tasks, HistoryNamesEveryEntryThatChangedTheTaskOldestFirst) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  EXPECT_DONE(chair.Acknowledges(task));
  EXPECT_DONE(chair.Acknowledges("3.1.thpt-viet-vinh"));
  EXPECT_DONE(chair.Comments(task, "Đã nhận."));
  EXPECT_DONE(chair.Submits(task, world.CompleteReport(task)));
  v1::ListTaskHistoryRequest request;
  request.set_name(world.TaskName(task));
  const auto history = chair.Call<v1::ListTaskHistoryResponse>(request);
  ASSERT_DONE(history);
  std::vector<std::string> commands;
  for (const v1::Entry& entry : history->entries()) commands.push_back(entry.command());
  EXPECT_EQ(commands, (std::vector<std::string>{"IssueRound", "AcknowledgeTask", "CommentOnTask", "SubmitTask"}));
  request.set_page_size(3);
  const auto page = chair.Call<v1::ListTaskHistoryResponse>(request);
  ASSERT_DONE(page);
  EXPECT_EQ(page->entries_size(), 3);
  request.set_page_token(page->next_page_token());
  const auto rest = chair.Call<v1::ListTaskHistoryResponse>(request);
  ASSERT_DONE(rest);
  ASSERT_EQ(rest->entries_size(), 1);
  EXPECT_EQ(rest->entries(0).command(), "SubmitTask");
}

TEST_F(Tasks, WhatDoesNotExistIsNotFound) {
  EXPECT_REFUSED(world.Chair().Sees("9.9.thpt-viet-vinh"), NOT_FOUND);
  EXPECT_REFUSED(world.Chair().Sees("1.3.che-suoi-xanh"), NOT_FOUND) << "an enterprise is not in the scope of 1.3";
  EXPECT_REFUSED(world.Chair().Sees("2031/1.3.thpt-viet-vinh"), NOT_FOUND);
  EXPECT_REFUSED(world.Chair().Sees("federations/bac-quang/rounds/2025/tasks/1"), INVALID_FIELD);
}

}  // namespace
}  // namespace phancong::support
