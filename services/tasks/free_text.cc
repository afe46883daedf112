#include "services/tasks/free_text.h"

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"

namespace phancong::tasks {

absl::StatusOr<std::string> FreeTextOf(std::string_view text, std::string_view field, int64_t length) {
  std::string stripped(text);
  absl::StripAsciiWhitespace(&stripped);
  absl::StatusOr<std::string> normal = rules::Nfc(stripped);
  if (!normal.ok() || rules::HasUnsafeCharacters(*normal)) {
    return rules::RefuseField(std::string(field), "không được có ký tự điều khiển hay ký tự ẩn",
                              "must not have control or invisible characters");
  }
  if (rules::Length(*normal) > length) {
    return rules::RefuseField(std::string(field), fmt::format("dài nhất {} ký tự", length),
                              fmt::format("has at most {} characters", length));
  }
  return normal;
}

absl::StatusOr<std::string> RequiredFreeTextOf(std::string_view text, std::string_view field, int64_t length) {
  ASSIGN_OR_RETURN(std::string written, FreeTextOf(text, field, length));
  if (written.empty()) return rules::RefuseField(std::string(field), "không được để trống", "must not be empty");
  return written;
}

}  // namespace phancong::tasks
