// Back-off for those who try passwords: by account, by address, by device. In memory, on real time. It never touches a
// session that exists.
#ifndef PHANCONG_SERVICES_ACCOUNTS_ATTEMPTS_H_
#define PHANCONG_SERVICES_ACCOUNTS_ATTEMPTS_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace phancong::accounts {

// What somebody may try before they wait.
struct AttemptLimits {
  // From this one in a row on, a wrong password makes wait: 1 second, then 2, 4, … up to `longest_wait_seconds`.
  int free = 5;
  int64_t longest_wait_seconds = 300;
  // At a time, since their outcome is not known yet; where what is free is used up: one.
  int side_by_side = 32;
  // Whether a right password starts anew. Not by address: who has one right password could else try others' for ever.
  bool right_starts_anew = true;
};

// By account, and by device from which the account signed in before: the same.
inline constexpr AttemptLimits kByAccount{};
// By address: a school or a commune's office may share one.
inline constexpr AttemptLimits kByAddress{
    .free = 20, .longest_wait_seconds = 60, .side_by_side = 32, .right_starts_anew = false};

// Thread-safe. Whoever is tried is a key: those that do not exist are treated alike, so that waiting says nothing of
// them. An hour without a wrong password starts anew. At most kKeys are kept; beyond them, those tried longest ago are
// forgotten.
class Attempts {
 public:
  static constexpr size_t kKeys = 20'000;

  enum class Outcome { kRight, kWrong, kUntold };

  explicit Attempts(AttemptLimits limits) : limits_(limits) {}

  // TOO_MANY_ATTEMPTS with the seconds to wait; else an attempt has begun, and is ended by End exactly once.
  [[nodiscard]] absl::Status Begin(const std::string& key, int64_t now_micros);
  // kUntold: the password was not looked at.
  void End(const std::string& key, Outcome outcome, int64_t now_micros);

 private:
  struct Record {
    std::string key;
    int failures = 0;
    int under_way = 0;
    int64_t wait_until = 0;
    int64_t failed_at = 0;
  };
  using Records = std::list<Record>;  // the one tried last at the end

  Record& RecordOf(const std::string& key);
  void MakeRoom();

  const AttemptLimits limits_;
  std::mutex mutex_;
  Records records_;                                       // guarded by mutex_
  std::map<std::string_view, Records::iterator> by_key_;  // guarded by mutex_; of the records' own keys
};

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_ATTEMPTS_H_
