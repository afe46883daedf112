// A federation's log, walked through from its first entry on: whether all hashes fit, from the stored bytes up.
#ifndef PHANCONG_STORAGE_WALKED_LOG_H_
#define PHANCONG_STORAGE_WALKED_LOG_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/merkle.h"
#include "storage/erasure.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// Where something does not fit, the status is DATA_LOSS and names it; else errors are the store's.
class WalkedLog {
 public:
  explicit WalkedLog(int64_t federation) : federation_(federation) {}

  // The next entries: their events, texts and leaves, and the nodes that they complete.
  [[nodiscard]] absl::Status Walk(const std::vector<StoredEntry>& entries);
  // After the last entry: the root, and that the journal's tables hold nothing of the federation beyond what was walked
  // through.
  [[nodiscard]] absl::Status End(ReadTransaction& tx) const;

  // Of the last entry; 0 before the first.
  [[nodiscard]] int64_t revision() const { return revision_; }
  [[nodiscard]] rules::Hash Root() const;
  // The texts that are gone: an entry that comes later has to say so.
  [[nodiscard]] const std::set<TextPlace>& gone() const { return gone_; }

 private:
  // Checks the entry from its bytes up; its leaf.
  [[nodiscard]] absl::StatusOr<rules::Hash> LeafOf(const StoredEntry& entry);
  // The nodes above it that become complete, level 1 first.
  std::vector<rules::Hash> Append(rules::Hash leaf);

  const int64_t federation_;
  int64_t revision_ = 0;
  int64_t events_ = 0;
  int64_t texts_ = 0;
  // Complete ones, the smallest last.
  struct Subtree {
    int64_t level = 0;
    rules::Hash hash;
  };
  std::vector<Subtree> subtrees_;
  std::set<TextPlace> gone_;
};

// "journal_text (federation=1, revision=2, ordinal=3)".
[[nodiscard]] std::string PartAt(std::string_view table, int64_t federation, int64_t revision, size_t ordinal);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_WALKED_LOG_H_
