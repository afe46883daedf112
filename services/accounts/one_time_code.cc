#include "services/accounts/one_time_code.h"

#include <sodium.h>

#include <cstdint>

#include "absl/strings/escaping.h"
#include "services/rules/merkle.h"

namespace phancong::accounts {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kPrefix = "otc$";
constexpr size_t kCodeLength = 16;

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

std::string DigestOf(const std::string& salt, const std::string& normal) {
  return Hex(rules::SaltedDigest(salt, normal));
}

std::string Normal(std::string_view typed) {
  std::string normal;
  for (char c : typed) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (c != '-' && c != ' ') normal += c;
  }
  return normal;
}

}  // namespace

std::string MakeOneTimeCode(serving::Entropy& entropy) {
  const std::string bytes = entropy.Bytes(kCodeLength);
  std::string code;
  for (size_t i = 0; i < kCodeLength; ++i) {
    if (i > 0 && i % 4 == 0) code += '-';
    code += kAlphabet[static_cast<uint8_t>(bytes[i]) % kAlphabet.size()];
  }
  return code;
}

std::string HashOneTimeCode(std::string_view code, serving::Entropy& entropy) {
  const std::string salt = entropy.Bytes(rules::kSaltBytes);
  return std::string(kPrefix) + Hex(salt) + "$" + DigestOf(salt, Normal(code));
}

bool IsOneTimeCode(std::string_view typed, std::string_view hash) {
  constexpr size_t kSaltHex = 2 * rules::kSaltBytes;
  constexpr size_t kDigestHex = 2 * rules::kHashBytes;
  if (hash.size() != kPrefix.size() + kSaltHex + 1 + kDigestHex || hash.substr(0, kPrefix.size()) != kPrefix) {
    return false;
  }
  const std::string salt = absl::HexStringToBytes(std::string(hash.substr(kPrefix.size(), kSaltHex)));
  const std::string digest = DigestOf(salt, Normal(typed));
  return sodium_memcmp(digest.data(), hash.data() + hash.size() - kDigestHex, kDigestHex) == 0;
}

}  // namespace phancong::accounts
