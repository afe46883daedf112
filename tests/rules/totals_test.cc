#include "services/rules/totals.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace phancong::rules {
namespace {

constexpr Day kDue = 20'269;  // 2025-06-30

TaskLeaf Leaf(v1::TaskState state, std::vector<LeafFigure> figures = {}, bool met = false) {
  TaskLeaf leaf;
  leaf.deadline.state = state;
  leaf.deadline.due_day = kDue;
  leaf.figures = std::move(figures);
  leaf.met = met;
  return leaf;
}

TaskLeaf Accepted(std::vector<LeafFigure> figures, bool met = false) {
  return Leaf(v1::TASK_STATE_ACCEPTED, std::move(figures), met);
}

LeafFigure Figure(int64_t numerator, int64_t denominator = 0) {
  return {.not_applicable = false, .numerator = numerator, .denominator = denominator};
}

constexpr LeafFigure kNotApplicable = {.not_applicable = true};

v1::Item ItemOf(v1::Item::Measure measure, std::initializer_list<int64_t> targets) {
  v1::Item item;
  item.set_id("2.3");
  item.mutable_title()->set_vi("Tập huấn");
  item.set_measure(measure);
  item.set_source(v1::Item::SOURCE_REPORTED);
  char id = 'a';
  for (const int64_t target : targets) {
    v1::Figure& figure = *item.add_figures();
    figure.set_id(std::string(1, id++));
    figure.mutable_title()->set_vi("Số liệu");
    figure.mutable_unit()->set_vi("người");
    figure.set_target(target);
  }
  return item;
}

struct Total {
  ItemCounts counts;
  std::vector<FigureSums> sums;
  friend bool operator==(const Total&, const Total&) = default;
};

// The sum of all leaves, as a check adds them up.
Total TotalOf(const std::vector<TaskLeaf>& leaves, size_t figures) {
  Total total{.counts = {}, .sums = std::vector<FigureSums>(figures)};
  for (const TaskLeaf& leaf : leaves) {
    const ItemCounts counts = CountsOf(leaf);
    total.counts.expected += counts.expected;
    total.counts.submitted += counts.submitted;
    total.counts.reported += counts.reported;
    total.counts.not_applicable += counts.not_applicable;
    total.counts.met += counts.met;
    total.counts.submitted_not_applicable += counts.submitted_not_applicable;
    total.counts.submitted_met += counts.submitted_met;
    const std::vector<FigureSums> sums = SumsOf(leaf, figures);
    for (size_t i = 0; i < figures; ++i) {
      total.sums[i].numerator += sums[i].numerator;
      total.sums[i].denominator += sums[i].denominator;
      total.sums[i].submitted_numerator += sums[i].submitted_numerator;
      total.sums[i].submitted_denominator += sums[i].submitted_denominator;
    }
  }
  return total;
}

v1::IndicatorProgress Progress(const v1::Item& item, const std::vector<TaskLeaf>& leaves) {
  const Total total = TotalOf(leaves, static_cast<size_t>(item.figures_size()));
  return ProgressOf(item, total.counts, total.sums);
}

// --- Leaves.

TEST(ATask, CountsByWhatItWaitsFor) {
  struct {
    v1::TaskState state;
    ItemCounts counts;
    DueCounts due;
  } const expected[] = {
      {v1::TASK_STATE_ISSUED, {.expected = 1}, {.unsubmitted = 1}},
      {v1::TASK_STATE_IN_PROGRESS, {.expected = 1}, {.unsubmitted = 1}},
      {v1::TASK_STATE_RETURNED, {.expected = 1}, {.unsubmitted = 1}},
      {v1::TASK_STATE_SUBMITTED, {.expected = 1, .submitted = 1}, {.awaiting_review = 1}},
      {v1::TASK_STATE_IN_REVIEW, {.expected = 1, .submitted = 1}, {.awaiting_review = 1}},
      {v1::TASK_STATE_SUSPENDED, {.expected = 1}, {}},
      {v1::TASK_STATE_ACCEPTED, {.expected = 1, .reported = 1}, {.done_on_time = 1}},
      {v1::TASK_STATE_NOT_MET, {.expected = 1}, {.not_met = 1}},
      {v1::TASK_STATE_WITHDRAWN, {}, {}},
  };
  for (const auto& [state, counts, due] : expected) {
    EXPECT_EQ(CountsOf(Leaf(state)), counts) << state;
    EXPECT_EQ(DueCountsOf(Leaf(state)), due) << state;
  }
}

TEST(ATask, AcceptedLateCountsAsLate) {
  TaskLeaf leaf = Accepted({});
  leaf.deadline.submitted_day = kDue + 1;
  leaf.deadline.submitted_due_day = kDue;
  EXPECT_EQ(DueCountsOf(leaf), (DueCounts{.done_late = 1}));
  leaf.deadline.submitted_day = kDue;
  EXPECT_EQ(DueCountsOf(leaf), (DueCounts{.done_on_time = 1}));
  leaf.deadline.days_late_before = 2;
  EXPECT_EQ(DueCountsOf(leaf), (DueCounts{.done_late = 1}));
}

TEST(ATask, CountsAsMetOnceItIsAccepted) {
  EXPECT_EQ(CountsOf(Accepted({Figure(1)}, true)), (ItemCounts{.expected = 1, .reported = 1, .met = 1}));
  EXPECT_EQ(CountsOf(Leaf(v1::TASK_STATE_IN_PROGRESS, {Figure(1)}, true)), (ItemCounts{.expected = 1}));
}

TEST(ATask, DoesNotApplyWhereNoneOfItsFiguresDoes) {
  EXPECT_EQ(CountsOf(Accepted({kNotApplicable, kNotApplicable}, true)),
            (ItemCounts{.expected = 1, .reported = 1, .not_applicable = 1}));
  EXPECT_EQ(CountsOf(Accepted({kNotApplicable, Figure(1)}, true)),
            (ItemCounts{.expected = 1, .reported = 1, .met = 1}));
  EXPECT_EQ(CountsOf(Accepted({}, true)), (ItemCounts{.expected = 1, .reported = 1, .met = 1}));
}

TEST(ATask, AddsItsFiguresOnceTheyAreAccepted) {
  const std::vector<LeafFigure> figures = {Figure(3, 4), kNotApplicable};
  EXPECT_EQ(SumsOf(Accepted(figures), 2), (std::vector<FigureSums>{{.numerator = 3, .denominator = 4}, {}}));
  for (const v1::TaskState state :
       {v1::TASK_STATE_IN_PROGRESS, v1::TASK_STATE_WITHDRAWN, v1::TASK_STATE_NOT_MET, v1::TASK_STATE_SUSPENDED}) {
    EXPECT_EQ(SumsOf(Leaf(state, figures), 2), std::vector<FigureSums>(2)) << state;
  }
  EXPECT_EQ(SumsOf(Accepted({}), 2), std::vector<FigureSums>(2));
  EXPECT_TRUE(SumsOf(Accepted({}), 0).empty());
}

TEST(ATask, ThatIsSubmittedCountsApartFromWhatIsAccepted) {
  for (const v1::TaskState state : {v1::TASK_STATE_SUBMITTED, v1::TASK_STATE_IN_REVIEW}) {
    EXPECT_EQ(CountsOf(Leaf(state, {Figure(1)}, true)),
              (ItemCounts{.expected = 1, .submitted = 1, .submitted_met = 1}));
    EXPECT_EQ(CountsOf(Leaf(state, {Figure(1)}, false)), (ItemCounts{.expected = 1, .submitted = 1}));
    EXPECT_EQ(CountsOf(Leaf(state, {kNotApplicable}, true)),
              (ItemCounts{.expected = 1, .submitted = 1, .submitted_not_applicable = 1}));
    EXPECT_EQ(SumsOf(Leaf(state, {Figure(3, 4), kNotApplicable}), 2),
              (std::vector<FigureSums>{{.submitted_numerator = 3, .submitted_denominator = 4}, {}}));
  }
}

// --- Indicators, five unions each, worked out by hand.

TEST(ACoverage, KeepsThoseThatHaveNotReportedInTheDenominator) {
  // Two of five meet it, one does not, one has not reported, one has none of it: 2 of 4, 50 %.
  const std::vector<TaskLeaf> leaves = {Accepted({Figure(1)}, true), Accepted({Figure(1)}, true), Accepted({Figure(0)}),
                                        Leaf(v1::TASK_STATE_ISSUED), Accepted({kNotApplicable})};
  const v1::IndicatorProgress progress = Progress(ItemOf(v1::Item::MEASURE_COVERAGE, {85}), leaves);
  ASSERT_EQ(progress.figures_size(), 1);
  EXPECT_EQ(progress.figures(0).numerator(), 2);
  EXPECT_EQ(progress.figures(0).denominator(), 4);
  EXPECT_EQ(progress.figures(0).target(), 85);
  EXPECT_FALSE(progress.figures(0).met());
  EXPECT_EQ(progress.figures(0).figure(), "");
  EXPECT_EQ(progress.figures(0).title().vi(), "Tập huấn");
  EXPECT_EQ(progress.reported(), 4);
  EXPECT_EQ(progress.expected(), 5);
  EXPECT_EQ(progress.not_applicable(), 1);
  EXPECT_EQ(progress.submitted(), 0);
  EXPECT_EQ(progress.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_COVERAGE, {50}), leaves).state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_COVERAGE, {51}), leaves).state(), v1::PROGRESS_STATE_NOT_MET);
}

TEST(ACoverage, OfSeveralFactsIsOneFigure) {
  const v1::IndicatorProgress progress =
      Progress(ItemOf(v1::Item::MEASURE_COVERAGE, {85, 85}),
               {Accepted({Figure(1), Figure(1)}, true), Accepted({Figure(1), Figure(0)}, false)});
  ASSERT_EQ(progress.figures_size(), 1);
  EXPECT_EQ(progress.figures(0).numerator(), 1);
  EXPECT_EQ(progress.figures(0).denominator(), 2);
}

TEST(ARatio, SumsThoseThatReported) {
  // 30/40 + 20/40 + 90/100 = 140/180 = 77.7 %; the mean of the percentages would be 71.7 %.
  const std::vector<TaskLeaf> leaves = {Accepted({Figure(30, 40)}), Accepted({Figure(20, 40)}),
                                        Accepted({Figure(90, 100)}), Leaf(v1::TASK_STATE_SUBMITTED, {}),
                                        Accepted({kNotApplicable})};
  const v1::IndicatorProgress progress = Progress(ItemOf(v1::Item::MEASURE_RATIO, {77}), leaves);
  ASSERT_EQ(progress.figures_size(), 1);
  EXPECT_EQ(progress.figures(0).figure(), "a");
  EXPECT_EQ(progress.figures(0).unit().vi(), "người");
  EXPECT_EQ(progress.figures(0).numerator(), 140);
  EXPECT_EQ(progress.figures(0).denominator(), 180);
  EXPECT_TRUE(progress.figures(0).met());
  EXPECT_EQ(progress.reported(), 4);
  EXPECT_EQ(progress.expected(), 5);
  EXPECT_EQ(progress.submitted(), 1);
  EXPECT_EQ(progress.state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_RATIO, {78}), leaves).state(), v1::PROGRESS_STATE_NOT_MET);
}

TEST(ARatio, OfTwoFiguresMeetsBoth) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  const v1::IndicatorProgress half =
      Progress(item, {Accepted({Figure(10, 10), Figure(9, 10)}), Accepted({Figure(12, 10), Figure(10, 10)})});
  ASSERT_EQ(half.figures_size(), 2);
  EXPECT_EQ(half.figures(0).numerator(), 22);
  EXPECT_TRUE(half.figures(0).met());
  EXPECT_EQ(half.figures(1).numerator(), 19);
  EXPECT_EQ(half.figures(1).denominator(), 20);
  EXPECT_FALSE(half.figures(1).met());
  EXPECT_EQ(half.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(Progress(item, {Accepted({Figure(10, 10), Figure(10, 10)})}).state(), v1::PROGRESS_STATE_MET);
}

TEST(ARatio, OfNothingHasNoData) {
  const v1::IndicatorProgress progress =
      Progress(ItemOf(v1::Item::MEASURE_RATIO, {70}), {Accepted({Figure(0, 0)}), Accepted({kNotApplicable})});
  EXPECT_EQ(progress.state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_NE(progress.note().vi(), "");
  EXPECT_NE(progress.note().en(), "");
}

TEST(ARatio, IsDecidedByTheFiguresThatSaySomething) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_RATIO, {100, 100});
  EXPECT_EQ(Progress(item, {Accepted({kNotApplicable, Figure(5, 5)})}).state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Progress(item, {Accepted({kNotApplicable, Figure(4, 5)})}).state(), v1::PROGRESS_STATE_NOT_MET);
}

TEST(ACount, IsOfItsTarget) {
  const v1::Item item = ItemOf(v1::Item::MEASURE_COUNT, {20});
  const v1::IndicatorProgress short_of = Progress(item, {Accepted({Figure(12)}), Accepted({Figure(7)})});
  EXPECT_EQ(short_of.figures(0).numerator(), 19);
  EXPECT_EQ(short_of.figures(0).denominator(), 20);
  EXPECT_EQ(short_of.figures(0).target(), 20);
  EXPECT_EQ(short_of.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(Progress(item, {Accepted({Figure(12)}), Accepted({Figure(8)})}).state(), v1::PROGRESS_STATE_MET);
}

TEST(AnAverage, IsOverAllToWhomItApplies) {
  // 3 + 1 over four unions (one of five has none): 1 each.
  const std::vector<TaskLeaf> leaves = {Accepted({Figure(3)}), Accepted({Figure(1)}), Leaf(v1::TASK_STATE_ISSUED),
                                        Leaf(v1::TASK_STATE_IN_REVIEW), Accepted({kNotApplicable})};
  const v1::IndicatorProgress progress = Progress(ItemOf(v1::Item::MEASURE_AVERAGE, {1}), leaves);
  EXPECT_EQ(progress.figures(0).numerator(), 4);
  EXPECT_EQ(progress.figures(0).denominator(), 4);
  EXPECT_EQ(progress.figures(0).target(), 1);
  EXPECT_EQ(progress.state(), v1::PROGRESS_STATE_MET);
  std::vector<TaskLeaf> one_more = leaves;
  one_more.push_back(Leaf(v1::TASK_STATE_ISSUED));
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_AVERAGE, {1}), one_more).state(), v1::PROGRESS_STATE_NOT_MET);
}

TEST(ALevelOrADuty, IsMetByThoseThatMeetItOfAll) {
  for (const v1::Item::Measure measure :
       {v1::Item::MEASURE_LEVEL, v1::Item::MEASURE_DONE, v1::Item::MEASURE_JUDGEMENT}) {
    const v1::Item item = ItemOf(measure, {});
    const v1::IndicatorProgress one_of_two = Progress(item, {Accepted({}, true), Accepted({}, false)});
    ASSERT_EQ(one_of_two.figures_size(), 1);
    EXPECT_EQ(one_of_two.figures(0).numerator(), 1);
    EXPECT_EQ(one_of_two.figures(0).denominator(), 2);
    EXPECT_EQ(one_of_two.state(), v1::PROGRESS_STATE_NOT_MET);
    const v1::IndicatorProgress alone = Progress(item, {Accepted({}, true)});
    EXPECT_EQ(alone.figures(0).numerator(), 1);
    EXPECT_EQ(alone.figures(0).denominator(), 1);
    EXPECT_EQ(alone.state(), v1::PROGRESS_STATE_MET);
  }
}

// No data, zero, not applicable and not eligible are four values.
TEST(AnIndicator, TellsNothingZeroNotApplicableAndNotEligibleApart) {
  for (const v1::Item::Measure measure :
       {v1::Item::MEASURE_COVERAGE, v1::Item::MEASURE_RATIO, v1::Item::MEASURE_COUNT, v1::Item::MEASURE_AVERAGE}) {
    const v1::Item item = ItemOf(measure, {10});
    const LeafFigure zero = Figure(0, measure == v1::Item::MEASURE_RATIO ? 5 : 0);
    EXPECT_EQ(Progress(item, {}).state(), v1::PROGRESS_STATE_NOBODY_ELIGIBLE) << measure;
    EXPECT_EQ(Progress(item, {Leaf(v1::TASK_STATE_WITHDRAWN)}).state(), v1::PROGRESS_STATE_NOBODY_ELIGIBLE) << measure;
    EXPECT_EQ(Progress(item, {Leaf(v1::TASK_STATE_ISSUED), Leaf(v1::TASK_STATE_SUBMITTED)}).state(),
              v1::PROGRESS_STATE_NO_DATA)
        << measure;
    EXPECT_EQ(Progress(item, {Accepted({kNotApplicable}), Leaf(v1::TASK_STATE_ISSUED)}).state(),
              v1::PROGRESS_STATE_NO_DATA)
        << measure;
    EXPECT_EQ(Progress(item, {Accepted({kNotApplicable}), Accepted({kNotApplicable})}).state(),
              v1::PROGRESS_STATE_NOT_APPLICABLE)
        << measure;
    EXPECT_EQ(Progress(item, {Accepted({zero}), Accepted({kNotApplicable})}).state(), v1::PROGRESS_STATE_NOT_MET)
        << measure;
  }
}

TEST(AnIndicator, CarriesItsItem) {
  const v1::IndicatorProgress progress = Progress(ItemOf(v1::Item::MEASURE_COUNT, {20}), {});
  EXPECT_EQ(progress.item(), "2.3");
  EXPECT_EQ(progress.title().vi(), "Tập huấn");
  EXPECT_EQ(progress.measure(), v1::Item::MEASURE_COUNT);
  EXPECT_EQ(progress.source(), v1::Item::SOURCE_REPORTED);
  EXPECT_EQ(progress.figures(0).numerator(), 0);
}

// Two of five accepted, two submitted, of which one does not apply.
TEST(AnIndicator, SaysWhatItWouldBeIfAllThatIsSubmittedWereAccepted) {
  const std::vector<TaskLeaf> ratios = {Accepted({Figure(60, 100)}), Accepted({Figure(80, 100)}),
                                        Leaf(v1::TASK_STATE_SUBMITTED, {Figure(100, 100)}, true),
                                        Leaf(v1::TASK_STATE_IN_REVIEW, {kNotApplicable}, true),
                                        Leaf(v1::TASK_STATE_RETURNED, {Figure(1, 100)}, true)};
  const v1::IndicatorProgress ratio = Progress(ItemOf(v1::Item::MEASURE_RATIO, {80}), ratios);
  EXPECT_EQ(ratio.figures(0).numerator(), 140);
  EXPECT_EQ(ratio.figures(0).denominator(), 200);
  EXPECT_EQ(ratio.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(ratio.figures(0).provisional_numerator(), 240);
  EXPECT_EQ(ratio.figures(0).provisional_denominator(), 300);
  EXPECT_TRUE(ratio.figures(0).provisional_met());
  EXPECT_EQ(ratio.provisional_state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(ratio.reported(), 2);
  EXPECT_EQ(ratio.submitted(), 2);
  // AVERAGE and COVERAGE keep the fifth in the denominator, and leave out who has none.
  const v1::IndicatorProgress average = Progress(ItemOf(v1::Item::MEASURE_AVERAGE, {60}), ratios);
  EXPECT_EQ(average.figures(0).denominator(), 5);
  EXPECT_EQ(average.figures(0).provisional_numerator(), 240);
  EXPECT_EQ(average.figures(0).provisional_denominator(), 4);
  EXPECT_EQ(average.provisional_state(), v1::PROGRESS_STATE_MET);
  const v1::IndicatorProgress coverage = Progress(ItemOf(v1::Item::MEASURE_COVERAGE, {25}), ratios);
  EXPECT_EQ(coverage.figures(0).numerator(), 0);
  EXPECT_EQ(coverage.figures(0).provisional_numerator(), 1);
  EXPECT_EQ(coverage.figures(0).provisional_denominator(), 4);
  EXPECT_EQ(coverage.provisional_state(), v1::PROGRESS_STATE_MET);
}

TEST(AnIndicator, HasNoDataWhereEverythingIsOnlySubmittedButProvisionalOnes) {
  const v1::IndicatorProgress progress =
      Progress(ItemOf(v1::Item::MEASURE_COUNT, {20}), {Leaf(v1::TASK_STATE_SUBMITTED, {Figure(20)}, true)});
  EXPECT_EQ(progress.state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_EQ(progress.figures(0).numerator(), 0);
  EXPECT_EQ(progress.provisional_state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(progress.figures(0).provisional_numerator(), 20);
}

// --- Over the term.

std::vector<v1::IndicatorProgress> Years(const v1::Item& item, const std::vector<std::vector<TaskLeaf>>& years) {
  std::vector<v1::IndicatorProgress> progress;
  for (const std::vector<TaskLeaf>& leaves : years) progress.push_back(Progress(item, leaves));
  return progress;
}

v1::Item Yearly(v1::Item item) {
  item.add_periods(v1::Item::PERIOD_YEAR);
  return item;
}

TEST(OverTheTerm, TheMeanIsOfAllYearsTogether) {
  const v1::Item item = Yearly(ItemOf(v1::Item::MEASURE_AVERAGE, {1}));
  // 3 of 2 unions, nothing yet, 0 of 4 unions: 3 / 6, and no mean of means.
  const std::vector<v1::FigureProgress> over_term =
      OverTerm(item, Years(item, {{Accepted({Figure(2)}), Accepted({Figure(1)})},
                                  {Leaf(v1::TASK_STATE_ISSUED)},
                                  {Accepted({Figure(0)}), Accepted({Figure(0)}), Accepted({Figure(0)}),
                                   Leaf(v1::TASK_STATE_SUBMITTED, {Figure(5)}, true)}}));
  ASSERT_EQ(over_term.size(), 1U);
  EXPECT_EQ(over_term[0].numerator(), 3);
  EXPECT_EQ(over_term[0].denominator(), 6);
  EXPECT_EQ(over_term[0].target(), 1);
  EXPECT_FALSE(over_term[0].met());
  EXPECT_EQ(over_term[0].provisional_numerator(), 8);
  EXPECT_TRUE(over_term[0].provisional_met());
}

TEST(OverTheTerm, YearsAddUpByTheMeasure) {
  const std::vector<std::vector<TaskLeaf>> years = {{Accepted({Figure(50, 100)}, true)},
                                                    {Accepted({Figure(100, 100)}, false)}};
  const v1::Item ratio = Yearly(ItemOf(v1::Item::MEASURE_RATIO, {75}));
  EXPECT_EQ(OverTerm(ratio, Years(ratio, years))[0].numerator(), 150);
  EXPECT_EQ(OverTerm(ratio, Years(ratio, years))[0].denominator(), 200);
  EXPECT_TRUE(OverTerm(ratio, Years(ratio, years))[0].met());
  const v1::Item count = Yearly(ItemOf(v1::Item::MEASURE_COUNT, {75}));
  EXPECT_EQ(OverTerm(count, Years(count, years))[0].target(), 150);
  EXPECT_TRUE(OverTerm(count, Years(count, years))[0].met());
  const v1::Item coverage = Yearly(ItemOf(v1::Item::MEASURE_COVERAGE, {51}));
  EXPECT_EQ(OverTerm(coverage, Years(coverage, years))[0].numerator(), 1);
  EXPECT_EQ(OverTerm(coverage, Years(coverage, years))[0].denominator(), 2);
  EXPECT_FALSE(OverTerm(coverage, Years(coverage, years))[0].met());
  // An item of the term grows: its last year is the term's.
  v1::Item of_term = ItemOf(v1::Item::MEASURE_RATIO, {75});
  of_term.add_periods(v1::Item::PERIOD_TERM);
  EXPECT_EQ(OverTerm(of_term, Years(of_term, years))[0].numerator(), 100);
  EXPECT_EQ(OverTerm(of_term, Years(of_term, years))[0].denominator(), 100);
  EXPECT_TRUE(OverTerm(ratio, Years(ratio, {{}, {Leaf(v1::TASK_STATE_ISSUED)}})).empty()) << "no year has data";
}

// The greatest number from the most unions that a federation has, and the federation itself.
TEST(AnIndicator, DoesNotOverflow) {
  constexpr int64_t kMost = 1'000'000'000'000'000;
  const std::vector<TaskLeaf> leaves(5'001, Accepted({Figure(kMost, kMost)}));
  const v1::IndicatorProgress ratio = Progress(ItemOf(v1::Item::MEASURE_RATIO, {100}), leaves);
  EXPECT_EQ(ratio.figures(0).numerator(), 5'001 * kMost);
  EXPECT_EQ(ratio.state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_AVERAGE, {kMost}), leaves).state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_AVERAGE, {kMost + 1}), leaves).state(), v1::PROGRESS_STATE_NOT_MET);
  // A target that no product of 64 bits could hold.
  EXPECT_EQ(Progress(ItemOf(v1::Item::MEASURE_AVERAGE, {kMost * 1'000}), leaves).state(), v1::PROGRESS_STATE_NOT_MET);
}

// --- Timeliness.

TEST(Timeliness, NamesEachAndItsDenominator) {
  v1::TimelinessCounts counts;
  const DueCounts due = {.unsubmitted = 1, .awaiting_review = 2, .done_on_time = 4, .done_late = 8, .not_met = 16};
  AddTimeliness(due, kDue, kDue, counts);
  EXPECT_EQ(counts.not_due(), 1);
  EXPECT_EQ(counts.overdue(), 0);
  EXPECT_EQ(counts.awaiting_review(), 2);
  EXPECT_EQ(counts.done_on_time(), 4);
  EXPECT_EQ(counts.done_late(), 8);
  EXPECT_EQ(counts.not_done_in_time(), 16);
  EXPECT_EQ(counts.due(), 30);
  AddTimeliness(due, kDue - 1, kDue, counts);
  EXPECT_EQ(counts.not_due(), 1);
  EXPECT_EQ(counts.overdue(), 1);
  EXPECT_EQ(counts.done_on_time(), 8);
  EXPECT_EQ(counts.due(), 61);
}

// --- Properties.

rc::Gen<TaskLeaf> ALeaf() {
  return rc::gen::exec([] {
    TaskLeaf leaf;
    leaf.deadline.state = static_cast<v1::TaskState>(*rc::gen::inRange(1, 10));
    leaf.deadline.due_day = kDue + *rc::gen::inRange(-3, 4);
    if (*rc::gen::arbitrary<bool>()) {
      leaf.deadline.submitted_day = kDue + *rc::gen::inRange(-3, 4);
      leaf.deadline.submitted_due_day = leaf.deadline.due_day;
    }
    for (int i = 0; i < 2; ++i) {
      leaf.figures.push_back({.not_applicable = *rc::gen::arbitrary<bool>(),
                              .numerator = *rc::gen::inRange<int64_t>(0, 1000),
                              .denominator = *rc::gen::inRange<int64_t>(0, 1000)});
    }
    leaf.met = *rc::gen::arbitrary<bool>();
    return leaf;
  });
}

RC_GTEST_PROP(ATotal, IsTheSumOfItsLeavesInAnyOrder, ()) {
  std::vector<TaskLeaf> leaves = *rc::gen::container<std::vector<TaskLeaf>>(ALeaf());
  const Total total = TotalOf(leaves, 2);
  std::reverse(leaves.begin(), leaves.end());
  RC_ASSERT(TotalOf(leaves, 2) == total);
  std::rotate(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(leaves.size() / 3), leaves.end());
  RC_ASSERT(TotalOf(leaves, 2) == total);
}

RC_GTEST_PROP(ATotal, NeverCountsMoreThanIsExpected, ()) {
  const std::vector<TaskLeaf> leaves = *rc::gen::container<std::vector<TaskLeaf>>(ALeaf());
  const ItemCounts counts = TotalOf(leaves, 2).counts;
  RC_ASSERT(counts.submitted + counts.reported <= counts.expected);
  RC_ASSERT(counts.not_applicable + counts.met <= counts.reported);
  RC_ASSERT(counts.submitted_not_applicable + counts.submitted_met <= counts.submitted);
}

// Accepting all that is submitted as it is makes the provisional figures the official ones.
RC_GTEST_PROP(ATotal, IsProvisionallyWhatItIsOnceAllIsAccepted, ()) {
  const std::vector<TaskLeaf> leaves = *rc::gen::container<std::vector<TaskLeaf>>(ALeaf());
  std::vector<TaskLeaf> accepted = leaves;
  for (TaskLeaf& leaf : accepted) {
    const v1::TaskState state = leaf.deadline.state;
    if (state == v1::TASK_STATE_SUBMITTED || state == v1::TASK_STATE_IN_REVIEW) {
      leaf.deadline.state = v1::TASK_STATE_ACCEPTED;
    }
  }
  for (const auto measure : {v1::Item::MEASURE_COVERAGE, v1::Item::MEASURE_RATIO, v1::Item::MEASURE_COUNT,
                             v1::Item::MEASURE_AVERAGE, v1::Item::MEASURE_JUDGEMENT}) {
    const v1::Item item = ItemOf(measure, {50, 70});
    const v1::IndicatorProgress now = Progress(item, leaves);
    const v1::IndicatorProgress then = Progress(item, accepted);
    RC_ASSERT(now.provisional_state() == then.state());
    RC_ASSERT(now.figures_size() == then.figures_size());
    for (int i = 0; i < now.figures_size(); ++i) {
      RC_ASSERT(now.figures(i).provisional_numerator() == then.figures(i).numerator());
      RC_ASSERT(now.figures(i).provisional_denominator() == then.figures(i).denominator());
      RC_ASSERT(now.figures(i).provisional_met() == then.figures(i).met());
    }
  }
}

// What a task is counted under is what its timing says on that day.
RC_GTEST_PROP(Timeliness, AgreesWithTheTimingOfEveryTask, ()) {
  const std::vector<TaskLeaf> leaves = *rc::gen::container<std::vector<TaskLeaf>>(ALeaf());
  const Day today = kDue + *rc::gen::inRange(-5, 6);
  v1::TimelinessCounts counts;
  int64_t timings[9] = {};
  for (const TaskLeaf& leaf : leaves) {
    AddTimeliness(DueCountsOf(leaf), leaf.deadline.due_day, today, counts);
    ++timings[TimingOf(leaf.deadline, today, 2).timing];
  }
  RC_ASSERT(counts.not_due() == timings[v1::TIMING_NOT_DUE] + timings[v1::TIMING_DUE_SOON]);
  RC_ASSERT(counts.overdue() == timings[v1::TIMING_OVERDUE]);
  RC_ASSERT(counts.awaiting_review() == timings[v1::TIMING_AWAITING_REVIEW]);
  RC_ASSERT(counts.done_on_time() == timings[v1::TIMING_DONE_ON_TIME]);
  RC_ASSERT(counts.done_late() == timings[v1::TIMING_DONE_LATE]);
  RC_ASSERT(counts.not_done_in_time() == timings[v1::TIMING_NOT_MET]);
}

}  // namespace
}  // namespace phancong::rules
