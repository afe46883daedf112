#include "storage/difference.h"

#include <algorithm>
#include <cstdint>
#include <variant>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "services/rules/merkle.h"

namespace phancong::storage {

absl::Status Differs(std::string_view where, std::string_view vi, std::string_view en) {
  return absl::DataLossError(fmt::format("{}: {} / {}", where, vi, en));
}

std::string Hex(std::string_view bytes) { return absl::BytesToHexString({bytes.data(), bytes.size()}); }

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

}  // namespace phancong::storage
