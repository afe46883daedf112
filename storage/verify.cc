#include "storage/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/rules/propagate.h"
#include "services/rules/totals.h"
#include "storage/erasure.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/programmes.h"
#include "storage/refill.h"
#include "storage/schema.h"
#include "storage/task_days.h"
#include "storage/tasks.h"

namespace phancong::storage {
namespace {

constexpr int64_t kTasksAtOnce = 2000;

// A difference goes up as DATA_LOSS, as damage that the store itself sees does.
absl::Status Differs(std::string_view where, std::string_view vi, std::string_view en) {
  return absl::DataLossError(fmt::format("{}: {} / {}", where, vi, en));
}

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

// A value as a person can read it, cut where it is long.
std::string Shown(const Value& value) {
  constexpr size_t kBytes = 40;
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) {
    size_t end = std::min(text->size(), 3 * kBytes);
    while (end < text->size() && end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xc0U) == 0x80U) --end;
    return fmt::format("“{}{}”", std::string_view(*text).substr(0, end), end < text->size() ? "…" : "");
  }
  if (const auto* blob = std::get_if<Blob>(&value)) {
    const std::string_view bytes = blob->bytes;
    return fmt::format("{}{} ({} bytes, SHA-256 {}…)", Hex(bytes.substr(0, kBytes)), bytes.size() > kBytes ? "…" : "",
                       bytes.size(), Hex(rules::Sha256(bytes)).substr(0, 16));
  }
  return "NULL";
}

// A total order over values of any type, for rows that may hold anything.
bool Before(const Value& a, const Value& b) {
  if (a.index() != b.index()) return a.index() < b.index();
  if (const auto* number = std::get_if<int64_t>(&a)) return *number < std::get<int64_t>(b);
  if (const auto* text = std::get_if<std::string>(&a)) return *text < std::get<std::string>(b);
  if (const auto* blob = std::get_if<Blob>(&a)) return blob->bytes < std::get<Blob>(b).bytes;
  return false;
}

// --- The log. -------------------------------------------------------------------------------------------------------

std::string EntryAt(std::string_view table, int64_t federation, int64_t revision) {
  return fmt::format("{} (federation={}, revision={})", table, federation, revision);
}

std::string PartAt(std::string_view table, int64_t federation, int64_t revision, size_t ordinal) {
  return fmt::format("{} (federation={}, revision={}, ordinal={})", table, federation, revision, ordinal);
}

// The entry's hashes, from the stored bytes up. Texts that are gone are added to `gone`: an entry that comes later has
// to say so. Returns the leaf.
absl::StatusOr<rules::Hash> CheckHashes(int64_t federation, const StoredEntry& entry, std::set<TextPlace>& gone) {
  const int64_t revision = entry.header.revision();
  std::vector<rules::Hash> digests;
  std::set<rules::Hash> named;
  for (const StoredEntry::StoredEvent& event : entry.events) {
    const std::string where = PartAt("journal_event", federation, revision, digests.size() + 1);
    if (!event.bytes) {
      return Differs(where, "nội dung đã mất, không có lần xóa nào được ghi", "erased, and no entry records it");
    }
    rules::Hash digest = rules::SaltedDigest(event.salt, *event.bytes);
    if (digest != event.digest) {
      return Differs(where, "mã băm không khớp với nội dung", "the digest does not fit the payload and its salt");
    }
    digests.push_back(std::move(digest));
    named.merge(TextsNamedBy(event.event));
  }
  rules::Hash leaf = rules::LeafHash(entry.header_bytes, digests);
  if (leaf != entry.leaf_hash) {
    return Differs(EntryAt("journal_entry", federation, revision),
                   fmt::format("mã băm không khớp với header và {} dòng của journal_event", digests.size()),
                   fmt::format("leaf_hash does not fit the header and the {} rows of journal_event", digests.size()));
  }
  size_t ordinal = 0;
  for (const StoredEntry::StoredText& text : entry.texts) {
    const std::string where = PartAt("journal_text", federation, revision, ++ordinal);
    if (!text.text) {
      // With the salt, a short text could be guessed from its digest.
      if (!text.salt.empty())
        return Differs(where, "nội dung đã mất mà salt còn", "erased, and its salt is still there");
      gone.insert({.revision = revision, .ordinal = static_cast<int64_t>(ordinal)});
    } else if (rules::SaltedDigest(text.salt, *text.text) != text.digest) {
      return Differs(where, "mã băm không khớp với nội dung", "the digest does not fit the text and its salt");
    }
    if (named.erase(text.digest) == 0) {
      return Differs(where, "không có sự kiện nào nhắc đến dòng này", "no event names it");
    }
  }
  if (!named.empty()) {
    return Differs(EntryAt("journal_text", federation, revision),
                   fmt::format("thiếu đoạn văn có mã băm {}", Hex(*named.begin())),
                   fmt::format("the text with digest {} is missing", Hex(*named.begin())));
  }
  return leaf;
}

// The Merkle log built up again from its leaves: complete subtrees, the smallest last.
class GrowingLog {
 public:
  std::vector<rules::LogNode> Add(rules::Hash leaf) {
    std::vector<rules::LogNode> complete = {{.level = 0, .index = size_++, .hash = leaf}};
    subtrees_.push_back(complete[0]);
    while (subtrees_.size() >= 2 && subtrees_[subtrees_.size() - 2].level == subtrees_.back().level) {
      const rules::LogNode right = std::move(subtrees_.back());
      subtrees_.pop_back();
      const rules::LogNode left = std::move(subtrees_.back());
      subtrees_.pop_back();
      subtrees_.push_back(
          {.level = right.level + 1, .index = left.index / 2, .hash = rules::NodeHash(left.hash, right.hash)});
      complete.push_back(subtrees_.back());
    }
    return complete;
  }

  [[nodiscard]] rules::Hash Root() const {
    if (subtrees_.empty()) return rules::EmptyRoot();
    rules::Hash root = subtrees_.back().hash;
    for (size_t i = subtrees_.size() - 1; i-- > 0;) root = rules::NodeHash(subtrees_[i].hash, root);
    return root;
  }

 private:
  int64_t size_ = 0;
  std::vector<rules::LogNode> subtrees_;
};

std::string NodeAt(int64_t federation, int64_t level, int64_t node) {
  return fmt::format("journal_node (federation={}, level={}, node={})", federation, level, node);
}

absl::Status CheckNode(ReadTransaction& tx, int64_t federation, const rules::LogNode& node) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT hash FROM journal_node WHERE federation = $1 AND level = $2 AND node = $3",
                            {federation, node.level, node.index}));
  const std::string where = NodeAt(federation, node.level, node.index);
  if (rows.empty()) return Differs(where, "thiếu dòng này", "this row is missing");
  if (rows[0].values()[0] != Value(Blob{node.hash})) {
    return Differs(where,
                   fmt::format("đang lưu {}, tính từ các mục ghi là {}", Shown(rows[0].values()[0]), Hex(node.hash)),
                   fmt::format("stored {0}, the entries give {1}", Shown(rows[0].values()[0]), Hex(node.hash)));
  }
  return absl::OkStatus();
}

// --- Tables. --------------------------------------------------------------------------------------------------------

struct TableShape {
  TableDeclaration declaration;
  std::vector<std::string> columns;
  std::vector<size_t> key;  // indexes into columns
};

absl::StatusOr<std::vector<TableShape>> Shapes(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(std::vector<TableDeclaration> declared, DeclaredTables(tx));
  std::vector<TableShape> shapes;
  for (TableDeclaration& declaration : declared) {
    TableShape shape{.declaration = std::move(declaration), .columns = {}, .key = {}};
    ASSIGN_OR_RETURN(shape.columns, tx.Columns(shape.declaration.name));
    std::string_view rest = shape.declaration.key;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(", "), rest.size());
      const auto column = std::find(shape.columns.begin(), shape.columns.end(), rest.substr(0, end));
      if (column == shape.columns.end()) {
        return absl::InternalError(
            fmt::format("the key of {} is declared as {}", shape.declaration.name, shape.declaration.key));
      }
      shape.key.push_back(static_cast<size_t>(column - shape.columns.begin()));
      rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

// −1, 0 or 1.
int CompareKeys(const TableShape& shape, const Row& a, const Row& b) {
  for (const size_t column : shape.key) {
    if (Before(a.values()[column], b.values()[column])) return -1;
    if (Before(b.values()[column], a.values()[column])) return 1;
  }
  return 0;
}

// Sorted here and not by the database, so that no order of text decides.
absl::StatusOr<Rows> SortedRows(ReadTransaction& tx, const TableShape& shape) {
  absl::StatusOr<Rows> read =
      tx.Query(fmt::format("SELECT {} FROM {}", fmt::join(shape.columns, ", "), shape.declaration.name), {});
  // The statement is cut in messages, and the table's name is at its end.
  if (!read.ok()) {
    return absl::Status(read.status().code(),
                        fmt::format("{}: {}", shape.declaration.name, std::string(read.status().message())));
  }
  Rows rows = *std::move(read);
  std::sort(rows.begin(), rows.end(), [&shape](const Row& a, const Row& b) { return CompareKeys(shape, a, b) < 0; });
  return rows;
}

std::string RowAt(const TableShape& shape, const Row& row) {
  std::vector<std::string> key;
  for (const size_t column : shape.key) {
    key.push_back(fmt::format("{}={}", shape.columns[column], Shown(row.values()[column])));
  }
  return fmt::format("{} ({})", shape.declaration.name, fmt::join(key, ", "));
}

// Returns how many rows were compared.
absl::StatusOr<int64_t> CompareRows(const TableShape& shape, const Rows& stored, const Rows& replayed) {
  auto is = stored.begin();
  auto should_be = replayed.begin();
  while (is != stored.end() || should_be != replayed.end()) {
    int order = 0;
    if (is == stored.end()) {
      order = 1;
    } else if (should_be == replayed.end()) {
      order = -1;
    } else {
      order = CompareKeys(shape, *is, *should_be);
    }
    if (order < 0) {
      return Differs(RowAt(shape, *is), "sổ ghi không có dòng này", "the journal knows nothing of this row");
    }
    if (order > 0) return Differs(RowAt(shape, *should_be), "thiếu dòng này", "this row is missing");
    for (size_t column = 0; column < shape.columns.size(); ++column) {
      const Value& present = is->values()[column];
      const Value& right = should_be->values()[column];
      if (present == right) continue;
      return Differs(fmt::format("{} {}", RowAt(shape, *is), shape.columns[column]),
                     fmt::format("đang lưu {}, theo sổ ghi là {}", Shown(present), Shown(right)),
                     fmt::format("stored {}, the journal says {}", Shown(present), Shown(right)));
    }
    ++is;
    ++should_be;
  }
  return static_cast<int64_t>(stored.size());
}

// --- Totals. --------------------------------------------------------------------------------------------------------

using SegmentKey = std::tuple<int64_t, int64_t, std::string>;          // round, item, segment
using FigureKey = std::tuple<int64_t, int64_t, std::string, int64_t>;  // … and figure
using DueKey = std::tuple<int64_t, int64_t>;                           // round, due day

using Numbers = std::vector<int64_t>;

template <typename Key>
void AddTo(std::map<Key, Numbers>& totals, const Key& key, const Numbers& numbers) {
  Numbers& total = totals[key];
  total.resize(numbers.size());
  for (size_t i = 0; i < numbers.size(); ++i) total[i] += numbers[i];
}

bool AllZero(const Numbers& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](int64_t number) { return number == 0; });
}

// A total that is zero needs no row. `stored` holds the latest rows.
template <typename Key>
absl::Status CompareTotals(std::string_view table, int64_t federation, std::map<Key, Numbers> stored,
                           const std::map<Key, Numbers>& recomputed) {
  for (const auto& [key, numbers] : recomputed) {
    Numbers present = stored[key];
    present.resize(numbers.size());
    if (present != numbers) {
      return Differs(fmt::format("{} (federation={}, {})", table, federation, key),
                     fmt::format("đang lưu {}, cộng từ các nhiệm vụ là {}", present, numbers),
                     fmt::format("stored {}, the tasks add up to {}", present, numbers));
    }
    stored.erase(key);
  }
  for (const auto& [key, numbers] : stored) {
    if (!AllZero(numbers)) {
      return Differs(fmt::format("{} (federation={}, {})", table, federation, key),
                     fmt::format("đang lưu {}, không có nhiệm vụ nào", numbers),
                     fmt::format("stored {}, there are no tasks", numbers));
    }
  }
  return absl::OkStatus();
}

struct Totals {
  std::map<SegmentKey, Numbers> items;
  std::map<FigureKey, Numbers> figures;
  std::map<DueKey, Numbers> due;
};

absl::StatusOr<Totals> AddUpLeaves(ReadTransaction& tx, int64_t federation) {
  Totals totals;
  std::map<std::pair<int64_t, int64_t>, std::shared_ptr<const v1::Item>> items;
  int64_t after = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<TaskRow> tasks, ListTasks(tx, federation, {}, after, kTasksAtOnce));
    if (tasks.empty()) return totals;
    for (const TaskRow& task : tasks) {
      std::shared_ptr<const v1::Item>& item = items[{task.round, task.item}];
      if (item == nullptr) {
        ASSIGN_OR_RETURN(item, ItemDefinition(tx, federation, task.round, task.item));
      }
      ASSIGN_OR_RETURN(const TaskOn stands, StandsNow(tx, federation, task));
      const rules::TaskLeaf leaf = LeafOf(stands, *item);
      const rules::ItemCounts counts = rules::CountsOf(leaf);
      AddTo(totals.items, {task.round, task.item, task.segment},
            {counts.expected, counts.submitted, counts.reported, counts.not_applicable, counts.met,
             counts.submitted_not_applicable, counts.submitted_met});
      const auto figures = static_cast<size_t>(item->figures_size());
      const std::vector<rules::FigureSums> sums = rules::SumsOf(leaf, figures);
      for (size_t figure = 0; figure < figures; ++figure) {
        AddTo(totals.figures, {task.round, task.item, task.segment, static_cast<int64_t>(figure)},
              {sums[figure].numerator, sums[figure].denominator, sums[figure].submitted_numerator,
               sums[figure].submitted_denominator});
      }
      const rules::DueCounts due = rules::DueCountsOf(leaf);
      AddTo(totals.due, {task.round, task.due_day},
            {due.unsubmitted, due.awaiting_review, due.done_on_time, due.done_late, due.not_met});
    }
    after = tasks.back().task;
  }
}

// The latest row of each key: rows come in the order of days, each replacing the one before.
absl::StatusOr<Totals> LatestTotals(ReadTransaction& tx, int64_t federation) {
  Totals totals;
  ASSIGN_OR_RETURN(
      const Rows items,
      tx.Query("SELECT round, item, segment, expected, submitted, reported, not_applicable, met, "
               "submitted_not_applicable, submitted_met FROM item_total WHERE federation = $1 ORDER BY day",
               {federation}));
  for (const Row& row : items) {
    totals.items[{row.Int(0), row.Int(1), row.Text(2)}] = {row.Int(3), row.Int(4), row.Int(5), row.Int(6),
                                                           row.Int(7), row.Int(8), row.Int(9)};
  }
  ASSIGN_OR_RETURN(const Rows figures,
                   tx.Query("SELECT round, item, segment, figure, numerator, denominator, submitted_numerator, "
                            "submitted_denominator FROM figure_total "
                            "WHERE federation = $1 ORDER BY day",
                            {federation}));
  for (const Row& row : figures) {
    totals.figures[{row.Int(0), row.Int(1), row.Text(2), row.Int(3)}] = {row.Int(4), row.Int(5), row.Int(6),
                                                                         row.Int(7)};
  }
  ASSIGN_OR_RETURN(const Rows due,
                   tx.Query("SELECT round, due_day, unsubmitted, awaiting_review, done_on_time, done_late, not_met "
                            "FROM due_total WHERE federation = $1 ORDER BY day",
                            {federation}));
  for (const Row& row : due) {
    totals.due[{row.Int(0), row.Int(1)}] = {row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.Int(6)};
  }
  return totals;
}

// --- All of it. -----------------------------------------------------------------------------------------------------

class Verification {
 public:
  Verification(ReadTransaction& tx, Store& empty, const std::function<void(int64_t, int64_t)>& progress)
      : tx_(tx), empty_(empty), progress_(progress) {}

  // DATA_LOSS where there is a difference.
  absl::Status Run() {
    RETURN_IF_ERROR(CheckShapes());
    RETURN_IF_ERROR(Replay());
    RETURN_IF_ERROR(CheckNothingBeyondTheLog());
    for (auto& [federation, gone] : gone_) RETURN_IF_ERROR(CheckErasures(federation, std::move(gone)));
    RETURN_IF_ERROR(CompareTables());
    ASSIGN_OR_RETURN(report_.totals_recomputed, RecomputeTotals(tx_));
    return tx_.CheckIntegrity();
  }

  [[nodiscard]] VerifyReport& report() { return report_; }

 private:
  absl::Status CheckShapes() {
    RETURN_IF_ERROR(empty_.Read([this](ReadTransaction& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::vector<FederationRow> federations, ListFederations(tx));
      if (!federations.empty()) return absl::FailedPreconditionError("the store to replay into is not empty");
      ASSIGN_OR_RETURN(shapes_, Shapes(tx));
      return absl::OkStatus();
    }));
    for (const TableShape& shape : shapes_) {
      ASSIGN_OR_RETURN(const std::vector<std::string> columns, tx_.Columns(shape.declaration.name));
      if (columns != shape.columns) {
        return Differs(shape.declaration.name, fmt::format("các cột là ({})", fmt::join(columns, ", ")),
                       fmt::format("the columns should be ({})", fmt::join(shape.columns, ", ")));
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<int64_t> Count(std::string_view table) {
    ASSIGN_OR_RETURN(const Rows rows, tx_.Query(fmt::format("SELECT COUNT(*) FROM {}", table), {}));
    return rows[0].Int(0);
  }

  absl::Status Replay() {
    ASSIGN_OR_RETURN(entries_in_all_, Count("journal_entry"));
    ASSIGN_OR_RETURN(const Rows federations, tx_.Query("SELECT DISTINCT federation FROM journal_entry", {}));
    std::set<int64_t> numbers;
    for (const Row& row : federations) {
      const auto* number = std::get_if<int64_t>(&row.values()[0]);
      if (number == nullptr) {
        return Differs("journal_entry", fmt::format("federation là {}", Shown(row.values()[0])),
                       fmt::format("federation is {}", Shown(row.values()[0])));
      }
      numbers.insert(*number);
    }
    for (const int64_t federation : numbers) RETURN_IF_ERROR(ReplayFederation(federation));
    return absl::OkStatus();
  }

  absl::Status ReplayFederation(int64_t federation) {
    GrowingLog log;
    VerifyReport::LogHead head;
    std::set<TextPlace> gone;
    while (true) {
      ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                       ReadEntries(tx_, federation, head.revision + 1, kEntriesAtOnce));
      if (entries.empty()) break;
      for (const StoredEntry& entry : entries) {
        if (entry.header.revision() != head.revision + 1) {
          return Differs(EntryAt("journal_entry", federation, head.revision + 1), "thiếu mục ghi này",
                         "this entry is missing");
        }
        ++head.revision;
        ASSIGN_OR_RETURN(rules::Hash leaf, CheckHashes(federation, entry, gone));
        for (const rules::LogNode& node : log.Add(std::move(leaf))) {
          RETURN_IF_ERROR(CheckNode(tx_, federation, node));
          ++nodes_;
        }
        events_ += static_cast<int64_t>(entry.events.size());
        texts_ += static_cast<int64_t>(entry.texts.size());
      }
      RETURN_IF_ERROR(empty_.Write([&](WriteTransaction& tx) -> absl::Status {
        for (const StoredEntry& entry : entries) RETURN_IF_ERROR(ApplyAgain(tx, federation, entry));
        return absl::OkStatus();
      }));
      head.federation = entries[0].header.federation();
      report_.entries += static_cast<int64_t>(entries.size());
      if (progress_) progress_(report_.entries, entries_in_all_);
    }
    gone_.emplace_back(federation, std::move(gone));
    head.root = log.Root();
    ASSIGN_OR_RETURN(const rules::Hash stored_root, LogRoot(tx_, federation, head.revision));
    if (stored_root != head.root) {
      return Differs(fmt::format("journal_node (federation={})", federation), "gốc của sổ ghi không khớp",
                     "the nodes give another root than the entries");
    }
    report_.heads.push_back(std::move(head));
    ++report_.federations;
    return absl::OkStatus();
  }

  // Texts that are gone are those of which the journal, as replayed, says that they were erased.
  absl::Status CheckErasures(int64_t federation, std::set<TextPlace> gone) {
    std::vector<TextPlace> erased;
    RETURN_IF_ERROR(empty_.Read([&](ReadTransaction& replayed) -> absl::Status {
      ASSIGN_OR_RETURN(erased, ErasedTexts(replayed, federation));
      return absl::OkStatus();
    }));
    for (const TextPlace& place : erased) {
      if (gone.erase(place) != 0) continue;
      return Differs(PartAt("journal_text", federation, place.revision, static_cast<size_t>(place.ordinal)),
                     "đã có quyết định xóa mà nội dung vẫn còn",
                     "an entry records that it was erased, and it is there");
    }
    if (gone.empty()) return absl::OkStatus();
    return Differs(
        PartAt("journal_text", federation, gone.begin()->revision, static_cast<size_t>(gone.begin()->ordinal)),
        "nội dung đã mất, không có lần xóa nào được ghi", "erased, and no entry records it");
  }

  // What was walked through is all there is; else the first row beyond it.
  absl::Status CheckNothingBeyondTheLog() {
    RETURN_IF_ERROR(CheckCount("journal_entry", {"federation", "revision"}, report_.entries,
                               "SELECT federation, revision FROM journal_entry WHERE revision < 1 LIMIT 1"));
    RETURN_IF_ERROR(CheckCount("journal_event", {"federation", "revision", "ordinal"}, events_,
                               "SELECT p.federation, p.revision, p.ordinal FROM journal_event p WHERE NOT EXISTS "
                               "(SELECT 1 FROM journal_entry e WHERE e.federation = p.federation AND "
                               "e.revision = p.revision) LIMIT 1"));
    RETURN_IF_ERROR(CheckCount("journal_text", {"federation", "revision", "ordinal"}, texts_,
                               "SELECT p.federation, p.revision, p.ordinal FROM journal_text p WHERE NOT EXISTS "
                               "(SELECT 1 FROM journal_entry e WHERE e.federation = p.federation AND "
                               "e.revision = p.revision) LIMIT 1"));
    // Node n of a level is complete when (n + 1)·2^level leaves are there; what lies beyond was not walked through.
    return CheckCount("journal_node", {"federation", "level", "node"}, nodes_,
                      "SELECT n.federation, n.level, n.node FROM journal_node n WHERE n.node < 0 OR n.level < 0 OR "
                      "n.level > 62 OR n.node >= (SELECT COUNT(*) FROM journal_entry e WHERE "
                      "e.federation = n.federation) >> CAST(n.level AS INTEGER) LIMIT 1");
  }

  absl::Status CheckCount(std::string_view table, const std::vector<std::string_view>& key, int64_t walked,
                          std::string_view find_one_beyond) {
    ASSIGN_OR_RETURN(const int64_t count, Count(table));
    if (count == walked) return absl::OkStatus();
    ASSIGN_OR_RETURN(const Rows beyond, tx_.Query(find_one_beyond, {}));
    std::vector<std::string> at;
    for (size_t i = 0; i < key.size() && !beyond.empty(); ++i) {
      at.push_back(fmt::format("{}={}", key[i], Shown(beyond[0].values()[i])));
    }
    return Differs(
        fmt::format("{} ({})", table, fmt::join(at, ", ")),
        fmt::format("không thuộc mục nào của journal_entry (có {} dòng, sổ ghi chỉ có {})", count, walked),
        fmt::format("belongs to no entry of journal_entry (there are {} rows, the log has {})", count, walked));
  }

  absl::Status CompareTables() {
    return empty_.Read([this](ReadTransaction& replayed) -> absl::Status {
      for (const TableShape& shape : shapes_) {
        if (shape.declaration.kind != "projected") continue;
        ASSIGN_OR_RETURN(const Rows stored_rows, SortedRows(tx_, shape));
        ASSIGN_OR_RETURN(const Rows replayed_rows, SortedRows(replayed, shape));
        ASSIGN_OR_RETURN(const int64_t compared, CompareRows(shape, stored_rows, replayed_rows));
        report_.rows_compared += compared;
      }
      return absl::OkStatus();
    });
  }

  ReadTransaction& tx_;
  Store& empty_;
  const std::function<void(int64_t, int64_t)>& progress_;
  VerifyReport report_;
  std::vector<TableShape> shapes_;
  // Of each federation, the texts that are gone.
  std::vector<std::pair<int64_t, std::set<TextPlace>>> gone_;
  int64_t entries_in_all_ = 0;
  int64_t events_ = 0;
  int64_t texts_ = 0;
  int64_t nodes_ = 0;
};

}  // namespace

absl::StatusOr<int64_t> RecomputeTotals(ReadTransaction& tx) {
  int64_t count = 0;
  ASSIGN_OR_RETURN(const std::vector<FederationRow> federations, ListFederations(tx));
  for (const FederationRow& row : federations) {
    ASSIGN_OR_RETURN(const Totals recomputed, AddUpLeaves(tx, row.federation));
    ASSIGN_OR_RETURN(Totals stored, LatestTotals(tx, row.federation));
    count += static_cast<int64_t>(recomputed.items.size() + recomputed.figures.size() + recomputed.due.size());
    RETURN_IF_ERROR(CompareTotals("item_total", row.federation, std::move(stored.items), recomputed.items));
    RETURN_IF_ERROR(CompareTotals("figure_total", row.federation, std::move(stored.figures), recomputed.figures));
    RETURN_IF_ERROR(CompareTotals("due_total", row.federation, std::move(stored.due), recomputed.due));
  }
  return count;
}

absl::StatusOr<VerifyReport> Verify(Store& store, Store& empty, const std::function<void(int64_t, int64_t)>& progress) {
  VerifyReport report;
  const absl::Status outcome = store.Read([&](ReadTransaction& tx) {
    Verification verification(tx, empty, progress);
    absl::Status run = verification.Run();
    report = std::move(verification.report());
    return run;
  });
  if (outcome.code() == absl::StatusCode::kDataLoss) {
    report.first_difference = std::string(outcome.message());
    return report;
  }
  if (!outcome.ok()) return outcome;
  return report;
}

}  // namespace phancong::storage
