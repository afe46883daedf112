// The fingerprint by which people know a server's certificate: read out over the telephone, typed, compared.
#ifndef PHANCONG_SERVICES_RULES_FINGERPRINT_H_
#define PHANCONG_SERVICES_RULES_FINGERPRINT_H_

#include <optional>
#include <string>
#include <string_view>

namespace phancong::rules {

// The SHA-256 of a certificate (its DER), as it is always written: 16 groups of 4 hexadecimal digits in capitals,
// "9F3A-01BC-…". Such digits are read out without "capital" and "small"; groups of four are kept in mind.
[[nodiscard]] std::string Fingerprint(std::string_view certificate_der);

// What somebody typed, as Fingerprint writes it. Capitals or not, and grouped by '-', ':' (as OpenSSL prints it),
// spaces or not at all, is the same. Nothing where it is not 64 hexadecimal digits.
[[nodiscard]] std::optional<std::string> ParseFingerprint(std::string_view typed);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_FINGERPRINT_H_
