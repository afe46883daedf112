#include "storage/derived_from.h"

#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<std::string> DerivedFrom(ReadTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT (SELECT COALESCE(MAX(i.revision), 0) FROM inspection i WHERE i.federation = $1), "
                            "(SELECT COALESCE(MAX(r.revision), 0) FROM rating r WHERE r.federation = $1), "
                            "(SELECT COUNT(*) FROM settlement s WHERE s.federation = $1)",
                            {federation}));
  if (rows.size() != 1) return absl::InternalError("not one row of what figures rest on");
  return fmt::format("{} {} {}", rows[0].Int(0), rows[0].Int(1), rows[0].Int(2));
}

}  // namespace phancong::storage
