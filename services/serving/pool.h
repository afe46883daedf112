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

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace phancong::serving {

// How a pool stands to the rest of the process: in the background, its threads get what the others leave of the
// processors (nice 10), since slow work that anybody may ask for must not slow down those who are signed in.
enum class Pace { kUsual, kBackground };

// Thread-safe. Work is done in the order in which it came, but what goes first before all that does not.
class Pool {
 public:
  enum class Turn { kFirst, kUsual };

  // `threads` is 1 or more; `queue` pieces of work may wait for each kind of turn.
  Pool(size_t threads, size_t queue, Pace pace = Pace::kUsual);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Takes the work, or refuses it at once, and then never calls it: OVERLOADED, or STOPPING after Stop.
  [[nodiscard]] absl::Status Submit(std::function<void()> work, Turn turn = Turn::kUsual);

  // Does the work at once on the thread that calls, in place of one of the pool's that has nothing to do and goes on
  // having nothing meanwhile; what comes then waits. False, and nothing is done, where none has, or after Stop.
  [[nodiscard]] bool DoHere(absl::FunctionRef<void()> work);

  // How many pieces wait now.
  [[nodiscard]] size_t waiting() const;

  // Finishes what was taken, refuses what comes, and ends the threads. May be called again; not from the pool's own
  // threads, nor from work that is done here.
  void Stop();

 private:
  using Queue = std::deque<std::function<void()>>;

  void Run();
  [[nodiscard]] bool IsEmpty() const { return first_.empty() && usual_.empty(); }

  const size_t capacity_;
  const size_t most_busy_;
  mutable std::mutex mutex_;
  std::condition_variable work_waits_;
  std::condition_variable nobody_busy_;
  size_t busy_ = 0;        // guarded by mutex_; threads of the pool, and those that do its work in their place
  Queue first_;            // guarded by mutex_
  Queue usual_;            // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_POOL_H_
