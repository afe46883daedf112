#include "services/serving/clock.h"

#include <chrono>

namespace phancong::serving {

int64_t WallClock::NowMicros() const {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count();
}

}  // namespace phancong::serving
