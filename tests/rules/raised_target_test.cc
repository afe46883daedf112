// Targets above the programme's: which may be set, and what they change, at their borders.
#include "services/rules/raised_target.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "services/rules/target.h"

namespace phancong::rules {
namespace {

v1::Item ItemOf(v1::Item::Measure measure, int64_t target, bool may_exceed = false) {
  v1::Item item;
  item.set_id("2.1");
  item.set_measure(measure);
  item.set_source(v1::Item::SOURCE_REPORTED);
  for (const char* const id : {"a", "b"}) {
    v1::Figure& figure = *item.add_figures();
    figure.set_id(id);
    figure.set_target(target);
    figure.set_may_exceed(may_exceed);
  }
  return item;
}

// The reason's name with the field; "OK" where it may be set.
std::string Says(const absl::Status& status) {
  if (status.ok()) return "OK";
  const std::optional<RefusalFacts> refusal = RefusalOf(status);
  if (!refusal) return status.ToString();
  return ReasonName(refusal->reason) + (refusal->problems.empty() ? "" : " " + refusal->problems[0].field);
}

TEST(ARaisedTarget, IsNotBelowTheProgrammesAndWithinItsRange) {
  v1::Item derived = ItemOf(v1::Item::MEASURE_COVERAGE, 95);
  derived.set_source(v1::Item::SOURCE_RATINGS);
  const struct {
    v1::Item item;
    FigureTarget raised;
    bool for_assignees;
    const char* says;
  } kCases[] = {
      {ItemOf(v1::Item::MEASURE_RATIO, 85), {"a", 84}, false, "TARGET_TOO_LOW"},
      {ItemOf(v1::Item::MEASURE_RATIO, 85), {"a", 85}, false, "OK"},
      {ItemOf(v1::Item::MEASURE_RATIO, 85), {"b", 100}, true, "OK"},
      {ItemOf(v1::Item::MEASURE_RATIO, 85), {"a", 101}, false, "INVALID_FIELD t.target"},
      {ItemOf(v1::Item::MEASURE_RATIO, 85, true), {"a", 1000}, true, "OK"},
      {ItemOf(v1::Item::MEASURE_RATIO, 85, true), {"a", 1001}, true, "INVALID_FIELD t.target"},
      {ItemOf(v1::Item::MEASURE_RATIO, 85), {"c", 90}, false, "INVALID_FIELD t.figure"},
      {ItemOf(v1::Item::MEASURE_RATIO, 0), {"a", -1}, false, "TARGET_TOO_LOW"},
      {ItemOf(v1::Item::MEASURE_COVERAGE, 85), {"a", 90}, false, "OK"},
      {ItemOf(v1::Item::MEASURE_COVERAGE, 85), {"a", 90}, true, "INVALID_FIELD t.assignees"},
      {ItemOf(v1::Item::MEASURE_COUNT, 20), {"a", 1'000'000}, true, "OK"},
      {ItemOf(v1::Item::MEASURE_COUNT, 20), {"a", 19}, true, "TARGET_TOO_LOW"},
      {ItemOf(v1::Item::MEASURE_AVERAGE, 1), {"a", 2}, true, "OK"},
      {ItemOf(v1::Item::MEASURE_LEVEL, 0), {"a", 1}, false, "INVALID_FIELD t.item"},
      {ItemOf(v1::Item::MEASURE_JUDGEMENT, 5), {"a", 6}, false, "INVALID_FIELD t.item"},
      {derived, {"a", 96}, false, "INVALID_FIELD t.item"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(Says(CheckRaisedTarget(one.item, one.raised, one.for_assignees, "t")), one.says)
        << v1::Item::Measure_Name(one.item.measure()) << " " << one.raised.figure << " " << one.raised.target;
  }
}

TEST(ARaisedTarget, HoldsForItsFigureAloneAndNeverLowers) {
  const v1::Item raised = WithTargets(ItemOf(v1::Item::MEASURE_RATIO, 85), {{"a", 90}, {"b", 80}, {"c", 99}});
  EXPECT_EQ(raised.figures(0).target(), 90);
  EXPECT_EQ(raised.figures(1).target(), 85);
  const v1::Item twice = WithTargets(ItemOf(v1::Item::MEASURE_COUNT, 20), {{"a", 30}, {"a", 25}});
  EXPECT_EQ(twice.figures(0).target(), 30) << "the round's and the assignee's: the greater";
}

TEST(ARaisedTarget, OfACoverageHoldsForAllItsFacts) {
  const v1::Item raised = WithTargets(ItemOf(v1::Item::MEASURE_COVERAGE, 85), {{"a", 90}});
  EXPECT_EQ(raised.figures(0).target(), 90);
  EXPECT_EQ(raised.figures(1).target(), 90);
}

// 17 of 20 is 85 percent exactly; 18 of 20 is 90.
TEST(ARaisedTarget, DecidesAtItsBorder) {
  v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, 85);
  item.mutable_figures()->RemoveLast();
  const v1::Item raised = WithTargets(item, {{"a", 90}});
  v1::Report report;
  v1::FigureValue& value = *report.add_figures();
  value.set_figure("a");
  value.set_denominator(20);
  value.set_numerator(17);
  EXPECT_TRUE(ResultMeets(item, {}, report, false));
  EXPECT_FALSE(ResultMeets(raised, {}, report, false));
  value.set_numerator(18);
  EXPECT_TRUE(ResultMeets(raised, {}, report, false));
}

}  // namespace
}  // namespace phancong::rules
