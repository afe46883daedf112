#include "storage/walked_log.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/rules/propagate.h"
#include "storage/difference.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

std::string EntryAt(std::string_view table, int64_t federation, int64_t revision) {
  return fmt::format("{} (federation={}, revision={})", table, federation, revision);
}

std::string NodeAt(int64_t federation, const rules::LogNode& node) {
  return fmt::format("journal_node (federation={}, level={}, node={})", federation, node.level, node.index);
}

// That these are stored: nodes of one level, one after the other.
absl::Status CheckNodes(ReadTransaction& tx, int64_t federation, const rules::LogNode* first,
                        const rules::LogNode* end) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT node, hash FROM journal_node WHERE federation = $1 AND level = $2 AND node >= $3 "
                            "AND node < $4 ORDER BY node",
                            {federation, first->level, first->index, first->index + (end - first)}));
  auto row = rows.begin();
  for (const rules::LogNode* node = first; node != end; ++node, ++row) {
    if (row == rows.end() || row->values()[0] != Value(node->index)) {
      return Differs(NodeAt(federation, *node), "thiếu dòng này", "this row is missing");
    }
    const Value& hash = row->values()[1];
    if (hash == Value(Blob{node->hash})) continue;
    return Differs(NodeAt(federation, *node),
                   fmt::format("đang lưu {}, tính từ các mục ghi là {}", Shown(hash), Hex(node->hash)),
                   fmt::format("stored {}, the entries give {}", Shown(hash), Hex(node->hash)));
  }
  return absl::OkStatus();
}

// That there are as many rows as were walked through; else the first row beyond them.
absl::Status CheckCount(ReadTransaction& tx, int64_t federation, std::string_view table,
                        const std::vector<std::string_view>& key, int64_t walked, std::string_view find_one_beyond) {
  ASSIGN_OR_RETURN(const int64_t count,
                   QueryInt(tx, fmt::format("SELECT COUNT(*) FROM {} WHERE federation = $1", table), {federation}));
  if (count == walked) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Rows beyond, tx.Query(find_one_beyond, {federation}));
  std::vector<std::string> at = {fmt::format("federation={}", federation)};
  for (size_t i = 0; i < key.size() && !beyond.empty(); ++i) {
    at.push_back(fmt::format("{}={}", key[i], Shown(beyond[0].values()[i])));
  }
  return Differs(
      fmt::format("{} ({})", table, fmt::join(at, ", ")),
      fmt::format("không thuộc mục nào của journal_entry (có {} dòng, sổ ghi chỉ có {})", count, walked),
      fmt::format("belongs to no entry of journal_entry (there are {} rows, the log has {})", count, walked));
}

}  // namespace

std::string PartAt(std::string_view table, int64_t federation, int64_t revision, size_t ordinal) {
  return fmt::format("{} (federation={}, revision={}, ordinal={})", table, federation, revision, ordinal);
}

absl::StatusOr<rules::Hash> WalkedLog::LeafOf(const StoredEntry& entry) {
  const int64_t revision = entry.header.revision();
  std::vector<rules::Hash> digests;
  std::set<rules::Hash> named;
  for (const StoredEntry::StoredEvent& event : entry.events) {
    const auto where = [&] { return PartAt("journal_event", federation_, revision, digests.size() + 1); };
    if (!event.bytes) {
      return Differs(where(), "nội dung đã mất, không có lần xóa nào được ghi", "erased, and no entry records it");
    }
    rules::Hash digest = rules::SaltedDigest(event.salt, *event.bytes);
    if (digest != event.digest) {
      return Differs(where(), "mã băm không khớp với nội dung", "the digest does not fit the payload and its salt");
    }
    digests.push_back(std::move(digest));
    named.merge(TextsNamedBy(event.event));
  }
  rules::Hash leaf = rules::LeafHash(entry.header_bytes, digests);
  if (leaf != entry.leaf_hash) {
    return Differs(EntryAt("journal_entry", federation_, revision),
                   fmt::format("mã băm không khớp với header và {} dòng của journal_event", digests.size()),
                   fmt::format("leaf_hash does not fit the header and the {} rows of journal_event", digests.size()));
  }
  size_t ordinal = 0;
  for (const StoredEntry::StoredText& text : entry.texts) {
    ++ordinal;
    const auto where = [&] { return PartAt("journal_text", federation_, revision, ordinal); };
    if (!text.text) {
      // With the salt, a short text could be guessed from its digest.
      if (!text.salt.empty())
        return Differs(where(), "nội dung đã mất mà salt còn", "erased, and its salt is still there");
      gone_.insert({.revision = revision, .ordinal = static_cast<int64_t>(ordinal)});
    } else if (rules::SaltedDigest(text.salt, *text.text) != text.digest) {
      return Differs(where(), "mã băm không khớp với nội dung", "the digest does not fit the text and its salt");
    }
    if (named.erase(text.digest) == 0) {
      return Differs(where(), "không có sự kiện nào nhắc đến dòng này", "no event names it");
    }
  }
  if (!named.empty()) {
    return Differs(EntryAt("journal_text", federation_, revision),
                   fmt::format("thiếu đoạn văn có mã băm {}", Hex(*named.begin())),
                   fmt::format("the text with digest {} is missing", Hex(*named.begin())));
  }
  return leaf;
}

void WalkedLog::Append(rules::Hash leaf, std::vector<rules::LogNode>& complete) {
  // The leaf itself is stored with its entry.
  subtrees_.push_back({.level = 0, .index = revision_ - 1, .hash = std::move(leaf)});
  while (subtrees_.size() >= 2 && subtrees_[subtrees_.size() - 2].level == subtrees_.back().level) {
    const rules::LogNode right = std::move(subtrees_.back());
    subtrees_.pop_back();
    rules::LogNode& left = subtrees_.back();
    left = {.level = right.level + 1, .index = left.index / 2, .hash = rules::NodeHash(left.hash, right.hash)};
    complete.push_back(left);
  }
}

absl::Status WalkedLog::Walk(ReadTransaction& tx, const std::vector<StoredEntry>& entries) {
  std::vector<rules::LogNode> complete;
  for (const StoredEntry& entry : entries) {
    if (entry.header.revision() != revision_ + 1) {
      return Differs(EntryAt("journal_entry", federation_, revision_ + 1), "thiếu mục ghi này",
                     "this entry is missing");
    }
    ++revision_;
    ASSIGN_OR_RETURN(rules::Hash leaf, LeafOf(entry));
    Append(std::move(leaf), complete);
    events_ += static_cast<int64_t>(entry.events.size());
    texts_ += static_cast<int64_t>(entry.texts.size());
  }
  nodes_ += static_cast<int64_t>(complete.size());
  std::sort(complete.begin(), complete.end(), [](const rules::LogNode& a, const rules::LogNode& b) {
    return std::tie(a.level, a.index) < std::tie(b.level, b.index);
  });
  const rules::LogNode* const end = complete.data() + complete.size();
  for (const rules::LogNode* first = complete.data(); first != end;) {
    const rules::LogNode* const next =
        std::find_if(first, end, [first](const rules::LogNode& node) { return node.level != first->level; });
    RETURN_IF_ERROR(CheckNodes(tx, federation_, first, next));
    first = next;
  }
  return absl::OkStatus();
}

rules::Hash WalkedLog::Root() const {
  if (subtrees_.empty()) return rules::EmptyRoot();
  rules::Hash root = subtrees_.back().hash;
  for (size_t i = subtrees_.size() - 1; i-- > 0;) root = rules::NodeHash(subtrees_[i].hash, root);
  return root;
}

absl::Status WalkedLog::End(ReadTransaction& tx) const {
  ASSIGN_OR_RETURN(const rules::Hash stored_root, LogRoot(tx, federation_, revision_));
  if (stored_root != Root()) {
    return Differs(fmt::format("journal_node (federation={})", federation_), "gốc của sổ ghi không khớp",
                   "the nodes give another root than the entries");
  }
  RETURN_IF_ERROR(CheckCount(tx, federation_, "journal_entry", {"revision"}, revision_,
                             "SELECT revision FROM journal_entry WHERE federation = $1 AND revision < 1 LIMIT 1"));
  RETURN_IF_ERROR(CheckCount(tx, federation_, "journal_event", {"revision", "ordinal"}, events_,
                             "SELECT p.revision, p.ordinal FROM journal_event p WHERE p.federation = $1 AND NOT EXISTS "
                             "(SELECT 1 FROM journal_entry e WHERE e.federation = p.federation AND "
                             "e.revision = p.revision) LIMIT 1"));
  RETURN_IF_ERROR(CheckCount(tx, federation_, "journal_text", {"revision", "ordinal"}, texts_,
                             "SELECT p.revision, p.ordinal FROM journal_text p WHERE p.federation = $1 AND NOT EXISTS "
                             "(SELECT 1 FROM journal_entry e WHERE e.federation = p.federation AND "
                             "e.revision = p.revision) LIMIT 1"));
  // Node n of a level is complete when (n + 1)·2^level leaves are there; what lies beyond was not walked through.
  return CheckCount(tx, federation_, "journal_node", {"level", "node"}, nodes_,
                    "SELECT n.level, n.node FROM journal_node n WHERE n.federation = $1 AND (n.node < 0 OR n.level < 1 "
                    "OR n.level > 62 OR n.node >= (SELECT COUNT(*) FROM journal_entry e WHERE "
                    "e.federation = n.federation) >> CAST(n.level AS INTEGER)) LIMIT 1");
}

}  // namespace phancong::storage
