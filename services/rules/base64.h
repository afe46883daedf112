// Base64 of which there is one text for the same bytes.
#ifndef PHANCONG_SERVICES_RULES_BASE64_H_
#define PHANCONG_SERVICES_RULES_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace phancong::rules {

// The bytes; nothing where the text is not their canonical base64 (RFC 4648, section 4, with padding): formats in which
// any changed character has to be noticed take no other.
[[nodiscard]] std::optional<std::string> FromBase64(std::string_view text);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_BASE64_H_
