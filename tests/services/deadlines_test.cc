// Dates in force: asked for, granted, decreed, stopped and given anew; who may, and who may not.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/rules/dates.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// The year 2025 is issued on 6 January. Item 1.3 is due on 31 October.
class Deadlines : public testing::Test {
 protected:
  Deadlines() { world.IssuesTheYear(); }

  v1::Task Seen(const std::string& name) {
    auto seen = world.Chair().Sees(name);
    EXPECT_DONE(seen);
    return seen->task();
  }
  std::string DueOf(const std::string& name) { return rules::IsoDate(rules::DayOf(Seen(name).due_date()).value_or(0)); }
  std::vector<v1::DueCause> CausesOf(const std::string& name) {
    auto dates = world.Chair().SeesDueDates(name);
    EXPECT_DONE(dates);
    std::vector<v1::DueCause> causes;
    for (const v1::DueDateChange& change : dates->changes()) causes.push_back(change.cause());
    return causes;
  }

  World world;
  const std::string task = "1.3.thpt-viet-vinh";
  const std::string extension = "1.3.thpt-viet-vinh/1";
};

TEST_F(Deadlines, AnExtensionIsAskedForByTheUnionAndGrantedBySomebodyElse) {
  Person& officer = world.UnionOfficer("thpt-viet-vinh");
  const auto requested = officer.RequestsExtension(task, "2025-11-20");
  ASSERT_DONE(requested);
  EXPECT_EQ(requested->extension().state(), v1::EXTENSION_STATE_REQUESTED);
  EXPECT_EQ(DueOf(task), "2025-10-31") << "what is not decided grants nothing";
  EXPECT_EQ(Seen(task).open_extension().name(), requested->extension().name());
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").RequestsExtension(task, "2025-11-25"), EXTENSION_STATE)
      << "one at a time";
  EXPECT_REFUSED(world.UnionChair("thpt-hung-an").RequestsExtension(task, "2025-11-25"), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").Grants(extension), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Inspector().Grants(extension), POSITION_REQUIRED);

  const auto granted = world.Member(1).Grants(extension);
  ASSERT_DONE(granted);
  EXPECT_EQ(granted->extension().state(), v1::EXTENSION_STATE_APPROVED);
  EXPECT_EQ(DueOf(task), "2025-11-20");
  EXPECT_REFUSED(world.Member(2).Refuses(extension), EXTENSION_STATE);
  EXPECT_EQ(CausesOf(task), (std::vector<v1::DueCause>{v1::DUE_CAUSE_ISSUED, v1::DUE_CAUSE_EXTENSION}));
}

TEST_F(Deadlines, ARefusedOrCancelledRequestChangesNothing) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  ASSERT_DONE(chair.RequestsExtension(task, "2025-11-20"));
  EXPECT_REFUSED(world.Member(1).Refuses(extension, ""), REASON_REQUIRED);
  EXPECT_DONE(world.Member(1).Refuses(extension));
  ASSERT_DONE(chair.RequestsExtension(task, "2025-11-20"));
  EXPECT_REFUSED(world.UnionOfficer("thpt-viet-vinh").CancelsExtension(task + "/2"), SAME_PERSON_REQUIRED);
  EXPECT_DONE(chair.CancelsExtension(task + "/2"));
  EXPECT_EQ(DueOf(task), "2025-10-31");
  EXPECT_EQ(CausesOf(task), std::vector<v1::DueCause>{v1::DUE_CAUSE_ISSUED});
  const auto listed = world.Chair().ListsExtensions("2025");
  ASSERT_DONE(listed);
  ASSERT_EQ(listed->extensions_size(), 2);
  EXPECT_EQ(listed->extensions(0).state(), v1::EXTENSION_STATE_REFUSED);
  EXPECT_EQ(listed->extensions(1).state(), v1::EXTENSION_STATE_CANCELLED);
}

TEST_F(Deadlines, ADateIsNeverMovedEarlier) {
  Person& chair = world.UnionChair("thpt-viet-vinh");
  EXPECT_REFUSED(chair.RequestsExtension(task, "2025-10-31"), DUE_DATE_NOT_LATER);
  EXPECT_REFUSED(chair.RequestsExtension(task, "2025-09-30"), DUE_DATE_NOT_LATER);
  EXPECT_REFUSED(chair.RequestsExtension(task, "2024-12-31"), DUE_DATE_PAST);
  ASSERT_DONE(chair.RequestsExtension(task, "2025-11-20"));
  EXPECT_REFUSED(world.Chair().Grants(extension, "2025-10-30"), DUE_DATE_NOT_LATER);
  EXPECT_DONE(world.Chair().Grants(extension, "2025-11-05")) << "another date than the one asked for";
  EXPECT_EQ(DueOf(task), "2025-11-05");
}

TEST_F(Deadlines, WhoHoldsAPositionInTheUnionDecidesNothingForIt) {
  Person& member = world.Member(1);
  ASSERT_DONE(world.UnionChair("thpt-viet-vinh").RequestsExtension(task, "2025-11-20"));
  ASSERT_DONE(world.Administrator().Gives(member.account(), v1::POSITION_UNION_OFFICER, "thpt-viet-vinh"));
  EXPECT_REFUSED(member.Grants(extension), POSITION_IN_ASSIGNEE);
  EXPECT_REFUSED(member.Refuses(extension), POSITION_IN_ASSIGNEE);
  EXPECT_DONE(world.Member(2).Grants(extension));
}

TEST_F(Deadlines, WhoWorksOnAFederationsOwnTaskDoesNotDecideOnItsDate) {
  const std::string own = "6.2.federation";
  ASSERT_DONE(world.Chair().PutsInChargeOfItem(world.Member(1).account(), "6.2"));
  const auto requested = world.Member(1).RequestsExtension(own, "2026-02-28");
  ASSERT_DONE(requested);
  EXPECT_REFUSED(world.Member(1).Grants(own + "/1"), DECIDED_BY_REQUESTER);
  EXPECT_DONE(world.Member(2).Grants(own + "/1"));
}

TEST_F(Deadlines, OneDecisionExtendsManyAndSaysWhatItLeavesOut) {
  const auto issued = world.Chair().Lists("2025");
  ASSERT_DONE(issued);
  ASSERT_DONE(world.UnionChair("thpt-viet-vinh").RequestsExtension(task, "2025-12-20"));
  ASSERT_DONE(world.Member(1).Grants(extension));
  world.GetsAccepted("1.3.thpt-hung-an");
  const auto preview = world.ViceChair().ExtendsTasks("2025", "2025-11-30", {"1.3"}, {}, true);
  ASSERT_DONE(preview);
  EXPECT_EQ(preview->unchanged_count(), 2) << "one is later already, one is done";
  ASSERT_EQ(preview->left_out_size(), 2);
  for (const v1::DueDateMove& move : preview->left_out()) EXPECT_FALSE(move.left_out_reason().empty()) << move.task();
  EXPECT_EQ(DueOf("1.3.thpt-dong-yen"), "2025-10-31") << "a preview changes nothing";
  EXPECT_REFUSED(world.Member(1).ExtendsTasks("2025", "2025-11-30", {"1.3"}), POSITION_REQUIRED);
  EXPECT_REFUSED(world.ViceChair().ExtendsTasks("2025", "2025-11-30", {"1.3"}, {}, false, ""), DECISION_REQUIRED);

  const auto extended = world.ViceChair().ExtendsTasks("2025", "2025-11-30", {"1.3"});
  ASSERT_DONE(extended);
  EXPECT_EQ(extended->extended_count(), preview->extended_count());
  EXPECT_EQ(DueOf("1.3.thpt-dong-yen"), "2025-11-30");
  EXPECT_EQ(DueOf(task), "2025-12-20");
  EXPECT_EQ(DueOf("1.3.thpt-hung-an"), "2025-10-31");
  EXPECT_REFUSED(world.ViceChair().ExtendsTasks("2025", "2025-11-30", {"1.3"}), NOTHING_TO_DO);
}

TEST_F(Deadlines, ASuspendedTaskKeepsTheDaysThatItHadLeft) {
  world.GoTo("2025-10-21");
  EXPECT_REFUSED(world.Member(1).Suspends(task), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().Suspends(task, ""), REASON_REQUIRED);
  EXPECT_REFUSED(world.Chair().Suspends(task, "chờ", ""), DECISION_REQUIRED);
  ASSERT_DONE(world.Chair().Suspends(task));
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_SUSPENDED);
  EXPECT_EQ(Seen(task).timing(), v1::TIMING_NO_DEADLINE);
  EXPECT_REFUSED(world.UnionChair("thpt-viet-vinh").Reports(task, Claim().Yes("held")), TASK_STATE);
  world.GoTo("2025-11-30");
  ASSERT_DONE(world.ViceChair().Resumes(task));
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_ISSUED);
  // Ten days were left on 21 October; ten are left on 30 November.
  EXPECT_EQ(DueOf(task), "2025-12-10");
  EXPECT_EQ(CausesOf(task), (std::vector<v1::DueCause>{v1::DUE_CAUSE_ISSUED, v1::DUE_CAUSE_SUSPENSION}));
}

TEST_F(Deadlines, ATaskIsClosedAsNotMetOnlyPastItsDateAndMayStillBeSubmittedLate) {
  Person& union_chair = world.UnionChair("thpt-viet-vinh");
  world.GoTo("2025-10-31");
  EXPECT_REFUSED(world.Chair().ClosesNotMet(task), DUE_DATE_NOT_PAST) << "met until 24:00";
  world.GoTo("2025-11-03");
  EXPECT_REFUSED(world.Chair().ClosesNotMet(task, ""), REASON_REQUIRED);
  ASSERT_DONE(world.Chair().ClosesNotMet(task));
  EXPECT_EQ(Seen(task).timing(), v1::TIMING_NOT_MET);
  EXPECT_REFUSED(union_chair.Reports(task, Claim().Yes("held")), TASK_STATE);

  const v1::Report report = world.CompleteReport(task);
  ASSERT_DONE(union_chair.Submits(task, report));
  ASSERT_DONE(union_chair.Recalls(task));
  EXPECT_EQ(Seen(task).state(), v1::TASK_STATE_NOT_MET) << "taking it back does not undo that it was closed";
  ASSERT_DONE(union_chair.Submits(task, report));
  ASSERT_DONE(world.Member(2).TakesReview(task));
  ASSERT_DONE(world.Member(2).Accepts(task));
  EXPECT_EQ(Seen(task).timing(), v1::TIMING_DONE_LATE);
  EXPECT_EQ(Seen(task).days_late(), 3);
}

TEST_F(Deadlines, AnErrorReopensAnAcceptedTaskInANewCycle) {
  EXPECT_REFUSED(world.Chair().Reopens(task, "2025-06-30"), TASK_STATE);
  world.GetsAccepted(task);
  EXPECT_REFUSED(world.Member(1).Reopens(task, "2025-06-30"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().Reopens(task, "2025-06-30", ""), REASON_REQUIRED);
  EXPECT_REFUSED(world.Chair().Reopens(task, "2024-06-30"), DUE_DATE_PAST);
  const auto reopened = world.Chair().Reopens(task, "2025-06-30");
  ASSERT_DONE(reopened);
  EXPECT_EQ(reopened->task().cycle(), 2);
  EXPECT_EQ(reopened->task().state(), v1::TASK_STATE_IN_PROGRESS);
  EXPECT_FALSE(reopened->task().has_result()) << "the old result leaves the totals";
  const auto dates = world.Chair().SeesDueDates(task);
  ASSERT_DONE(dates);
  ASSERT_EQ(dates->changes_size(), 2);
  EXPECT_EQ(dates->changes(1).cause(), v1::DUE_CAUSE_REOPENED);
  EXPECT_EQ(dates->changes(1).reason(), "nhập nhầm số liệu");
  EXPECT_EQ(dates->changes(1).cycle(), 2);
}

TEST_F(Deadlines, TheDateInForceAtAPastMomentIsReadFromTheTrail) {
  const int64_t before = world.now_micros();
  ASSERT_DONE(world.UnionChair("thpt-viet-vinh").RequestsExtension(task, "2025-11-20"));
  world.PassHours(24);
  ASSERT_DONE(world.Member(1).Grants(extension));
  const auto then = world.Chair().SeesDueDates(task, before);
  ASSERT_DONE(then);
  EXPECT_EQ(rules::DayOf(then->due_date_in_force()), rules::ParseDate("2025-10-31"));
  EXPECT_EQ(then->changes_size(), 1);
  const auto now = world.Chair().SeesDueDates(task);
  ASSERT_DONE(now);
  EXPECT_EQ(rules::DayOf(now->due_date_in_force()), rules::ParseDate("2025-11-20"));
}

}  // namespace
}  // namespace phancong::support
