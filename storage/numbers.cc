#include "storage/numbers.h"

#include "services/rules/propagate.h"

namespace phancong::storage {

absl::StatusOr<int64_t> QueryInt(ReadTransaction& tx, std::string_view sql, const Values& values) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(sql, values));
  if (rows.size() != 1) return absl::InternalError("one row was expected");
  return rows[0].Int(0);
}

}  // namespace phancong::storage
