// Why a database could not be read or written, in a word for those who run the server.
#ifndef PHANCONG_STORAGE_TROUBLE_H_
#define PHANCONG_STORAGE_TROUBLE_H_

#include <array>
#include <string_view>

#include "absl/status/status.h"

namespace phancong::storage {

enum class Trouble { kNone, kDiskFull, kReadOnly, kInputOutput, kHeld, kDamaged, kOther };

// All but kNone, by their words.
inline constexpr std::array<std::string_view, 6> kTroubles = {"disk_full", "read_only", "io",
                                                              "held",      "damaged",   "other"};

// "disk_full"; "" for kNone.
[[nodiscard]] std::string_view WordOf(Trouble trouble);

// The same error, with its cause. Of a backend.
[[nodiscard]] absl::Status Because(absl::Status error, Trouble trouble);

// kNone for OK; kOther for an error of which no backend has said why.
[[nodiscard]] Trouble TroubleOf(const absl::Status& outcome);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_TROUBLE_H_
