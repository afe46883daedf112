// Time, a constructor argument: the wall clock in the server, a virtual one in tests. The only place that reads it.
#ifndef PHANCONG_SERVICES_SERVING_CLOCK_H_
#define PHANCONG_SERVICES_SERVING_CLOCK_H_

#include <atomic>
#include <cstdint>

namespace phancong::serving {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since 1970-01-01 UTC.
  [[nodiscard]] virtual int64_t NowMicros() const = 0;
};

class WallClock final : public Clock {
 public:
  [[nodiscard]] int64_t NowMicros() const override;
};

// Stands still until it is set.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(int64_t now_micros) : now_micros_(now_micros) {}
  [[nodiscard]] int64_t NowMicros() const override { return now_micros_.load(); }
  void Set(int64_t now_micros) { now_micros_.store(now_micros); }

 private:
  std::atomic<int64_t> now_micros_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_CLOCK_H_
