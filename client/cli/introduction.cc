#include "client/cli/introduction.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "services/rules/endpoint.h"
#include "services/rules/fingerprint.h"
#include "services/rules/frees.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using Certificate = std::unique_ptr<X509, rules::Frees<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, rules::Frees<SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, rules::Frees<SSL_free>>;
using Bytes = std::unique_ptr<BIO, rules::Frees<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, rules::Frees<GENERAL_NAMES_free>>;

constexpr char kSystemRootsFile[] = "/etc/ssl/certs/ca-certificates.crt";

// In real time, however much comes in little pieces.
class Deadline {
 public:
  explicit Deadline(absl::Duration timeout)
      : end_(std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(std::min(timeout, absl::Hours(1)))) {}
  // False where the time is over.
  [[nodiscard]] bool Wait(int socket, short events) const {  // NOLINT(google-runtime-int): poll's own
    pollfd waiting{.fd = socket, .events = events, .revents = 0};
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
      const int ready = poll(&waiting, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
      if (ready >= 0 || errno != EINTR) return ready > 0;
    }
  }

 private:
  const std::chrono::steady_clock::time_point end_;
};

absl::Status NotReached(const std::string& server, const std::string& why) {
  return FromAnswer({grpc::StatusCode::UNAVAILABLE, Concat(server, ": ", why)});
}

// The error of a connection; 0: it is there.
int ConnectTo(int socket, const addrinfo& address, const Deadline& deadline) {
  if (connect(socket, address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!deadline.Wait(socket, POLLOUT)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// A socket, to be closed.
absl::StatusOr<int> Connect(const std::string& server, const rules::Endpoint& endpoint, const Deadline& deadline) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(endpoint.host.c_str(), endpoint.port.c_str(), &hints, &found); error != 0) {
    return NotReached(server, gai_strerror(error));
  }
  const absl::Cleanup frees = [found] { freeaddrinfo(found); };
  int error = EADDRNOTAVAIL;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const int descriptor = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) continue;
    error = ConnectTo(descriptor, *address, deadline);
    if (error == 0) return descriptor;
    close(descriptor);
  }
  return NotReached(server, std::generic_category().message(error));
}

std::string Pem(X509* certificate) {
  const Bytes bytes(BIO_new(BIO_s_mem()));
  char* data = nullptr;
  if (bytes == nullptr || PEM_write_bio_X509(bytes.get(), certificate) != 1) return "";
  const long size = BIO_get_mem_data(bytes.get(), &data);  // NOLINT(google-runtime-int): OpenSSL's own
  return std::string(data, static_cast<size_t>(size));
}

Certificate ReadPem(const std::string& pem) {
  const Bytes bytes(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificate certificate(PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return certificate;
}

std::string FingerprintOf(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) return "";
  const absl::Cleanup frees = [der] { OPENSSL_free(der); };
  return rules::Fingerprint({reinterpret_cast<const char*>(der), static_cast<size_t>(size)});
}

// A name of the DNS or an address; empty where it is another kind of name.
std::string TextOf(const GENERAL_NAME& name) {
  if (name.type != GEN_DNS && name.type != GEN_IPADD) return "";
  const ASN1_STRING* const value = name.type == GEN_DNS ? name.d.dNSName : name.d.iPAddress;
  const unsigned char* const bytes = ASN1_STRING_get0_data(value);
  const auto size = static_cast<size_t>(ASN1_STRING_length(value));
  if (name.type == GEN_DNS) return std::string(reinterpret_cast<const char*>(bytes), size);
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(size == sizeof(in_addr) ? AF_INET : AF_INET6, bytes, text, sizeof text);
  return text;
}

// Trusts what `roots` vouch for.
void Trust(SSL_CTX* context, const std::string& roots) {
  const Bytes bytes(BIO_new_mem_buf(roots.data(), static_cast<int>(roots.size())));
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  while (const Certificate root{PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)}) {
    X509_STORE_add_cert(store, root.get());
  }
  // The end of the file is an error to OpenSSL.
  ERR_clear_error();
}

absl::Status NoTls13(const std::string& server) {
  return NotTrusted(Concat("Máy chủ ", server,
                           " không dùng TLS 1.3; chưa gửi gì đi.\n→ Nếu máy chủ trên máy này cố ý chạy không mã hóa: "
                           "phancong server trust --clear-text"),
                    Concat("The server ", server,
                           " does not speak TLS 1.3; nothing was sent.\n→ If a server on this machine is meant to run "
                           "without it: phancong server trust --clear-text"));
}

absl::Status ShakeHands(const std::string& server, SSL* connection, int socket, const Deadline& deadline) {
  while (true) {
    const int done = SSL_connect(connection);
    if (done == 1) return absl::OkStatus();
    const int wanted = SSL_get_error(connection, done);
    ERR_clear_error();
    if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) return NoTls13(server);
    if (!deadline.Wait(socket, wanted == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT)) {
      return NotReached(server, std::generic_category().message(ETIMEDOUT));
    }
  }
}

void ExpectName(SSL* connection, const std::string& host) {
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str()) == 1) return;
  SSL_set1_host(connection, host.c_str());
  SSL_set_tlsext_host_name(connection, host.c_str());
}

}  // namespace

absl::StatusOr<Introduction> AskForIntroduction(const std::string& server, absl::Duration timeout) {
  const std::optional<rules::Endpoint> endpoint = rules::ParseEndpoint(server);
  if (!endpoint) {
    return WrongUsage(Concat("Máy chủ “", server, "”: hãy ghi MÁY:CỔNG, như phancong.congdoan.vn:7443."),
                      Concat("Server \"", server, "\": write HOST:PORT, such as phancong.congdoan.vn:7443."));
  }
  const Deadline deadline(timeout);
  ASSIGN_OR_RETURN(const int socket, Connect(server, *endpoint, deadline));
  const absl::Cleanup closes = [socket] { close(socket); };

  const Context context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1) {
    return absl::InternalError("OpenSSL has no TLS 1.3");
  }
  Trust(context.get(), SystemRoots());
  // What the system says of the certificate is looked at afterwards: here any is let through, to be looked at.
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof kHttp2);
  const Connection connection(SSL_new(context.get()));
  if (connection == nullptr || SSL_set_fd(connection.get(), socket) != 1) return absl::InternalError("no connection");
  ExpectName(connection.get(), endpoint->host);
  RETURN_IF_ERROR(ShakeHands(server, connection.get(), socket, deadline));
  X509* const shown = SSL_get0_peer_certificate(connection.get());
  if (shown == nullptr) return NoTls13(server);
  return Introduction{.certificate = Pem(shown),
                      .fingerprint = FingerprintOf(shown),
                      .vouched = SSL_get_verify_result(connection.get()) == X509_V_OK,
                      .expired = X509_cmp_current_time(X509_get0_notAfter(shown)) < 0};
}

absl::Status ClearTextElsewhere(const std::string& server) {
  return WrongUsage(
      Concat(
          "Máy chủ “", server,
          "” không ở máy này: mật khẩu không được đi trần ra ngoài. Hãy gọi có mã hóa (bỏ --clear-text), hoặc mở đường "
          "hầm: ssh -L 7443:127.0.0.1:7443 MÁY"),
      Concat("The server \"", server,
             "\" is not on this machine, and passwords do not leave it in clear text. Call it without --clear-text, or "
             "open a tunnel: ssh -L 7443:127.0.0.1:7443 HOST"));
}

absl::Status Expired(const std::string& server) {
  return NotTrusted(Concat("Chứng thư của máy chủ ", server,
                           " đã hết hạn; chưa gửi gì đi.\n→ Hãy báo người quản trị máy chủ thay chứng thư."),
                    Concat("The certificate of the server ", server,
                           " is expired; nothing was sent.\n→ Tell who runs the server to renew it."));
}

absl::Status CheckIntroduction(const std::string& server, const KnownServer& known, absl::Duration timeout) {
  if (known.vouching == Vouching::kClearText) return absl::OkStatus();
  const absl::StatusOr<Introduction> shown = AskForIntroduction(server, timeout);
  if (!shown.ok()) return ExitCodeOf(shown.status()) == ExitCode::kNotTrusted ? shown.status() : absl::OkStatus();
  const std::string pinned = FingerprintOf(known.certificate);
  if (known.vouching == Vouching::kPin && shown->fingerprint != pinned) {
    return NotTrusted(
        Concat("Chứng thư của máy chủ ", server, " đã đổi; chưa gửi gì đi.\nMã đã ghi nhớ:     ", pinned,
               "\nMã đưa ra bây giờ: ", shown->fingerprint,
               "\nCó thể người quản trị vừa thay chứng thư, cũng có thể ai đó đang giả làm máy chủ."
               "\n→ Hãy hỏi người quản trị. Nếu đúng là chứng thư mới: phancong server trust --fingerprint "
               "MÃ-NGƯỜI-QUẢN-TRỊ-ĐỌC"),
        Concat("The certificate of the server ", server, " has changed; nothing was sent.\nKnown by:  ", pinned,
               "\nIt shows:  ", shown->fingerprint,
               "\nIts administrator may have renewed it; somebody may be posing as the server."
               "\n→ Ask the administrator. If it is the new one: phancong server trust --fingerprint "
               "WHAT-THE-ADMINISTRATOR-READS"));
  }
  if (shown->expired) return Expired(server);
  if (known.vouching == Vouching::kSystem && !shown->vouched) {
    return NotTrusted(
        Concat("Hệ thống không còn tin chứng thư của máy chủ ", server,
               "; chưa gửi gì đi.\nMã đưa ra bây giờ: ", shown->fingerprint,
               "\n→ Hãy hỏi người quản trị. Nếu đúng: phancong server trust --fingerprint MÃ-NGƯỜI-QUẢN-TRỊ-ĐỌC"),
        Concat("The system no longer trusts the certificate of the server ", server,
               "; nothing was sent.\nIt shows: ", shown->fingerprint,
               "\n→ Ask the administrator. If it is right: phancong server trust --fingerprint "
               "WHAT-THE-ADMINISTRATOR-READS"));
  }
  return absl::OkStatus();
}

std::string SystemRoots() {
  const char* named = std::getenv(X509_get_default_cert_file_env());
  std::ifstream file(named != nullptr ? named : kSystemRootsFile, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string FingerprintOf(const std::string& certificate) {
  const Certificate read = ReadPem(certificate);
  return read == nullptr ? "" : FingerprintOf(read.get());
}

std::string NameIn(const std::string& certificate) {
  const Certificate read = ReadPem(certificate);
  if (read == nullptr) return "";
  const Names names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(read.get(), NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    std::string name = TextOf(*sk_GENERAL_NAME_value(names.get(), i));
    // Of the names that a wildcard is for, any one.
    if (name.starts_with('*')) name[0] = 'x';
    if (!name.empty()) return name;
  }
  char common[256] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(read.get()), NID_commonName, common, sizeof common);
  return common;
}

}  // namespace phancong::client
