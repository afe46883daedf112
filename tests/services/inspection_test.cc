// Inspections from the schedule to the last remedy, and who sees what of them.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/services/refused_attempts.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Each test has its world, in which the year 2025 is issued, and an Inspection Committee of a chair and three members.
class Inspections : public testing::Test {
 protected:
  Inspections() {
    world.IssuesTheYear();
    for (int i = 1; i <= 3; ++i) world.Inspector(i);
    world.InspectionChair();
  }

  // By a team of the chair, who heads it, and members 1 and 2.
  void Begins(const std::string& inspection, const std::string& kind, const std::string& unit) {
    const auto scheduled =
        world.InspectionChair().Schedules(kind, unit, "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"});
    ASSERT_DONE(scheduled);
    EXPECT_EQ(scheduled->inspection().name(), world.InspectionName(inspection));
    EXPECT_DONE(world.Inspector(1).Starts(inspection));
  }
  v1::Task Seen(const std::string& what) {
    auto seen = world.Chair().Sees(what);
    EXPECT_DONE(seen);
    return seen->task();
  }
  Outcome<v1::ListInspectionsResponse> Lists(Person& person, const std::string& unit = "") {
    v1::ListInspectionsRequest request;
    request.set_parent(world.FederationName());
    if (!unit.empty()) request.set_unit(world.UnitName(unit));
    return person.Call<v1::ListInspectionsResponse>(request);
  }

  World world;
  const std::string task = "1.3.thpt-viet-vinh";
};

TEST_F(Inspections, AFindingSendsAnAcceptedTaskBackAndItsRemedyIsVerified) {
  Person& head = world.InspectionChair();
  Person& unit = world.UnionChair("thpt-viet-vinh");
  world.GetsAccepted(task);
  world.GoTo("2025-03-03");
  Begins("2025-01", "programme", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(2).Checks("2025-01", task, false));
  const auto found = world.Inspector(1).Contests("2025-01", task, "Hội nghị chưa tổ chức.", "2025-03-31");
  ASSERT_DONE(found);
  EXPECT_EQ(found->finding().name(), world.FindingName("2025-01/1"));
  EXPECT_EQ(found->finding().state(), v1::FINDING_STATE_DRAFT);
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_ACCEPTED) << "until the conclusion";

  world.GoTo("2025-03-10");
  const auto concluded = head.Concludes("2025-01", "03/KL-UBKT");
  ASSERT_DONE(concluded);
  EXPECT_EQ(concluded->inspection().state(), v1::INSPECTION_STATE_CONCLUDED);
  EXPECT_EQ(concluded->inspection().concluded_date().day(), 10);
  EXPECT_EQ(concluded->inspection().findings(0).state(), v1::FINDING_STATE_ISSUED);
  EXPECT_EQ(concluded->inspection().checks(0).task(), world.TaskName(task));
  const v1::Task reopened = Seen(task);
  EXPECT_EQ(reopened.state(), v1::TASK_STATE_IN_PROGRESS);
  EXPECT_EQ(reopened.cycle(), 2);
  EXPECT_EQ(reopened.due_date().month(), 3);
  EXPECT_EQ(reopened.due_date().day(), 31) << "the finding's remedy date";
  EXPECT_FALSE(reopened.has_result()) << "the old result stays in the history";

  EXPECT_DONE(unit.Submits(task, world.CompleteReport(task)));
  EXPECT_DONE(unit.SubmitsRemedy("2025-01/1", "Đã tổ chức hội nghị ngày 20/03."));
  const auto rejected = world.Inspector(2).RejectsRemedy("2025-01/1", "Chưa có biên bản.", "2025-04-15");
  ASSERT_DONE(rejected);
  EXPECT_EQ(rejected->finding().state(), v1::FINDING_STATE_ISSUED);
  EXPECT_EQ(rejected->finding().verification(), "Chưa có biên bản.");
  EXPECT_EQ(rejected->finding().remedy_due_date().month(), 4);
  EXPECT_DONE(unit.SubmitsRemedy("2025-01/1", "Gửi kèm biên bản."));
  const auto verified = world.Inspector(3).VerifiesRemedy("2025-01/1");
  ASSERT_DONE(verified);
  EXPECT_EQ(verified->finding().state(), v1::FINDING_STATE_CLOSED);
  EXPECT_REFUSED(world.Inspector(2).VerifiesRemedy("2025-01/1"), FINDING_STATE);
}

TEST_F(Inspections, AnUnfitTeamIsRefused) {
  Person& chair = world.InspectionChair();
  const auto schedules = [&](const std::string& unit, const std::string& head,
                             const std::vector<std::string>& members) {
    return chair.Schedules("programme", unit, "2025-03-03", head, members);
  };
  EXPECT_REFUSED(schedules("thpt-viet-vinh", "chu-nhiem", {"ubkt-1"}), TEAM_UNFIT) << "three at the least";
  EXPECT_REFUSED(schedules("thpt-viet-vinh", "ubkt-1", {"ubkt-1", "ubkt-2"}), TEAM_UNFIT) << "nobody counts twice";
  world.Member(1);
  EXPECT_REFUSED(schedules("thpt-viet-vinh", "chu-nhiem", {"ubkt-1", "uy-vien-1"}), TEAM_UNFIT)
      << "not of the Inspection Committee";
  EXPECT_DONE(world.Administrator().Gives("ubkt-2", v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_REFUSED(schedules("thpt-viet-vinh", "chu-nhiem", {"ubkt-1", "ubkt-2"}), TEAM_UNFIT)
      << "a position in the unit";
  EXPECT_DONE(schedules("thpt-hung-an", "chu-nhiem", {"ubkt-1", "ubkt-2"}));
  EXPECT_REFUSED(schedules("thpt-hung-an", "khong-co", {"ubkt-1", "ubkt-2"}), NOT_FOUND);
  EXPECT_DONE(world.Administrator().Disables("ubkt-3"));
  EXPECT_REFUSED(schedules("thpt-hung-an", "chu-nhiem", {"ubkt-1", "ubkt-3"}), ACCOUNT_DISABLED);
  EXPECT_REFUSED(world.Inspector(1).Schedules("programme", "thpt-hung-an", "2025-03-03", "chu-nhiem", {}),
                 POSITION_REQUIRED);
}

TEST_F(Inspections, AKindIsOfUnionsOrOfTheFederation) {
  Person& chair = world.InspectionChair();
  EXPECT_REFUSED(chair.Schedules("khong-co", "thpt-hung-an", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 INVALID_FIELD);
  EXPECT_REFUSED(chair.Schedules("finance", "federation", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 INVALID_FIELD);
  EXPECT_REFUSED(chair.Schedules("same-level-finance", "thpt-hung-an", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 INVALID_FIELD);
  EXPECT_DONE(world.Administrator().Gives("chu-nhiem", v1::POSITION_STANDING_COMMITTEE_MEMBER));
  EXPECT_REFUSED(chair.Schedules("same-level-finance", "federation", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 TEAM_UNFIT)
      << "who sits on the Standing Committee does not inspect the federation";
  const auto own = chair.Schedules("same-level-finance", "federation", "2025-03-03", "ubkt-3", {"ubkt-1", "ubkt-2"});
  ASSERT_DONE(own);
  EXPECT_EQ(own->inspection().unit(), world.FederationName());
}

TEST_F(Inspections, IdsCountInTheYear) {
  Person& chair = world.InspectionChair();
  const auto id_on = [&](const std::string& day) {
    const auto scheduled = chair.Schedules("finance", "thpt-hung-an", day, "chu-nhiem", {"ubkt-1", "ubkt-2"});
    EXPECT_DONE(scheduled);
    return scheduled->inspection().name();
  };
  EXPECT_EQ(id_on("2025-03-03"), world.InspectionName("2025-01"));
  EXPECT_EQ(id_on("2026-03-03"), world.InspectionName("2026-01"));
  EXPECT_EQ(id_on("2025-02-03"), world.InspectionName("2025-02"));
}

TEST_F(Inspections, OnlyTheTeamWorksOnItAndOnlyItsHeadConcludes) {
  world.GetsAccepted(task);
  ASSERT_DONE(world.InspectionChair().Schedules("programme", "thpt-viet-vinh", "2025-03-03", "ubkt-1",
                                                {"ubkt-2", "chu-nhiem"}));
  EXPECT_REFUSED(world.Inspector(3).Starts("2025-01"), NOT_ON_TEAM);
  EXPECT_TRUE(IsLastInJournal(world, world.Inspector(3), "StartInspection", v1::ERROR_REASON_NOT_ON_TEAM,
                              world.InspectionName("2025-01")));
  EXPECT_REFUSED(world.Inspector(2).Finds("2025-01", "Thiếu sổ.", "2025-03-31"), INSPECTION_STATE);
  EXPECT_DONE(world.Inspector(2).Starts("2025-01"));
  EXPECT_REFUSED(world.Inspector(2).Starts("2025-01"), INSPECTION_STATE);
  EXPECT_REFUSED(world.Inspector(3).Checks("2025-01", task), NOT_ON_TEAM);
  EXPECT_REFUSED(world.InspectionChair().Concludes("2025-01"), NOT_HEAD_OF_TEAM)
      << "the committee's chair, but no head";
  EXPECT_REFUSED(world.Inspector(1).Concludes("2025-01", ""), DOCUMENT_MISSING);
  EXPECT_REFUSED(world.Chair().Starts("2025-01"), POSITION_REQUIRED);
  EXPECT_DONE(world.Inspector(1).Concludes("2025-01"));
  EXPECT_REFUSED(world.Inspector(1).Concludes("2025-01"), INSPECTION_STATE);
}

TEST_F(Inspections, ChecksAndContestingFindingsAreAboutAcceptedTasksOfTheUnit) {
  world.GetsAccepted("1.3.thpt-hung-an");
  Begins("2025-01", "programme", "thpt-viet-vinh");
  Person& inspector = world.Inspector(1);
  EXPECT_REFUSED(inspector.Checks("2025-01", "1.3.thpt-hung-an"), WRONG_UNIT);
  EXPECT_REFUSED(inspector.Contests("2025-01", "1.3.thpt-hung-an", "Sai.", "2025-03-31"), WRONG_UNIT);
  EXPECT_REFUSED(inspector.Checks("2025-01", task), TASK_NOT_ACCEPTED);
  EXPECT_REFUSED(inspector.Contests("2025-01", task, "Sai.", "2025-03-31"), TASK_NOT_ACCEPTED);
  EXPECT_REFUSED(inspector.Checks("2025-01", "9.9.thpt-viet-vinh"), NOT_FOUND);
  EXPECT_REFUSED(inspector.Finds("2025-01", "Thiếu sổ.", "2025-01-06"), INVALID_FIELD)
      << "the remedy is due after today";
  EXPECT_REFUSED(inspector.Finds("2025-01", "", "2025-03-31"), INVALID_FIELD);
  EXPECT_DONE(inspector.Finds("2025-01", "Thiếu sổ.", "2025-01-07"));
}

TEST_F(Inspections, TheUnitSeesItOnceConcludedAndDraftsAreTheCommitteesAlone) {
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "programme", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_REFUSED(unit.SeesInspection("2025-01"), NOT_FOUND);
  EXPECT_EQ(Lists(unit)->inspections_size(), 0);
  EXPECT_REFUSED(unit.SubmitsRemedy("2025-01/1", "Đã bổ sung."), NOT_FOUND);
  EXPECT_EQ(world.Chair().SeesInspection("2025-01")->inspection().findings_size(), 0);
  EXPECT_EQ(world.Inspector(3).SeesInspection("2025-01")->inspection().findings_size(), 1);
  EXPECT_EQ(Lists(world.Chair())->inspections_size(), 1);
  EXPECT_DONE(world.InspectionChair().Concludes("2025-01"));
  const auto seen = unit.SeesInspection("2025-01");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->inspection().findings_size(), 1);
  EXPECT_EQ(seen->inspection().conclusion_document().number(), "07/KL-UBKT");
  EXPECT_EQ(Lists(unit)->inspections_size(), 1);
  EXPECT_EQ(Lists(unit)->inspections(0).findings_size(), 0) << "a list is without findings";
  EXPECT_REFUSED(world.UnionChair("thpt-hung-an").SeesInspection("2025-01"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(world.UnionChair("thpt-hung-an"))->inspections_size(), 0);
  EXPECT_REFUSED(Lists(world.UnionChair("thpt-hung-an"), "thpt-viet-vinh"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(world.Chair(), "thpt-hung-an")->inspections_size(), 0);
}

TEST_F(Inspections, NobodyVerifiesTheirOwn) {
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "programme", "thpt-viet-vinh");
  v1::RecordFindingRequest grave;
  grave.set_name(world.InspectionName("2025-01"));
  grave.set_text("Chi sai quy định.");
  grave.set_grave(true);
  *grave.mutable_remedy_due_date() = DateOf("2025-03-31");
  EXPECT_DONE(world.Inspector(1).Call<v1::RecordFindingResponse>(grave));
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_DONE(world.InspectionChair().Concludes("2025-01"));
  EXPECT_DONE(unit.SubmitsRemedy("2025-01/1", "Đã nộp lại."));
  EXPECT_DONE(unit.SubmitsRemedy("2025-01/2", "Đã bổ sung."));
  EXPECT_REFUSED(world.Inspector(1).VerifiesRemedy("2025-01/1"), SAME_PERSON) << "found it, and it is grave";
  EXPECT_TRUE(IsLastInJournal(world, world.Inspector(1), "VerifyRemedy", v1::ERROR_REASON_SAME_PERSON,
                              world.FindingName("2025-01/1")));
  EXPECT_DONE(world.Inspector(1).VerifiesRemedy("2025-01/2"));
  // A member of the committee comes to hold a position in the unit; another chaired it, and remedied.
  EXPECT_DONE(world.Administrator().Gives("ubkt-2", v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_REFUSED(world.Inspector(2).VerifiesRemedy("2025-01/1"), POSITION_IN_ASSIGNEE);
  EXPECT_DONE(world.Administrator().Gives(unit.account(), v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  EXPECT_REFUSED(unit.VerifiesRemedy("2025-01/1"), SAME_PERSON);
  EXPECT_REFUSED(world.Chair().VerifiesRemedy("2025-01/1"), POSITION_REQUIRED);
  EXPECT_DONE(world.Inspector(3).VerifiesRemedy("2025-01/1"));
}

TEST_F(Inspections, AFindingOnTheFederationIsRemediedByItsStandingCommittee) {
  Begins("2025-01", "same-level-finance", "federation");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Chậm quyết toán.", "2025-03-31"));
  EXPECT_DONE(world.InspectionChair().Concludes("2025-01"));
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").SubmitsRemedy("2025-01/1", "Xong."), NOT_YOUR_UNION);
  EXPECT_DONE(world.ViceChair().SubmitsRemedy("2025-01/1", "Đã gửi quyết toán."));
  EXPECT_DONE(world.Inspector(2).VerifiesRemedy("2025-01/1"));
}

TEST_F(Inspections, TwoFindingsOnOneTaskReopenItOnceAndAPastRemedyDateBecomesTheDayOfTheConclusion) {
  world.GetsAccepted(task);
  Begins("2025-01", "programme", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Contests("2025-01", task, "Thiếu biên bản.", "2025-01-10"));
  EXPECT_DONE(world.Inspector(2).Contests("2025-01", task, "Thiếu chữ ký.", "2025-01-20"));
  world.GoTo("2025-01-15");
  EXPECT_DONE(world.InspectionChair().Concludes("2025-01"));
  const v1::Task reopened = Seen(task);
  EXPECT_EQ(reopened.cycle(), 2);
  EXPECT_EQ(reopened.due_date().day(), 15);
}

TEST_F(Inspections, ATaskThatAnotherInspectionReopenedStaysAsItIs) {
  world.GetsAccepted(task);
  Begins("2025-01", "programme", "thpt-viet-vinh");
  Begins("2025-02", "finance", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Contests("2025-01", task, "Thiếu biên bản.", "2025-03-10"));
  EXPECT_DONE(world.Inspector(1).Contests("2025-02", task, "Thiếu chữ ký.", "2025-03-20"));
  EXPECT_DONE(world.InspectionChair().Concludes("2025-01"));
  EXPECT_DONE(world.InspectionChair().Concludes("2025-02"));
  EXPECT_EQ(Seen(task).cycle(), 2);
  EXPECT_EQ(Seen(task).due_date().day(), 10);
}

}  // namespace
}  // namespace phancong::support
