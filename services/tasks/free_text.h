// Free text of requests: paragraphs, where serving/fields.h has lines.
#ifndef PHANCONG_SERVICES_TASKS_FREE_TEXT_H_
#define PHANCONG_SERVICES_TASKS_FREE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace phancong::tasks {

// Characters in a reason or a note; in a narrative, a comment, a finding, a remedy or a conclusion.
inline constexpr int64_t kReasonLength = 2'000;
inline constexpr int64_t kNarrativeLength = 10'000;

// NFC, without white space at its ends; line breaks and tabs are fine, and so is an empty text. INVALID_FIELD on
// `field` where it has more than `length` characters, or control or invisible ones.
[[nodiscard]] absl::StatusOr<std::string> FreeTextOf(std::string_view text, std::string_view field, int64_t length);
// The same, and not empty.
[[nodiscard]] absl::StatusOr<std::string> RequiredFreeTextOf(std::string_view text, std::string_view field,
                                                             int64_t length);

}  // namespace phancong::tasks

#endif  // PHANCONG_SERVICES_TASKS_FREE_TEXT_H_
