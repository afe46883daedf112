#include "storage/log_nodes.h"

#include <variant>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::storage {

rules::NodeReader StoredNodes(ReadTransaction& tx, int64_t federation) {
  return [&tx, federation](int64_t level, int64_t node) -> absl::StatusOr<rules::Hash> {
    ASSIGN_OR_RETURN(const Rows rows,
                     level == 0
                         ? tx.Query("SELECT leaf_hash FROM journal_entry WHERE federation = $1 AND revision = $2",
                                    {federation, node + 1})
                         : tx.Query("SELECT hash FROM journal_node WHERE federation = $1 AND level = $2 AND node = $3",
                                    {federation, level, node}));
    const Blob* hash = rows.size() == 1 ? std::get_if<Blob>(&rows[0].values()[0]) : nullptr;
    if (hash == nullptr) {
      return absl::DataLossError(
          fmt::format("journal_node: federation {}, level {}, node {} is missing", federation, level, node));
    }
    return hash->bytes;
  };
}

}  // namespace phancong::storage
