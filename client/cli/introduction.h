// What a server shows of itself in a TLS handshake, before anything is sent to it.
#ifndef PHANCONG_CLIENT_CLI_INTRODUCTION_H_
#define PHANCONG_CLIENT_CLI_INTRODUCTION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/known_servers.h"

namespace phancong::client {

struct Introduction {
  std::string certificate;  // PEM
  std::string fingerprint;  // as rules/fingerprint writes it
  // The system's roots vouch for the certificate, it is for the server's name, and not expired.
  bool vouched = false;
  bool expired = false;
};

// Connects, shakes hands over TLS 1.3, and leaves: no byte of a call is sent. What a server that can't be reached
// gives, as a call would give it (UNAVAILABLE); NotTrusted where it does not speak TLS 1.3; WrongUsage where `server`
// is no HOST:PORT.
[[nodiscard]] absl::StatusOr<Introduction> AskForIntroduction(const std::string& server, absl::Duration timeout);

// Why nothing got through to a server that is `known`: NotTrusted where it shows another certificate than its pin, one
// that the system does not vouch for any more, or an expired one. OK where that is not why; also where the server can't
// be reached.
[[nodiscard]] absl::Status CheckIntroduction(const std::string& server, const KnownServer& known,
                                             absl::Duration timeout);

// WrongUsage: in clear text only to this machine.
[[nodiscard]] absl::Status ClearTextElsewhere(const std::string& server);
// The certificate of a server is expired: nobody's agreement helps.
[[nodiscard]] absl::Status Expired(const std::string& server);

// The certificates that the system trusts, in PEM: the file SSL_CERT_FILE, else the system's. Empty where there is
// none.
[[nodiscard]] std::string SystemRoots();

// Of a certificate in PEM: its fingerprint; a name that it is for. Empty where it is no certificate.
[[nodiscard]] std::string FingerprintOf(const std::string& certificate);
[[nodiscard]] std::string NameIn(const std::string& certificate);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_INTRODUCTION_H_
