// Who may come in: so many of one address, so many in all, and again as others have gone.
#include "services/serving/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace phancong::serving {
namespace {

constexpr int kPatienceMillis = 20'000;

// Who connects, from an address of their own: the loopback has 16 million.
class Caller {
 public:
  Caller(uint8_t address, int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7F000000U + address);
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&from), sizeof from), 0);
    sockaddr_in to = from;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<uint16_t>(port));
    reset_ = connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno == ECONNRESET;
  }
  Caller(Caller&& other) noexcept : socket_(std::exchange(other.socket_, -1)), reset_(other.reset_) {}
  ~Caller() {
    if (socket_ >= 0) close(socket_);
  }

  // Whether the other side ends the connection, which is waited for.
  [[nodiscard]] bool IsEnded() const {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    char byte = 0;
    return poll(&waiting, 1, kPatienceMillis) == 1 && recv(socket_, &byte, 1, 0) == 0;
  }
  // Whether the other side resets the connection; it may have to be waited for.
  [[nodiscard]] bool IsReset() const {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    char byte = 0;
    if (reset_) return true;
    return poll(&waiting, 1, kPatienceMillis) == 1 && recv(socket_, &byte, 1, 0) < 0 && errno == ECONNRESET;
  }

 private:
  int socket_;
  // Before it had heard that it was connected.
  bool reset_ = false;
};

// A listener, and what it has given away.
class ListenerTest : public testing::Test {
 protected:
  ~ListenerTest() override {
    if (listener_ != nullptr) listener_->Stop();
    for (const int connection : taken_) close(connection);
  }

  void Opens(const ConnectionBounds& bounds, const std::string& address = "127.0.0.1:0") {
    absl::StatusOr<std::unique_ptr<Listener>> opened = Listener::Open(address, bounds);
    ASSERT_TRUE(opened.ok()) << opened.status();
    listener_ = *std::move(opened);
    listener_->Start([this](int connection) {
      const std::lock_guard lock(mutex_);
      taken_.push_back(connection);
      changed_.notify_all();
    });
  }
  Caller Calls(uint8_t address) { return Caller(address, listener_->port()); }
  // Connects, and is given away.
  Caller ComesIn(uint8_t address) {
    const size_t before = Taken();
    Caller caller = Calls(address);
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::milliseconds(kPatienceMillis),
                                  [&] { return taken_.size() == before + 1; }));
    return caller;
  }
  size_t Taken() {
    const std::lock_guard lock(mutex_);
    return taken_.size();
  }
  // As gRPC does it, whatever its reason.
  void HangsUp(size_t number) {
    const std::lock_guard lock(mutex_);
    shutdown(taken_[number], SHUT_RDWR);
    close(taken_[number]);
    taken_.erase(taken_.begin() + static_cast<int64_t>(number));
  }
  // Until the listener has heard of it.
  void WaitsForOpen(size_t open) {
    for (const auto begun = std::chrono::steady_clock::now(); listener_->open() != open;) {
      ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(kPatienceMillis));
      std::this_thread::yield();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> taken_;  // guarded by mutex_
  std::unique_ptr<Listener> listener_;
};

TEST_F(ListenerTest, TakesSoManyOfOneAddressAndOthersBesideThem) {
  Opens({.of_address = 2, .in_all = 100});
  const Caller first = ComesIn(1);
  const Caller second = ComesIn(1);
  EXPECT_TRUE(Calls(1).IsReset());
  EXPECT_TRUE(Calls(1).IsReset());
  const Caller neighbour = ComesIn(2);
  EXPECT_EQ(listener_->open(), 3);
  EXPECT_EQ(listener_->refused(), 2);
}

TEST_F(ListenerTest, TakesAgainWhenOneIsHungUp) {
  Opens({.of_address = 1, .in_all = 100});
  const Caller first = ComesIn(1);
  EXPECT_TRUE(Calls(1).IsReset());
  HangsUp(0);
  WaitsForOpen(0);
  const Caller second = ComesIn(1);
  EXPECT_TRUE(Calls(1).IsReset());
}

// Who has given up without a word, by a reset.
TEST_F(ListenerTest, TakesAgainWhenACallerIsGone) {
  Opens({.of_address = 1, .in_all = 100});
  {
    const Caller first = ComesIn(1);
    EXPECT_TRUE(Calls(1).IsReset());
    // With something unread, the caller's end resets the connection.
    const std::lock_guard lock(mutex_);
    ASSERT_EQ(send(taken_[0], "x", 1, 0), 1);
  }
  WaitsForOpen(0);
  const Caller second = ComesIn(1);
}

TEST_F(ListenerTest, EndsAConnectionWithoutCalls) {
  Opens({.idle = std::chrono::milliseconds(150)});
  const Caller caller = ComesIn(1);
  EXPECT_TRUE(caller.IsEnded());
  EXPECT_EQ(listener_->refused(), 0) << "it was not refused anything";
}

TEST_F(ListenerTest, KeepsTheLastQuarterForThoseWhoHaveFew) {
  Opens({.of_address = 100, .in_all = 4 * kFewConnections});
  std::vector<Caller> greedy;
  while (greedy.size() < 3 * kFewConnections) greedy.push_back(ComesIn(1));
  EXPECT_TRUE(Calls(1).IsReset());
  std::vector<Caller> others;
  while (others.size() < kFewConnections) others.push_back(ComesIn(2));
  EXPECT_EQ(listener_->open(), 4 * kFewConnections);
  // And then there is no room for anybody.
  EXPECT_TRUE(Calls(3).IsReset());
}

TEST_F(ListenerTest, HasOnePortOnAllAddresses) {
  Opens({}, "0.0.0.0:0");
  const Caller one = ComesIn(1);
  const Caller other = ComesIn(2);
  // Each protocol's addresses are told apart as one's own are.
  EXPECT_EQ(listener_->open(), 2);
}

TEST_F(ListenerTest, TakesNobodyWhenItHasStopped) {
  Opens({});
  const Caller before = ComesIn(1);
  const int port = listener_->port();
  listener_->Stop();
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<uint16_t>(port));
  EXPECT_EQ(connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to), -1);
  close(socket);
}

TEST_F(ListenerTest, SaysWhereItCannotListen) {
  Opens({});
  const std::string taken = "127.0.0.1:" + std::to_string(listener_->port());
  EXPECT_EQ(Listener::Open(taken, {}).status().code(), absl::StatusCode::kUnavailable);
  for (const char* wrong : {"", "127.0.0.1", "unix:/run/phancong", "no such name:7443"}) {
    EXPECT_EQ(Listener::Open(wrong, {}).status().code(), absl::StatusCode::kUnavailable) << wrong;
  }
}

}  // namespace
}  // namespace phancong::serving
