#include "services/serving/transport.h"

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "grpc/grpc.h"
#include "grpc/grpc_security.h"
#include "grpcpp/security/server_credentials.h"
#include "services/rules/propagate.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {
namespace {

std::string DayOf(int64_t micros) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMicros(micros), absl::UTCTimeZone());
}

// What tells one state of a file from another without reading it. Nothing of it: the file is not there.
using Stamp = std::array<int64_t, 6>;
Stamp StampOf(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return {};
  return {static_cast<int64_t>(facts.st_dev),
          static_cast<int64_t>(facts.st_ino),
          facts.st_size,
          facts.st_mtim.tv_sec,
          facts.st_mtim.tv_nsec,
          facts.st_ctim.tv_nsec};
}

// gRPC's own C++ credentials hold one certificate for ever, or watch files but take a key that does not fit. Its core
// asks this before each handshake, on whatever thread took the connection.
class WatchedCredentials final : public grpc::ServerCredentials {
 public:
  WatchedCredentials(CertificateFiles files, const Clock& clock)
      : files_(std::move(files)),
        clock_(clock),
        credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE,
                                                                            &WatchedCredentials::Fetch, this))) {}
  ~WatchedCredentials() override { grpc_server_credentials_release(credentials_); }

  // Reads the first pair, which is then what the server starts with.
  absl::Status Begin() {
    const std::lock_guard lock(mutex_);
    ASSIGN_OR_RETURN(first_, TakeChanged());
    return absl::OkStatus();
  }

  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {
    // Nobody is known by TLS here: who calls is known by a token.
    std::abort();
  }

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  static grpc_ssl_certificate_config_reload_status Fetch(void* self, grpc_ssl_server_certificate_config** config) {
    return static_cast<WatchedCredentials*>(self)->Give(config);
  }

  grpc_ssl_certificate_config_reload_status Give(grpc_ssl_server_certificate_config** config) {
    const std::lock_guard lock(mutex_);
    std::optional<Certificate> certificate = std::exchange(first_, std::nullopt);
    if (!certificate) {
      absl::StatusOr<std::optional<Certificate>> changed = TakeChanged();
      if (!changed.ok()) {
        spdlog::error("the new certificate is not taken, the one before goes on: {}",
                      std::string(changed.status().message()));
        return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
      }
      certificate = *std::move(changed);
    }
    if (!certificate) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pair{.private_key = certificate->key.c_str(),
                                          .cert_chain = certificate->chain.c_str()};
    // Roots are for certificates of clients, which nobody is asked for; but gRPC insists on some.
    *config = grpc_ssl_server_certificate_config_create(certificate->chain.c_str(), &pair, 1);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  // The pair, where the files have changed since it was called last; nothing where they have not. Under the lock.
  absl::StatusOr<std::optional<Certificate>> TakeChanged() {
    // Taken before the files are read: what changes meanwhile is seen the next time.
    const std::array<Stamp, 2> stamps{StampOf(files_.certificate), StampOf(files_.key)};
    if (stamps == seen_) return std::nullopt;
    seen_ = stamps;
    const int64_t now = clock_.NowMicros();
    ASSIGN_OR_RETURN(Certificate certificate, ReadCertificate(files_, now));
    spdlog::info("TLS with the certificate {}, valid until {}", certificate.fingerprint,
                 DayOf(certificate.not_after_micros));
    if (certificate.not_after_micros - now < kRenewalMicros) {
      spdlog::warn("the certificate expires on {}: renew it", DayOf(certificate.not_after_micros));
    }
    return certificate;
  }

  const CertificateFiles files_;
  const Clock& clock_;
  grpc_server_credentials* const credentials_;
  std::mutex mutex_;
  std::array<Stamp, 2> seen_{};       // guarded by mutex_
  std::optional<Certificate> first_;  // guarded by mutex_
};

}  // namespace

void RequireTls13() {
  // gRPC 1.51 lets nobody say a least version, only the suites of TLS 1.2; those of 1.3 are a list of their own. A
  // suite that needs a key agreed on before can never be chosen.
  setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", /*overwrite=*/1);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const std::optional<CertificateFiles>& files,
                                                                     const Clock& clock) {
  if (!files) return grpc::InsecureServerCredentials();
  auto credentials = std::make_shared<WatchedCredentials>(*files, clock);
  RETURN_IF_ERROR(credentials->Begin());
  return credentials;
}

}  // namespace phancong::serving
