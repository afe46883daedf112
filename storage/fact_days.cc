#include "storage/fact_days.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::map<int64_t, rules::Day>> LatestFactDays(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT union_number, MAX(from_day) FROM "
                            "(SELECT union_number, from_day FROM union_fact WHERE federation = $1 "
                            "UNION ALL SELECT union_number, from_day FROM union_form WHERE federation = $1 "
                            "UNION ALL SELECT p.union_number, c.day FROM union_change_party p "
                            "JOIN union_change c ON c.federation = p.federation AND c.change = p.change "
                            "WHERE p.federation = $1) AS recorded GROUP BY union_number",
                            {federation}));
  std::map<int64_t, rules::Day> days;
  for (const Row& row : rows) days[row.Int(0)] = row.Int(1);
  return days;
}

}  // namespace phancong::storage
