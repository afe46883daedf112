// Sealing a year: what is in the way of it, what it keeps out, and how what was wrong is put right afterwards.
#include <string>

#include "gtest/gtest.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/services/five_unions.h"
#include "tests/services/picture.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Five unions and their year 2025. Item 1.3 goes to the commune's union and the school's, and is accepted; the rest of
// the year is withdrawn.
class Sealing : public testing::Test {
 protected:
  void SetUp() override {
    services_test::LoadFiveUnions(world);
    services_test::IssueAsItComes(world, "2025");
    world.GetsAccepted(task);
    world.GetsAccepted("1.3.truong-dong-yen");
  }

  services_test::Picture Shown() {
    return services_test::PictureOf(
        world, "2025", {"ubnd-tan-quang", "truong-dong-yen", "may-hung-an", "dien-luc", "tu-thuc-hoa-mai"});
  }

  World world;
  const std::string task = "1.3.ubnd-tan-quang";
};

TEST_F(Sealing, WaitsForTheEndOfThePeriodAndForWhatIsOpen) {
  EXPECT_REFUSED(world.Chair().Seals("2025"), PERIOD_NOT_OVER);
  world.GoTo("2026-01-05");
  EXPECT_REFUSED(world.Member(1).Seals("2025"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Inspector().Seals("2025"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().Seals("2025"), TASKS_OPEN);
  services_test::WithdrawWhatIsOpen(world, "2025");
  EXPECT_REFUSED(world.Chair().Seals("2025", ""), DECISION_REQUIRED);
  const auto sealed = world.Chair().Seals("2025");
  ASSERT_DONE(sealed);
  EXPECT_EQ(sealed->round().state(), v1::ROUND_STATE_SEALED);
  EXPECT_REFUSED(world.Chair().Seals("2025"), ROUND_STATE);
}

TEST_F(Sealing, KeepsEverythingOutAndEveryFigureAsItWas) {
  world.GoTo("2026-01-05");
  services_test::WithdrawWhatIsOpen(world, "2025");
  ASSERT_DONE(world.Chair().Seals("2025"));
  const services_test::Picture before = Shown();
  EXPECT_REFUSED(world.Chair().Reopens(task, "2026-03-31"), PERIOD_SEALED);
  EXPECT_REFUSED(world.UnionChair("ubnd-tan-quang").Reports(task, Claim().Yes("held")), PERIOD_SEALED);
  EXPECT_REFUSED(world.UnionChair("ubnd-tan-quang").Comments(task, "Xin sửa."), PERIOD_SEALED);
  EXPECT_REFUSED(world.UnionChair("ubnd-tan-quang").RequestsExtension(task, "2026-03-31"), PERIOD_SEALED);
  EXPECT_REFUSED(world.Chair().Withdraws(task), PERIOD_SEALED);
  EXPECT_REFUSED(world.Chair().AssignsItem("2025", "1.3", {"dien-luc"}, "2026-03-31"), ROUND_STATE);
  EXPECT_REFUSED(world.Chair().AssignsAdHoc("2025", "Việc gấp", {"dien-luc"}, "2026-03-31"), ROUND_STATE);
  EXPECT_REFUSED(world.Chair().ExtendsTasks("2025", "2026-03-31"), ROUND_STATE);
  // Next year goes on.
  services_test::IssueAsItComes(world, "2026");
  world.GetsAccepted("2026/1.3.ubnd-tan-quang");
  EXPECT_EQ(services_test::DifferenceOf(before, Shown()), "");
}

TEST_F(Sealing, ACorrectionStandsInTheOpenYearBesideTheSealedFigure) {
  world.GoTo("2026-01-05");
  const v1::Report not_held = Claim().No("held");
  services_test::IssueAsItComes(world, "2026");
  EXPECT_REFUSED(world.Member(1).Restates(task, not_held, "2026"), PERIOD_NOT_SEALED);
  services_test::WithdrawWhatIsOpen(world, "2025");
  ASSERT_DONE(world.Chair().Seals("2025"));
  const services_test::Picture before = Shown();
  EXPECT_REFUSED(world.UnionChair("ubnd-tan-quang").Restates(task, not_held, "2026"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().Restates(task, not_held, "2026"), DECIDED_BY_REQUESTER) << "the chair accepted it";
  EXPECT_REFUSED(world.Member(1).Restates(task, not_held, "2025"), ROUND_STATE)
      << "a sealed round takes no correction either";
  EXPECT_REFUSED(world.Member(1).Restates(task, not_held, "2026", ""), REASON_REQUIRED);
  const auto restated = world.Member(1).Restates(task, not_held, "2026");
  ASSERT_DONE(restated);
  EXPECT_EQ(restated->restatement().before(0).numerator(), 1);
  EXPECT_EQ(restated->restatement().after(0).numerator(), 0);
  EXPECT_REFUSED(world.Member(2).Restates(task, not_held, "2026"), NOTHING_TO_DO);
  v1::ListRestatementsRequest request;
  request.set_parent(world.RoundName("2026"));
  const auto listed = world.Chair().Call<v1::ListRestatementsResponse>(request);
  ASSERT_DONE(listed);
  EXPECT_EQ(listed->restatements_size(), 1);
  EXPECT_EQ(services_test::DifferenceOf(before, Shown()), "");
}

}  // namespace
}  // namespace phancong::support
