#include "storage/issued_counts.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::map<int64_t, IssuedCount>> IssuedCounts(ReadTransaction& tx, int64_t federation, int64_t round) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT item, COUNT(*) FILTER (WHERE assignee <> 0), COUNT(*) FILTER (WHERE assignee = 0) "
                            "FROM task WHERE federation = $1 AND round = $2 GROUP BY item",
                            {federation, round}));
  std::map<int64_t, IssuedCount> counts;
  for (const Row& row : rows) counts[row.Int(0)] = {.unions = row.Int(1), .to_federation = row.Int(2) != 0};
  return counts;
}

}  // namespace phancong::storage
