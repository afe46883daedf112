// Sealing a year: what is in the way of it, what it keeps out, and how what was wrong is put right afterwards.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/services/five_unions.h"
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

  Outcome<v1::SealPeriodResponse> Seals(Person& person, const std::string& decision = "40/QĐ-LĐLĐ",
                                        bool validate_only = false) {
    v1::SealPeriodRequest request;
    request.set_name(world.RoundName("2025"));
    request.set_decision_number(decision);
    request.set_validate_only(validate_only);
    return person.Call<v1::SealPeriodResponse>(request);
  }

  void WithdrawsWhatIsOpen() {
    while (true) {
      const auto preview = Seals(world.Chair(), "", true);
      ASSERT_DONE(preview);
      if (preview->open_count() == 0) return;
      ASSERT_GT(preview->open_tasks_size(), 0);
      for (const std::string& open : preview->open_tasks()) ASSERT_DONE(world.Chair().Withdraws(open));
    }
  }

  // What is shown of the year: its figures, how it stands, and every union's card.
  std::vector<std::string> Shown() {
    std::vector<std::string> bytes;
    const auto progress = world.Chair().SeesProgress("2025");
    EXPECT_DONE(progress);
    for (const v1::IndicatorProgress& one : progress->indicators()) bytes.push_back(one.SerializeAsString());
    const auto timeliness = world.Chair().SeesTimeliness("2025");
    EXPECT_DONE(timeliness);
    bytes.push_back(timeliness->counts().SerializeAsString());
    for (const std::string unit : {"ubnd-tan-quang", "truong-dong-yen", "may-hung-an", "dien-luc", "tu-thuc-hoa-mai"}) {
      const auto card = world.Chair().SeesScorecard(unit, "2025");
      EXPECT_DONE(card);
      for (const v1::ScorecardLine& line : card->lines()) bytes.push_back(line.SerializeAsString());
    }
    v1::ListStandsOfPlayRequest request;
    request.set_parent(world.RoundName("2025"));
    const auto stands = world.Chair().Call<v1::ListStandsOfPlayResponse>(request);
    EXPECT_DONE(stands);
    for (const v1::IndicatorProgress& one : stands->indicators()) bytes.push_back(one.SerializeAsString());
    return bytes;
  }

  World world;
  const std::string task = "1.3.ubnd-tan-quang";
};

TEST_F(Sealing, WaitsForTheEndOfThePeriodAndForWhatIsOpen) {
  EXPECT_REFUSED(Seals(world.Chair()), PERIOD_NOT_OVER);
  world.GoTo("2026-01-05");
  EXPECT_REFUSED(Seals(world.Member(1)), POSITION_REQUIRED);
  EXPECT_REFUSED(Seals(world.Inspector()), POSITION_REQUIRED);
  EXPECT_REFUSED(Seals(world.Chair()), TASKS_OPEN);
  WithdrawsWhatIsOpen();
  EXPECT_REFUSED(Seals(world.Chair(), ""), DECISION_REQUIRED);
  const auto sealed = Seals(world.Chair());
  ASSERT_DONE(sealed);
  EXPECT_EQ(sealed->round().state(), v1::ROUND_STATE_SEALED);
  EXPECT_REFUSED(Seals(world.Chair()), ROUND_STATE);
}

TEST_F(Sealing, KeepsEverythingOutAndEveryFigureAsItWas) {
  world.GoTo("2026-01-05");
  WithdrawsWhatIsOpen();
  ASSERT_DONE(Seals(world.Chair()));
  const std::vector<std::string> before = Shown();
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
  EXPECT_EQ(Shown(), before);
}

TEST_F(Sealing, ACorrectionStandsInTheOpenYearBesideTheSealedFigure) {
  world.GoTo("2026-01-05");
  const auto restates = [&](Person& person, const std::string& round, const std::string& reason = "đếm nhầm") {
    v1::RestateResultRequest request;
    request.set_name(world.TaskName(task));
    request.set_round(round);
    v1::FigureValue& value = *request.mutable_result()->add_figures();
    value.set_figure("held");
    value.set_numerator(0);
    request.set_reason(reason);
    request.set_decision_number("41/QĐ-LĐLĐ");
    return person.Call<v1::RestateResultResponse>(request);
  };
  services_test::IssueAsItComes(world, "2026");
  EXPECT_REFUSED(restates(world.Member(1), "2026"), PERIOD_NOT_SEALED);
  WithdrawsWhatIsOpen();
  ASSERT_DONE(Seals(world.Chair()));
  const std::vector<std::string> before = Shown();
  EXPECT_REFUSED(restates(world.UnionChair("ubnd-tan-quang"), "2026"), POSITION_REQUIRED);
  EXPECT_REFUSED(restates(world.Chair(), "2026"), DECIDED_BY_REQUESTER) << "the chair accepted it";
  EXPECT_REFUSED(restates(world.Member(1), "2025"), ROUND_STATE) << "a sealed round takes no correction either";
  EXPECT_REFUSED(restates(world.Member(1), "2026", ""), REASON_REQUIRED);
  const auto restated = restates(world.Member(1), "2026");
  ASSERT_DONE(restated);
  EXPECT_EQ(restated->restatement().before(0).numerator(), 1);
  EXPECT_EQ(restated->restatement().after(0).numerator(), 0);
  EXPECT_REFUSED(restates(world.Member(2), "2026"), NOTHING_TO_DO);
  v1::ListRestatementsRequest request;
  request.set_parent(world.RoundName("2026"));
  const auto listed = world.Chair().Call<v1::ListRestatementsResponse>(request);
  ASSERT_DONE(listed);
  EXPECT_EQ(listed->restatements_size(), 1);
  EXPECT_EQ(Shown(), before);
}

}  // namespace
}  // namespace phancong::support
