#include "services/serving/pool.h"

#include <utility>

#include "services/rules/refusal.h"

namespace phancong::serving {

Pool::Pool(size_t threads, size_t queue) : capacity_(queue) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

Pool::~Pool() { Stop(); }

absl::Status Pool::Submit(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return rules::Refuse(v1::ERROR_REASON_STOPPING);
    if (queue_.size() >= capacity_) return rules::Refuse(v1::ERROR_REASON_OVERLOADED);
    queue_.push_back(std::move(work));
  }
  work_waits_.notify_one();
  return absl::OkStatus();
}

void Pool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_waits_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Pool::Run() {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      work_waits_.wait(lock, [this] { return !queue_.empty() || stopping_; });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace phancong::serving
