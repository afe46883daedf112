// A pool of threads with a bounded queue: for reads, and for the slow hashing of passwords.
#ifndef PHANCONG_SERVICES_SERVING_POOL_H_
#define PHANCONG_SERVICES_SERVING_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"

namespace phancong::serving {

// Thread-safe. Work is done in the order in which it came.
class Pool {
 public:
  // `threads` is 1 or more; `queue` pieces of work may wait.
  Pool(size_t threads, size_t queue);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Takes the work, or refuses it at once, and then never calls it: OVERLOADED, or STOPPING after Stop.
  [[nodiscard]] absl::Status Submit(std::function<void()> work);

  // Finishes what was taken, refuses what comes, and ends the threads. May be called again; not from the pool's own
  // threads.
  void Stop();

 private:
  void Run();

  const size_t capacity_;
  std::mutex mutex_;
  std::condition_variable work_waits_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool stopping_ = false;                    // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_POOL_H_
