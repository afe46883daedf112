// Back-off for those who try passwords: by account, in memory, on real time. It never touches a session that exists.
#ifndef PHANCONG_SERVICES_ACCOUNTS_ATTEMPTS_H_
#define PHANCONG_SERVICES_ACCOUNTS_ATTEMPTS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"

namespace phancong::accounts {

// Thread-safe. From the kFreeAttempts-th wrong password in a row on, each makes the account wait: 1 second, then 2, 4,
// … up to kLongestWaitSeconds. A right password, or an hour without an attempt, starts anew. Accounts that do not exist
// are treated alike, so that waiting says nothing of them. At most kAccounts are kept; beyond them, those tried longest
// ago are forgotten.
class Attempts {
 public:
  static constexpr int kFreeAttempts = 5;
  static constexpr int64_t kLongestWaitSeconds = 300;
  static constexpr size_t kAccounts = 20'000;
  // Of one account at a time, since their outcome is not known yet.
  static constexpr int kSideBySide = 32;

  enum class Outcome { kRight, kWrong, kUntold };

  // TOO_MANY_ATTEMPTS with the seconds to wait; else an attempt has begun, and is ended by End exactly once.
  [[nodiscard]] absl::Status Begin(const std::string& account, int64_t now_micros);
  // kUntold: the password was not looked at.
  void End(const std::string& account, Outcome outcome, int64_t now_micros);

 private:
  struct Record {
    int failures = 0;
    int under_way = 0;
    int64_t wait_until = 0;
    int64_t last = 0;
  };

  void MakeRoom(int64_t now_micros);

  std::mutex mutex_;
  std::map<std::string, Record> records_;  // guarded by mutex_
};

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_ATTEMPTS_H_
