#include "services/serving/routine.h"

#include <utility>

namespace phancong::serving {

Routine::Routine(absl::Duration period, std::function<void()> work) : period_(period), work_(std::move(work)) {}

Routine::~Routine() { Stop(); }

void Routine::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Routine::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  called_.notify_one();
}

void Routine::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  called_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Routine::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Routine::Run() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      woken_ = false;
    }
    work_();
    std::unique_lock lock(mutex_);
    called_.wait_for(lock, absl::ToChronoMilliseconds(period_), [this] { return woken_ || stopping_; });
  }
}

}  // namespace phancong::serving
