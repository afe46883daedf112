// A store between the server and its database: holds a write back, runs it twice, or lets it fail, when a test says so.
#ifndef PHANCONG_TESTS_SERVICES_GATED_STORE_H_
#define PHANCONG_TESTS_SERVICES_GATED_STORE_H_

#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/store.h"
#include "storage/trouble.h"

namespace phancong::serving {

// Thread-safe.
class GatedStore final : public storage::Store {
 public:
  explicit GatedStore(storage::Store& behind) : behind_(behind) {}

  // Writes stop before they begin, until Open.
  void Close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // Until a write stands before the closed gate.
  void WaitForAWrite() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return standing_ > 0; });
  }
  // The next write does its work and is then rolled back whole, as if the disk were full at the commit.
  void FailNextCommit() {
    const std::lock_guard lock(mutex_);
    fail_next_ = true;
  }
  // From now on every write does its work and is then rolled back, since the disk is full; or is kept again.
  void FailCommits(bool fail) {
    const std::lock_guard lock(mutex_);
    fail_all_ = fail;
  }
  // The next write is rolled back and run again, as if another server had come between.
  void RunNextTwice() {
    const std::lock_guard lock(mutex_);
    twice_next_ = true;
  }
  [[nodiscard]] int writes() const {
    const std::lock_guard lock(mutex_);
    return writes_;
  }

  absl::Status Read(absl::FunctionRef<absl::Status(storage::ReadTransaction&)> body) override {
    return behind_.Read(body);
  }

  absl::Status Write(absl::FunctionRef<absl::Status(storage::WriteTransaction&)> body) override {
    bool fail = false;
    bool twice = false;
    {
      std::unique_lock lock(mutex_);
      ++writes_;
      ++standing_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_; });
      --standing_;
      fail = std::exchange(fail_next_, false) || fail_all_;
      twice = std::exchange(twice_next_, false);
    }
    if (fail || twice) {
      const absl::Status undone = behind_.Write([&](storage::WriteTransaction& tx) {
        static_cast<void>(body(tx));
        return storage::Because(absl::UnavailableError("the disk is full"), storage::Trouble::kDiskFull);
      });
      if (fail) return undone;
    }
    return behind_.Write(body);
  }

 private:
  storage::Store& behind_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  bool fail_next_ = false;
  bool fail_all_ = false;
  bool twice_next_ = false;
  int standing_ = 0;
  int writes_ = 0;
};

}  // namespace phancong::serving

#endif  // PHANCONG_TESTS_SERVICES_GATED_STORE_H_
