// The table that the nodes of the log had until version 13 of the schema, for databases as older versions left them.
#ifndef PHANCONG_TESTS_SUPPORT_NODES_TABLE_H_
#define PHANCONG_TESTS_SUPPORT_NODES_TABLE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "storage/store.h"

namespace phancong::support {

inline absl::Status PutNode(storage::WriteTransaction& older, const storage::Value& federation, int64_t level,
                            int64_t node, const std::string& hash) {
  return older.Execute("INSERT INTO journal_node (federation, level, node, hash) VALUES ($1, $2, $3, $4)",
                       {federation, level, node, storage::Blob{hash}});
}

// Those that came to lie with an entry.
inline absl::Status PutNodes(storage::WriteTransaction& older, const storage::Value& federation, int64_t revision,
                             const std::string& nodes) {
  for (size_t at = 0; at < nodes.size(); at += rules::kHashBytes) {
    const auto level = static_cast<int64_t>(at / rules::kHashBytes) + 1;
    RETURN_IF_ERROR(PutNode(older, federation, level, (revision >> level) - 1, nodes.substr(at, rules::kHashBytes)));
  }
  return absl::OkStatus();
}

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_NODES_TABLE_H_
