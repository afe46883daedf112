// What a task adds to the totals, and what totals say: sums of integers only. Pure.
//
// A total is the sum of its leaves: when a task changes, Apply subtracts what it added before and adds what it adds
// now; a check adds up all leaves anew.
#ifndef PHANCONG_SERVICES_RULES_TOTALS_H_
#define PHANCONG_SERVICES_RULES_TOTALS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "phancong/v1/programme.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/deadline.h"

namespace phancong::rules {

// One figure of an accepted result or a claim, in the order of the item's figures.
struct LeafFigure {
  bool not_applicable = false;
  int64_t numerator = 0;
  int64_t denominator = 0;
};

// What the totals know of a task.
struct TaskLeaf {
  DeadlineFacts deadline;
  // Of the accepted result, or of the claim while it waits for or is in review; empty where there is neither.
  std::vector<LeafFigure> figures;
  // As it was accepted; of a claim, whether it would meet the item as it is.
  bool met = false;
};

// Counts of tasks of one item.
struct ItemCounts {
  int64_t expected = 0;   // not withdrawn
  int64_t submitted = 0;  // waiting for or in review
  int64_t reported = 0;   // accepted
  int64_t not_applicable = 0;
  int64_t met = 0;
  // Of those submitted, as if they were accepted as they are.
  int64_t submitted_not_applicable = 0;
  int64_t submitted_met = 0;
  friend bool operator==(const ItemCounts&, const ItemCounts&) = default;
};

// Sums of one figure over accepted results; and over claims that wait for or are in review.
struct FigureSums {
  int64_t numerator = 0;
  int64_t denominator = 0;
  int64_t submitted_numerator = 0;
  int64_t submitted_denominator = 0;
  friend bool operator==(const FigureSums&, const FigureSums&) = default;
};

// Counts of tasks with one due date in force.
struct DueCounts {
  int64_t unsubmitted = 0;  // with the assignee: overdue after the due date, not due until then
  int64_t awaiting_review = 0;
  int64_t done_on_time = 0;
  int64_t done_late = 0;
  int64_t not_met = 0;
  friend bool operator==(const DueCounts&, const DueCounts&) = default;
};

// A suspended task counts in ItemCounts and in no DueCounts; a withdrawn one in none.
[[nodiscard]] ItemCounts CountsOf(const TaskLeaf& leaf);
// One for each figure; zeros unless accepted or submitted, and applicable.
[[nodiscard]] std::vector<FigureSums> SumsOf(const TaskLeaf& leaf, size_t figures);
[[nodiscard]] DueCounts DueCountsOf(const TaskLeaf& leaf);

// Adds the stand of play of one task of an item: what was accepted, or else reported. `met`: it meets the item.
void AddStand(const std::vector<LeafFigure>& figures, bool met, ItemCounts& counts, std::vector<FigureSums>& sums);

// Sums of leaves and of totals.
void AddTo(const ItemCounts& counts, ItemCounts& to);
void AddTo(const FigureSums& sums, FigureSums& to);

// Adds what stands under one due date to a report of timeliness on `today`.
void AddTimeliness(const DueCounts& counts, Day due_day, Day today, v1::TimelinessCounts& to);

// How a reported indicator stands: figures with numerator, denominator, target and met, counts, state. COVERAGE and
// AVERAGE keep those that have not reported in the denominator; RATIO sums those that reported; not applicable leaves
// the denominator. LEVEL, DONE and JUDGEMENT have one figure, as COVERAGE has: assignees that meet it, asked of all
// (100).
//
// State: nobody eligible (none expected), not applicable (for all that are expected), no data (none of the accepted
// results has figures), else met where every figure is. A figure of a RATIO whose denominators sum to 0 says nothing:
// the others decide, and where there are none, there are no data. `sums` has one for each figure of the item.
//
// Provisional figures and state: the same, if all that is submitted were accepted as it is.
[[nodiscard]] v1::IndicatorProgress ProgressOf(const v1::Item& item, const ItemCounts& counts,
                                               const std::vector<FigureSums>& sums);

// One indicator over the years of the term, the earliest first. Of a yearly item, each year's figures summed, over the
// years that have data, by figure: the mean of an AVERAGE over the term is Σ numerator / Σ denominator; a COUNT is
// asked the sum of its targets, all others the target of the last year. An item of the term grows over the years: its
// last year with data. Provisional figures in the same way, over the years whose provisional figures have data. None
// where no year has data.
[[nodiscard]] std::vector<v1::FigureProgress> OverTerm(const v1::Item& item,
                                                       const std::vector<v1::IndicatorProgress>& years);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_TOTALS_H_
