// How far the programme is: five unions, worked out by hand.

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Claim;
using support::World;
using testing::HasSubstr;

class ProgressOfFive : public testing::Test {
 protected:
  void SetUp() override {
    LoadFiveUnions(world_);
    IssueAsItComes(world_, "2025");
  }

  // The chair of the union submits, the chair of the federation accepts.
  void Accepted(const std::string& unit, const std::string& item, const v1::Report& report) {
    const std::string task = item + "." + unit;
    ASSERT_DONE(world_.UnionChair(unit).Submits(task, report));
    ASSERT_DONE(world_.Chair().TakesReview(task));
    ASSERT_DONE(world_.Chair().Accepts(task));
  }

  void Concluded(const std::string& kind, const std::string& unit) {
    world_.InspectionChair();
    world_.Inspector(1);
    world_.Inspector(2);
    const auto scheduled =
        world_.InspectionChair().Schedules(kind, unit, "2025-06-02", "chu-nhiem", {"ubkt-1", "ubkt-2"});
    ASSERT_DONE(scheduled);
    const std::string& name = scheduled->inspection().name();
    ASSERT_DONE(world_.InspectionChair().Notifies(name));
    ASSERT_DONE(world_.InspectionChair().Starts(name));
    ASSERT_DONE(world_.InspectionChair().Concludes(name));
  }

  v1::IndicatorProgress Indicator(const std::string& id, const std::string& round = "2025") {
    const auto seen = world_.Reader().SeesProgress(round);
    EXPECT_DONE(seen);
    for (const v1::IndicatorProgress& each : seen->indicators()) {
      if (each.item() == id) return each;
    }
    ADD_FAILURE() << "no indicator " << id;
    return {};
  }

  // One figure: numerator / denominator ≥ target, and the state.
  void ExpectFigure(const std::string& id, int64_t numerator, int64_t denominator, int64_t target,
                    v1::ProgressState state) {
    const v1::IndicatorProgress seen = Indicator(id);
    ASSERT_EQ(seen.figures_size(), 1) << id;
    EXPECT_EQ(seen.figures(0).numerator(), numerator) << id;
    EXPECT_EQ(seen.figures(0).denominator(), denominator) << id;
    EXPECT_EQ(seen.figures(0).target(), target) << id;
    EXPECT_EQ(seen.state(), state) << id << ": " << v1::ProgressState_Name(seen.state());
  }

  World world_;
};

// The term ends in the middle of 2028, and its members are counted at the end of that year: two dates.
TEST(Members, AreCountedUntilTheItemsOwnLastDay) {
  World world({.first_day = "2028-06-05", .round = "2028"});
  LoadFiveUnions(world);
  IssueAsItComes(world, "2028");
  IssueAsItComes(world, "2023-2028");
  const auto members = [&](const std::string& round) {
    const auto seen = world.Reader().SeesProgress(round);
    EXPECT_DONE(seen);
    for (const v1::IndicatorProgress& each : seen->indicators()) {
      if (each.item() == "4.1") return each.figures(0).numerator();
    }
    return int64_t{-1};
  };
  const auto grows = [&](int64_t to) {
    v1::UpdateFactsRequest request;
    request.set_name(world.UnitName("dien-luc"));
    (*request.mutable_facts())["members"] = to;
    (*request.mutable_facts())["workers"] = to;
    EXPECT_DONE(world.UnionChair("dien-luc").Call<v1::UpdateFactsResponse>(request));
  };
  EXPECT_EQ(members("2023-2028"), 222);
  world.GoTo("2028-09-04");
  grows(60);
  EXPECT_EQ(members("2023-2028"), 232) << "the term is over, the year is not";
  EXPECT_EQ(members("2028"), 232);
  world.GoTo("2029-01-02");
  grows(70);
  EXPECT_EQ(members("2023-2028"), 232);
  EXPECT_EQ(members("2028"), 232);
}

TEST_F(ProgressOfFive, HasAllIndicatorsAndNoDataAtFirst) {
  const auto seen = world_.UnionChair("dien-luc").SeesProgress("2025");
  ASSERT_DONE(seen);
  ASSERT_EQ(seen->indicators_size(), 25);
  const std::map<std::string, v1::ProgressState> others = {
      {"4.1", v1::PROGRESS_STATE_NOT_MET},  // 222 members are known
      {"7.2", v1::PROGRESS_STATE_NOT_MET},  // nobody is inspected, and the server knows it
      {"7.3", v1::PROGRESS_STATE_NOT_MET},
  };
  for (const v1::IndicatorProgress& each : seen->indicators()) {
    const auto other = others.find(each.item());
    EXPECT_EQ(each.state(), other == others.end() ? v1::PROGRESS_STATE_NO_DATA : other->second) << each.item();
    if (each.state() == v1::PROGRESS_STATE_NO_DATA) {
      EXPECT_FALSE(each.note().vi().empty() || each.note().en().empty()) << each.item();
    }
  }
  EXPECT_EQ(seen->indicators(0).item(), "1.1");
  EXPECT_THAT(seen->indicators(0).note().vi(), HasSubstr("nhiệm kỳ"));
  EXPECT_REFUSED(world_.Chair().SeesProgress("2026"), NOT_FOUND);
}

TEST_F(ProgressOfFive, CoverageKeepsWhoHasNotReported) {
  Accepted("ubnd-tan-quang", "1.3", Claim().Yes("held").With("minutes"));
  ExpectFigure("1.3", 1, 2, 100, v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(Indicator("1.3").reported(), 1);
  EXPECT_EQ(Indicator("1.3").expected(), 2);
  Accepted("truong-dong-yen", "1.3", Claim().Yes("held").With("minutes"));
  ExpectFigure("1.3", 2, 2, 100, v1::PROGRESS_STATE_MET);
  // Two facts, both of them.
  Accepted("may-hung-an", "1.4", Claim().Yes("conference").Yes("dialogue").With("minutes"));
  Accepted("dien-luc", "1.4", Claim().Yes("conference").No("dialogue").With("minutes"));
  ExpectFigure("1.4", 1, 2, 85, v1::PROGRESS_STATE_NOT_MET);
}

TEST_F(ProgressOfFive, RatioSumsWhoHasReported) {
  // 108 of 120 is 90 % exactly; the other has not reported and is not counted.
  Accepted("may-hung-an", "2.2", Claim().Ratio("informed", 108, 120));
  ExpectFigure("2.2", 108, 120, 90, v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Indicator("2.2").reported(), 1);
  // (108 + 44) · 100 = 15,200 < 90 · (120 + 49) = 15,210.
  Accepted("dien-luc", "2.2", Claim().Ratio("informed", 44, 49));
  ExpectFigure("2.2", 152, 169, 90, v1::PROGRESS_STATE_NOT_MET);
  // Who has none leaves the sums, and counts as reported.
  Accepted("may-hung-an", "2.3", Claim().Ratio("trained", 63, 90).With("attendance"));
  Accepted("dien-luc", "2.3", Claim().NotApplicable("trained", "không còn công nhân trực tiếp"));
  ExpectFigure("2.3", 63, 90, 70, v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Indicator("2.3").reported(), 2);
  EXPECT_EQ(Indicator("2.3").not_applicable(), 1);
}

TEST_F(ProgressOfFive, AverageIsOverAllAssignees) {
  Accepted("may-hung-an", "4.6", Claim().Counts("introduced", 3));
  Accepted("ubnd-tan-quang", "4.6", Claim().Counts("introduced", 1));
  ExpectFigure("4.6", 4, 5, 1, v1::PROGRESS_STATE_NOT_MET);
  Accepted("dien-luc", "4.6", Claim().Counts("introduced", 1));
  ExpectFigure("4.6", 5, 5, 1, v1::PROGRESS_STATE_MET);
}

TEST_F(ProgressOfFive, EachOfTwoFiguresIsTested) {
  // Arrears are collected too: more than what is due, of the one; less, of the other.
  Accepted("may-hung-an", "6.1", Claim().Ratio("contributions", 110, 100).Ratio("dues", 99, 100).With("settlement"));
  const v1::IndicatorProgress seen = Indicator("6.1");
  ASSERT_EQ(seen.figures_size(), 2);
  EXPECT_TRUE(seen.figures(0).met());
  EXPECT_EQ(seen.figures(0).numerator(), 110);
  EXPECT_FALSE(seen.figures(1).met());
  EXPECT_EQ(seen.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(seen.expected(), 6) << "five unions and the federation";
}

TEST_F(ProgressOfFive, SubmittedIsNotReportedYet) {
  ASSERT_DONE(world_.UnionChair("ubnd-tan-quang").Submits("1.3.ubnd-tan-quang", Claim().Yes("held").With("minutes")));
  const v1::IndicatorProgress seen = Indicator("1.3");
  EXPECT_EQ(seen.state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_EQ(seen.submitted(), 1);
  EXPECT_EQ(seen.reported(), 0);
}

TEST_F(ProgressOfFive, MembersAreThoseOfTheDirectory) {
  ExpectFigure("4.1", 222, 4500, 4500, v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(Indicator("4.1").reported(), 5);
  world_.GoTo("2025-12-30");
  ASSERT_DONE(world_.Chair().ImportsUnions(
      std::string(kColumns) +
      "may-hung-an,CĐCS Công ty May Hùng An,NON_STATE_ENTERPRISE,xã Hùng An,2015-05-01,4378,60,5000,90,có,có,\n"));
  ExpectFigure("4.1", 4500, 4500, 4500, v1::PROGRESS_STATE_MET);
  // In a later year, the year's round still says what held on its last day.
  world_.GoTo("2026-02-02");
  ASSERT_DONE(world_.Chair().ImportsUnions(
      std::string(kColumns) +
      "may-hung-an,CĐCS Công ty May Hùng An,NON_STATE_ENTERPRISE,xã Hùng An,2015-05-01,100,60,120,90,có,có,\n"));
  ExpectFigure("4.1", 4500, 4500, 4500, v1::PROGRESS_STATE_MET);
  IssueAsItComes(world_, "2026");
  EXPECT_EQ(Indicator("4.1", "2026").figures(0).numerator(), 222);
}

TEST_F(ProgressOfFive, ConcludedInspectionsOfTheKindCount) {
  // ⌈2 · 30 / 100⌉ = 1 of two public unions, ⌈2 · 25 / 100⌉ = 1 of two enterprises.
  ExpectFigure("7.2", 0, 2, 30, v1::PROGRESS_STATE_NOT_MET);
  world_.GoTo("2025-06-02");
  Concluded("charter", "ubnd-tan-quang");
  ExpectFigure("7.2", 0, 2, 30, v1::PROGRESS_STATE_NOT_MET);
  Concluded("finance", "ubnd-tan-quang");
  ExpectFigure("7.2", 1, 2, 30, v1::PROGRESS_STATE_MET);
  ExpectFigure("7.3", 0, 2, 25, v1::PROGRESS_STATE_NOT_MET);
  // A unit counts once.
  Concluded("finance", "ubnd-tan-quang");
  ExpectFigure("7.2", 1, 2, 30, v1::PROGRESS_STATE_MET);
  // A private school is in neither stratum.
  Concluded("finance", "tu-thuc-hoa-mai");
  ExpectFigure("7.3", 0, 2, 25, v1::PROGRESS_STATE_NOT_MET);
}

TEST_F(ProgressOfFive, TheInspectionOfTheFederationIsNotMadeUp) {
  EXPECT_THAT(Indicator("7.1").note().vi(), HasSubstr("chưa kết luận"));
  EXPECT_EQ(Indicator("7.1").state(), v1::PROGRESS_STATE_NO_DATA);
  world_.GoTo("2025-06-02");
  Concluded("same-level-finance", "federation");
  EXPECT_THAT(Indicator("7.1").note().vi(), HasSubstr("đã kết luận"));
  EXPECT_THAT(Indicator("7.1").note().en(), HasSubstr("is concluded"));
  EXPECT_EQ(Indicator("7.1").state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_THAT(Indicator("4.4").note().vi(), HasSubstr("xếp loại"));
}

TEST_F(ProgressOfFive, TheTermsItemsComeFromTheTermsRound) {
  IssueAsItComes(world_, "2023-2028");
  EXPECT_EQ(Indicator("1.1").expected(), 3);
  EXPECT_EQ(Indicator("5.1").expected(), 1);
  Accepted("may-hung-an", "federations/bac-quang/rounds/2023-2028/tasks/1.1",
           Claim().Yes("in_force").With("agreement"));
  ExpectFigure("1.1", 1, 3, 100, v1::PROGRESS_STATE_NOT_MET);
  // In the term's round itself, what is of single years has no data.
  EXPECT_EQ(Indicator("1.1", "2023-2028").figures(0).numerator(), 1);
  EXPECT_EQ(Indicator("1.3", "2023-2028").state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_THAT(Indicator("1.3", "2023-2028").note().vi(), HasSubstr("từng năm"));
}

TEST_F(ProgressOfFive, ADraftHasNoData) {
  ASSERT_DONE(world_.Chair().DraftsRound("2026"));
  EXPECT_EQ(Indicator("1.3", "2026").state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_EQ(Indicator("7.2", "2026").state(), v1::PROGRESS_STATE_NO_DATA);
}

TEST_F(ProgressOfFive, TimelinessIsCountedByDueDates) {
  // Due on the 31st of October: one on time, one two days late; one waits for review since its due date.
  world_.GoTo("2025-10-31");
  Accepted("ubnd-tan-quang", "1.3", Claim().Yes("held").With("minutes"));
  world_.GoTo("2025-11-02");
  Accepted("truong-dong-yen", "1.3", Claim().Yes("held").With("minutes"));
  world_.GoTo("2025-11-30");
  ASSERT_DONE(world_.UnionChair("may-hung-an").Submits("2.2.may-hung-an", Claim().Ratio("informed", 108, 120)));
  ASSERT_DONE(world_.Chair().Withdraws("2.2.dien-luc"));

  // 82 tasks. Not due before the end of the year: 4.3 (1), 6.1 (6), 3.6.3 (6). One is withdrawn.
  world_.GoTo("2025-12-20");
  const auto seen = world_.Reader().SeesTimeliness("2025");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->counts().done_on_time(), 1);
  EXPECT_EQ(seen->counts().done_late(), 1);
  EXPECT_EQ(seen->counts().awaiting_review(), 1);
  EXPECT_EQ(seen->counts().not_due(), 13);
  EXPECT_EQ(seen->counts().overdue(), 82 - 1 - 13 - 3);
  EXPECT_EQ(seen->counts().due(), 82 - 1 - 13);
  EXPECT_EQ(seen->as_of_date().day(), 20);
  EXPECT_EQ(world_.Reader().SeesTimeliness("-")->counts().SerializeAsString(), seen->counts().SerializeAsString());
  world_.GoTo("2026-01-01");
  EXPECT_EQ(world_.Reader().SeesTimeliness("2025")->counts().not_due(), 0);
  EXPECT_REFUSED(world_.Reader().SeesTimeliness("2027"), NOT_FOUND);
}

TEST_F(ProgressOfFive, AScorecardIsOfOneUnion) {
  IssueAsItComes(world_, "2023-2028");
  world_.GoTo("2025-11-02");
  Accepted("truong-dong-yen", "1.3", Claim().Yes("held").With("minutes"));
  const auto seen = world_.UnionChair("truong-dong-yen").SeesScorecard("truong-dong-yen", "2025");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->assignee_title(), "CĐCS Trường Đông Yên");
  // Of the year 8 indicators and 7 duties; of the term 1.2, 1.5, 2.5 and 19 duties.
  EXPECT_EQ(seen->lines_size(), 15 + 22);
  std::vector<std::string> first;
  for (int i = 0; i < 4; ++i) first.push_back(seen->lines(i).item());
  EXPECT_THAT(first, testing::ElementsAre("1.2", "1.3", "1.5", "2.1")) << "in the order of the programme";
  const v1::ScorecardLine& line = seen->lines(1);
  EXPECT_EQ(line.task(), "federations/bac-quang/rounds/2025/tasks/1.3.truong-dong-yen");
  EXPECT_EQ(line.state(), v1::TASK_STATE_ACCEPTED);
  EXPECT_EQ(line.timing(), v1::TIMING_DONE_LATE);
  ASSERT_EQ(line.result_size(), 1);
  EXPECT_EQ(line.result(0).numerator(), 1);
  EXPECT_TRUE(line.met());
  EXPECT_EQ(seen->lines(3).timing(), v1::TIMING_DUE_SOON) << "within 30 days of the 30th of November";
  // 3.5.2 was due in March.
  EXPECT_EQ(seen->timeliness().done_late(), 1);
  EXPECT_EQ(seen->timeliness().overdue(), 1);
  EXPECT_EQ(seen->timeliness().due(), 2);
  EXPECT_EQ(seen->timeliness().not_due(), 35);

  EXPECT_REFUSED(world_.UnionChair("dien-luc").SeesScorecard("truong-dong-yen", "2025"), NOT_YOUR_UNION);
  EXPECT_REFUSED(world_.Reader().SeesScorecard("truong-dong-yen", "2025"), POSITION_REQUIRED);
  EXPECT_REFUSED(world_.Chair().SeesScorecard("truong-dong-yen", ""), INVALID_FIELD);
  EXPECT_REFUSED(world_.Chair().SeesScorecard("truong-dong-yen", "2027"), NOT_FOUND);
}

}  // namespace
}  // namespace phancong::services_test
