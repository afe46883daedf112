#include "services/rules/base64.h"

#include "absl/strings/escaping.h"

namespace phancong::rules {

std::optional<std::string> FromBase64(std::string_view text) {
  std::string bytes;
  const absl::string_view given(text.data(), text.size());
  if (!absl::Base64Unescape(given, &bytes) || absl::Base64Escape(bytes) != given) return std::nullopt;
  return bytes;
}

}  // namespace phancong::rules
