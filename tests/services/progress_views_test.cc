// Figures beside each other: official and provisional, by group, over the years, and of a day that is past. A small
// programme, worked out by hand.
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Claim;
using support::DateOf;
using support::Outcome;
using support::World;
using testing::ElementsAre;

// Two public unions, two enterprises.
constexpr char kUnions[] =
    "id,name,type,place,founded_on,members\n"
    "xa,CĐCS xã,PUBLIC,xã,2000-01-01,20\n"
    "truong,CĐCS Trường,PUBLIC,xã,2001-01-01,30\n"
    "nha-may,CĐCS Nhà máy,ENTERPRISE,xã,2002-01-01,90\n"
    "cong-ty,CĐCS Công ty,ENTERPRISE,xã,2003-01-01,40\n";

class ProgressViews : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_DONE(world.Chair().LoadsProgramme(support::FileOf(world.options().programme)));
    ASSERT_DONE(world.Chair().ImportsUnions(kUnions));
  }
  void Issues(const std::string& round) {
    const auto draft = world.Chair().DraftsRound(round);
    ASSERT_DONE(draft);
    ASSERT_DONE(world.Chair().IssuesRound(round, draft->round().etag()));
  }
  // I.2: a ratio of people; I.5: an average of people for each enterprise.
  void Submits(const std::string& task, const std::string& figure, int64_t numerator, int64_t denominator = 0) {
    v1::Report report;
    v1::FigureValue& value = *report.add_figures();
    value.set_figure(figure);
    value.set_numerator(numerator);
    if (denominator != 0) value.set_denominator(denominator);
    ASSERT_DONE(world.UnionChair(task.substr(task.rfind('.') + 1)).Submits(task, report));
  }
  void Accepts(const std::string& task) {
    ASSERT_DONE(world.Chair().TakesReview(task));
    ASSERT_DONE(world.Chair().Accepts(task));
  }
  v1::IndicatorProgress Indicator(const std::string& item, const std::string& day = "") {
    v1::ListIndicatorProgressRequest request;
    request.set_parent(world.RoundName("2025"));
    if (!day.empty()) *request.mutable_as_of_date() = DateOf(day);
    const auto progress = world.Reader().Call<v1::ListIndicatorProgressResponse>(request);
    EXPECT_DONE(progress);
    for (const v1::IndicatorProgress& one : progress->indicators()) {
      if (one.item() == item) return one;
    }
    ADD_FAILURE() << item;
    return {};
  }
  std::vector<v1::ProgressGroup> Groups(v1::ProgressGrouping grouping) {
    v1::ListProgressGroupsRequest request;
    request.set_parent(world.RoundName("2025"));
    request.set_grouping(grouping);
    const auto groups = world.Reader().Call<v1::ListProgressGroupsResponse>(request);
    EXPECT_DONE(groups);
    return {groups->groups().begin(), groups->groups().end()};
  }
  static std::vector<std::string> KeysOf(const std::vector<v1::ProgressGroup>& groups) {
    std::vector<std::string> keys;
    for (const v1::ProgressGroup& group : groups) keys.push_back(group.key());
    return keys;
  }

  World world{{.round = "2025", .term = "2025-2026", .programme = "tests/programmes/walk.textproto"}};
};

TEST_F(ProgressViews, ADayToComeIsRefusedAndADayBeforeTheRoundIsNotThere) {
  Issues("2025");
  v1::ListIndicatorProgressRequest progress;
  progress.set_parent(world.RoundName("2025"));
  *progress.mutable_as_of_date() = DateOf("2025-01-07");
  EXPECT_REFUSED(world.Chair().Call<v1::ListIndicatorProgressResponse>(progress), INVALID_FIELD);
  *progress.mutable_as_of_date() = DateOf("2025-01-05");
  EXPECT_REFUSED(world.Chair().Call<v1::ListIndicatorProgressResponse>(progress), NOT_FOUND);
  v1::GetUnionScorecardRequest card;
  card.set_name(world.UnitName("xa"));
  card.set_round("2025");
  *card.mutable_as_of_date() = DateOf("2025-01-07");
  EXPECT_REFUSED(world.Chair().Call<v1::GetUnionScorecardResponse>(card), INVALID_FIELD);
  v1::GetTimelinessRequest timeliness;
  timeliness.set_parent(world.RoundName("2025"));
  *timeliness.mutable_as_of_date() = DateOf("2025-01-07");
  EXPECT_REFUSED(world.Chair().Call<v1::GetTimelinessResponse>(timeliness), INVALID_FIELD);
  v1::ListStandsOfPlayRequest stands;
  stands.set_parent(world.RoundName("2025"));
  *stands.mutable_as_of_date() = DateOf("2025-01-07");
  EXPECT_REFUSED(world.Chair().Call<v1::ListStandsOfPlayResponse>(stands), INVALID_FIELD);
}

TEST_F(ProgressViews, WhatIsSubmittedStandsBesideWhatIsAccepted) {
  Issues("2025");
  Submits("I.2.xa", "part", 10, 20);
  Submits("I.2.truong", "part", 30, 30);
  Accepts("I.2.xa");
  const v1::IndicatorProgress ratio = Indicator("I.2");
  EXPECT_EQ(ratio.reported(), 1);
  EXPECT_EQ(ratio.submitted(), 1);
  EXPECT_EQ(ratio.figures(0).numerator(), 10);
  EXPECT_EQ(ratio.figures(0).denominator(), 20);
  EXPECT_EQ(ratio.state(), v1::PROGRESS_STATE_NOT_MET);
  // 40 of 50, of 75 %.
  EXPECT_EQ(ratio.figures(0).provisional_numerator(), 40);
  EXPECT_EQ(ratio.figures(0).provisional_denominator(), 50);
  EXPECT_EQ(ratio.provisional_state(), v1::PROGRESS_STATE_MET);
  // Recalled, it is no longer on its way.
  ASSERT_DONE(world.UnionChair("truong").Recalls("I.2.truong"));
  EXPECT_EQ(Indicator("I.2").figures(0).provisional_numerator(), 10);
}

TEST_F(ProgressViews, AScorecardSaysWhatIsOnItsWayAndWhatIsDueNext) {
  Issues("2025");
  Issues("2025-2026");
  Submits("I.2.xa", "part", 20, 20);
  const auto card = world.UnionChair("xa").SeesScorecard("xa", "2025");
  ASSERT_DONE(card);
  EXPECT_EQ(card->reported(), 0);
  EXPECT_EQ(card->expected(), card->lines_size());
  std::vector<std::string> next;
  for (const v1::ScorecardLine& line : card->due_next()) next.push_back(line.item());
  EXPECT_EQ(next.front(), "I.1") << "due on 30 June, the earliest";
  EXPECT_EQ(std::count(next.begin(), next.end(), "I.2"), 0) << "waits for the reviewer";
  for (const v1::ScorecardLine& line : card->lines()) {
    if (line.item() != "I.2") continue;
    EXPECT_TRUE(line.result().empty());
    EXPECT_EQ(line.submitted(0).numerator(), 20);
    EXPECT_TRUE(line.provisional_met());
    EXPECT_FALSE(line.met());
  }
  // Half a year later the unsubmitted are late.
  world.GoTo("2025-07-03");
  const auto later = world.UnionChair("xa").SeesScorecard("xa", "2025");
  ASSERT_DONE(later);
  EXPECT_EQ(later->due_next(0).item(), "I.1");
  EXPECT_EQ(later->due_next(0).days_late(), 3);
}

TEST_F(ProgressViews, GroupsOfTypesAddUpToTheRound) {
  Issues("2025");
  Submits("I.2.xa", "part", 10, 20);
  Submits("I.2.nha-may", "part", 80, 90);
  Accepts("I.2.nha-may");
  const std::vector<v1::ProgressGroup> groups = Groups(v1::PROGRESS_GROUPING_TYPE);
  EXPECT_THAT(KeysOf(groups), ElementsAre("PUBLIC", "ENTERPRISE", "federation"));
  int64_t expected = 0;
  int64_t not_due = 0;
  for (const v1::ProgressGroup& group : groups) {
    expected += group.expected();
    not_due += group.timeliness().not_due();
    for (const v1::IndicatorProgress& one : group.indicators()) {
      if (one.item() != "I.2") continue;
      EXPECT_EQ(one.expected(), 2) << group.key();
      EXPECT_EQ(one.figures(0).numerator(), group.key() == "ENTERPRISE" ? 80 : 0);
      EXPECT_EQ(one.figures(0).provisional_numerator(), group.key() == "ENTERPRISE" ? 80 : 10);
    }
  }
  const auto timeliness = world.Chair().SeesTimeliness("2025");
  ASSERT_DONE(timeliness);
  EXPECT_EQ(not_due, timeliness->counts().not_due());
  EXPECT_EQ(expected, timeliness->counts().not_due() + timeliness->counts().due());
  v1::ListProgressGroupsRequest without;
  without.set_parent(world.RoundName("2025"));
  EXPECT_REFUSED(world.Chair().Call<v1::ListProgressGroupsResponse>(without), INVALID_FIELD);
}

TEST_F(ProgressViews, AMemberIsInChargeByItemFieldOrUnitAndOfEachTaskOnce) {
  world.Member(1);
  world.Member(2);
  ASSERT_DONE(world.Chair().PutsInChargeOfField("uy-vien-1", "work"));
  ASSERT_DONE(world.Chair().PutsInChargeOfItem("uy-vien-1", "I.2"));
  ASSERT_DONE(world.Chair().PutsInChargeOfUnion("uy-vien-2", "xa"));
  Issues("2025");
  const std::vector<v1::ProgressGroup> groups = Groups(v1::PROGRESS_GROUPING_MEMBER);
  EXPECT_THAT(KeysOf(groups), ElementsAre("uy-vien-1", "uy-vien-2"));
  // The field "work" in the year: I.1 to two, I.2 to four, I.5 to two, D1 to four and the federation.
  EXPECT_EQ(groups[0].expected(), 2 + 4 + 2 + 5);
  // Of xa: I.1, I.2, I.3, I.8, D1; those of "work" are in both groups.
  EXPECT_EQ(groups[1].expected(), 5);
  const std::vector<v1::ProgressGroup> fields = Groups(v1::PROGRESS_GROUPING_FIELD);
  EXPECT_THAT(KeysOf(fields), ElementsAre("work", "money"));
  EXPECT_EQ(fields[0].expected(), groups[0].expected());
}

TEST_F(ProgressViews, TheTrendHasAPointForEachYearAndTheMeanOfTheTerm) {
  Issues("2025");
  Submits("I.5.nha-may", "people", 3);
  Submits("I.5.cong-ty", "people", 2);
  Accepts("I.5.nha-may");
  Accepts("I.5.cong-ty");
  world.GoTo("2026-01-10");
  Issues("2026");
  Submits("2026/I.5.nha-may", "people", 1);
  Accepts("2026/I.5.nha-may");
  v1::ListIndicatorTrendRequest request;
  request.set_parent(world.FederationName());
  request.add_items("I.5");
  const auto trend = world.Reader().Call<v1::ListIndicatorTrendResponse>(request);
  ASSERT_DONE(trend);
  ASSERT_EQ(trend->trends_size(), 1);
  const v1::IndicatorTrend& one = trend->trends(0);
  ASSERT_EQ(one.points_size(), 2);
  EXPECT_EQ(one.points(0).round(), "2025");
  EXPECT_EQ(one.points(0).as_of_date().month(), 12);
  EXPECT_EQ(one.points(0).progress().figures(0).numerator(), 5);
  EXPECT_EQ(one.points(1).as_of_date().day(), 10);
  // 5 and 1, of two enterprises in each of two years; the one that has not reported counts.
  EXPECT_EQ(one.over_term(0).numerator(), 6);
  EXPECT_EQ(one.over_term(0).denominator(), 4);
  request.add_items("9.9");
  EXPECT_REFUSED(world.Reader().Call<v1::ListIndicatorTrendResponse>(request), INVALID_FIELD);
}

}  // namespace
}  // namespace phancong::services_test
