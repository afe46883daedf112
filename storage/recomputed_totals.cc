#include "storage/recomputed_totals.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/rules/propagate.h"
#include "services/rules/totals.h"
#include "storage/difference.h"
#include "storage/federations.h"
#include "storage/programmes.h"
#include "storage/task_days.h"
#include "storage/tasks.h"

namespace phancong::storage {
namespace {

constexpr int64_t kTasksAtOnce = 2000;

using SegmentKey = std::tuple<int64_t, int64_t, std::string>;          // round, item, segment
using FigureKey = std::tuple<int64_t, int64_t, std::string, int64_t>;  // … and figure
using DueKey = std::tuple<int64_t, int64_t>;                           // round, due day

using Numbers = std::vector<int64_t>;

template <typename Key>
void AddTo(std::map<Key, Numbers>& totals, const Key& key, const Numbers& numbers) {
  Numbers& total = totals[key];
  total.resize(numbers.size());
  for (size_t i = 0; i < numbers.size(); ++i) total[i] += numbers[i];
}

bool AllZero(const Numbers& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](int64_t number) { return number == 0; });
}

// A total that is zero needs no row. `stored` holds the latest rows.
template <typename Key>
absl::Status CompareTotals(std::string_view table, int64_t federation, std::map<Key, Numbers> stored,
                           const std::map<Key, Numbers>& recomputed) {
  for (const auto& [key, numbers] : recomputed) {
    Numbers present = stored[key];
    present.resize(numbers.size());
    if (present != numbers) {
      return Differs(fmt::format("{} (federation={}, {})", table, federation, key),
                     fmt::format("đang lưu {}, cộng từ các nhiệm vụ là {}", present, numbers),
                     fmt::format("stored {}, the tasks add up to {}", present, numbers));
    }
    stored.erase(key);
  }
  for (const auto& [key, numbers] : stored) {
    if (!AllZero(numbers)) {
      return Differs(fmt::format("{} (federation={}, {})", table, federation, key),
                     fmt::format("đang lưu {}, không có nhiệm vụ nào", numbers),
                     fmt::format("stored {}, there are no tasks", numbers));
    }
  }
  return absl::OkStatus();
}

struct Totals {
  std::map<SegmentKey, Numbers> items;
  std::map<FigureKey, Numbers> figures;
  std::map<DueKey, Numbers> due;
};

absl::StatusOr<Totals> AddUpLeaves(ReadTransaction& tx, int64_t federation) {
  Totals totals;
  std::map<std::pair<int64_t, int64_t>, std::shared_ptr<const v1::Item>> items;
  int64_t after = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<TaskRow> tasks, ListTasks(tx, federation, {}, after, kTasksAtOnce));
    if (tasks.empty()) return totals;
    for (const TaskRow& task : tasks) {
      std::shared_ptr<const v1::Item>& item = items[{task.round, task.item}];
      if (item == nullptr) {
        ASSIGN_OR_RETURN(item, ItemDefinition(tx, federation, task.round, task.item));
      }
      ASSIGN_OR_RETURN(const TaskOn stands, StandsNow(tx, federation, task));
      const rules::TaskLeaf leaf = LeafOf(stands, *item);
      const rules::ItemCounts counts = rules::CountsOf(leaf);
      AddTo(totals.items, {task.round, task.item, task.segment},
            {counts.expected, counts.submitted, counts.reported, counts.not_applicable, counts.met,
             counts.submitted_not_applicable, counts.submitted_met});
      const auto figures = static_cast<size_t>(item->figures_size());
      const std::vector<rules::FigureSums> sums = rules::SumsOf(leaf, figures);
      for (size_t figure = 0; figure < figures; ++figure) {
        AddTo(totals.figures, {task.round, task.item, task.segment, static_cast<int64_t>(figure)},
              {sums[figure].numerator, sums[figure].denominator, sums[figure].submitted_numerator,
               sums[figure].submitted_denominator});
      }
      const rules::DueCounts due = rules::DueCountsOf(leaf);
      AddTo(totals.due, {task.round, task.due_day},
            {due.unsubmitted, due.awaiting_review, due.done_on_time, due.done_late, due.not_met});
    }
    after = tasks.back().task;
  }
}

// The latest row of each key: rows come in the order of days, each replacing the one before.
absl::StatusOr<Totals> LatestTotals(ReadTransaction& tx, int64_t federation) {
  Totals totals;
  ASSIGN_OR_RETURN(
      const Rows items,
      tx.Query("SELECT round, item, segment, expected, submitted, reported, not_applicable, met, "
               "submitted_not_applicable, submitted_met FROM item_total WHERE federation = $1 ORDER BY day",
               {federation}));
  for (const Row& row : items) {
    totals.items[{row.Int(0), row.Int(1), row.Text(2)}] = {row.Int(3), row.Int(4), row.Int(5), row.Int(6),
                                                           row.Int(7), row.Int(8), row.Int(9)};
  }
  ASSIGN_OR_RETURN(const Rows figures,
                   tx.Query("SELECT round, item, segment, figure, numerator, denominator, submitted_numerator, "
                            "submitted_denominator FROM figure_total "
                            "WHERE federation = $1 ORDER BY day",
                            {federation}));
  for (const Row& row : figures) {
    totals.figures[{row.Int(0), row.Int(1), row.Text(2), row.Int(3)}] = {row.Int(4), row.Int(5), row.Int(6),
                                                                         row.Int(7)};
  }
  ASSIGN_OR_RETURN(const Rows due,
                   tx.Query("SELECT round, due_day, unsubmitted, awaiting_review, done_on_time, done_late, not_met "
                            "FROM due_total WHERE federation = $1 ORDER BY day",
                            {federation}));
  for (const Row& row : due) {
    totals.due[{row.Int(0), row.Int(1)}] = {row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.Int(6)};
  }
  return totals;
}

}  // namespace

absl::StatusOr<int64_t> RecomputeTotals(ReadTransaction& tx) {
  int64_t count = 0;
  ASSIGN_OR_RETURN(const std::vector<FederationRow> federations, ListFederations(tx));
  for (const FederationRow& row : federations) {
    ASSIGN_OR_RETURN(const int64_t of_federation, RecomputeTotals(tx, row.federation));
    count += of_federation;
  }
  return count;
}

absl::StatusOr<int64_t> RecomputeTotals(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Totals recomputed, AddUpLeaves(tx, federation));
  ASSIGN_OR_RETURN(Totals stored, LatestTotals(tx, federation));
  RETURN_IF_ERROR(CompareTotals("item_total", federation, std::move(stored.items), recomputed.items));
  RETURN_IF_ERROR(CompareTotals("figure_total", federation, std::move(stored.figures), recomputed.figures));
  RETURN_IF_ERROR(CompareTotals("due_total", federation, std::move(stored.due), recomputed.due));
  return static_cast<int64_t>(recomputed.items.size() + recomputed.figures.size() + recomputed.due.size());
}

}  // namespace phancong::storage
