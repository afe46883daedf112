#include "storage/walked_log.h"

#include <algorithm>
#include <string_view>
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

// That the nodes stored with the entry are those that it completes, level 1 first.
absl::Status CheckNodes(int64_t federation, const StoredEntry& entry, const std::vector<rules::Hash>& complete) {
  const std::string where = EntryAt("journal_entry", federation, entry.header.revision());
  for (size_t i = 0; i < complete.size(); ++i) {
    const std::string stored =
        entry.nodes.substr(std::min(i * rules::kHashBytes, entry.nodes.size()), rules::kHashBytes);
    if (stored == complete[i]) continue;
    return Differs(
        where, fmt::format("nút bậc {} đang lưu {}, tính từ các mục ghi là {}", i + 1, Hex(stored), Hex(complete[i])),
        fmt::format("node of level {}: stored {}, the entries give {}", i + 1, Hex(stored), Hex(complete[i])));
  }
  if (entry.nodes.size() == complete.size() * rules::kHashBytes) return absl::OkStatus();
  return Differs(where, fmt::format("có nhiều nút hơn {}", complete.size()),
                 fmt::format("has more nodes than {}", complete.size()));
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

std::vector<rules::Hash> WalkedLog::Append(rules::Hash leaf) {
  std::vector<rules::Hash> complete;
  subtrees_.push_back({.level = 0, .hash = std::move(leaf)});
  while (subtrees_.size() >= 2 && subtrees_[subtrees_.size() - 2].level == subtrees_.back().level) {
    const Subtree right = std::move(subtrees_.back());
    subtrees_.pop_back();
    Subtree& left = subtrees_.back();
    left = {.level = right.level + 1, .hash = rules::NodeHash(left.hash, right.hash)};
    complete.push_back(left.hash);
  }
  return complete;
}

absl::Status WalkedLog::Walk(const std::vector<StoredEntry>& entries) {
  for (const StoredEntry& entry : entries) {
    if (entry.header.revision() != revision_ + 1) {
      return Differs(EntryAt("journal_entry", federation_, revision_ + 1), "thiếu mục ghi này",
                     "this entry is missing");
    }
    ++revision_;
    ASSIGN_OR_RETURN(rules::Hash leaf, LeafOf(entry));
    RETURN_IF_ERROR(CheckNodes(federation_, entry, Append(std::move(leaf))));
    events_ += static_cast<int64_t>(entry.events.size());
    texts_ += static_cast<int64_t>(entry.texts.size());
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
    return Differs(fmt::format("journal_entry (federation={})", federation_), "gốc của sổ ghi không khớp",
                   "the nodes give another root than the entries");
  }
  RETURN_IF_ERROR(CheckCount(tx, federation_, "journal_entry", {"revision"}, revision_,
                             "SELECT revision FROM journal_entry WHERE federation = $1 AND revision < 1 LIMIT 1"));
  RETURN_IF_ERROR(CheckCount(tx, federation_, "journal_event", {"revision", "ordinal"}, events_,
                             "SELECT p.revision, p.ordinal FROM journal_event p WHERE p.federation = $1 AND NOT EXISTS "
                             "(SELECT 1 FROM journal_entry e WHERE e.federation = p.federation AND "
                             "e.revision = p.revision) LIMIT 1"));
  return CheckCount(tx, federation_, "journal_text", {"revision", "ordinal"}, texts_,
                    "SELECT p.revision, p.ordinal FROM journal_text p WHERE p.federation = $1 AND NOT EXISTS "
                    "(SELECT 1 FROM journal_entry e WHERE e.federation = p.federation AND "
                    "e.revision = p.revision) LIMIT 1");
}

}  // namespace phancong::storage
