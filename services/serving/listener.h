// The door: takes connections, so many of one address and so many in all, before a handshake costs anything.
#ifndef PHANCONG_SERVICES_SERVING_LISTENER_H_
#define PHANCONG_SERVICES_SERVING_LISTENER_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace phancong::serving {

struct ConnectionBounds {
  // Of one address, as accounts::CallerAddress tells them: all those behind one router, an office's or a hall's, are
  // one.
  size_t of_address = 256;
  // Of all addresses, some 105 KiB each; fewer where the process may not have so many files. The last quarter of them
  // is for addresses that have fewer than kFewConnections, so that some who take what they can get leave room for all
  // others.
  size_t in_all = 2048;
  // A connection that has had no call for so long, or a fifteenth longer, is ended. A watch is one: its connection
  // stays.
  std::chrono::milliseconds idle = std::chrono::minutes(15);
};
inline constexpr size_t kFewConnections = 8;
inline constexpr std::chrono::seconds kTurnedAway(10);

// A connection over a bound is reset at once. One that has more calls open than kStreamsOfConnection allows is ended
// within a second or so: gRPC 1.51 holds only those to it who have said that they heard of it, and keeps some 12 KiB
// for each call whose message has not come; and nobody else comes in from its address for kTurnedAway. One that is idle
// (ConnectionBounds) is ended, too. Thread-safe, but for Start and Stop, which are called by one thread.
class Listener {
 public:
  // Gets a connection, which is now its own: a socket that does not block.
  using Takes = std::function<void(int)>;

  // On "host:port"; port 0: any that is free. "0.0.0.0" and "[::]" are both every address of both protocols, where the
  // machine has both. UNAVAILABLE where it cannot be listened on, because another process does.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<Listener>> Open(const std::string& address,
                                                                      const ConnectionBounds& bounds);
  // As Stop.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const { return port_; }

  // Once. `takes` is called on the listener's thread.
  void Start(Takes takes);
  // Takes no more; those that were taken go on, uncounted. May be called again.
  void Stop();

  // Connections that were taken and are open; and how many were not taken, or were ended.
  [[nodiscard]] size_t open() const { return open_.load(); }
  [[nodiscard]] int64_t refused() const { return refused_.load(); }

 private:
  struct Connection {
    std::string address;
    std::string peer;                                   // as gRPC names it
    uint64_t looked_at{};                               // when so many bytes had come
    int64_t calls_begun{};                              // when it was looked whether it is idle
    std::chrono::steady_clock::time_point called_at{};  // or when it came in
  };

  explicit Listener(const ConnectionBounds& bounds);

  [[nodiscard]] absl::Status Listen(const std::string& address);
  void Run();
  void TakeFrom(int door);
  void Admit(int connection, Connection facts);
  void Refuse(int connection, const std::string& address);
  void Forget(int ear);
  void EndThoseWithTooManyCalls();
  void EndThoseWithoutCalls();
  void Say(const char* event, const std::string& address);
  void OpenDoors(bool open);
  [[nodiscard]] bool HasRoomFor(const std::string& address) const;

  const ConnectionBounds bounds_;
  int port_ = 0;
  int events_ = -1;  // what the thread waits at
  int stop_ = -1;
  std::vector<int> doors_;
  Takes takes_;

  // Of the thread alone. An ear is a second descriptor of a connection: it hears when whoever took it has hung up.
  std::map<int, Connection> by_ear_;
  std::map<std::string, size_t> open_of_address_;
  std::map<std::string, std::chrono::steady_clock::time_point> turned_away_until_;
  bool rests_ = false;
  int looks_ = 0;
  int64_t refused_unsaid_ = 0;
  std::chrono::steady_clock::time_point says_again_{};
  std::chrono::steady_clock::time_point looks_again_{};
  std::chrono::steady_clock::time_point looks_for_idle_again_{};

  std::atomic<size_t> open_ = 0;
  std::atomic<int64_t> refused_ = 0;
  std::thread thread_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_LISTENER_H_
