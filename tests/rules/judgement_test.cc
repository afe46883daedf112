#include "services/rules/judgement.h"

#include <gtest/gtest.h>

namespace phancong::rules {
namespace {

constexpr auto kRatio = v1::Item::MEASURE_RATIO;
constexpr auto kCount = v1::Item::MEASURE_COUNT;
constexpr auto kAverage = v1::Item::MEASURE_AVERAGE;

TEST(SumMeets, ComparesAsTheMeasureSays) {
  EXPECT_TRUE(SumMeets(kCount, 20, 0, 20));
  EXPECT_FALSE(SumMeets(kCount, 19, 0, 20));
  // 100 over 4 is 25, and no rounding makes 24.75 of it.
  EXPECT_TRUE(SumMeets(kAverage, 100, 4, 25));
  EXPECT_FALSE(SumMeets(kAverage, 99, 4, 25));
  EXPECT_FALSE(SumMeets(kAverage, 0, 0, 0));
  EXPECT_TRUE(SumMeets(kRatio, 17, 20, 85));
  EXPECT_FALSE(SumMeets(kRatio, 16, 20, 85));
  // Beyond 64 bits on the way.
  EXPECT_TRUE(SumMeets(kAverage, 9'000'000'000'000'000'000, 9'000'000'000, 1'000'000'000));
  EXPECT_FALSE(SumMeets(kAverage, 8'999'999'999'999'999'999, 9'000'000'000, 1'000'000'000));
}

TEST(Judge, AsksWhomItConcernsThenForDataThenForEachFigure) {
  const struct {
    v1::Item::Measure measure;
    Judged judged;
    v1::ProgressState state;
  } cases[] = {
      {kRatio, {0, 0, false, {}}, v1::PROGRESS_STATE_NOBODY_ELIGIBLE},
      {kRatio, {3, 3, false, {{0, false}}}, v1::PROGRESS_STATE_NOT_APPLICABLE},
      {kRatio, {3, 2, false, {{5, true}}}, v1::PROGRESS_STATE_NO_DATA},
      {kRatio, {3, 0, true, {{0, true}, {0, true}}}, v1::PROGRESS_STATE_NO_DATA},
      {kRatio, {3, 0, true, {{0, false}, {5, true}}}, v1::PROGRESS_STATE_MET},
      {kRatio, {3, 0, true, {{4, false}, {5, true}}}, v1::PROGRESS_STATE_NOT_MET},
      {kRatio, {3, 0, true, {}}, v1::PROGRESS_STATE_NO_DATA},
      {kCount, {3, 0, true, {{0, true}}}, v1::PROGRESS_STATE_MET},
      {kCount, {3, 0, true, {{0, false}}}, v1::PROGRESS_STATE_NOT_MET},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(Judge(one.measure, one.judged), one.state) << one.judged.expected << " " << one.judged.figures.size();
  }
}

TEST(HasData, IsMetOrNot) {
  for (int state = v1::ProgressState_MIN; state <= v1::ProgressState_MAX; ++state) {
    EXPECT_EQ(HasData(static_cast<v1::ProgressState>(state)),
              state == v1::PROGRESS_STATE_MET || state == v1::PROGRESS_STATE_NOT_MET);
  }
}

}  // namespace
}  // namespace phancong::rules
