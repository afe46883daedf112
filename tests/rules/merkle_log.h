// A log whose complete nodes are kept in memory.
#ifndef PHANCONG_TESTS_RULES_MERKLE_LOG_H_
#define PHANCONG_TESTS_RULES_MERKLE_LOG_H_

#include <cstdint>
#include <map>
#include <utility>

#include "gtest/gtest.h"
#include "services/rules/merkle.h"

namespace phancong::rules {

class MerkleLog {
 public:
  void Add(const Hash& leaf) {
    const auto complete = Append(size_, leaf, Reader());
    ASSERT_TRUE(complete.ok()) << complete.status();
    for (const LogNode& node : *complete) {
      ASSERT_TRUE(nodes_.emplace(std::pair(node.level, node.index), node.hash).second)
          << "node " << node.level << "/" << node.index << " was complete before";
    }
    ++size_;
  }

  // Counts what is read.
  NodeReader Reader() const {
    return [this](int64_t level, int64_t index) -> absl::StatusOr<Hash> {
      ++reads_;
      const auto node = nodes_.find({level, index});
      if (node == nodes_.end()) return absl::NotFoundError("no such node");
      return node->second;
    };
  }

  const std::map<std::pair<int64_t, int64_t>, Hash>& nodes() const { return nodes_; }
  std::map<std::pair<int64_t, int64_t>, Hash>& nodes() { return nodes_; }
  int64_t TakeReads() { return std::exchange(reads_, 0); }

 private:
  int64_t size_ = 0;
  mutable int64_t reads_ = 0;
  std::map<std::pair<int64_t, int64_t>, Hash> nodes_;
};

}  // namespace phancong::rules

#endif  // PHANCONG_TESTS_RULES_MERKLE_LOG_H_
