#include "services/serving/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "fmt/format.h"
#include "services/accounts/caller_address.h"
#include "services/rules/endpoint.h"
#include "services/rules/propagate.h"
#include "services/serving/connection_limits.h"
#include "services/serving/log.h"
#include "services/serving/open_calls.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {
namespace {

// What else the process has open: the database, contents of evidence, gRPC's own.
constexpr size_t kOtherFiles = 512;
// A connection and its ear.
constexpr size_t kFilesOfConnection = 2;
constexpr size_t kTakenAtOnce = 64;
// Without files or memory no connection can be taken, and those that wait would be heard of again at once.
constexpr int kRestMillis = 100;
// Of an IPv4 address within an IPv6 one.
constexpr size_t kIpv4Offset = 12;
// Strangers could else fill the log.
constexpr std::chrono::minutes kSilence(1);

size_t MostConnections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return SIZE_MAX;
  return (std::max<size_t>(files.rlim_cur, 2 * kOtherFiles) - kOtherFiles) / kFilesOfConnection;
}

// How often connections are looked at that have sent much since they were last, and how many times more seldom those
// that have sent something: a hundred calls take a kilobyte and a half at least.
constexpr std::chrono::milliseconds kLook(100);
constexpr int kLooksForSomething = 10;
constexpr uint64_t kMuch = 16 << 10;
constexpr uint64_t kSomething = 1 << 10;
// A call that has ended for its caller is open here for a moment more, and the next one has begun.
constexpr int64_t kMostCalls = 2 * kStreamsOfConnection;

// While a connection may be without calls, it is looked at so many times.
constexpr int kLooksForIdle = 15;

// What a connection has sent and nobody has read: what is there when it is ended is read to its end.
constexpr int kUnreadBytes = 256 << 10;

uint64_t BytesFrom(int connection) {
  tcp_info info{};
  socklen_t size = sizeof info;
  return getsockopt(connection, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_received : 0;
}

// As gRPC names a peer.
std::string PeerName(const sockaddr_storage& from) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (from.ss_family == AF_INET) {
    const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(from);
    inet_ntop(AF_INET, &ipv4.sin_addr, text.data(), text.size());
    return fmt::format("ipv4:{}:{}", text.data(), ntohs(ipv4.sin_port));
  }
  const auto& ipv6 = reinterpret_cast<const sockaddr_in6&>(from);
  if (IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr)) {
    inet_ntop(AF_INET, ipv6.sin6_addr.s6_addr + kIpv4Offset, text.data(), text.size());
    return fmt::format("ipv4:{}:{}", text.data(), ntohs(ipv6.sin6_port));
  }
  inet_ntop(AF_INET6, &ipv6.sin6_addr, text.data(), text.size());
  return fmt::format("ipv6:%5B{}%5D:{}", text.data(), ntohs(ipv6.sin6_port));
}

void Set(int socket, int level, int option, int value) { setsockopt(socket, level, option, &value, sizeof value); }

int PortOf(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  return ntohs(bound.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(bound).sin_port
                                          : reinterpret_cast<const sockaddr_in6&>(bound).sin6_port);
}

// A socket that listens; nothing, and errno, where there is none. What it says of a connection is what those that it
// takes have from it.
std::optional<int> ListeningSocket(const addrinfo& at, bool both_protocols) {
  const int socket = ::socket(at.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return std::nullopt;
  absl::Cleanup closes = [socket] {
    const int why = errno;
    close(socket);
    errno = why;
  };
  Set(socket, SOL_SOCKET, SO_REUSEADDR, 1);
  if (at.ai_family == AF_INET6) Set(socket, IPPROTO_IPV6, IPV6_V6ONLY, both_protocols ? 0 : 1);
  Set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  Set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, kUnheardMillis);
  Set(socket, SOL_SOCKET, SO_RCVBUF, kUnreadBytes);
  if (bind(socket, at.ai_addr, at.ai_addrlen) != 0 || listen(socket, SOMAXCONN) != 0) return std::nullopt;
  std::move(closes).Cancel();
  return socket;
}

}  // namespace

Listener::Listener(const ConnectionBounds& bounds)
    : bounds_{.of_address = bounds.of_address,
              .in_all = std::min(bounds.in_all, MostConnections()),
              .idle = bounds.idle},
      events_(epoll_create1(EPOLL_CLOEXEC)),
      stop_(eventfd(0, EFD_CLOEXEC)) {}

absl::StatusOr<std::unique_ptr<Listener>> Listener::Open(const std::string& address, const ConnectionBounds& bounds) {
  std::unique_ptr<Listener> listener(new Listener(bounds));
  RETURN_IF_ERROR(listener->Listen(address));
  return listener;
}

absl::Status Listener::Listen(const std::string& address) {
  const absl::Status cannot = absl::UnavailableError("không mở được " + address + " (cannot listen on it)");
  std::optional<rules::Endpoint> endpoint = rules::ParseEndpoint(address);
  if (!endpoint || events_ < 0 || stop_ < 0) return cannot;
  const bool everywhere = endpoint->host == "0.0.0.0" || endpoint->host == "::";
  if (everywhere) endpoint->host = "::";
  addrinfo* found = nullptr;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  if (getaddrinfo(endpoint->host.c_str(), endpoint->port.c_str(), &hints, &found) != 0) return cannot;
  const absl::Cleanup frees = [found] { freeaddrinfo(found); };
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    // A name of several addresses has one port.
    if (port_ != 0) {
      auto& port = at->ai_family == AF_INET ? reinterpret_cast<sockaddr_in*>(at->ai_addr)->sin_port
                                            : reinterpret_cast<sockaddr_in6*>(at->ai_addr)->sin6_port;
      port = htons(static_cast<uint16_t>(port_));
    }
    const std::optional<int> door = ListeningSocket(*at, everywhere);
    if (!door && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) continue;
    if (!door) return cannot;
    doors_.push_back(*door);
    port_ = PortOf(*door);
  }
  // A machine without IPv6.
  if (doors_.empty() && everywhere) return Listen("0.0.0.0:" + endpoint->port);
  return doors_.empty() ? cannot : absl::OkStatus();
}

Listener::~Listener() {
  Stop();
  for (const auto& [ear, connection] : by_ear_) close(ear);
  for (const int door : doors_) close(door);
  if (events_ >= 0) close(events_);
  if (stop_ >= 0) close(stop_);
}

void Listener::Start(Takes takes) {
  takes_ = std::move(takes);
  epoll_event stops{.events = EPOLLIN, .data = {.fd = stop_}};
  epoll_ctl(events_, EPOLL_CTL_ADD, stop_, &stops);
  for (const int door : doors_) {
    epoll_event none{.events = 0, .data = {.fd = door}};
    epoll_ctl(events_, EPOLL_CTL_ADD, door, &none);
  }
  OpenDoors(true);
  thread_ = std::thread([this] { Run(); });
}

void Listener::Stop() {
  if (!thread_.joinable()) return;
  eventfd_write(stop_, 1);
  thread_.join();
  for (const int door : doors_) close(door);
  doors_.clear();
}

void Listener::OpenDoors(bool open) {
  rests_ = !open;
  for (const int door : doors_) {
    epoll_event event{.events = open ? static_cast<uint32_t>(EPOLLIN) : 0U, .data = {.fd = door}};
    epoll_ctl(events_, EPOLL_CTL_MOD, door, &event);
  }
}

void Listener::Run() {
  std::array<epoll_event, 64> heard;
  while (true) {
    const int most = rests_ ? kRestMillis : by_ear_.empty() ? -1 : static_cast<int>(kLook.count());
    const int count = epoll_wait(events_, heard.data(), heard.size(), most);
    if (rests_) OpenDoors(true);
    EndThoseWithTooManyCalls();
    EndThoseWithoutCalls();
    for (int i = 0; i < count; ++i) {
      const int fd = heard[static_cast<size_t>(i)].data.fd;
      if (fd == stop_) return;
      if (std::find(doors_.begin(), doors_.end(), fd) != doors_.end()) {
        TakeFrom(fd);
      } else {
        Forget(fd);
      }
    }
  }
}

void Listener::TakeFrom(int door) {
  for (size_t taken = 0; taken < kTakenAtOnce; ++taken) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int connection = accept4(door, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return OpenDoors(false);
      if (errno == EAGAIN || errno == EWOULDBLOCK) return;
      // That one is gone.
      continue;
    }
    const std::string peer = PeerName(from);
    const std::string address = accounts::CallerAddress(peer);
    if (HasRoomFor(address)) {
      Admit(connection, {.address = address, .peer = peer, .called_at = std::chrono::steady_clock::now()});
    } else {
      Refuse(connection, address);
    }
  }
}

bool Listener::HasRoomFor(const std::string& address) const {
  const auto away = turned_away_until_.find(address);
  if (away != turned_away_until_.end() && std::chrono::steady_clock::now() < away->second) return false;
  const auto found = open_of_address_.find(address);
  const size_t own = found == open_of_address_.end() ? 0 : found->second;
  if (own >= bounds_.of_address) return false;
  return open_ < (own < kFewConnections ? bounds_.in_all : bounds_.in_all - bounds_.in_all / 4);
}

void Listener::Admit(int connection, Connection facts) {
  const int ear = fcntl(connection, F_DUPFD_CLOEXEC, 0);
  // Of what happens, that both sides have hung up is told of in any case.
  epoll_event hangs_up{.events = 0, .data = {.fd = ear}};
  if (ear < 0 || epoll_ctl(events_, EPOLL_CTL_ADD, ear, &hangs_up) != 0) {
    if (ear >= 0) close(ear);
    close(connection);
    return OpenDoors(false);
  }
  ++open_of_address_[facts.address];
  ++open_;
  by_ear_.emplace(ear, std::move(facts));
  takes_(connection);
}

void Listener::Refuse(int connection, const std::string& address) {
  // Reset: nothing of it stays.
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(connection);
  Say("connections_refused", address);
}

void Listener::EndThoseWithTooManyCalls() {
  const auto now = std::chrono::steady_clock::now();
  if (now < looks_again_) return;
  looks_again_ = now + kLook;
  std::erase_if(turned_away_until_, [now](const auto& away) { return away.second <= now; });
  const uint64_t enough = ++looks_ % kLooksForSomething == 0 ? kSomething : kMuch;
  std::set<std::string> looked_at;
  for (auto& [ear, connection] : by_ear_) {
    const uint64_t bytes = BytesFrom(ear);
    if (bytes - connection.looked_at < enough) continue;
    connection.looked_at = bytes;
    looked_at.insert(connection.peer);
  }
  if (looked_at.empty()) return;
  const std::map<std::string, CallCounts> calls = CallsOf(looked_at);
  for (const auto& [ear, connection] : by_ear_) {
    const auto own = calls.find(connection.peer);
    if (own == calls.end() || own->second.open <= kMostCalls) continue;
    // Whoever took it hears that, and so does its ear.
    shutdown(ear, SHUT_RDWR);
    turned_away_until_[connection.address] = now + kTurnedAway;
    Say("connections_ended", connection.address);
  }
}

void Listener::EndThoseWithoutCalls() {
  const auto now = std::chrono::steady_clock::now();
  if (now < looks_for_idle_again_) return;
  looks_for_idle_again_ = now + bounds_.idle / kLooksForIdle;
  std::set<std::string> peers;
  for (const auto& [ear, connection] : by_ear_) peers.insert(connection.peer);
  if (peers.empty()) return;
  std::map<std::string, CallCounts> calls = CallsOf(peers);
  for (auto& [ear, connection] : by_ear_) {
    const CallCounts own = calls[connection.peer];
    if (own.open > 0 || own.begun != std::exchange(connection.calls_begun, own.begun)) connection.called_at = now;
    if (now - connection.called_at >= bounds_.idle) shutdown(ear, SHUT_RDWR);
  }
}

void Listener::Say(const char* event, const std::string& address) {
  ++refused_;
  ++refused_unsaid_;
  const auto now = std::chrono::steady_clock::now();
  if (now < says_again_) return;
  const auto own = open_of_address_.find(address);
  spdlog::warn(LogLine(event)
                   .With("address", address)
                   .With("open", std::to_string(own == open_of_address_.end() ? 0 : own->second))
                   .With("open_in_all", std::to_string(open_))
                   .With("refused", std::to_string(refused_unsaid_))
                   .text());
  refused_unsaid_ = 0;
  says_again_ = now + kSilence;
}

void Listener::Forget(int ear) {
  const auto found = by_ear_.find(ear);
  if (found == by_ear_.end()) return;
  const auto own = open_of_address_.find(found->second.address);
  if (--own->second == 0) open_of_address_.erase(own);
  --open_;
  by_ear_.erase(found);
  // While the connection has another descriptor, closing this one would leave it to be heard of for ever.
  epoll_ctl(events_, EPOLL_CTL_DEL, ear, nullptr);
  close(ear);
}

}  // namespace phancong::serving
