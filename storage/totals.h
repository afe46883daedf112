// Totals by day, kept by Apply from what a task added before and adds now.
#ifndef PHANCONG_STORAGE_TOTALS_H_
#define PHANCONG_STORAGE_TOTALS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/totals.h"
#include "storage/store.h"

namespace phancong::storage {

// Where a task's leaf is counted.
struct TotalKey {
  int64_t round = 0;
  int64_t item = 0;
  std::string segment;
};

// Moves the totals of `day` from what a task's leaf added before to what it adds after. Their due dates may differ.
[[nodiscard]] absl::Status MoveTotals(WriteTransaction& tx, int64_t federation, rules::Day day, const TotalKey& key,
                                      const rules::TaskLeaf& before, const rules::TaskLeaf& after);
// Counts `tasks` tasks that are issued at once, all with the same key and due date.
[[nodiscard]] absl::Status AddIssued(WriteTransaction& tx, int64_t federation, rules::Day day, const TotalKey& key,
                                     rules::Day due_day, int64_t tasks);

struct ItemTotals {
  rules::ItemCounts counts;
  std::vector<rules::FigureSums> sums;  // as many as any row had; may be shorter than the item's figures
};
// By item, of these items of a round, over all segments, the latest rows not after `day`. An item of which nothing was
// issued by then is not in it.
[[nodiscard]] absl::StatusOr<std::map<int64_t, ItemTotals>> ItemTotalsOn(ReadTransaction& tx, int64_t federation,
                                                                         int64_t round,
                                                                         const std::vector<int64_t>& items,
                                                                         rules::Day day);
// By due day, over one round (0: all), the latest rows not after `day`.
[[nodiscard]] absl::StatusOr<std::map<rules::Day, rules::DueCounts>> DueTotalsOn(ReadTransaction& tx,
                                                                                 int64_t federation, int64_t round,
                                                                                 rules::Day day);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_TOTALS_H_
