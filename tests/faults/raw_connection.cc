#include "tests/faults/raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "absl/strings/numbers.h"
#include "tests/faults/real_server.h"

namespace phancong::faults {
namespace {

constexpr uint8_t kHeaders = 1;
constexpr uint8_t kPing = 6;
constexpr uint8_t kAcknowledged = 1;
constexpr uint8_t kEndOfStream = 1;
constexpr uint8_t kEndOfHeaders = 4;
constexpr size_t kFrameHead = 9;
// What one handshake may take on a busy machine.
constexpr std::chrono::milliseconds kPatience(20'000);

std::string Number(uint32_t number, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 0xFF);
  return text;
}

std::string FrameOf(uint8_t type, uint8_t flags, uint32_t stream, const std::string& payload) {
  return Number(static_cast<uint32_t>(payload.size()), 3) + static_cast<char>(type) + static_cast<char>(flags) +
         Number(stream, 4) + payload;
}

// A text as HPACK has it, without Huffman's code.
std::string Text(const std::string& text) {
  std::string length;
  size_t left = text.size();
  if (left < 127) {
    length += static_cast<char>(left);
  } else {
    length += '\x7F';
    for (left -= 127; left >= 128; left >>= 7) length += static_cast<char>(left % 128 + 128);
    length += static_cast<char>(left);
  }
  return length + text;
}

// That nobody keeps for the next one.
std::string Header(const std::string& name, const std::string& value) {
  return std::string(1, '\0') + Text(name) + Text(value);
}

}  // namespace

int PortOf(const std::string& address) {
  int port = 0;
  if (!absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port)) Fail("no port in " + address);
  return port;
}

int ConnectFrom(int number, int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in from{};
  from.sin_family = AF_INET;
  from.sin_addr.s_addr = htonl(0x7F010001U + static_cast<uint32_t>(number));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&from), sizeof from) != 0 ||
      (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 && errno != ECONNRESET)) {
    Fail("a connection was not taken");
  }
  const int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

bool IsHungUp(int socket) {
  std::array<char, 4096> bytes{};
  while (true) {
    const ssize_t got = recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) return true;
    if (got < 0) return false;
  }
}

struct RawConnection::Tls {
  Tls() : context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), session(SSL_new(context.get()), SSL_free) {
    // "h2", with its length.
    static constexpr unsigned char kProtocol[] = {2, 'h', '2'};
    SSL_set_alpn_protos(session.get(), kProtocol, sizeof kProtocol);
    from_server = BIO_new(BIO_s_mem());
    to_server = BIO_new(BIO_s_mem());
    SSL_set_bio(session.get(), from_server, to_server);
    SSL_set_connect_state(session.get());
  }
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context;
  const std::unique_ptr<SSL, void (*)(SSL*)> session;
  // The session's.
  BIO* from_server = nullptr;
  BIO* to_server = nullptr;
};

RawConnection::RawConnection(const std::string& address, int number)
    : tls_(std::make_unique<Tls>()), socket_(ConnectFrom(number, PortOf(address))) {}

RawConnection::~RawConnection() {
  if (socket_ >= 0) close(socket_);
}

void RawConnection::KeepsLittle() const {
  const int bytes = 4096;
  setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool RawConnection::ShakesHands(size_t piece) {
  while (true) {
    const int outcome = SSL_do_handshake(tls_->session.get());
    ERR_clear_error();
    if (!Flushes(piece)) return false;
    if (outcome == 1) return true;
    if (!Hears(kPatience)) return false;
  }
}

bool RawConnection::Sends(std::string_view bytes, size_t piece) {
  while (!bytes.empty()) {
    const std::string_view now = bytes.substr(0, piece);
    bytes.remove_prefix(now.size());
    if (SSL_write(tls_->session.get(), now.data(), static_cast<int>(now.size())) <= 0) return false;
    if (!Flushes(piece)) return false;
  }
  return true;
}

bool RawConnection::Flushes(size_t piece) {
  std::array<char, 16'384> bytes{};
  for (int got = 0; (got = BIO_read(tls_->to_server, bytes.data(), bytes.size())) > 0;) {
    if (!SendsPieces(std::string_view(bytes.data(), static_cast<size_t>(got)), piece)) return false;
  }
  return true;
}

bool RawConnection::SendsPieces(std::string_view bytes, size_t piece) const {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), std::min(piece, bytes.size()), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool RawConnection::Hears(std::chrono::milliseconds most) {
  pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
  if (poll(&waiting, 1, static_cast<int>(most.count())) != 1) return false;
  std::array<char, 16'384> bytes{};
  const ssize_t got = recv(socket_, bytes.data(), bytes.size(), 0);
  over_ = got <= 0;
  if (over_) return false;
  BIO_write(tls_->from_server, bytes.data(), static_cast<int>(got));
  return true;
}

void RawConnection::Dies(bool by_reset) {
  const linger at_once{.l_onoff = by_reset ? 1 : 0, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(std::exchange(socket_, -1));
}

std::optional<RawConnection::Frame> RawConnection::Next(std::chrono::milliseconds most) {
  while (true) {
    std::array<char, 16'384> bytes{};
    for (int got = 0; (got = SSL_read(tls_->session.get(), bytes.data(), bytes.size())) > 0;) {
      read_.append(bytes.data(), static_cast<size_t>(got));
    }
    ERR_clear_error();
    if (read_.size() >= kFrameHead) {
      const auto byte = [&](size_t place) { return static_cast<size_t>(static_cast<unsigned char>(read_[place])); };
      const size_t length = byte(0) << 16 | byte(1) << 8 | byte(2);
      if (read_.size() >= kFrameHead + length) {
        Frame frame{.type = static_cast<uint8_t>(byte(3)),
                    .stream = static_cast<uint32_t>(byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8)),
                    .payload = read_.substr(kFrameHead, length)};
        read_.erase(0, kFrameHead + length);
        return frame;
      }
    }
    if (!Hears(most)) return std::nullopt;
  }
}

std::string Preface() { return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + FrameOf(kSettings, 0, 0, ""); }

std::string Agreement() { return FrameOf(kSettings, kAcknowledged, 0, ""); }

std::string CallBegins(uint32_t stream, const std::string& path, const std::string& token, const std::string& more) {
  std::string headers = Header(":method", "POST") + Header(":scheme", "https") + Header(":path", path) +
                        Header(":authority", "phancongd") + Header("te", "trailers") +
                        Header("content-type", "application/grpc") + Header("authorization", "Bearer " + token);
  if (!more.empty()) headers += Header("more", more);
  return FrameOf(kHeaders, kEndOfHeaders, stream, headers);
}

std::string Message(uint32_t stream, const std::string& serialised, bool last) {
  return FrameOf(kData, last ? kEndOfStream : 0, stream,
                 std::string(1, '\0') + Number(static_cast<uint32_t>(serialised.size()), 4) + serialised);
}

std::string Ping() { return FrameOf(kPing, 0, 0, "8 bytes."); }

uint32_t NumberAt(const RawConnection::Frame& frame, size_t place) {
  uint32_t number = 0;
  for (const char byte : frame.payload.substr(place, 4)) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

}  // namespace phancong::faults
