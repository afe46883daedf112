#include "services/accounts/attempts.h"

#include <algorithm>

#include "services/rules/refusal.h"

namespace phancong::accounts {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kForgiven = 3600 * kSecond;

absl::Status TooMany(int64_t seconds) {
  return rules::Refuse(v1::ERROR_REASON_TOO_MANY_ATTEMPTS, {{"seconds", std::to_string(seconds)}});
}

int64_t WaitSeconds(int failures) {
  const int further = failures - Attempts::kFreeAttempts;
  if (further < 0) return 0;
  return further > 20 ? Attempts::kLongestWaitSeconds : std::min(int64_t{1} << further, Attempts::kLongestWaitSeconds);
}

}  // namespace

absl::Status Attempts::Begin(const std::string& account, int64_t now_micros) {
  const std::lock_guard lock(mutex_);
  auto found = records_.find(account);
  if (found == records_.end()) {
    MakeRoom(now_micros);
    found = records_.emplace(account, Record{}).first;
  }
  Record& record = found->second;
  if (now_micros - record.last > kForgiven) record.failures = 0;
  if (record.wait_until > now_micros) return TooMany((record.wait_until - now_micros + kSecond - 1) / kSecond);
  // Who has used up what is free tries one at a time.
  if (record.under_way >= (record.failures < kFreeAttempts ? kSideBySide : 1)) return TooMany(1);
  ++record.under_way;
  record.last = now_micros;
  return absl::OkStatus();
}

void Attempts::End(const std::string& account, Outcome outcome, int64_t now_micros) {
  const std::lock_guard lock(mutex_);
  const auto found = records_.find(account);
  if (found == records_.end()) return;
  Record& record = found->second;
  --record.under_way;
  if (outcome == Outcome::kWrong) {
    ++record.failures;
    record.wait_until = now_micros + WaitSeconds(record.failures) * kSecond;
  } else if (outcome == Outcome::kRight) {
    record.failures = 0;
    record.wait_until = 0;
  }
  if (record.failures == 0 && record.under_way == 0) records_.erase(found);
}

void Attempts::MakeRoom(int64_t now_micros) {
  if (records_.size() < kAccounts) return;
  std::erase_if(records_, [&](const auto& entry) {
    return entry.second.under_way == 0 && now_micros - entry.second.last > kForgiven;
  });
  while (records_.size() >= kAccounts) {
    auto oldest = records_.end();
    for (auto entry = records_.begin(); entry != records_.end(); ++entry) {
      if (entry->second.under_way > 0) continue;
      if (oldest == records_.end() || entry->second.last < oldest->second.last) oldest = entry;
    }
    if (oldest == records_.end()) return;
    records_.erase(oldest);
  }
}

}  // namespace phancong::accounts
