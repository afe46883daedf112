#include "services/serving/announcements.h"

#include <utility>
#include <vector>

namespace phancong::serving {

int64_t Announcements::Listen(int64_t federation, Hear hear) {
  int64_t listener = 0;
  bool at_once = false;
  {
    const std::lock_guard lock(mutex_);
    listener = ++last_;
    at_once = stopping_;
    listeners_.emplace(listener, Listener{.federation = federation, .hear = hear});
  }
  if (at_once) hear();
  return listener;
}

void Announcements::Forget(int64_t listener) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(listener);
}

void Announcements::Announce(int64_t federation) {
  std::vector<Hear> hearing;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, listener] : listeners_) {
      if (listener.federation == federation) hearing.push_back(listener.hear);
    }
  }
  for (const Hear& hear : hearing) hear();
}

void Announcements::Stop() {
  std::vector<Hear> hearing;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& [number, listener] : listeners_) hearing.push_back(listener.hear);
  }
  for (const Hear& hear : hearing) hear();
}

bool Announcements::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace phancong::serving
