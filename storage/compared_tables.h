// A table on two sides: as it is stored, and as the journal gives it.
#ifndef PHANCONG_STORAGE_COMPARED_TABLES_H_
#define PHANCONG_STORAGE_COMPARED_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/schema.h"
#include "storage/store.h"

namespace phancong::storage {

struct TableShape {
  TableDeclaration declaration;
  std::vector<std::string> columns;
  std::vector<size_t> key;  // indexes into columns; the first is `federation`, the second an integer
};

// Of all declared tables, in the order of their names. INTERNAL where one is declared with a key that it does not have.
[[nodiscard]] absl::StatusOr<std::vector<TableShape>> Shapes(ReadTransaction& tx);

// Compares all rows of a federation, column for column, in both directions, and returns how many there are. DATA_LOSS
// naming the first that differs. Some hundreds of rows of each side are in memory at a time.
[[nodiscard]] absl::StatusOr<int64_t> CompareRows(const TableShape& shape, int64_t federation, ReadTransaction& stored,
                                                  ReadTransaction& replayed);

// DATA_LOSS naming a row that is of no federation of `known`.
[[nodiscard]] absl::Status CheckFederations(ReadTransaction& tx, const TableShape& shape,
                                            const std::set<int64_t>& known);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_COMPARED_TABLES_H_
