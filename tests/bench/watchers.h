// Many that watch one stream of messages each, and when the last of them had each message.
#ifndef PHANCONG_TESTS_BENCH_WATCHERS_H_
#define PHANCONG_TESTS_BENCH_WATCHERS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/bench/load.h"

namespace phancong::bench {

class Watchers {
 public:
  // The number of a message.
  using NumberOf = std::function<int64_t(const grpc::ByteBuffer& message)>;

  // Opens one stream for each of the calls, on the channels in turn. Ends the process where one fails or ends.
  Watchers(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::vector<ReadyCall>& calls,
           NumberOf number_of);
  // Cancels them.
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // Waits until each has had the message of this number; when the last of them had.
  std::chrono::steady_clock::time_point WaitForAll(int64_t number);
  // How many messages all of them have had.
  [[nodiscard]] size_t messages() const;
  // Of the last message that came.
  [[nodiscard]] size_t message_bytes() const;

 private:
  class Watcher;
  void Had(int64_t number, size_t bytes);

  const NumberOf number_of_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Of each message, by its number, how many have had it, and when the last of them did. Guarded by mutex_, as all
  // below.
  struct Arrival {
    size_t watchers = 0;
    std::chrono::steady_clock::time_point last;
  };
  std::map<int64_t, Arrival> arrivals_;
  size_t messages_ = 0;
  size_t message_bytes_ = 0;
  size_t open_ = 0;
  bool ending_ = false;
  std::vector<std::unique_ptr<Watcher>> watchers_;
};

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_WATCHERS_H_
