// Sums of sums, by hand and under any permutation.
#include "services/rules/progress_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/rules/target.h"

namespace phancong::rules {
namespace {

using ::google::protobuf::util::MessageDifferencer;

struct Given {
  int64_t numerator = 0;
  int64_t denominator = 0;
  int64_t target = 0;
};

v1::IndicatorProgress Part(v1::Item::Measure measure, v1::ProgressState state, int64_t reported, int64_t expected,
                           const std::vector<Given>& figures) {
  v1::IndicatorProgress part;
  part.set_item("1.4");
  part.set_measure(measure);
  part.set_source(v1::Item::SOURCE_REPORTED);
  part.set_reported(reported);
  part.set_expected(expected);
  part.set_state(state);
  part.set_provisional_state(state);
  for (const Given& given : figures) {
    v1::FigureProgress& figure = *part.add_figures();
    figure.set_numerator(given.numerator);
    figure.set_denominator(given.denominator);
    figure.set_target(given.target);
    figure.set_provisional_numerator(given.numerator);
    figure.set_provisional_denominator(given.denominator);
  }
  return part;
}

v1::IndicatorProgress SumOf(const std::vector<v1::IndicatorProgress>& parts) {
  ProgressSum sum(parts.front());
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) sum.Add(*part);
  return sum.Judged();
}

constexpr v1::ProgressState kMet = v1::PROGRESS_STATE_MET;
constexpr v1::ProgressState kNotMet = v1::PROGRESS_STATE_NOT_MET;
constexpr v1::ProgressState kNoData = v1::PROGRESS_STATE_NO_DATA;

TEST(ASumOfFederations, IsJudgedOverAllTheirUnionsTogether) {
  // 9 of 10 and 8 of 10 meet: 17 of 20 is 85 percent, to the unit.
  const v1::IndicatorProgress met = SumOf({Part(v1::Item::MEASURE_COVERAGE, kMet, 10, 10, {{9, 10, 85}}),
                                           Part(v1::Item::MEASURE_COVERAGE, kNotMet, 9, 10, {{8, 10, 85}})});
  EXPECT_EQ(met.figures(0).numerator(), 17);
  EXPECT_EQ(met.figures(0).denominator(), 20);
  EXPECT_EQ(met.reported(), 19);
  EXPECT_EQ(met.expected(), 20);
  EXPECT_EQ(met.state(), kMet);
  const v1::IndicatorProgress missed = SumOf({Part(v1::Item::MEASURE_COVERAGE, kMet, 10, 10, {{9, 10, 85}}),
                                              Part(v1::Item::MEASURE_COVERAGE, kNotMet, 9, 10, {{7, 10, 85}})});
  EXPECT_EQ(missed.state(), kNotMet);
}

TEST(ASumOfFederations, KeepsThoseWithoutDataInTheDenominatorAsAUnionThatHasNotReported) {
  const v1::IndicatorProgress sum = SumOf({Part(v1::Item::MEASURE_COVERAGE, kMet, 10, 10, {{10, 10, 85}}),
                                           Part(v1::Item::MEASURE_COVERAGE, kNoData, 0, 10, {{0, 10, 85}})});
  EXPECT_EQ(sum.figures(0).numerator(), 10);
  EXPECT_EQ(sum.figures(0).denominator(), 20);
  EXPECT_EQ(sum.state(), kNotMet);
}

TEST(ASumOfFederations, AddsTheTargetsOfCountsAndTakesTheLeastOfOthers) {
  const v1::IndicatorProgress households = SumOf({Part(v1::Item::MEASURE_COUNT, kMet, 1, 1, {{25, 20, 20}}),
                                                  Part(v1::Item::MEASURE_COUNT, kNotMet, 1, 1, {{14, 20, 20}})});
  EXPECT_EQ(households.figures(0).target(), 40);
  EXPECT_EQ(households.figures(0).numerator(), 39);
  EXPECT_EQ(households.state(), kNotMet);
  const v1::IndicatorProgress raised = SumOf({Part(v1::Item::MEASURE_RATIO, kNotMet, 5, 5, {{90, 100, 95}}),
                                              Part(v1::Item::MEASURE_RATIO, kMet, 5, 5, {{90, 100, 90}})});
  EXPECT_EQ(raised.figures(0).target(), 90);
  EXPECT_EQ(raised.state(), kMet);
  const v1::IndicatorProgress mean = SumOf({Part(v1::Item::MEASURE_AVERAGE, kMet, 4, 4, {{7, 4, 1}}),
                                            Part(v1::Item::MEASURE_AVERAGE, kNotMet, 4, 4, {{0, 4, 1}})});
  EXPECT_EQ(mean.state(), kNotMet) << "7 of 8 unions";
}

TEST(ASumOfFederations, LeavesTheAnswerToTheFiguresThatSaySomething) {
  // Contributions of nobody, dues in full.
  const v1::IndicatorProgress sum = SumOf({Part(v1::Item::MEASURE_RATIO, kMet, 3, 3, {{0, 0, 100}, {50, 50, 100}}),
                                           Part(v1::Item::MEASURE_RATIO, kNoData, 0, 2, {{0, 0, 100}, {0, 0, 100}})});
  EXPECT_EQ(sum.state(), kMet);
  EXPECT_EQ(sum.note().vi(), "");
}

TEST(ASumOfFederations, HasNoDataWhereNoPartHas) {
  const v1::IndicatorProgress sum = SumOf({Part(v1::Item::MEASURE_COVERAGE, kNoData, 0, 3, {{0, 3, 100}}),
                                           Part(v1::Item::MEASURE_COVERAGE, kNoData, 0, 4, {{0, 4, 100}})});
  EXPECT_EQ(sum.state(), kNoData);
  EXPECT_NE(sum.note().vi(), "");
  EXPECT_NE(sum.note().en(), "");
  v1::IndicatorProgress nobody =
      Part(v1::Item::MEASURE_COVERAGE, v1::PROGRESS_STATE_NOBODY_ELIGIBLE, 0, 0, {{0, 0, 100}});
  EXPECT_EQ(SumOf({nobody, nobody}).state(), v1::PROGRESS_STATE_NOBODY_ELIGIBLE);
  v1::IndicatorProgress none = Part(v1::Item::MEASURE_RATIO, v1::PROGRESS_STATE_NOT_APPLICABLE, 4, 4, {{0, 0, 100}});
  none.set_not_applicable(4);
  EXPECT_EQ(SumOf({none, none}).state(), v1::PROGRESS_STATE_NOT_APPLICABLE);
}

TEST(ASumOfFederations, CountsWhatIsSubmittedProvisionally) {
  v1::IndicatorProgress part = Part(v1::Item::MEASURE_COVERAGE, kNotMet, 1, 2, {{1, 2, 100}});
  part.set_submitted(1);
  part.mutable_figures(0)->set_provisional_numerator(2);
  part.set_provisional_state(kMet);
  const v1::IndicatorProgress sum = SumOf({part, part});
  EXPECT_EQ(sum.state(), kNotMet);
  EXPECT_EQ(sum.submitted(), 2);
  EXPECT_EQ(sum.provisional_state(), kMet);
  EXPECT_TRUE(sum.figures(0).provisional_met());
}

TEST(ASumOfFederations, IsTheSameUnderAnyPermutation) {
  constexpr unsigned kSeed = 20251125;
  std::mt19937 random(kSeed);
  const auto up_to = [&](int64_t most) { return std::uniform_int_distribution<int64_t>(0, most)(random); };
  constexpr v1::Item::Measure kMeasures[] = {v1::Item::MEASURE_COVERAGE, v1::Item::MEASURE_RATIO,
                                             v1::Item::MEASURE_COUNT, v1::Item::MEASURE_AVERAGE};
  for (int round = 0; round < 1'000; ++round) {
    const v1::Item::Measure measure = kMeasures[up_to(3)];
    std::vector<v1::IndicatorProgress> parts;
    const int64_t federations = 1 + up_to(6);
    for (int64_t i = 0; i < federations; ++i) {
      const int64_t expected = up_to(5);
      const bool data = expected > 0 && up_to(3) > 0;
      parts.push_back(Part(measure,
                           expected == 0 ? v1::PROGRESS_STATE_NOBODY_ELIGIBLE
                           : data        ? kMet
                                         : kNoData,
                           data ? expected : 0, expected, {{data ? up_to(50) : 0, up_to(50), 1 + up_to(99)}}));
    }
    const v1::IndicatorProgress sum = SumOf(parts);
    for (int permutation = 0; permutation < 5; ++permutation) {
      std::shuffle(parts.begin(), parts.end(), random);
      const v1::IndicatorProgress again = SumOf(parts);
      // A single part keeps the state that it came with.
      EXPECT_TRUE(MessageDifferencer::Equals(again, sum)) << "seed " << kSeed << ", round " << round << "\n"
                                                          << again.DebugString() << sum.DebugString();
    }
  }
}

TEST(ASummandsKey, TellsApartWhatCannotBeAdded) {
  const v1::IndicatorProgress part = Part(v1::Item::MEASURE_RATIO, kMet, 1, 1, {{1, 1, 100}});
  v1::IndicatorProgress other = part;
  EXPECT_EQ(SummandKey(other), SummandKey(part));
  other.mutable_figures(0)->set_figure("dues");
  EXPECT_NE(SummandKey(other), SummandKey(part));
  other = part;
  other.set_measure(v1::Item::MEASURE_COVERAGE);
  EXPECT_NE(SummandKey(other), SummandKey(part));
  other = part;
  other.set_item("1.5");
  EXPECT_NE(SummandKey(other), SummandKey(part));
}

}  // namespace
}  // namespace phancong::rules
