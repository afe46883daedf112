// Questions whose answer is one integer.
#ifndef PHANCONG_STORAGE_NUMBERS_H_
#define PHANCONG_STORAGE_NUMBERS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// The first column of the one row that the statement answers; INTERNAL where it answers another number of rows.
[[nodiscard]] absl::StatusOr<int64_t> QueryInt(ReadTransaction& tx, std::string_view sql, const Values& values);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_NUMBERS_H_
