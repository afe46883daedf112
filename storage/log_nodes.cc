#include "storage/log_nodes.h"

#include <variant>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::storage {

rules::NodeReader StoredNodes(ReadTransaction& tx, int64_t federation) {
  return [&tx, federation](int64_t level, int64_t node) -> absl::StatusOr<rules::Hash> {
    const int64_t revision = (node + 1) << level;
    ASSIGN_OR_RETURN(const Rows rows,
                     tx.Query("SELECT leaf_hash, nodes FROM journal_entry WHERE federation = $1 AND revision = $2",
                              {federation, revision}));
    const Blob* const leaf = rows.size() == 1 ? std::get_if<Blob>(&rows[0].values()[0]) : nullptr;
    const Blob* const nodes = rows.size() == 1 ? std::get_if<Blob>(&rows[0].values()[1]) : nullptr;
    if (leaf != nullptr && level == 0) return leaf->bytes;
    const size_t at = static_cast<size_t>(level - 1) * rules::kHashBytes;
    if (nodes != nullptr && level > 0 && nodes->bytes.size() >= at + rules::kHashBytes) {
      return nodes->bytes.substr(at, rules::kHashBytes);
    }
    return absl::DataLossError(fmt::format("journal_entry: federation {}, revision {}: its node of level {} is missing",
                                           federation, revision, level));
  };
}

}  // namespace phancong::storage
