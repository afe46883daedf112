// Five unions, worked out by hand: what each reports, and what the federation's figures must then be.
//
//   union     type                  workers  direct  what it reports
//   xa-mot    ADMINISTRATIVE             20       0  1.3 yes; 2.1 20/20; 4.6 2; 6.1 100/100, 50/50
//   xa-hai    ADMINISTRATIVE             10       0  1.3 no;  2.1  9/10; 4.6 0; 6.1 120/100, 40/50
//   truong    PUBLIC_SERVICE             30       5  1.3 nothing; 2.1 accepted as 25/30 instead of 30/30; 2.3 3/5
//   nha-may   STATE_ENTERPRISE          100      80  1.4 conference, no dialogue; 2.2 90/100; 2.3 60/80; 1.5 2/3
//   cong-ty   NON_STATE_ENTERPRISE       50      40  1.4 both; 2.2 submitted, not accepted; 2.3 not applicable; 1.5 n/a
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/world.h"

namespace phancong {
namespace {

using support::Claim;
using support::Person;
using support::World;

constexpr char kUnions[] =
    "id,name,type,place,founded_on,members,women,workers,direct_workers,eligible_for_agreement,"
    "eligible_for_womens_committee,chair_newly_elected_on\n"
    "xa-mot,CĐCS xã Một,ADMINISTRATIVE,xã Một,2000-01-01,18,9,20,0,không,có,\n"
    "xa-hai,CĐCS xã Hai,ADMINISTRATIVE,xã Hai,2000-01-01,10,4,10,0,không,không,\n"
    "truong,CĐCS Trường,PUBLIC_SERVICE,xã Một,2000-01-01,28,20,30,5,không,có,\n"
    "nha-may,CĐCS Nhà máy,STATE_ENTERPRISE,xã Hai,2000-01-01,90,30,100,80,có,có,\n"
    "cong-ty,CĐCS Công ty,NON_STATE_ENTERPRISE,xã Hai,2000-01-01,44,20,50,40,có,không,\n";

class FiveUnions : public testing::Test {
 protected:
  FiveUnions() {
    EXPECT_DONE(world_.Chair().LoadsProgramme(support::FileOf(world_.options().programme)));
    EXPECT_DONE(world_.Chair().ImportsUnions(kUnions));
    for (const char* round : {"2025", "2023-2028"}) {
      const auto draft = world_.Chair().DraftsRound(round);
      EXPECT_DONE(draft);
      EXPECT_DONE(world_.Chair().IssuesRound(round, draft->round().etag()));
    }
  }

  Person& Union(const std::string& id) { return world_.UnionChair(id); }

  void Accepted(const std::string& item, const std::string& unit, const v1::Report& claim) {
    const std::string task = item.starts_with("1.5") ? "2023-2028/" + item + "." + unit : item + "." + unit;
    EXPECT_DONE(Union(unit).Submits(task, claim));
    EXPECT_DONE(world_.Chair().TakesReview(task));
    EXPECT_DONE(world_.Chair().Accepts(task));
  }

  v1::IndicatorProgress Indicator(const std::string& item) {
    const auto seen = world_.Reader().SeesProgress("2025");
    EXPECT_DONE(seen);
    for (const v1::IndicatorProgress& indicator : seen->indicators()) {
      if (indicator.item() == item) return indicator;
    }
    ADD_FAILURE() << "no indicator " << item;
    return {};
  }

  void Expect(const std::string& item, const std::vector<std::pair<int64_t, int64_t>>& figures, int64_t reported,
              int64_t expected, v1::ProgressState state) {
    const v1::IndicatorProgress indicator = Indicator(item);
    ASSERT_EQ(indicator.figures_size(), static_cast<int>(figures.size())) << item;
    for (int i = 0; i < indicator.figures_size(); ++i) {
      EXPECT_EQ(indicator.figures(i).numerator(), figures[static_cast<size_t>(i)].first) << item;
      EXPECT_EQ(indicator.figures(i).denominator(), figures[static_cast<size_t>(i)].second) << item;
    }
    EXPECT_EQ(indicator.reported(), reported) << item;
    EXPECT_EQ(indicator.expected(), expected) << item;
    EXPECT_EQ(indicator.state(), state) << item << ": " << v1::ProgressState_Name(indicator.state());
  }

  World world_;
};

TEST_F(FiveUnions, TheFiguresAreThoseWorkedOutByHand) {
  Accepted("1.3", "xa-mot", Claim().Yes("held").With("minutes"));
  Accepted("1.3", "xa-hai", Claim().No("held").With("minutes"));
  Accepted("2.1", "xa-mot", Claim().Ratio("informed", 20, 20));
  Accepted("2.1", "xa-hai", Claim().Ratio("informed", 9, 10));
  EXPECT_DONE(Union("truong").Submits("2.1.truong", Claim().Ratio("informed", 30, 30)));
  EXPECT_DONE(world_.Chair().TakesReview("2.1.truong"));
  EXPECT_DONE(world_.Chair().AcceptsInstead("2.1.truong", Claim().Ratio("informed", 25, 30), "danh sách có 25 người"));
  Accepted("2.3", "truong", Claim().Ratio("trained", 3, 5).With("attendance"));
  Accepted("1.4", "nha-may", Claim().Yes("conference").No("dialogue").With("minutes"));
  Accepted("2.2", "nha-may", Claim().Ratio("informed", 90, 100));
  Accepted("2.3", "nha-may", Claim().Ratio("trained", 60, 80).With("attendance"));
  Accepted("1.5", "nha-may", Claim().Ratio("supported", 2, 3));
  Accepted("1.4", "cong-ty", Claim().Yes("conference").Yes("dialogue").With("minutes"));
  EXPECT_DONE(Union("cong-ty").Submits("2.2.cong-ty", Claim().Ratio("informed", 50, 50)));
  Accepted("2.3", "cong-ty", Claim().NotApplicable("trained", "tạm ngừng sản xuất cả năm"));
  Accepted("1.5", "cong-ty", Claim().NotApplicable("supported", "không có vụ việc"));
  Accepted("4.6", "xa-mot", Claim().Counts("introduced", 2));
  Accepted("4.6", "xa-hai", Claim().Counts("introduced", 0));
  Accepted("6.1", "xa-mot", Claim().Ratio("contributions", 100, 100).Ratio("dues", 50, 50).With("settlement"));
  Accepted("6.1", "xa-hai", Claim().Ratio("contributions", 120, 100).Ratio("dues", 40, 50).With("settlement"));

  // COVERAGE: one of the three public unions meets it; who has not reported stays in the denominator.
  Expect("1.3", {{1, 3}}, 2, 3, v1::PROGRESS_STATE_NOT_MET);
  // Both facts are needed: one of two enterprises, and 50 % < 85 %.
  Expect("1.4", {{1, 2}}, 2, 2, v1::PROGRESS_STATE_NOT_MET);
  // RATIO: 20 + 9 + 25 of 20 + 10 + 30, with what was accepted and not what was claimed.
  Expect("2.1", {{54, 60}}, 3, 3, v1::PROGRESS_STATE_NOT_MET);
  // Submitted is not accepted: 90 of 100, and 90 % ≥ 90 %.
  Expect("2.2", {{90, 100}}, 1, 2, v1::PROGRESS_STATE_MET);
  // Not applicable leaves the sums: 3 + 60 of 5 + 80; 100·63 = 6300 ≥ 70·85 = 5950.
  Expect("2.3", {{63, 85}}, 3, 3, v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Indicator("2.3").not_applicable(), 1);
  // Of the term's round: 2 of 3 cases; five unions and the federation were asked.
  Expect("1.5", {{2, 3}}, 2, 6, v1::PROGRESS_STATE_NOT_MET);
  // AVERAGE: 2 + 0 over all five, and 2 < 1·5.
  Expect("4.6", {{2, 5}}, 2, 5, v1::PROGRESS_STATE_NOT_MET);
  // Two figures, each tested: 220 of 200 meets, 90 of 100 does not; so the indicator does not.
  Expect("6.1", {{220, 200}, {90, 100}}, 2, 6, v1::PROGRESS_STATE_NOT_MET);
  EXPECT_TRUE(Indicator("6.1").figures(0).met());
  EXPECT_FALSE(Indicator("6.1").figures(1).met());
  // Nobody reported: no data, which is not a zero.
  Expect("2.4", {{0, 0}}, 0, 5, v1::PROGRESS_STATE_NO_DATA);
  // Nobody is a non-state enterprise that is eligible for a women's committee, or has a newly elected chair.
  EXPECT_EQ(Indicator("5.1").state(), v1::PROGRESS_STATE_NOBODY_ELIGIBLE);
  EXPECT_EQ(Indicator("4.2").state(), v1::PROGRESS_STATE_NOBODY_ELIGIBLE);
  // DIRECTORY: 18 + 10 + 28 + 90 + 44 members.
  EXPECT_EQ(Indicator("4.1").figures(0).numerator(), 190);

  // A withdrawn task leaves the denominator: 1 of 2.
  EXPECT_DONE(world_.Chair().Withdraws("1.3.truong"));
  Expect("1.3", {{1, 2}}, 2, 2, v1::PROGRESS_STATE_NOT_MET);

  // Required inspections: ⌈3·30/100⌉ = 1 of the public unions, ⌈2·25/100⌉ = 1 of the enterprises.
  world_.Inspector(1);
  world_.Inspector(2);
  world_.GoTo("2025-05-05");
  const auto scheduled =
      world_.InspectionChair().Schedules("finance", "xa-hai", "2025-05-05", "chu-nhiem", {"ubkt-1", "ubkt-2"});
  ASSERT_DONE(scheduled);
  EXPECT_DONE(world_.InspectionChair().Notifies(scheduled->inspection().name()));
  EXPECT_DONE(world_.InspectionChair().Starts(scheduled->inspection().name()));
  Expect("7.2", {{0, 3}}, 3, 3, v1::PROGRESS_STATE_NOT_MET);
  EXPECT_DONE(world_.InspectionChair().Concludes(scheduled->inspection().name()));
  Expect("7.2", {{1, 3}}, 3, 3, v1::PROGRESS_STATE_MET);
  Expect("7.3", {{0, 2}}, 2, 2, v1::PROGRESS_STATE_NOT_MET);
}

}  // namespace
}  // namespace phancong
