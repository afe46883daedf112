#include "services/rules/totals.h"

#include <algorithm>

#include "services/rules/judgement.h"
#include "services/rules/scope.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"

namespace phancong::rules {
namespace {

// An accepted result counts as not applicable when all of its figures do.
bool IsNotApplicable(const TaskLeaf& leaf) {
  return !leaf.figures.empty() && std::all_of(leaf.figures.begin(), leaf.figures.end(),
                                              [](const LeafFigure& figure) { return figure.not_applicable; });
}

v1::FigureProgress& AddFigure(v1::IndicatorProgress& progress, const v1::Figure& figure, const FigureSums& sums) {
  v1::FigureProgress& added = *progress.add_figures();
  added.set_figure(figure.id());
  *added.mutable_title() = figure.title();
  *added.mutable_unit() = figure.unit();
  added.set_numerator(sums.numerator);
  added.set_target(figure.target());
  return added;
}

// One figure over the whole item: assignees that meet it, of those to whom it applies.
void AddAssigneesThatMeet(v1::IndicatorProgress& progress, const v1::Item& item, const ItemCounts& counts,
                          int64_t percent) {
  v1::FigureProgress& added = *progress.add_figures();
  *added.mutable_title() = item.title();
  added.set_numerator(counts.met);
  added.set_denominator(counts.expected - counts.not_applicable);
  added.set_target(percent);
  added.set_met(MeetsPercent(added.numerator(), added.denominator(), percent));
}

void AddFigures(v1::IndicatorProgress& progress, const v1::Item& item, const ItemCounts& counts,
                const std::vector<FigureSums>& sums) {
  const int64_t applicable = counts.expected - counts.not_applicable;
  for (int i = 0; i < item.figures_size(); ++i) {
    const FigureSums& sum = sums[static_cast<size_t>(i)];
    v1::FigureProgress& added = AddFigure(progress, item.figures(i), sum);
    switch (item.measure()) {
      case v1::Item::MEASURE_RATIO:
        added.set_denominator(sum.denominator);
        break;
      case v1::Item::MEASURE_COUNT:
        added.set_denominator(added.target());
        break;
      default:
        added.set_denominator(applicable);
        break;
    }
    added.set_met(SumMeets(item.measure(), added.numerator(), added.denominator(), added.target()));
  }
}

void AddFiguresOf(v1::IndicatorProgress& progress, const v1::Item& item, const ItemCounts& counts,
                  const std::vector<FigureSums>& sums) {
  switch (item.measure()) {
    case v1::Item::MEASURE_RATIO:
    case v1::Item::MEASURE_COUNT:
    case v1::Item::MEASURE_AVERAGE:
      AddFigures(progress, item, counts, sums);
      break;
    case v1::Item::MEASURE_COVERAGE:
      AddAssigneesThatMeet(progress, item, counts, item.figures().empty() ? 100 : item.figures(0).target());
      break;
    default:
      AddAssigneesThatMeet(progress, item, counts, 100);
      break;
  }
}

v1::LocalText Note(std::string vi, std::string en) {
  v1::LocalText note;
  note.set_vi(std::move(vi));
  note.set_en(std::move(en));
  return note;
}

void SetState(v1::IndicatorProgress& progress, const v1::Item& item, const ItemCounts& counts) {
  Judged judged{.expected = counts.expected,
                .not_applicable = counts.not_applicable,
                .has_data = counts.reported > counts.not_applicable,
                .figures = {}};
  for (const v1::FigureProgress& figure : progress.figures()) {
    judged.figures.push_back({.denominator = figure.denominator(), .met = figure.met()});
  }
  progress.set_state(Judge(item.measure(), judged));
  if (progress.state() != v1::PROGRESS_STATE_NO_DATA) return;
  *progress.mutable_note() = judged.has_data
                                 ? Note("Tổng mẫu số bằng 0.", "The denominators sum to 0.")
                                 : Note("Chưa có báo cáo nào được duyệt.", "No report has been accepted yet.");
}

}  // namespace

ItemCounts CountsOf(const TaskLeaf& leaf) {
  const TaskPhase phase = PhaseOf(leaf.deadline.state);
  if (phase == TaskPhase::kWithdrawn) return {};
  ItemCounts counts{.expected = 1};
  const int64_t not_applicable = IsNotApplicable(leaf) ? 1 : 0;
  const int64_t met = leaf.met && not_applicable == 0 ? 1 : 0;
  if (phase == TaskPhase::kWithReviewer) {
    counts.submitted = 1;
    counts.submitted_not_applicable = not_applicable;
    counts.submitted_met = met;
  }
  if (phase == TaskPhase::kAccepted) {
    counts.reported = 1;
    counts.not_applicable = not_applicable;
    counts.met = met;
  }
  return counts;
}

std::vector<FigureSums> SumsOf(const TaskLeaf& leaf, size_t figures) {
  std::vector<FigureSums> sums(figures);
  const TaskPhase phase = PhaseOf(leaf.deadline.state);
  for (size_t i = 0; i < std::min(figures, leaf.figures.size()); ++i) {
    const LeafFigure& figure = leaf.figures[i];
    if (figure.not_applicable) continue;
    if (phase == TaskPhase::kAccepted) {
      sums[i].numerator = figure.numerator;
      sums[i].denominator = figure.denominator;
    } else if (phase == TaskPhase::kWithReviewer) {
      sums[i].submitted_numerator = figure.numerator;
      sums[i].submitted_denominator = figure.denominator;
    }
  }
  return sums;
}

void AddStand(const std::vector<LeafFigure>& figures, bool met, ItemCounts& counts, std::vector<FigureSums>& sums) {
  const bool not_applicable = IsNotApplicable({.deadline = {}, .figures = figures, .met = met});
  ++counts.reported;
  counts.not_applicable += not_applicable ? 1 : 0;
  counts.met += met && !not_applicable ? 1 : 0;
  for (size_t i = 0; i < std::min(sums.size(), figures.size()); ++i) {
    if (figures[i].not_applicable) continue;
    sums[i].numerator += figures[i].numerator;
    sums[i].denominator += figures[i].denominator;
  }
}

DueCounts DueCountsOf(const TaskLeaf& leaf) {
  switch (PhaseOf(leaf.deadline.state)) {
    case TaskPhase::kWithAssignee:
      return {.unsubmitted = 1};
    case TaskPhase::kWithReviewer:
      return {.awaiting_review = 1};
    case TaskPhase::kAccepted:
      if (DaysLate(leaf.deadline) > 0) return {.done_late = 1};
      return {.done_on_time = 1};
    case TaskPhase::kNotMet:
      return {.not_met = 1};
    case TaskPhase::kSuspended:
    case TaskPhase::kWithdrawn:
      break;
  }
  return {};
}

void AddTo(const ItemCounts& counts, ItemCounts& to) {
  to.expected += counts.expected;
  to.submitted += counts.submitted;
  to.reported += counts.reported;
  to.not_applicable += counts.not_applicable;
  to.met += counts.met;
  to.submitted_not_applicable += counts.submitted_not_applicable;
  to.submitted_met += counts.submitted_met;
}

void AddTo(const FigureSums& sums, FigureSums& to) {
  to.numerator += sums.numerator;
  to.denominator += sums.denominator;
  to.submitted_numerator += sums.submitted_numerator;
  to.submitted_denominator += sums.submitted_denominator;
}

void AddTimeliness(const DueCounts& counts, Day due_day, Day today, v1::TimelinessCounts& to) {
  if (today > due_day) {
    to.set_overdue(to.overdue() + counts.unsubmitted);
  } else {
    to.set_not_due(to.not_due() + counts.unsubmitted);
  }
  to.set_awaiting_review(to.awaiting_review() + counts.awaiting_review);
  to.set_done_on_time(to.done_on_time() + counts.done_on_time);
  to.set_done_late(to.done_late() + counts.done_late);
  to.set_not_done_in_time(to.not_done_in_time() + counts.not_met);
  to.set_due(to.done_on_time() + to.done_late() + to.not_done_in_time() + to.overdue() + to.awaiting_review());
}

v1::IndicatorProgress ProgressOf(const v1::Item& item, const ItemCounts& counts, const std::vector<FigureSums>& sums) {
  v1::IndicatorProgress progress;
  progress.set_item(item.id());
  *progress.mutable_title() = item.title();
  progress.set_measure(item.measure());
  progress.set_source(item.source());
  progress.set_reported(counts.reported);
  progress.set_expected(counts.expected);
  progress.set_not_applicable(counts.not_applicable);
  progress.set_submitted(counts.submitted);
  AddFiguresOf(progress, item, counts, sums);
  SetState(progress, item, counts);

  // As if all that is submitted were accepted as it is.
  const ItemCounts all{.expected = counts.expected,
                       .reported = counts.reported + counts.submitted,
                       .not_applicable = counts.not_applicable + counts.submitted_not_applicable,
                       .met = counts.met + counts.submitted_met};
  std::vector<FigureSums> all_sums;
  all_sums.reserve(sums.size());
  for (const FigureSums& sum : sums) {
    all_sums.push_back({.numerator = sum.numerator + sum.submitted_numerator,
                        .denominator = sum.denominator + sum.submitted_denominator});
  }
  v1::IndicatorProgress provisional;
  AddFiguresOf(provisional, item, all, all_sums);
  SetState(provisional, item, all);
  progress.set_provisional_state(provisional.state());
  for (int i = 0; i < progress.figures_size(); ++i) {
    const v1::FigureProgress& figure = provisional.figures(i);
    progress.mutable_figures(i)->set_provisional_numerator(figure.numerator());
    progress.mutable_figures(i)->set_provisional_denominator(figure.denominator());
    progress.mutable_figures(i)->set_provisional_met(figure.met());
  }
  return progress;
}

std::vector<v1::FigureProgress> OverTerm(const v1::Item& item, const std::vector<v1::IndicatorProgress>& years) {
  std::vector<v1::FigureProgress> over_term;
  for (const v1::IndicatorProgress& year : years) {
    const bool official = HasData(year.state());
    const bool provisional = HasData(year.provisional_state());
    if (!official && !provisional) continue;
    if (!IsYearly(item)) over_term.clear();
    for (const v1::FigureProgress& figure : year.figures()) {
      const auto known = std::find_if(over_term.begin(), over_term.end(), [&](const v1::FigureProgress& candidate) {
        return candidate.figure() == figure.figure();
      });
      v1::FigureProgress& sum = known == over_term.end() ? over_term.emplace_back() : *known;
      sum.set_figure(figure.figure());
      *sum.mutable_title() = figure.title();
      *sum.mutable_unit() = figure.unit();
      // What a COUNT asks of several years adds up.
      sum.set_target(item.measure() == v1::Item::MEASURE_COUNT ? sum.target() + figure.target() : figure.target());
      if (official) {
        sum.set_numerator(sum.numerator() + figure.numerator());
        sum.set_denominator(sum.denominator() + figure.denominator());
      }
      if (provisional) {
        sum.set_provisional_numerator(sum.provisional_numerator() + figure.provisional_numerator());
        sum.set_provisional_denominator(sum.provisional_denominator() + figure.provisional_denominator());
      }
    }
  }
  for (v1::FigureProgress& sum : over_term) {
    sum.set_met(SumMeets(item.measure(), sum.numerator(), sum.denominator(), sum.target()));
    sum.set_provisional_met(
        SumMeets(item.measure(), sum.provisional_numerator(), sum.provisional_denominator(), sum.target()));
  }
  return over_term;
}

}  // namespace phancong::rules
