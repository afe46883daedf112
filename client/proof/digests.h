// SHA-256, and bytes written as text.
#ifndef PHANCONG_CLIENT_PROOF_DIGESTS_H_
#define PHANCONG_CLIENT_PROOF_DIGESTS_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace phancong::proof {

inline constexpr size_t kDigestBytes = 32;

// Of the parts behind one another.
[[nodiscard]] std::string Sha256(std::initializer_list<std::string_view> parts);

// Lower case.
[[nodiscard]] std::string Hex(std::string_view bytes);
[[nodiscard]] std::string Base64(std::string_view bytes);
// Nothing where it is not the one way to write some bytes (RFC 4648, padded).
[[nodiscard]] std::optional<std::string> FromBase64(std::string_view text);

// A whole number of decimal digits, written in the one way: no sign, no leading zeros.
[[nodiscard]] std::optional<int64_t> FromDecimal(std::string_view text);

// The bytes of an unsigned number, the most significant first.
[[nodiscard]] std::string BigEndian(uint64_t number, size_t bytes);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_DIGESTS_H_
