#include "storage/compared_tables.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/rules/propagate.h"
#include "storage/difference.h"

namespace phancong::storage {
namespace {

constexpr int64_t kRowsAtOnce = 500;

// A total order over values of any type, for rows that may hold anything.
bool Before(const Value& a, const Value& b) {
  if (a.index() != b.index()) return a.index() < b.index();
  if (const auto* number = std::get_if<int64_t>(&a)) return *number < std::get<int64_t>(b);
  if (const auto* text = std::get_if<std::string>(&a)) return *text < std::get<std::string>(b);
  if (const auto* blob = std::get_if<Blob>(&a)) return blob->bytes < std::get<Blob>(b).bytes;
  return false;
}

// −1, 0 or 1.
int CompareKeys(const TableShape& shape, const Row& a, const Row& b) {
  for (const size_t column : shape.key) {
    if (Before(a.values()[column], b.values()[column])) return -1;
    if (Before(b.values()[column], a.values()[column])) return 1;
  }
  return 0;
}

std::string RowAt(const TableShape& shape, const Row& row) {
  std::vector<std::string> key;
  for (const size_t column : shape.key) {
    key.push_back(fmt::format("{}={}", shape.columns[column], Shown(row.values()[column])));
  }
  return fmt::format("{} ({})", shape.declaration.name, fmt::join(key, ", "));
}

// A federation's rows in the order of their key. They are read in parts that end where a new value of the key's second
// column begins, and each part is sorted here and not by the database, so that no order of text decides.
class RowsInOrder {
 public:
  RowsInOrder(ReadTransaction& tx, const TableShape& shape, int64_t federation)
      : tx_(tx),
        shape_(shape),
        federation_(federation),
        select_(fmt::format("SELECT {} FROM {} WHERE federation = $1", fmt::join(shape.columns, ", "),
                            shape.declaration.name)) {}

  // Nothing behind the last one. It stays until the next call.
  absl::StatusOr<const Row*> Next() {
    if (at_ == rows_.size()) {
      if (is_last_) return nullptr;
      RETURN_IF_ERROR(ReadPart());
      at_ = 0;
      if (rows_.empty()) return nullptr;
    }
    return &rows_[at_++];
  }

 private:
  absl::Status ReadPart() {
    for (int64_t most = kRowsAtOnce;; most *= 2) {
      ASSIGN_OR_RETURN(rows_, Read(most));
      is_last_ = static_cast<int64_t>(rows_.size()) < most;
      if (is_last_) break;
      // Of what comes last there may be more.
      const size_t second = shape_.key[1];
      Value last = rows_.back().values()[second];
      while (!rows_.empty() && rows_.back().values()[second] == last) rows_.pop_back();
      if (rows_.empty()) continue;
      from_ = {std::move(last)};
      break;
    }
    const auto before = [this](const Row& a, const Row& b) { return CompareKeys(shape_, a, b) < 0; };
    if (!std::is_sorted(rows_.begin(), rows_.end(), before)) std::sort(rows_.begin(), rows_.end(), before);
    return absl::OkStatus();
  }

  absl::StatusOr<Rows> Read(int64_t most) {
    Values values = {federation_};
    std::string sql = select_;
    if (shape_.key.size() > 1) {
      const std::string& second = shape_.columns[shape_.key[1]];
      if (!from_.empty()) {
        values.push_back(from_[0]);
        sql += fmt::format(" AND {} >= $2", second);
      }
      values.emplace_back(most);
      sql += fmt::format(" ORDER BY {} LIMIT ${}", second, values.size());
    }
    absl::StatusOr<Rows> rows = tx_.Query(sql, values);
    if (rows.ok()) return rows;
    // The statement is cut in messages, and the table's name is at its end.
    return absl::Status(rows.status().code(),
                        fmt::format("{}: {}", shape_.declaration.name, std::string(rows.status().message())));
  }

  ReadTransaction& tx_;
  const TableShape& shape_;
  const int64_t federation_;
  const std::string select_;
  Values from_;  // empty: from the beginning
  Rows rows_;
  size_t at_ = 0;
  bool is_last_ = false;
};

}  // namespace

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

absl::StatusOr<int64_t> CompareRows(const TableShape& shape, int64_t federation, ReadTransaction& stored,
                                    ReadTransaction& replayed) {
  RowsInOrder are(stored, shape, federation);
  RowsInOrder should_be(replayed, shape, federation);
  for (int64_t compared = 0;; ++compared) {
    ASSIGN_OR_RETURN(const Row* const is, are.Next());
    ASSIGN_OR_RETURN(const Row* const right, should_be.Next());
    if (is == nullptr && right == nullptr) return compared;
    const int order = is == nullptr ? 1 : right == nullptr ? -1 : CompareKeys(shape, *is, *right);
    if (order < 0) {
      return Differs(RowAt(shape, *is), "sổ ghi không có dòng này", "the journal knows nothing of this row");
    }
    if (order > 0) return Differs(RowAt(shape, *right), "thiếu dòng này", "this row is missing");
    for (size_t column = 0; column < shape.columns.size(); ++column) {
      const Value& present = is->values()[column];
      const Value& replay = right->values()[column];
      if (present == replay) continue;
      return Differs(fmt::format("{} {}", RowAt(shape, *is), shape.columns[column]),
                     fmt::format("đang lưu {}, theo sổ ghi là {}", Shown(present), Shown(replay)),
                     fmt::format("stored {}, the journal says {}", Shown(present), Shown(replay)));
    }
  }
}

absl::Status CheckFederations(ReadTransaction& tx, const TableShape& shape, const std::set<int64_t>& known) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(fmt::format("SELECT DISTINCT federation FROM {}", shape.declaration.name), {}));
  for (const Row& row : rows) {
    const Value& federation = row.values()[0];
    const auto* number = std::get_if<int64_t>(&federation);
    if (number != nullptr && known.contains(*number)) continue;
    ASSIGN_OR_RETURN(const Rows of_it,
                     tx.Query(fmt::format("SELECT {} FROM {} WHERE federation IS NULL OR federation = $1 LIMIT 1",
                                          fmt::join(shape.columns, ", "), shape.declaration.name),
                              {federation}));
    return Differs(of_it.empty() ? shape.declaration.name : RowAt(shape, of_it[0]),
                   "không thuộc liên đoàn nào có sổ ghi", "belongs to no federation that has a journal");
  }
  return absl::OkStatus();
}

}  // namespace phancong::storage
