// The complete nodes of a federation's Merkle log as they are stored: what roots and proofs are made of. Each lies with
// the entry that completed it: node n of level l with entry (n + 1)·2^l; those of level 0 are the leaves.
#ifndef PHANCONG_STORAGE_LOG_NODES_H_
#define PHANCONG_STORAGE_LOG_NODES_H_

#include <cstdint>

#include "services/rules/merkle.h"
#include "storage/store.h"

namespace phancong::storage {

// Reads them one by one; DATA_LOSS, naming it, where one is missing or is no bytes. `tx` outlives it.
[[nodiscard]] rules::NodeReader StoredNodes(ReadTransaction& tx, int64_t federation);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_LOG_NODES_H_
