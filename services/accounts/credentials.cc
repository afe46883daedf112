#include "services/accounts/credentials.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"

namespace phancong::accounts {
namespace {

// What is longer was never a password of ours, and is not hashed whole.
constexpr size_t kGreatestBytes = 4 * kGreatestPasswordLength;

constexpr int kMeasurements = 3;

}  // namespace

PasswordCost ChoosePasswordCost(absl::FunctionRef<absl::Duration(const PasswordCost&)> time_of) {
  PasswordCost cost;
  while (cost.operations < kMostPasswordOperations && time_of(cost) < kLeastPasswordTime) ++cost.operations;
  return cost;
}

absl::StatusOr<PasswordCost> MeasurePasswordCost() {
  absl::Status failed;
  const auto fastest = [&](const PasswordCost& cost) {
    absl::Duration least = absl::InfiniteDuration();
    for (int i = 0; i < kMeasurements && failed.ok(); ++i) {
      const auto begun = std::chrono::steady_clock::now();
      failed = HashPassword("measured", cost).status();
      least = std::min(least, absl::FromChrono(std::chrono::steady_clock::now() - begun));
    }
    return least;
  };
  const PasswordCost cost = ChoosePasswordCost(fastest);
  RETURN_IF_ERROR(failed);
  return cost;
}

absl::StatusOr<std::string> NewPassword(std::string_view typed) {
  absl::StatusOr<std::string> normal = rules::Nfc(typed);
  if (normal.ok()) {
    const int64_t length = rules::Length(*normal);
    if (length >= kLeastPasswordLength && length <= kGreatestPasswordLength) return normal;
  }
  return rules::Refuse(v1::ERROR_REASON_PASSWORD_UNFIT, {{"min", std::to_string(kLeastPasswordLength)},
                                                         {"max", std::to_string(kGreatestPasswordLength)}});
}

absl::StatusOr<std::string> HashPassword(const std::string& password, const PasswordCost& cost) {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.operations, cost.memory_bytes) != 0) {
    return absl::InternalError("no memory to hash a password");
  }
  hash.resize(hash.find('\0'));
  return hash;
}

bool IsPassword(std::string_view typed, const std::string& hash) {
  absl::StatusOr<std::string> normal = rules::Nfc(typed.substr(0, kGreatestBytes));
  const std::string password = normal.ok() ? *normal : std::string();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0 && normal.ok() &&
         typed.size() <= kGreatestBytes;
}

}  // namespace phancong::accounts
