#include "services/serving/patience.h"

#include <mutex>
#include <utility>

#include "grpc/support/time.h"
#include "grpcpp/alarm.h"

namespace phancong::serving {

// Kept by whoever may still call it: an alarm rings, or is cancelled, on a thread of its own.
struct Patience::Windows : std::enable_shared_from_this<Patience::Windows> {
  Windows(absl::Duration length, std::function<void()> when_lost) : window(length), lost(std::move(when_lost)) {}

  // With the mutex held.
  void Open() {
    heard = 0;
    alarm = std::make_unique<grpc::Alarm>();
    alarm->Set(gpr_time_from_millis(absl::ToInt64Milliseconds(window), GPR_TIMESPAN),
               [self = shared_from_this()](bool rang) { self->Close(rang); });
  }

  void Close(bool rang) {
    std::unique_ptr<grpc::Alarm> over;
    const std::lock_guard lock(mutex);
    if (!rang || ended) return;
    over = std::move(alarm);
    if (heard >= kLeastInAWindow) return Open();
    ended = true;
    lost();
  }

  const absl::Duration window;
  const std::function<void()> lost;
  // Recursive: what `lost` does may end in End on the same thread.
  std::recursive_mutex mutex;
  // Guarded by mutex.
  std::unique_ptr<grpc::Alarm> alarm;
  size_t heard = 0;
  bool ended = false;
};

Patience::Patience(absl::Duration window, std::function<void()> lost)
    : windows_(std::make_shared<Windows>(window, std::move(lost))) {}

Patience::~Patience() { End(); }

void Patience::Begin() {
  const std::lock_guard lock(windows_->mutex);
  if (!windows_->ended) windows_->Open();
}

void Patience::Heard(size_t bytes) {
  const std::lock_guard lock(windows_->mutex);
  windows_->heard += bytes;
}

void Patience::End() {
  std::unique_ptr<grpc::Alarm> over;
  const std::lock_guard lock(windows_->mutex);
  windows_->ended = true;
  over = std::move(windows_->alarm);
}

}  // namespace phancong::serving
