#include "storage/fact_days.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::map<int64_t, rules::Day>> LatestFactDays(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT union_number, MAX(from_day) FROM union_fact WHERE federation = $1 GROUP BY union_number",
               {federation}));
  std::map<int64_t, rules::Day> days;
  for (const Row& row : rows) days[row.Int(0)] = row.Int(1);
  return days;
}

}  // namespace phancong::storage
