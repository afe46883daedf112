#include "services/serving/readiness.h"

#include <string>
#include <utility>

#include "services/serving/log.h"
#include "spdlog/spdlog.h"
#include "storage/server_secrets.h"

namespace phancong::serving {

using storage::Trouble;

void Readiness::Tell(std::function<void(bool)> changed) {
  const std::lock_guard lock(mutex_);
  changed_ = std::move(changed);
  if (changed_) changed_(trouble() == Trouble::kNone);
}

void Readiness::TryAgain() {
  if (trouble() == Trouble::kNone) return;
  Write([](storage::WriteTransaction& tx) { return storage::TryToKeep(tx); }).IgnoreError();
}

absl::Status Readiness::Read(absl::FunctionRef<absl::Status(storage::ReadTransaction&)> body) {
  return store_.Read(body);
}

absl::Status Readiness::Write(absl::FunctionRef<absl::Status(storage::WriteTransaction&)> body) {
  absl::Status written = store_.Write(body);
  Note(written);
  return written;
}

void Readiness::Note(const absl::Status& written) {
  const Trouble now = storage::TroubleOf(written);
  if (now == trouble()) return;
  const std::lock_guard lock(mutex_);
  const Trouble before = trouble_.exchange(now);
  if (now == Trouble::kNone) {
    spdlog::warn(LogLine("commands_are_kept_again").text());
  } else {
    spdlog::error(LogLine("commands_are_not_kept").With("cause", storage::WordOf(now)).text());
  }
  if (changed_ && (now == Trouble::kNone || before == Trouble::kNone)) changed_(now == Trouble::kNone);
}

}  // namespace phancong::serving
