// Whether commands can be kept. While the database cannot be written, reads go on, and so the server does; who sends it
// commands is told to wait.
#ifndef PHANCONG_SERVICES_SERVING_READINESS_H_
#define PHANCONG_SERVICES_SERVING_READINESS_H_

#include <atomic>
#include <functional>
#include <mutex>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/store.h"
#include "storage/trouble.h"

namespace phancong::serving {

// The store of the writer, listened to: ready until a write fails, and again from the next that does not. Thread-safe.
class Readiness final : public storage::Store {
 public:
  // `store` outlives it. A write fails only where the store itself does: its bodies return OK.
  explicit Readiness(storage::Store& store) : store_(store) {}

  // kNone: it is ready.
  [[nodiscard]] storage::Trouble trouble() const { return trouble_.load(); }

  // `changed` hears at once, and at each change, whether it is ready. On the thread that wrote; it does not block.
  void Tell(std::function<void(bool)> changed);

  // Where it is not ready: writes something that leaves nothing behind, since nobody may send a command before they
  // hear that it is.
  void TryAgain();

  [[nodiscard]] absl::Status Read(absl::FunctionRef<absl::Status(storage::ReadTransaction&)> body) override;
  [[nodiscard]] absl::Status Write(absl::FunctionRef<absl::Status(storage::WriteTransaction&)> body) override;

 private:
  void Note(const absl::Status& written);

  storage::Store& store_;
  std::atomic<storage::Trouble> trouble_ = storage::Trouble::kNone;
  std::mutex mutex_;
  std::function<void(bool)> changed_;  // guarded by mutex_
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_READINESS_H_
