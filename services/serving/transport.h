// How calls come in: over TLS 1.3, with a certificate that may be exchanged while the server runs, or in clear text.
#ifndef PHANCONG_SERVICES_SERVING_TRANSPORT_H_
#define PHANCONG_SERVICES_SERVING_TRANSPORT_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "services/serving/certificate.h"
#include "services/serving/clock.h"

namespace grpc {
class ServerCredentials;
}  // namespace grpc

namespace phancong::serving {

// Makes gRPC speak TLS 1.3 alone, as a server and as a client, in the whole process. To be called before the process
// has other threads and before gRPC's first TLS connection: it changes the environment.
void RequireTls13();

// In clear text where there are no `files`. Else TLS 1.3: before each handshake it looks whether the files have
// changed, and takes a new pair for the connections from then on; those that are open stay as they are. A pair that
// ReadCertificate refuses is logged, once, and the one before goes on. Errors of ReadCertificate where the first one is
// refused. `clock` outlives the credentials.
[[nodiscard]] absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(
    const std::optional<CertificateFiles>& files, const Clock& clock);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_TRANSPORT_H_
