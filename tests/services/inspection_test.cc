// Inspections from the schedule to the last remedy, and who sees what of them.
#include <string>
#include <vector>

#include "gmock/gmock.h"
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
    EXPECT_DONE(world.Inspector(1).Notifies(inspection));
    EXPECT_DONE(world.Inspector(1).Starts(inspection));
  }
  // The same, without notice, or of another period.
  v1::ScheduleInspectionRequest Plan(const std::string& kind, const std::string& unit,
                                     const std::vector<std::string>& team = {"chu-nhiem", "ubkt-1", "ubkt-2"}) {
    v1::ScheduleInspectionRequest request;
    request.set_parent(world.FederationName());
    request.set_kind(kind);
    request.set_unit(world.UnitName(unit));
    *request.mutable_scheduled_date() = DateOf("2025-03-03");
    request.set_head(world.AccountName(team.front()));
    for (size_t i = 1; i < team.size(); ++i) request.add_members(world.AccountName(team[i]));
    return request;
  }
  Outcome<v1::ScheduleInspectionResponse> Schedules(const v1::ScheduleInspectionRequest& request) {
    return world.InspectionChair().Call<v1::ScheduleInspectionResponse>(request);
  }
  v1::Inspection Shown(Person& person, const std::string& inspection) {
    auto seen = person.SeesInspection(inspection);
    EXPECT_DONE(seen);
    return seen->inspection();
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
  world.GetsConcluded("2025-01", "03/KL-UBKT");
  const v1::Inspection concluded = Shown(head, "2025-01");
  EXPECT_EQ(concluded.state(), v1::INSPECTION_STATE_CONCLUDED);
  EXPECT_EQ(concluded.concluded_date().day(), 10);
  EXPECT_EQ(concluded.findings(0).state(), v1::FINDING_STATE_ISSUED);
  EXPECT_EQ(concluded.checks(0).task(), world.TaskName(task));
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
  EXPECT_DONE(schedules("thpt-hung-an", "chu-nhiem", {"ubkt-1", "ubkt-2"}));
  EXPECT_REFUSED(schedules("thpt-hung-an", "khong-co", {"ubkt-1", "ubkt-2"}), NOT_FOUND);
  EXPECT_REFUSED(schedules("thpt-hung-an", "", {"ubkt-1", "ubkt-2"}), INVALID_FIELD) << "a team has a head";
  EXPECT_DONE(world.Administrator().Disables("ubkt-3"));
  EXPECT_REFUSED(schedules("thpt-hung-an", "chu-nhiem", {"ubkt-1", "ubkt-3"}), ACCOUNT_DISABLED);
  EXPECT_REFUSED(world.Inspector(1).Schedules("programme", "thpt-hung-an", "2025-03-03", "chu-nhiem", {}),
                 POSITION_REQUIRED);
}

// Nobody of the unit, nobody who reviewed it, nobody who helped it: each named with the fact.
TEST_F(Inspections, AUnitIsInspectedByNobodyOfItItsReviewersOrItsHelpers) {
  const auto why = [&](const std::string& unit, const std::string& member) {
    const auto refused = Schedules(Plan("finance", unit, {"chu-nhiem", "ubkt-1", member}));
    EXPECT_REFUSED(refused, TEAM_UNFIT);
    return refused.message;
  };
  // Of it: still, or in the period inspected.
  EXPECT_DONE(world.Administrator().Gives("ubkt-2", v1::POSITION_UNION_OFFICER, "thpt-viet-vinh", "2024-09-01"));
  EXPECT_THAT(why("thpt-viet-vinh", "ubkt-2"),
              testing::HasSubstr("ubkt-2 giữ chức vụ trong đơn vị được kiểm tra từ 01/09/2024"));
  EXPECT_DONE(
      world.Administrator().Gives("ubkt-3", v1::POSITION_UNION_OFFICER, "thpt-viet-vinh", "2024-09-01", "2025-01-05"));
  why("thpt-viet-vinh", "ubkt-3");
  auto earlier = Plan("finance", "thpt-viet-vinh", {"chu-nhiem", "ubkt-1", "ubkt-3"});
  *earlier.mutable_period_begin_date() = DateOf("2023-01-01");
  *earlier.mutable_period_end_date() = DateOf("2023-12-31");
  EXPECT_DONE(Schedules(earlier)) << "who was of it later may inspect what was before";
  *earlier.mutable_head() = world.AccountName("ubkt-2");
  EXPECT_REFUSED(Schedules(earlier), TEAM_UNFIT) << "but not who is of it today";

  // Its reviewers: in charge of it, or with a report of it in their hands.
  Person& both = world.Newcomer("hai-vai");
  EXPECT_DONE(world.Administrator().Gives("hai-vai", v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  EXPECT_DONE(world.Administrator().Gives("hai-vai", v1::POSITION_STANDING_COMMITTEE_MEMBER));
  EXPECT_DONE(Schedules(Plan("finance", "thpt-hung-an", {"chu-nhiem", "ubkt-1", "hai-vai"})));
  EXPECT_DONE(world.Chair().PutsInChargeOfUnion("hai-vai", "thpt-hung-an"));
  EXPECT_THAT(why("thpt-hung-an", "hai-vai"), testing::HasSubstr("hai-vai phụ trách đơn vị được kiểm tra"));
  EXPECT_DONE(world.UnionChair("xa-huu-san").Submits("1.3.xa-huu-san", world.CompleteReport("1.3.xa-huu-san")));
  EXPECT_DONE(both.TakesReview("1.3.xa-huu-san"));
  EXPECT_THAT(why("xa-huu-san", "hai-vai"), testing::HasSubstr("hai-vai đã nhận duyệt báo cáo của đơn vị"));
  EXPECT_DONE(both.Accepts("1.3.xa-huu-san", "đạt"));
  EXPECT_THAT(why("xa-huu-san", "hai-vai"), testing::HasSubstr("hai-vai đã duyệt báo cáo của đơn vị ngày 06/01/2025"));

  // Its helpers: who entered its report from paper, or wrote one as its officer.
  v1::Report scanned = world.CompleteReport("2.1.benh-vien-da-khoa-khu-vuc");
  v1::Evidence& scan = *scanned.add_evidence();
  scan.set_kind("signed-scan");
  scan.set_note("Bản ký, quét ngày 06/01/2025");
  EXPECT_DONE(both.RecordsPaper("2.1.benh-vien-da-khoa-khu-vuc", scanned, "2025-01-06"));
  EXPECT_THAT(why("benh-vien-da-khoa-khu-vuc", "hai-vai"),
              testing::HasSubstr("hai-vai đã nhập báo cáo giấy của đơn vị"));
  Person& officer = world.UnionOfficer("trung-tam-y-te");
  EXPECT_DONE(officer.Reports("1.3.trung-tam-y-te", world.CompleteReport("1.3.trung-tam-y-te")));
  EXPECT_DONE(world.Administrator().Gives(officer.account(), v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  why("trung-tam-y-te", officer.account());
  EXPECT_TRUE(IsLastInJournal(world, world.InspectionChair(), "ScheduleInspection", v1::ERROR_REASON_TEAM_UNFIT,
                              world.FederationName()));
}

TEST_F(Inspections, TheFederationsOwnInspectionHasItsOwnRule) {
  Person& chair = world.InspectionChair();
  EXPECT_REFUSED(chair.Schedules("khong-co", "thpt-hung-an", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 INVALID_FIELD);
  EXPECT_REFUSED(chair.Schedules("finance", "federation", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 INVALID_FIELD);
  EXPECT_REFUSED(chair.Schedules("same-level-finance", "thpt-hung-an", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"}),
                 INVALID_FIELD);
  // By this programme the committee's chair sits on the Standing Committee and may head it; who heads that may not.
  EXPECT_DONE(world.Administrator().Gives("chu-nhiem", v1::POSITION_STANDING_COMMITTEE_MEMBER));
  const auto own = chair.Schedules("same-level-finance", "federation", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"});
  ASSERT_DONE(own);
  EXPECT_EQ(own->inspection().unit(), world.FederationName());
  EXPECT_DONE(world.Administrator().Gives("ubkt-3", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  const auto refused =
      chair.Schedules("same-level-finance", "federation", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-3"});
  EXPECT_REFUSED(refused, TEAM_UNFIT);
  EXPECT_THAT(refused.message, testing::HasSubstr("ubkt-3 là Chủ tịch hoặc Phó Chủ tịch liên đoàn"));
}

TEST_F(Inspections, WhatIsInspectedOfIsTheYearUnlessAPeriodIsGiven) {
  const auto usual = Schedules(Plan("finance", "thpt-hung-an"));
  ASSERT_DONE(usual);
  EXPECT_EQ(usual->inspection().period_begin_date().year(), 2025);
  EXPECT_EQ(usual->inspection().period_begin_date().month(), 1);
  EXPECT_EQ(usual->inspection().period_end_date().month(), 12);
  EXPECT_EQ(usual->inspection().period_end_date().day(), 31);
  auto given = Plan("finance", "thpt-hung-an");
  *given.mutable_period_begin_date() = DateOf("2024-07-01");
  EXPECT_REFUSED(Schedules(given), INVALID_FIELD) << "it has an end";
  *given.mutable_period_end_date() = DateOf("2024-06-30");
  EXPECT_REFUSED(Schedules(given), INVALID_FIELD) << "after its beginning";
  *given.mutable_period_end_date() = DateOf("2024-07-01");
  const auto one_day = Schedules(given);
  ASSERT_DONE(one_day);
  EXPECT_EQ(one_day->inspection().period_end_date().year(), 2024);
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
  EXPECT_REFUSED(world.Inspector(3).Notifies("2025-01"), NOT_ON_TEAM);
  EXPECT_REFUSED(world.Inspector(2).Starts("2025-01"), INSPECTION_STATE) << "the unit has no notice yet";
  EXPECT_REFUSED(world.Inspector(2).Notifies("2025-01", ""), DOCUMENT_MISSING);
  EXPECT_DONE(world.Inspector(2).Notifies("2025-01"));
  EXPECT_REFUSED(world.Inspector(2).Notifies("2025-01"), INSPECTION_STATE);
  EXPECT_REFUSED(world.Inspector(3).Starts("2025-01"), NOT_ON_TEAM);
  EXPECT_TRUE(IsLastInJournal(world, world.Inspector(3), "StartInspection", v1::ERROR_REASON_NOT_ON_TEAM,
                              world.InspectionName("2025-01")));
  EXPECT_REFUSED(world.Inspector(2).Finds("2025-01", "Thiếu sổ.", "2025-03-31"), INSPECTION_STATE);
  EXPECT_DONE(world.Inspector(2).Starts("2025-01"));
  EXPECT_REFUSED(world.Inspector(2).Starts("2025-01"), INSPECTION_STATE);
  EXPECT_REFUSED(world.Inspector(3).Checks("2025-01", task), NOT_ON_TEAM);
  EXPECT_REFUSED(world.InspectionChair().DraftsConclusion("2025-01", "2025-01-10"), NOT_HEAD_OF_TEAM);
  EXPECT_REFUSED(world.InspectionChair().Concludes("2025-01"), NOT_HEAD_OF_TEAM)
      << "the committee's chair, but no head";
  EXPECT_REFUSED(world.Inspector(1).Concludes("2025-01", ""), DOCUMENT_MISSING);
  EXPECT_REFUSED(world.Chair().Starts("2025-01"), POSITION_REQUIRED);
  EXPECT_DONE(world.Inspector(1).Concludes("2025-01")) << "one without findings needs no draft";
  EXPECT_REFUSED(world.Inspector(1).Concludes("2025-01"), INSPECTION_STATE);
}

TEST_F(Inspections, AnUnannouncedOneBeginsWithoutNoticeAndIsSeenFromThenOn) {
  Person& unit = world.UnionChair("thpt-viet-vinh");
  auto request = Plan("finance", "thpt-viet-vinh");
  request.set_unannounced(true);
  ASSERT_DONE(Schedules(request));
  EXPECT_REFUSED(world.Inspector(1).Notifies("2025-01"), KIND_OF_INSPECTION);
  EXPECT_REFUSED(unit.SeesInspection("2025-01"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(unit)->inspections_size(), 0);
  EXPECT_DONE(world.Inspector(1).Starts("2025-01"));
  const v1::Inspection seen = Shown(unit, "2025-01");
  EXPECT_TRUE(seen.unannounced());
  EXPECT_FALSE(seen.has_notice());
  EXPECT_EQ(Lists(unit)->inspections_size(), 1);
}

// From the notice to the issue: the draft, the explanations, the signatures.
TEST_F(Inspections, AConclusionIsDraftedExplainedSignedAndIssued) {
  Person& head = world.InspectionChair();
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "finance", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_DONE(world.Inspector(2).Finds("2025-01", "Chi sai.", "2025-03-31"));
  EXPECT_REFUSED(head.Concludes("2025-01"), INSPECTION_STATE) << "with findings it is drafted first";
  EXPECT_REFUSED(head.Signs("2025-01"), INSPECTION_STATE);
  EXPECT_REFUSED(head.DraftsConclusion("2025-01", ""), INVALID_FIELD);
  EXPECT_REFUSED(head.DraftsConclusion("2025-01", "2025-01-05"), INVALID_FIELD) << "today or after";
  EXPECT_REFUSED(unit.Explains("2025-01/1"), NOT_FOUND) << "the unit sees no finding before the draft";
  const auto drafted = head.DraftsConclusion("2025-01", "2025-01-08", "Đề nghị khiển trách kế toán.");
  ASSERT_DONE(drafted);
  EXPECT_EQ(drafted->inspection().state(), v1::INSPECTION_STATE_DRAFT_CONCLUSION);
  EXPECT_EQ(drafted->inspection().discipline_proposal(), "Đề nghị khiển trách kế toán.");
  EXPECT_REFUSED(world.Inspector(1).Finds("2025-01", "Còn nữa.", "2025-03-31"), INSPECTION_STATE);

  EXPECT_EQ(Shown(unit, "2025-01").findings_size(), 2);
  EXPECT_REFUSED(unit.Explains("2025-01/1", ""), INVALID_FIELD);
  EXPECT_REFUSED(world.UnionOfficer("thpt-viet-vinh").Explains("2025-01/1"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.UnionChair("thpt-hung-an").Explains("2025-01/1"), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.Chair().Explains("2025-01/1"), NOT_YOUR_UNION);
  EXPECT_DONE(unit.Explains("2025-01/1", "Sổ để ở nhà."));
  const auto again = unit.Explains("2025-01/1", "Sổ đã tìm thấy.");
  ASSERT_DONE(again);
  EXPECT_EQ(again->finding().explanation(), "Sổ đã tìm thấy.") << "explaining again replaces it";

  EXPECT_REFUSED(world.Inspector(3).Signs("2025-01"), NOT_ON_TEAM);
  EXPECT_DONE(world.Inspector(1).Signs("2025-01"));
  EXPECT_REFUSED(world.Inspector(1).Signs("2025-01"), ALREADY_EXISTS);
  const auto unsigned_draft = head.Concludes("2025-01");
  EXPECT_REFUSED(unsigned_draft, CONCLUSION_UNSIGNED);
  EXPECT_THAT(unsigned_draft.message, testing::AllOf(testing::HasSubstr("chu-nhiem"), testing::HasSubstr("ubkt-2")));
  // Drafted anew, it is to be signed anew.
  EXPECT_DONE(head.DraftsConclusion("2025-01", "2025-01-08"));
  EXPECT_EQ(Shown(head, "2025-01").signatures_size(), 0);
  EXPECT_DONE(head.Signs("2025-01"));
  EXPECT_DONE(world.Inspector(1).Signs("2025-01"));
  EXPECT_DONE(world.Inspector(2).Signs("2025-01", "Tôi không đồng ý với phát hiện 2."));
  const auto pending = head.Concludes("2025-01");
  EXPECT_REFUSED(pending, EXPLANATION_PENDING);
  EXPECT_THAT(pending.message, testing::HasSubstr("08/01/2025"));
  EXPECT_THAT(pending.message, testing::HasSubstr("2025-01/2"));
  world.GoTo("2025-01-09");
  EXPECT_REFUSED(unit.Explains("2025-01/2"), DUE_DATE_PAST);
  v1::ConcludeInspectionRequest other;
  other.set_name(world.InspectionName("2025-01"));
  other.set_conclusion("Đơn vị làm tốt.");
  other.mutable_document()->set_number("1/KL");
  *other.mutable_document()->mutable_date() = DateOf("2025-01-09");
  EXPECT_REFUSED(head.Call<v1::ConcludeInspectionResponse>(other), INVALID_FIELD) << "what was signed is issued";
  const auto concluded = head.Concludes("2025-01");
  ASSERT_DONE(concluded);
  EXPECT_EQ(concluded->inspection().conclusion(), "Đơn vị còn thiếu sót.");
  ASSERT_EQ(concluded->inspection().signatures_size(), 3);
  for (const v1::ConclusionSignature& signature : concluded->inspection().signatures()) {
    EXPECT_EQ(signature.reservation(),
              signature.member() == world.Inspector(2).name() ? "Tôi không đồng ý với phát hiện 2." : "");
  }
  EXPECT_EQ(concluded->inspection().findings(1).state(), v1::FINDING_STATE_ISSUED);
  EXPECT_REFUSED(unit.Explains("2025-01/2"), FINDING_STATE);
}

TEST_F(Inspections, AFindingIsDroppedByWhoFoundItOrTheHeadAndStaysOnRecord) {
  Person& head = world.InspectionChair();
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "finance", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Chi sai.", "2025-03-31"));
  EXPECT_REFUSED(world.Inspector(3).DropsFinding("2025-01/1"), NOT_ON_TEAM);
  EXPECT_REFUSED(world.Inspector(2).DropsFinding("2025-01/1"), NOT_HEAD_OF_TEAM) << "who did not find it";
  EXPECT_REFUSED(world.Inspector(1).DropsFinding("2025-01/1", ""), REASON_REQUIRED);
  const auto dropped = world.Inspector(1).DropsFinding("2025-01/1");
  ASSERT_DONE(dropped);
  EXPECT_EQ(dropped->finding().state(), v1::FINDING_STATE_DROPPED);
  EXPECT_EQ(dropped->finding().drop_reason(), "không đủ căn cứ");
  EXPECT_REFUSED(world.Inspector(1).DropsFinding("2025-01/1"), FINDING_STATE);
  // Dropped from a draft that was signed: what remains is to be signed anew.
  EXPECT_DONE(head.DraftsConclusion("2025-01", "2025-01-06"));
  for (Person* member : {&head, &world.Inspector(1), &world.Inspector(2)}) EXPECT_DONE(member->Signs("2025-01"));
  EXPECT_DONE(unit.Explains("2025-01/2", "Đã có chứng từ."));
  EXPECT_DONE(head.DropsFinding("2025-01/2", "Có chứng từ."));
  EXPECT_REFUSED(head.Concludes("2025-01"), CONCLUSION_UNSIGNED);
  for (Person* member : {&head, &world.Inspector(1), &world.Inspector(2)}) EXPECT_DONE(member->Signs("2025-01"));
  EXPECT_DONE(head.Concludes("2025-01"));
  EXPECT_EQ(Shown(head, "2025-01").findings_size(), 2) << "on record";
  EXPECT_EQ(Shown(unit, "2025-01").findings_size(), 0) << "but nothing that the unit has to answer";
  EXPECT_REFUSED(unit.SubmitsRemedy("2025-01/2", "Xong."), NOT_FOUND);
}

TEST_F(Inspections, ASupervisionEndsInAReport) {
  Person& head = world.InspectionChair();
  Person& unit = world.UnionChair("thpt-viet-vinh");
  world.GetsAccepted(task);
  Begins("2025-01", "supervision", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Checks("2025-01", task));
  EXPECT_REFUSED(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"), KIND_OF_INSPECTION);
  EXPECT_REFUSED(head.DraftsConclusion("2025-01", "2025-01-08"), KIND_OF_INSPECTION);
  EXPECT_REFUSED(head.Concludes("2025-01"), KIND_OF_INSPECTION);
  EXPECT_REFUSED(world.Inspector(1).ReportsSupervision("2025-01"), NOT_HEAD_OF_TEAM);
  EXPECT_REFUSED(head.ReportsSupervision("2025-01", ""), DOCUMENT_MISSING);
  EXPECT_EQ(Shown(unit, "2025-01").conclusion(), "");
  EXPECT_DONE(head.ReportsSupervision("2025-01"));
  EXPECT_REFUSED(head.ReportsSupervision("2025-01"), INSPECTION_STATE);
  const v1::Inspection seen = Shown(unit, "2025-01");
  EXPECT_EQ(seen.state(), v1::INSPECTION_STATE_REPORTED);
  EXPECT_EQ(seen.conclusion(), "Đơn vị thực hiện nghiêm túc.");
  EXPECT_EQ(seen.checks_size(), 1);
  Begins("2025-02", "finance", "thpt-viet-vinh");
  EXPECT_REFUSED(head.ReportsSupervision("2025-02"), KIND_OF_INSPECTION);
}

TEST_F(Inspections, OneIsCancelledByADecision) {
  Person& chair = world.InspectionChair();
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "finance", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_REFUSED(world.Inspector(1).CancelsInspection("2025-01"), POSITION_REQUIRED);
  EXPECT_REFUSED(chair.CancelsInspection("2025-01", ""), REASON_REQUIRED);
  EXPECT_REFUSED(chair.CancelsInspection("2025-01", "bão", ""), DECISION_REQUIRED);
  const auto cancelled = chair.CancelsInspection("2025-01");
  ASSERT_DONE(cancelled);
  EXPECT_EQ(cancelled->inspection().state(), v1::INSPECTION_STATE_CANCELLED);
  EXPECT_EQ(cancelled->inspection().cancel_decision_number(), "15/QĐ-UBKT");
  EXPECT_EQ(cancelled->inspection().findings(0).state(), v1::FINDING_STATE_DROPPED);
  EXPECT_REFUSED(chair.CancelsInspection("2025-01"), INSPECTION_STATE);
  EXPECT_EQ(Shown(unit, "2025-01").cancel_reason(), "đơn vị đang sáp nhập") << "it knew of it";
  // One that it never knew of.
  ASSERT_DONE(Schedules(Plan("finance", "thpt-viet-vinh")));
  EXPECT_DONE(chair.CancelsInspection("2025-02"));
  EXPECT_REFUSED(unit.SeesInspection("2025-02"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(unit)->inspections_size(), 1);
  EXPECT_EQ(Lists(world.Chair())->inspections_size(), 2);
  // One that is concluded stays.
  Begins("2025-03", "finance", "thpt-viet-vinh");
  EXPECT_DONE(chair.Concludes("2025-03"));
  EXPECT_REFUSED(chair.CancelsInspection("2025-03"), INSPECTION_STATE);
}

TEST_F(Inspections, AFindingIsClosedWithoutRemedyByADecisionThatStaysVisible) {
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "finance", "thpt-viet-vinh");
  for (const char* text : {"Thiếu sổ.", "Chi sai."}) {
    EXPECT_DONE(world.Inspector(1).Finds("2025-01", text, "2025-01-31"));
  }
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/1"), NOT_FOUND);
  world.GetsConcluded("2025-01");
  EXPECT_REFUSED(world.Member(1).ClosesWithoutRemedy("2025-01/1"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.InspectionChair().ClosesWithoutRemedy("2025-01/1"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/1", ""), REASON_REQUIRED);
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/1", "hết hạn", ""), DECISION_REQUIRED);
  EXPECT_DONE(world.Chair().ClosesWithoutRemedy("2025-01/1"));
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/1"), FINDING_STATE);
  const v1::Finding closed = Shown(unit, "2025-01").findings(0);
  EXPECT_EQ(closed.state(), v1::FINDING_STATE_CLOSED);
  EXPECT_TRUE(closed.closed_without_remedy());
  EXPECT_EQ(closed.close_reason(), "người phải khắc phục đã nghỉ hưu");
  EXPECT_EQ(closed.close_decision_number(), "13/QĐ-BTV");
  EXPECT_DONE(unit.SubmitsRemedy("2025-01/2", "Đã nộp lại."));
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/2"), FINDING_STATE) << "its remedy waits to be verified";
  // Whoever heads the Standing Committee does not decide for a unit of theirs, or about a remedy of theirs.
  EXPECT_DONE(world.Inspector(2).RejectsRemedy("2025-01/2", "Thiếu.", "2025-02-28"));
  EXPECT_DONE(world.Administrator().Gives(world.ViceChair().account(), v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_REFUSED(world.ViceChair().ClosesWithoutRemedy("2025-01/2"), POSITION_IN_ASSIGNEE);
  EXPECT_DONE(world.ViceChair().SubmitsRemedy("2025-01/2", "Đã nộp đủ."));
  EXPECT_DONE(world.Inspector(2).RejectsRemedy("2025-01/2", "Vẫn thiếu.", "2025-02-28"));
  EXPECT_REFUSED(world.ViceChair().ClosesWithoutRemedy("2025-01/2"), SAME_PERSON);
}

TEST_F(Inspections, FindingsAreListedByTheDateOfTheirRemedy) {
  Person& unit = world.UnionChair("thpt-viet-vinh");
  Begins("2025-01", "finance", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Sau.", "2025-02-28"));
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Trước.", "2025-01-31"));
  Begins("2025-02", "charter", "thpt-hung-an");
  EXPECT_DONE(world.Inspector(1).Finds("2025-02", "Giữa.", "2025-02-14"));
  const auto found = [&](Person& person, const std::string& of = "", bool overdue = false) {
    const auto listed = person.ListsFindings(of, overdue);
    EXPECT_DONE(listed);
    std::vector<std::string> texts;
    for (const v1::Finding& finding : listed->findings()) texts.push_back(finding.text());
    return texts;
  };
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(found(world.Inspector(3)), ElementsAre("Trước.", "Giữa.", "Sau."));
  EXPECT_THAT(found(world.Chair()), IsEmpty()) << "drafts are the Inspection Committee's alone";
  EXPECT_DONE(world.InspectionChair().DraftsConclusion("2025-01", "2025-01-20"));
  EXPECT_THAT(found(unit), ElementsAre("Trước.", "Sau.")) << "it may explain them";
  world.GetsConcluded("2025-01");
  world.GetsConcluded("2025-02");
  EXPECT_THAT(found(world.Chair()), ElementsAre("Trước.", "Giữa.", "Sau."));
  EXPECT_THAT(found(world.Chair(), "thpt-hung-an"), ElementsAre("Giữa."));
  EXPECT_THAT(found(unit), ElementsAre("Trước.", "Sau."));
  EXPECT_REFUSED(unit.ListsFindings("thpt-hung-an"), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.Reader().ListsFindings(), POSITION_REQUIRED);
  EXPECT_THAT(found(world.Chair(), "", true), IsEmpty());
  world.GoTo("2025-02-14");
  EXPECT_THAT(found(world.Chair(), "", true), ElementsAre("Trước.")) << "due to the end of the day";
  EXPECT_DONE(unit.SubmitsRemedy("2025-01/2", "Xong."));
  EXPECT_THAT(found(world.Chair(), "", true), ElementsAre("Trước.")) << "until it is verified";
  EXPECT_DONE(world.Inspector(2).VerifiesRemedy("2025-01/2"));
  world.GoTo("2025-02-15");
  const auto overdue = world.Chair().ListsFindings("", true);
  ASSERT_DONE(overdue);
  ASSERT_EQ(overdue->findings_size(), 1);
  EXPECT_TRUE(overdue->findings(0).overdue());
  EXPECT_EQ(overdue->findings(0).unit(), world.UnitName("thpt-hung-an"));
  // Page by page.
  v1::ListFindingsRequest paged;
  paged.set_parent(world.FederationName());
  paged.set_page_size(2);
  const auto first = world.Chair().Call<v1::ListFindingsResponse>(paged);
  ASSERT_DONE(first);
  EXPECT_EQ(first->findings_size(), 2);
  paged.set_page_token(first->next_page_token());
  const auto second = world.Chair().Call<v1::ListFindingsResponse>(paged);
  ASSERT_DONE(second);
  ASSERT_EQ(second->findings_size(), 1);
  EXPECT_EQ(second->findings(0).text(), "Sau.");
  EXPECT_EQ(second->next_page_token(), "");
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

TEST_F(Inspections, TheUnitSeesItFromTheNoticeOnAndFindingsOnceItMayExplainThem) {
  Person& unit = world.UnionChair("thpt-viet-vinh");
  world.GetsAccepted(task);
  ASSERT_DONE(Schedules(Plan("programme", "thpt-viet-vinh")));
  EXPECT_REFUSED(unit.SeesInspection("2025-01"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(unit)->inspections_size(), 0);
  EXPECT_DONE(world.Inspector(1).Notifies("2025-01"));
  EXPECT_EQ(Shown(unit, "2025-01").notice().number(), "04/TB-UBKT");
  EXPECT_EQ(Shown(unit, "2025-01").notice_date().day(), 6);
  EXPECT_DONE(world.Inspector(1).Starts("2025-01"));
  EXPECT_DONE(world.Inspector(1).Checks("2025-01", task, false));
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_EQ(Shown(unit, "2025-01").findings_size(), 0);
  EXPECT_EQ(Shown(unit, "2025-01").checks_size(), 0) << "the fieldwork goes on";
  EXPECT_REFUSED(unit.SubmitsRemedy("2025-01/1", "Đã bổ sung."), NOT_FOUND);
  EXPECT_EQ(Shown(world.Chair(), "2025-01").findings_size(), 0);
  EXPECT_EQ(Shown(world.Inspector(3), "2025-01").findings_size(), 1);
  EXPECT_EQ(Lists(world.Chair())->inspections_size(), 1);
  EXPECT_DONE(world.InspectionChair().DraftsConclusion("2025-01", "2025-01-20"));
  EXPECT_EQ(Shown(unit, "2025-01").findings_size(), 1);
  EXPECT_EQ(Shown(unit, "2025-01").checks_size(), 1);
  EXPECT_REFUSED(unit.SubmitsRemedy("2025-01/1", "Đã bổ sung."), FINDING_STATE);
  world.GetsConcluded("2025-01");
  const v1::Inspection seen = Shown(unit, "2025-01");
  EXPECT_EQ(seen.findings_size(), 1);
  EXPECT_EQ(seen.conclusion_document().number(), "07/KL-UBKT");
  EXPECT_EQ(Lists(unit)->inspections_size(), 1);
  EXPECT_EQ(Lists(unit)->inspections(0).findings_size(), 0) << "a list is without findings";
  EXPECT_REFUSED(world.UnionChair("thpt-hung-an").SeesInspection("2025-01"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(world.UnionChair("thpt-hung-an"))->inspections_size(), 0);
  EXPECT_REFUSED(Lists(world.UnionChair("thpt-hung-an"), "thpt-viet-vinh"), NOT_YOUR_UNION);
  EXPECT_EQ(Lists(world.Chair(), "thpt-hung-an")->inspections_size(), 0);
}

// A member of the team comes to work for the unit while the inspection goes on.
TEST_F(Inspections, NobodyIsOnBothSidesOfAFinding) {
  Person& turncoat = world.Inspector(2);
  Begins("2025-01", "finance", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Finds("2025-01", "Thiếu sổ.", "2025-03-31"));
  EXPECT_DONE(turncoat.Finds("2025-01", "Chi sai.", "2025-03-31"));
  EXPECT_DONE(world.InspectionChair().DraftsConclusion("2025-01", "2025-01-20"));
  EXPECT_DONE(world.Administrator().Gives("ubkt-2", v1::POSITION_UNION_CHAIR, "thpt-viet-vinh"));
  EXPECT_REFUSED(turncoat.Explains("2025-01/1"), SAME_PERSON) << "who is on the team";
  EXPECT_REFUSED(turncoat.Signs("2025-01"), TEAM_UNFIT) << "a position in the unit";
  EXPECT_REFUSED(turncoat.DropsFinding("2025-01/2"), TEAM_UNFIT);
  EXPECT_TRUE(
      IsLastInJournal(world, turncoat, "DropFinding", v1::ERROR_REASON_TEAM_UNFIT, world.FindingName("2025-01/2")));
  // The chair of the committee comes to chair the unit, and does not call its inspection off.
  EXPECT_DONE(world.Administrator().Gives("chu-nhiem", v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_REFUSED(world.InspectionChair().CancelsInspection("2025-01"), POSITION_IN_ASSIGNEE);
  EXPECT_REFUSED(world.InspectionChair().Concludes("2025-01"), TEAM_UNFIT);
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
  world.GetsConcluded("2025-01");
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
  EXPECT_DONE(world.InspectionChair().DraftsConclusion("2025-01", "2025-01-06"));
  EXPECT_REFUSED(world.Member(1).Explains("2025-01/1"), POSITION_REQUIRED);
  EXPECT_DONE(world.ViceChair().Explains("2025-01/1", "Chờ ngân hàng đối chiếu."));
  world.GetsConcluded("2025-01");
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").SubmitsRemedy("2025-01/1", "Xong."), NOT_YOUR_UNION);
  EXPECT_DONE(world.ViceChair().SubmitsRemedy("2025-01/1", "Đã gửi quyết toán."));
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/1"), FINDING_STATE);
  EXPECT_DONE(world.Inspector(2).RejectsRemedy("2025-01/1", "Chưa có biên nhận.", "2025-04-30"));
  EXPECT_DONE(world.Administrator().Gives(world.Member(2).account(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  EXPECT_REFUSED(world.Member(2).ClosesWithoutRemedy("2025-01/1"), POSITION_IN_ASSIGNEE)
      << "nobody of the Standing Committee lets it off";
  EXPECT_REFUSED(world.Chair().ClosesWithoutRemedy("2025-01/1"), SAME_PERSON) << "least of all who explained it";
  EXPECT_DONE(world.ViceChair().SubmitsRemedy("2025-01/1", "Gửi kèm biên nhận."));
  EXPECT_DONE(world.Inspector(2).VerifiesRemedy("2025-01/1"));
}

TEST_F(Inspections, TwoFindingsOnOneTaskReopenItOnceAndAPastRemedyDateBecomesTheDayOfTheConclusion) {
  world.GetsAccepted(task);
  Begins("2025-01", "programme", "thpt-viet-vinh");
  EXPECT_DONE(world.Inspector(1).Contests("2025-01", task, "Thiếu biên bản.", "2025-01-10"));
  EXPECT_DONE(world.Inspector(2).Contests("2025-01", task, "Thiếu chữ ký.", "2025-01-20"));
  world.GoTo("2025-01-15");
  world.GetsConcluded("2025-01");
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
  world.GetsConcluded("2025-01");
  world.GetsConcluded("2025-02");
  EXPECT_EQ(Seen(task).cycle(), 2);
  EXPECT_EQ(Seen(task).due_date().day(), 10);
}

}  // namespace
}  // namespace phancong::support
