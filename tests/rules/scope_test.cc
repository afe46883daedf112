#include "services/rules/scope.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/rules/target.h"

namespace phancong::rules {
namespace {

const Period k2025 = {.begin = DayOf(2025, 1, 1), .end = DayOf(2025, 12, 31)};
const Day kPopulationDay = DayOf(2025, 1, 15);

v1::Scope Enterprises() {
  v1::Scope scope;
  scope.add_types("STATE_ENTERPRISE");
  scope.add_types("NON_STATE_ENTERPRISE");
  return scope;
}

v1::Scope WithAtLeast(std::string fact, int64_t value) {
  v1::Scope scope = Enterprises();
  v1::Condition& condition = *scope.add_conditions();
  condition.set_fact(std::move(fact));
  condition.set_at_least(value);
  return scope;
}

UnionFacts Enterprise(std::map<std::string, int64_t> facts = {}, Day founded_day = 0) {
  return {.type = "NON_STATE_ENTERPRISE", .facts = std::move(facts), .founded_day = founded_day};
}

TEST(AScope, TakesUnionsOfItsTypes) {
  EXPECT_TRUE(InScope(Enterprises(), Enterprise(), k2025, kPopulationDay));
  EXPECT_TRUE(InScope(Enterprises(), {.type = "STATE_ENTERPRISE", .facts = {}}, k2025, kPopulationDay));
  EXPECT_FALSE(InScope(Enterprises(), {.type = "ADMINISTRATIVE", .facts = {}}, k2025, kPopulationDay));
  EXPECT_FALSE(InScope(Enterprises(), {.type = "", .facts = {}}, k2025, kPopulationDay));
}

TEST(AScope, WithoutTypesTakesNoUnion) {
  v1::Scope federation;
  federation.set_include_federation(true);
  EXPECT_FALSE(InScope(federation, Enterprise(), k2025, kPopulationDay));
}

TEST(ACondition, OnANumberIsMetFromItsBoundOn) {
  const v1::Scope scope = WithAtLeast("direct_workers", 10);
  EXPECT_TRUE(InScope(scope, Enterprise({{"direct_workers", 10}}), k2025, kPopulationDay));
  EXPECT_TRUE(InScope(scope, Enterprise({{"direct_workers", 500}}), k2025, kPopulationDay));
  EXPECT_FALSE(InScope(scope, Enterprise({{"direct_workers", 9}}), k2025, kPopulationDay));
}

TEST(ACondition, OnAFlagAsksForYes) {
  const v1::Scope scope = WithAtLeast("agreement_eligible", 1);
  EXPECT_TRUE(InScope(scope, Enterprise({{"agreement_eligible", 1}}), k2025, kPopulationDay));
  EXPECT_FALSE(InScope(scope, Enterprise({{"agreement_eligible", 0}}), k2025, kPopulationDay));
}

TEST(ACondition, OnADateAsksWhetherItLiesInThePeriod) {
  v1::Scope scope = Enterprises();
  scope.add_conditions()->set_fact("chair_newly_elected_on");
  scope.mutable_conditions(0)->set_in_period(true);
  const auto elected = [&](Day day) {
    return InScope(scope, Enterprise({{"chair_newly_elected_on", day}}), k2025, kPopulationDay);
  };
  EXPECT_FALSE(elected(DayOf(2024, 12, 31)));
  EXPECT_TRUE(elected(DayOf(2025, 1, 1)));
  EXPECT_TRUE(elected(DayOf(2025, 12, 31)));
  EXPECT_FALSE(elected(DayOf(2026, 1, 1)));

  scope.mutable_conditions(0)->set_in_period(false);
  EXPECT_TRUE(elected(DayOf(2024, 12, 31)));
  EXPECT_FALSE(elected(DayOf(2025, 1, 1)));
}

TEST(ACondition, OnAFactThatIsNotKnownIsNotMet) {
  EXPECT_FALSE(InScope(WithAtLeast("women", 0), Enterprise({{"members", 5}}), k2025, kPopulationDay));
  v1::Scope scope = Enterprises();
  scope.add_conditions()->set_fact("chair_newly_elected_on");
  scope.mutable_conditions(0)->set_in_period(false);
  EXPECT_FALSE(InScope(scope, Enterprise(), k2025, kPopulationDay));
}

TEST(ACondition, ThatAsksNothingIsNotMet) {
  v1::Scope scope = Enterprises();
  scope.add_conditions()->set_fact("members");
  EXPECT_FALSE(InScope(scope, Enterprise({{"members", 5}}), k2025, kPopulationDay));
}

TEST(Conditions, AreAllAskedFor) {
  v1::Scope scope = WithAtLeast("members", 10);
  v1::Condition& women = *scope.add_conditions();
  women.set_fact("women");
  women.set_at_least(10);
  EXPECT_TRUE(InScope(scope, Enterprise({{"members", 10}, {"women", 10}}), k2025, kPopulationDay));
  EXPECT_FALSE(InScope(scope, Enterprise({{"members", 10}, {"women", 9}}), k2025, kPopulationDay));
  EXPECT_FALSE(InScope(scope, Enterprise({{"members", 9}, {"women", 10}}), k2025, kPopulationDay));
}

TEST(AUnion, FoundedAfterThePopulationDayIsNotInScope) {
  EXPECT_TRUE(InScope(Enterprises(), Enterprise({}, 0), k2025, kPopulationDay));
  EXPECT_TRUE(InScope(Enterprises(), Enterprise({}, DayOf(1995, 7, 1)), k2025, kPopulationDay));
  EXPECT_TRUE(InScope(Enterprises(), Enterprise({}, kPopulationDay), k2025, kPopulationDay));
  EXPECT_FALSE(InScope(Enterprises(), Enterprise({}, kPopulationDay + 1), k2025, kPopulationDay));
}

TEST(AProgramme, FindsScopesAndItemsById) {
  v1::Programme programme;
  programme.add_scopes()->set_id("all");
  programme.add_scopes()->set_id("public");
  programme.add_items()->set_id("1.3");
  EXPECT_EQ(FindScope(programme, "public"), &programme.scopes(1));
  EXPECT_EQ(FindScope(programme, "Public"), nullptr);
  EXPECT_EQ(FindItem(programme, "1.3"), &programme.items(0));
  EXPECT_EQ(FindItem(programme, "1"), nullptr);
}

v1::Item ItemWith(std::initializer_list<v1::Item::Period> periods) {
  v1::Item item;
  for (const v1::Item::Period period : periods) item.add_periods(period);
  return item;
}

TEST(AnItem, ThatIsYearlyAmongOthersGoesIntoTheYear) {
  EXPECT_TRUE(IsYearly(ItemWith({v1::Item::PERIOD_YEAR})));
  EXPECT_TRUE(IsYearly(ItemWith({v1::Item::PERIOD_STANDING, v1::Item::PERIOD_YEAR})));
  EXPECT_FALSE(IsYearly(ItemWith({v1::Item::PERIOD_TERM})));
  EXPECT_FALSE(IsYearly(ItemWith({v1::Item::PERIOD_STANDING, v1::Item::PERIOD_ONCE})));
  EXPECT_FALSE(IsYearly(ItemWith({})));
}

v1::Item DueOn(int month, int day) {
  v1::Item item;
  item.mutable_due()->set_month(month);
  item.mutable_due()->set_day(day);
  return item;
}

v1::Item Until(int year, int month, int day) {
  v1::Item item;
  *item.mutable_until() = DateOf(DayOf(year, month, day));
  return item;
}

TEST(TheUsualDueDay, IsTheEndOfThePeriod) { EXPECT_EQ(UsualDueDay(v1::Item(), k2025), k2025.end); }

TEST(TheUsualDueDay, IsTheItemsOwnInTheYearOfTheRound) {
  EXPECT_EQ(UsualDueDay(DueOn(3, 31), k2025), DayOf(2025, 3, 31));
  EXPECT_EQ(UsualDueDay(DueOn(12, 31), k2025), DayOf(2025, 12, 31));
  EXPECT_EQ(UsualDueDay(DueOn(1, 1), k2025), DayOf(2025, 1, 1));
}

TEST(TheUsualDueDay, IsTheLastOfAShorterMonth) {
  EXPECT_EQ(UsualDueDay(DueOn(2, 29), k2025), DayOf(2025, 2, 28));
  EXPECT_EQ(UsualDueDay(DueOn(2, 29), {.begin = DayOf(2028, 1, 1), .end = DayOf(2028, 12, 31)}), DayOf(2028, 2, 29));
  EXPECT_EQ(UsualDueDay(DueOn(11, 31), k2025), DayOf(2025, 11, 30));
}

TEST(TheUsualDueDay, OfATermIsInItsLastYear) {
  const Period term = {.begin = DayOf(2023, 9, 1), .end = DayOf(2028, 8, 31)};
  EXPECT_EQ(UsualDueDay(DueOn(3, 31), term), DayOf(2028, 3, 31));
  EXPECT_EQ(UsualDueDay(DueOn(12, 31), term), term.end);
}

TEST(TheUsualDueDay, IsNotBeforeAPeriodThatBeginsLaterInTheYear) {
  EXPECT_EQ(UsualDueDay(DueOn(3, 31), {.begin = DayOf(2025, 7, 1), .end = DayOf(2025, 12, 31)}), DayOf(2025, 12, 31));
}

TEST(TheUsualDueDay, IsTheLastDayOfTheItemWhereThatIsEarlier) {
  const Period term = {.begin = DayOf(2023, 9, 1), .end = DayOf(2028, 12, 31)};
  EXPECT_EQ(UsualDueDay(Until(2024, 6, 30), term), DayOf(2024, 6, 30));
  EXPECT_EQ(UsualDueDay(Until(2025, 12, 30), k2025), DayOf(2025, 12, 30));
  EXPECT_EQ(UsualDueDay(Until(2026, 1, 1), k2025), k2025.end);
  EXPECT_EQ(UsualDueDay(Until(2028, 12, 31), k2025), k2025.end);
  v1::Item both = DueOn(3, 31);
  *both.mutable_until() = DateOf(DayOf(2025, 2, 1));
  EXPECT_EQ(UsualDueDay(both, k2025), DayOf(2025, 2, 1));
}

// Worked out by hand: ⌈n·p/100⌉.
TEST(RequiredCoverage, IsRoundedUp) {
  EXPECT_EQ(RequiredCount(10, 30), 3);
  EXPECT_EQ(RequiredCount(11, 30), 4);   // 3.3
  EXPECT_EQ(RequiredCount(7, 85), 6);    // 5.95
  EXPECT_EQ(RequiredCount(20, 85), 17);  // exact
  EXPECT_EQ(RequiredCount(13, 25), 4);   // 3.25
  EXPECT_EQ(RequiredCount(1, 1), 1);
  EXPECT_EQ(RequiredCount(0, 100), 0);
  EXPECT_EQ(RequiredCount(60, 0), 0);
  EXPECT_EQ(RequiredCount(60, 100), 60);
  EXPECT_EQ(RequiredCount(3, 1000), 30);
  EXPECT_EQ(RequiredCount(900'000'000'000'000'000, 1000), 9'000'000'000'000'000'000);
}

RC_GTEST_PROP(RequiredCoverage, IsTheFewestThatMeetThePercentage, ()) {
  const int64_t n = *rc::gen::inRange<int64_t>(1, 5001);
  const int64_t percent = *rc::gen::inRange<int64_t>(1, 101);
  const int64_t required = RequiredCount(n, percent);
  RC_ASSERT(MeetsPercent(required, n, percent));
  RC_ASSERT(!MeetsPercent(required - 1, n, percent));
}

}  // namespace
}  // namespace phancong::rules
