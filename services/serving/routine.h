// A piece of work that is done again and again, on a thread of its own.
#ifndef PHANCONG_SERVICES_SERVING_ROUTINE_H_
#define PHANCONG_SERVICES_SERVING_ROUTINE_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace phancong::serving {

// Thread-safe. Once started, the work is done at once, then every `period` of real time, and soon after it is woken;
// never twice at a time.
class Routine {
 public:
  Routine(absl::Duration period, std::function<void()> work);
  ~Routine();
  Routine(const Routine&) = delete;
  Routine& operator=(const Routine&) = delete;

  // Once.
  void Start();
  void Wake();
  // Waits for the work that is under way, which should ask `stopping` now and then. May be called again; not from the
  // work.
  void Stop();
  [[nodiscard]] bool stopping() const;

 private:
  void Run();

  const absl::Duration period_;
  const std::function<void()> work_;
  mutable std::mutex mutex_;
  std::condition_variable called_;
  bool woken_ = false;     // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ROUTINE_H_
