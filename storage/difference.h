// What verify finds, in words: a difference names a row, what is stored of it, and what the journal says.
#ifndef PHANCONG_STORAGE_DIFFERENCE_H_
#define PHANCONG_STORAGE_DIFFERENCE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "storage/store.h"

namespace phancong::storage {

// A difference goes up as DATA_LOSS, as damage that the store itself sees does.
[[nodiscard]] absl::Status Differs(std::string_view where, std::string_view vi, std::string_view en);

[[nodiscard]] std::string Hex(std::string_view bytes);
// A value as a person can read it, cut where it is long.
[[nodiscard]] std::string Shown(const Value& value);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DIFFERENCE_H_
