#include "services/serving/pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "services/rules/refusal.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {

namespace {

constexpr int kBackgroundNiceness = 10;

// Of this thread alone: Linux knows each by an id of its own.
void StepBack() {
  if (setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kBackgroundNiceness) != 0) {
    spdlog::warn("a thread of the background runs like any other: it could not be made to give way");
  }
}

}  // namespace

Pool::Pool(size_t threads, size_t queue, Pace pace) : capacity_(queue), most_busy_(threads) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, pace] {
      if (pace == Pace::kBackground) StepBack();
      Run();
    });
  }
}

Pool::~Pool() { Stop(); }

absl::Status Pool::Submit(std::function<void()> work, Turn turn) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return rules::Refuse(v1::ERROR_REASON_STOPPING);
    Queue& queue = turn == Turn::kFirst ? first_ : usual_;
    if (queue.size() >= capacity_) return rules::Refuse(v1::ERROR_REASON_OVERLOADED);
    queue.push_back(std::move(work));
  }
  work_waits_.notify_one();
  return absl::OkStatus();
}

bool Pool::DoHere(absl::FunctionRef<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || busy_ == most_busy_ || !IsEmpty()) return false;
    ++busy_;
  }
  work();
  // Under the lock to the end: after it, the pool may be gone.
  const std::lock_guard lock(mutex_);
  --busy_;
  if (!IsEmpty()) work_waits_.notify_one();
  if (stopping_ && busy_ == 0) nobody_busy_.notify_all();
  return true;
}

size_t Pool::waiting() const {
  const std::lock_guard lock(mutex_);
  return first_.size() + usual_.size();
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
  std::unique_lock lock(mutex_);
  nobody_busy_.wait(lock, [this] { return busy_ == 0; });
}

void Pool::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_waits_.wait(lock, [this] { return IsEmpty() ? stopping_ : busy_ < most_busy_; });
    if (IsEmpty()) return;
    Queue& queue = first_.empty() ? usual_ : first_;
    std::function<void()> work = std::move(queue.front());
    queue.pop_front();
    ++busy_;
    // Those that waited for a turn at it would wait for the next piece, and none comes.
    if (stopping_ && IsEmpty()) work_waits_.notify_all();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
    --busy_;
  }
}

}  // namespace phancong::serving
