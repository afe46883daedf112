// Tells those who watch a federation that there is something new to look at.
#ifndef PHANCONG_SERVICES_SERVING_ANNOUNCEMENTS_H_
#define PHANCONG_SERVICES_SERVING_ANNOUNCEMENTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>

namespace phancong::serving {

// Thread-safe. An announcement carries nothing: who hears it reads the journal from where they stopped, so that none
// is lost where several come at once.
class Announcements {
 public:
  using Hear = std::function<void()>;

  // `hear` is called, from any thread, at every announcement for the federation, and when the server stops; at once
  // where it is stopping. It does not block. It may still be called once after Forget has returned.
  [[nodiscard]] int64_t Listen(int64_t federation, Hear hear);
  void Forget(int64_t listener);

  // The federation's journal has grown, or one of its sessions has ended.
  void Announce(int64_t federation);

  // Everybody hears it, now and whoever listens later.
  void Stop();
  [[nodiscard]] bool stopping() const;

 private:
  struct Listener {
    int64_t federation;
    Hear hear;
  };
  mutable std::mutex mutex_;
  std::map<int64_t, Listener> listeners_;  // guarded by mutex_
  int64_t last_ = 0;                       // guarded by mutex_
  bool stopping_ = false;                  // guarded by mutex_
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ANNOUNCEMENTS_H_
