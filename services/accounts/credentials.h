// Passwords as they are stored: Argon2id through libsodium.
#ifndef PHANCONG_SERVICES_ACCOUNTS_CREDENTIALS_H_
#define PHANCONG_SERVICES_ACCOUNTS_CREDENTIALS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace phancong::accounts {

// What one hash costs. The default is libsodium's for interactive use: about 50 ms and 64 MiB.
struct PasswordCost {
  uint64_t operations = 2;
  size_t memory_bytes = size_t{64} << 20;
};
// The least that OWASP recommends; for demos, where some seventy people sign in one after the other.
inline constexpr PasswordCost kDemoPasswordCost{.operations = 2, .memory_bytes = size_t{19} << 20};
inline constexpr uint64_t kMostPasswordOperations = 10;
inline constexpr absl::Duration kLeastPasswordTime = absl::Milliseconds(100);

// The default's memory, and as many operations (kMostPasswordOperations at most) as take kLeastPasswordTime or more by
// `time_of`, which hashes once at that cost.
[[nodiscard]] PasswordCost ChoosePasswordCost(absl::FunctionRef<absl::Duration(const PasswordCost&)> time_of);
// The same, measured on this machine: the fastest of three each. About a second.
[[nodiscard]] absl::StatusOr<PasswordCost> MeasurePasswordCost();

inline constexpr int64_t kLeastPasswordLength = 10;
inline constexpr int64_t kGreatestPasswordLength = 200;

// A password as it is hashed: in normalisation form C, since keyboards write Vietnamese in more than one form.
// PASSWORD_UNFIT where it has not kLeastPasswordLength to kGreatestPasswordLength characters or is not UTF-8. Whether
// it is among those that anybody would guess: guessable.h.
[[nodiscard]] absl::StatusOr<std::string> NewPassword(std::string_view typed);

// Slow by design: called on a pool of its own. INTERNAL where there is no memory for it.
[[nodiscard]] absl::StatusOr<std::string> HashPassword(const std::string& password, const PasswordCost& cost);
// As slow. False for any hash that is not of a password.
[[nodiscard]] bool IsPassword(std::string_view typed, const std::string& hash);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_CREDENTIALS_H_
