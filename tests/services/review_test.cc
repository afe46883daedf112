// Review by the Standing Committee: who may, what is accepted, what goes back, what came on paper.
#include <string>

#include "gtest/gtest.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "tests/services/refused_attempts.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Each test has its world, in which the year 2025 is issued. Item 1.3 is due on 31 October.
class Review : public testing::Test {
 protected:
  Review() { world.IssuesTheYear(); }

  void UnionSubmits(const std::string& what) {
    EXPECT_DONE(world.UnionChair(what.substr(what.rfind('.') + 1)).Submits(what, world.CompleteReport(what)));
  }
  v1::Task Seen(const std::string& what) {
    auto seen = world.Chair().Sees(what);
    EXPECT_DONE(seen);
    return seen->task();
  }

  World world;
  const std::string task = "1.3.thpt-viet-vinh";
};

TEST_F(Review, AMemberInChargeAcceptsAtOnceOthersTakeTheReviewFirst) {
  Person& in_charge = world.Member(1);
  Person& other = world.Member(2);
  EXPECT_DONE(world.Chair().PutsInChargeOfUnion(in_charge.account(), "thpt-viet-vinh"));
  UnionSubmits(task);
  EXPECT_REFUSED(other.Accepts(task), NOT_REVIEWER);
  EXPECT_REFUSED(world.Chair().Accepts(task), NOT_REVIEWER);
  const auto accepted = in_charge.Accepts(task);
  ASSERT_DONE(accepted);
  EXPECT_EQ(accepted->task().state(), v1::TASK_STATE_ACCEPTED);
  EXPECT_EQ(accepted->task().timing(), v1::TIMING_DONE_ON_TIME);
  EXPECT_EQ(accepted->task().reviewer(), in_charge.name());
  EXPECT_EQ(accepted->task().result().figures(0).numerator(), 1);

  UnionSubmits("1.3.thpt-hung-an");
  EXPECT_DONE(other.TakesReview("1.3.thpt-hung-an"));
  EXPECT_DONE(other.Accepts("1.3.thpt-hung-an"));
}

TEST_F(Review, WhoLeavesTheStandingCommitteeIsInChargeNoMore) {
  Person& member = world.Newcomer("uy-vien-cu");
  const auto given = world.Administrator().Gives(member.account(), v1::POSITION_STANDING_COMMITTEE_MEMBER);
  ASSERT_DONE(given);
  EXPECT_DONE(world.Chair().PutsInChargeOfUnion(member.account(), "thpt-viet-vinh"));
  EXPECT_EQ(Seen(task).members_in_charge(0), member.name());
  EXPECT_DONE(world.Administrator().EndsPosition(given->account().positions(0).name(), "2025-01-07"));
  world.GoTo("2025-01-07");
  EXPECT_EQ(Seen(task).members_in_charge_size(), 1) << "the last day counts";
  world.GoTo("2025-01-08");
  EXPECT_EQ(Seen(task).members_in_charge_size(), 0);
  UnionSubmits(task);
  EXPECT_REFUSED(member.Accepts(task), POSITION_REQUIRED);
}

TEST_F(Review, AReviewThatWasTakenIsTheReviewersAlone) {
  EXPECT_DONE(world.Chair().PutsInChargeOfUnion(world.Member(1).account(), "thpt-viet-vinh"));
  UnionSubmits(task);
  EXPECT_DONE(world.Member(2).TakesReview(task));
  EXPECT_REFUSED(world.Member(1).Accepts(task), NOT_REVIEWER) << "not even who is in charge";
  EXPECT_REFUSED(world.Member(1).TakesReview(task), TASK_STATE);
  EXPECT_REFUSED(world.Member(1).ReleasesReview(task), NOT_REVIEWER);
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").Recalls(task), TASK_STATE);
  EXPECT_DONE(world.ViceChair().ReleasesReview(task));
  EXPECT_EQ(Seen(task).reviewer(), "");
  EXPECT_DONE(world.Member(1).Accepts(task));
}

TEST_F(Review, AReviewerWithAPositionInTheUnionIsRefusedAndInTheJournal) {
  Person& member = world.Member(1);
  EXPECT_DONE(world.Administrator().Gives(member.account(), v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_DONE(world.Chair().PutsInChargeOfUnion(member.account(), "thpt-viet-vinh"));
  UnionSubmits(task);
  EXPECT_REFUSED(member.TakesReview(task), POSITION_IN_ASSIGNEE);
  EXPECT_TRUE(
      IsLastInJournal(world, member, "TakeReview", v1::ERROR_REASON_POSITION_IN_ASSIGNEE, world.TaskName(task)));
  EXPECT_REFUSED(member.Accepts(task), POSITION_IN_ASSIGNEE);
  EXPECT_TRUE(
      IsLastInJournal(world, member, "AcceptTask", v1::ERROR_REASON_POSITION_IN_ASSIGNEE, world.TaskName(task)));
  EXPECT_REFUSED(member.Returns(task, "thiếu", "2025-11-30"), POSITION_IN_ASSIGNEE);
  EXPECT_REFUSED(world.Chair().TakesReview(task, member.account()), POSITION_IN_ASSIGNEE);
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_SUBMITTED);
}

TEST_F(Review, AnInspectorWhoTriesToAcceptIsRefusedAndInTheJournal) {
  UnionSubmits(task);
  for (Person* person : {&world.Inspector(), &world.InspectionChair(), &world.Administrator(), &world.ExecutiveMember(),
                         &world.UnionChair("thpt-viet-vinh")}) {
    EXPECT_REFUSED(person->Accepts(task), POSITION_REQUIRED) << person->account();
    EXPECT_TRUE(
        IsLastInJournal(world, *person, "AcceptTask", v1::ERROR_REASON_POSITION_REQUIRED, world.TaskName(task)));
  }
  EXPECT_REFUSED(world.Inspector().Returns(task, "sai", "2025-11-30"), POSITION_REQUIRED);
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_SUBMITTED);
}

TEST_F(Review, TheChairAloneNamesAnotherReviewerOfTheStandingCommittee) {
  UnionSubmits(task);
  EXPECT_REFUSED(world.ViceChair().TakesReview(task, world.Member(1).account()), POSITION_REQUIRED);
  const auto unfit = world.Chair().TakesReview(task, world.Inspector().account());
  EXPECT_REFUSED(unfit, INVALID_FIELD);
  EXPECT_EQ(unfit.fields, (std::vector<std::string>{"reviewer"}));
  EXPECT_REFUSED(world.Chair().TakesReview(task, "khong-co"), NOT_FOUND);
  EXPECT_DONE(world.Administrator().Disables(world.Member(2).account()));
  EXPECT_REFUSED(world.Chair().TakesReview(task, "uy-vien-2"), ACCOUNT_DISABLED);
  EXPECT_DONE(world.Chair().TakesReview(task, world.Member(1).account()));
  EXPECT_EQ(Seen(task).reviewer(), world.Member(1).name());
  EXPECT_REFUSED(world.Chair().Accepts(task), NOT_REVIEWER);
  EXPECT_DONE(world.Member(1).Accepts(task));
}

TEST_F(Review, AnotherValueNeedsAReasonAndStandsBesideTheClaim) {
  const std::string ratio = "2.2.che-suoi-xanh";
  EXPECT_DONE(
      world.UnionChair("che-suoi-xanh").Submits(ratio, Claim().Ratio("informed", 171, 171).Saying("Cả đơn vị.")));
  EXPECT_DONE(world.Chair().TakesReview(ratio));
  EXPECT_REFUSED(world.Chair().AcceptsInstead(ratio, Claim().Ratio("informed", 150, 171), ""), REASON_REQUIRED);
  EXPECT_REFUSED(world.Chair().AcceptsInstead(ratio, Claim().Ratio("informed", 172, 171), "nhầm"), NUMERATOR_EXCEEDS);
  const auto wrong = world.Chair().AcceptsInstead(ratio, Claim().Ratio("inform", 150, 171), "nhầm");
  EXPECT_REFUSED(wrong, INVALID_FIELD);
  EXPECT_EQ(wrong.fields, (std::vector<std::string>{"result.figures[0].figure"}));
  const auto accepted =
      world.Chair().AcceptsInstead(ratio, Claim().Ratio("informed", 150, 171), "21 người vắng, theo danh sách.");
  ASSERT_DONE(accepted);
  EXPECT_EQ(accepted->task().claim().figures(0).numerator(), 171);
  EXPECT_EQ(accepted->task().result().figures(0).numerator(), 150);
  EXPECT_EQ(accepted->task().result().narrative(), "Cả đơn vị.");
  EXPECT_EQ(accepted->task().reason(), "21 người vắng, theo danh sách.");
}

TEST_F(Review, TheSameValuesNeedNoReason) {
  UnionSubmits(task);
  EXPECT_DONE(world.Chair().TakesReview(task));
  EXPECT_DONE(world.Chair().AcceptsInstead(task, world.CompleteReport(task), ""));
}

TEST_F(Review, ADutyIsAcceptedWithAJudgement) {
  const std::string duty = "3.1.8.thpt-viet-vinh";
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Submits(duty, Claim().Saying("Đã thăm 12 gia đình.")));
  EXPECT_DONE(world.Chair().TakesReview(duty));
  EXPECT_REFUSED(world.Chair().Accepts(duty), REASON_REQUIRED);
  const auto accepted = world.Chair().Accepts(duty, "Làm tốt, đúng đối tượng.");
  ASSERT_DONE(accepted);
  EXPECT_EQ(accepted->task().reason(), "Làm tốt, đúng đối tượng.");
}

TEST_F(Review, WhatGoesBackHasAReasonAndANewDateAndASlowReviewerMakesNobodyLate) {
  world.GoTo("2025-10-31");
  UnionSubmits(task);
  world.GoTo("2025-11-20");
  EXPECT_DONE(world.Chair().TakesReview(task));
  EXPECT_REFUSED(world.Chair().Returns(task, "", "2025-11-30"), REASON_REQUIRED);
  EXPECT_REFUSED(world.Chair().Returns(task, "Thiếu biên bản.", ""), INVALID_FIELD);
  EXPECT_REFUSED(world.Chair().Returns(task, "Thiếu biên bản.", "2025-11-19"), DUE_DATE_PAST);
  const auto returned = world.Chair().Returns(task, "Thiếu biên bản.", "2025-11-30");
  ASSERT_DONE(returned);
  EXPECT_EQ(returned->task().state(), v1::TASK_STATE_RETURNED);
  EXPECT_EQ(returned->task().due_date().day(), 30);
  EXPECT_EQ(returned->task().base_due_date().day(), 31) << "as issued";
  EXPECT_EQ(returned->task().reason(), "Thiếu biên bản.");
  world.GoTo("2025-11-30");
  UnionSubmits(task);
  world.GoTo("2025-12-20");
  EXPECT_DONE(world.Chair().TakesReview(task));
  EXPECT_DONE(world.Chair().Accepts(task));
  EXPECT_EQ(Seen(task).timing(), v1::TIMING_DONE_ON_TIME);
}

TEST_F(Review, LateIsJudgedByTheSubmissionThatWasNotRecalled) {
  world.GoTo("2025-10-30");
  UnionSubmits(task);
  EXPECT_DONE(world.UnionChair("thpt-viet-vinh").Recalls(task));
  world.GoTo("2025-11-03");
  UnionSubmits(task);
  EXPECT_DONE(world.Chair().TakesReview(task));
  const auto accepted = world.Chair().Accepts(task);
  ASSERT_DONE(accepted);
  EXPECT_EQ(accepted->task().timing(), v1::TIMING_DONE_LATE);
  EXPECT_EQ(accepted->task().days_late(), 3);
}

TEST_F(Review, APaperReportIsOnTimeByTheDayItCameAndReviewedByAnother) {
  world.GoTo("2025-11-05");
  Person& member = world.Member(1);
  const v1::Report report = world.CompleteReport(task);
  EXPECT_REFUSED(member.RecordsPaper(task, report, "2025-11-06"), INVALID_FIELD);
  EXPECT_REFUSED(member.RecordsPaper(task, report, "2025-01-05"), INVALID_FIELD) << "before the round was issued";
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").RecordsPaper(task, report, "2025-10-30"), POSITION_REQUIRED);
  const auto recorded = member.RecordsPaper(task, report, "2025-10-30");
  ASSERT_DONE(recorded);
  EXPECT_TRUE(recorded->task().on_paper());
  EXPECT_EQ(recorded->task().state(), v1::TASK_STATE_SUBMITTED);
  EXPECT_REFUSED(member.TakesReview(task), AUTHOR_OF_REPORT);
  EXPECT_TRUE(IsLastInJournal(world, member, "TakeReview", v1::ERROR_REASON_AUTHOR_OF_REPORT, world.TaskName(task)));
  EXPECT_DONE(world.Member(2).TakesReview(task));
  EXPECT_DONE(world.Member(2).Accepts(task));
  EXPECT_EQ(Seen(task).timing(), v1::TIMING_DONE_ON_TIME);
}

TEST_F(Review, APaperReportHasItsScan) {
  const std::string ratio = "2.1.thpt-viet-vinh";  // asks for no evidence itself
  EXPECT_REFUSED(world.Member(1).RecordsPaper(ratio, Claim().Ratio("informed", 70, 70), "2025-01-06"),
                 EVIDENCE_MISSING);
  EXPECT_DONE(world.Member(1).RecordsPaper(ratio, Claim().Ratio("informed", 70, 70).With("signed-scan"), "2025-01-06"));
}

TEST_F(Review, WithdrawingIsADecisionWithAReason) {
  EXPECT_REFUSED(world.Member(1).Withdraws(task), POSITION_REQUIRED) << "the chair or a vice-chair";
  EXPECT_REFUSED(world.ViceChair().Withdraws(task, ""), REASON_REQUIRED);
  EXPECT_REFUSED(world.ViceChair().Withdraws(task, "Đơn vị giải thể.", ""), DECISION_REQUIRED);
  const auto withdrawn = world.ViceChair().Withdraws(task, "Đơn vị giải thể.", "12/QĐ-LĐLĐ");
  ASSERT_DONE(withdrawn);
  EXPECT_EQ(withdrawn->task().state(), v1::TASK_STATE_WITHDRAWN);
  EXPECT_EQ(withdrawn->task().decision_number(), "12/QĐ-LĐLĐ");
  EXPECT_EQ(withdrawn->task().timing(), v1::TIMING_NO_DEADLINE);
  EXPECT_REFUSED(world.ViceChair().Withdraws(task), TASK_STATE);
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").Submits(task, world.CompleteReport(task)), TASK_STATE);
}

}  // namespace
}  // namespace phancong::support
