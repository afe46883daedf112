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

int64_t WaitSeconds(const AttemptLimits& limits, int failures) {
  const int further = failures - limits.free;
  if (further < 0) return 0;
  return further > 20 ? limits.longest_wait_seconds : std::min(int64_t{1} << further, limits.longest_wait_seconds);
}

}  // namespace

absl::Status Attempts::Begin(const std::string& key, int64_t now_micros) {
  const std::lock_guard lock(mutex_);
  Record& record = RecordOf(key);
  if (now_micros - record.failed_at > kForgiven) record.failures = 0;
  if (record.wait_until > now_micros) return TooMany((record.wait_until - now_micros + kSecond - 1) / kSecond);
  // Who has used up what is free tries one at a time.
  if (record.under_way >= (record.failures < limits_.free ? limits_.side_by_side : 1)) return TooMany(1);
  ++record.under_way;
  return absl::OkStatus();
}

void Attempts::End(const std::string& key, Outcome outcome, int64_t now_micros) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  Record& record = *found->second;
  --record.under_way;
  if (outcome == Outcome::kWrong) {
    ++record.failures;
    record.failed_at = now_micros;
    record.wait_until = now_micros + WaitSeconds(limits_, record.failures) * kSecond;
  } else if (outcome == Outcome::kRight && limits_.right_starts_anew) {
    record.failures = 0;
    record.wait_until = 0;
  }
  if (record.failures > 0 || record.under_way > 0) return;
  const Records::iterator gone = found->second;
  by_key_.erase(found);
  records_.erase(gone);
}

Attempts::Record& Attempts::RecordOf(const std::string& key) {
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    records_.splice(records_.end(), records_, found->second);
    return *found->second;
  }
  MakeRoom();
  records_.push_back({.key = key});
  by_key_.emplace(records_.back().key, std::prev(records_.end()));
  return records_.back();
}

void Attempts::MakeRoom() {
  if (records_.size() < kKeys) return;
  // Those under way are few: as many as passwords may wait.
  const auto oldest =
      std::find_if(records_.begin(), records_.end(), [](const Record& record) { return record.under_way == 0; });
  if (oldest == records_.end()) return;
  by_key_.erase(oldest->key);
  records_.erase(oldest);
}

}  // namespace phancong::accounts
