// How long the server waits for what a client streams: who sends too slowly holds a place that others wait for.
#ifndef PHANCONG_SERVICES_SERVING_PATIENCE_H_
#define PHANCONG_SERVICES_SERVING_PATIENCE_H_

#include <cstddef>
#include <functional>
#include <memory>

#include "absl/time/time.h"

namespace phancong::serving {

// A stream has to bring so much in each window of real time: 1 KiB a second where the window is the usual one.
inline constexpr absl::Duration kPatience = absl::Minutes(2);
inline constexpr size_t kLeastInAWindow = size_t{120} << 10;

// Thread-safe. The windows are counted from Begin on.
class Patience {
 public:
  // `lost` is called once at most, from a thread of gRPC's, where a window brought less than kLeastInAWindow; never
  // after End has returned, which it may call.
  Patience(absl::Duration window, std::function<void()> lost);
  // As End.
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  void Begin();
  void Heard(size_t bytes);
  // All is there, or nobody waits any more. May be called again.
  void End();

 private:
  struct Windows;

  const std::shared_ptr<Windows> windows_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_PATIENCE_H_
