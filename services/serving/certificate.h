// The server's certificate and its key: made for a first start, or an operator's own; read and checked before anything
// is served with them.
#ifndef PHANCONG_SERVICES_SERVING_CERTIFICATE_H_
#define PHANCONG_SERVICES_SERVING_CERTIFICATE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace phancong::serving {

// Two files in PEM: the certificate, with those that issued it behind it; the key, unencrypted.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

// A pair that fits.
struct Certificate {
  std::string chain;  // PEM
  std::string key;    // PEM, secret
  // As rules/fingerprint writes it.
  std::string fingerprint;
  // From then on it is expired; microseconds since 1970-01-01 UTC.
  int64_t not_after_micros = 0;
};

// Sooner than this a certificate should be renewed: microseconds before it expires.
inline constexpr int64_t kRenewalMicros = int64_t{30} * 24 * 3600 * 1'000'000;

// Those of a database where no others are named: in the folder "DB.tls" beside it.
[[nodiscard]] CertificateFiles CertificateBeside(const std::string& db);

enum class IfMade { kKeep, kReplace };

// Makes a self-signed certificate beside the database, for ten years from `now_micros`: ECDSA over P-256, a random
// serial, for the names phancongd, localhost and the loopback's addresses. Folder and key are their owner's alone. Both
// files are there at once, or nothing is changed; with kKeep a refusal where there are some.
[[nodiscard]] absl::Status MakeCertificate(const std::string& db, int64_t now_micros, IfMade if_made);

// Refusals, in words for an operator and naming the file: one can't be read or is no PEM; the key may be read or
// changed by everybody, or does not fit; the certificate is expired at `now_micros`.
[[nodiscard]] absl::StatusOr<Certificate> ReadCertificate(const CertificateFiles& files, int64_t now_micros);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_CERTIFICATE_H_
