#include "services/rules/fingerprint.h"

#include <cstddef>

#include "services/rules/merkle.h"

namespace phancong::rules {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";
constexpr size_t kGroup = 4;

std::string Grouped(std::string_view digits) {
  std::string grouped;
  for (size_t at = 0; at < digits.size(); at += kGroup) {
    if (at > 0) grouped += '-';
    grouped += digits.substr(at, kGroup);
  }
  return grouped;
}

}  // namespace

std::string Fingerprint(std::string_view certificate_der) {
  std::string digits;
  for (const char byte : Sha256(certificate_der)) {
    digits += kDigits[static_cast<unsigned char>(byte) >> 4];
    digits += kDigits[static_cast<unsigned char>(byte) & 0xf];
  }
  return Grouped(digits);
}

std::optional<std::string> ParseFingerprint(std::string_view typed) {
  std::string digits;
  for (char c : typed) {
    if (c == '-' || c == ':' || c == ' ') continue;
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    if (kDigits.find(c) == std::string_view::npos) return std::nullopt;
    digits += c;
  }
  if (digits.size() != 2 * kHashBytes) return std::nullopt;
  return Grouped(digits);
}

}  // namespace phancong::rules
