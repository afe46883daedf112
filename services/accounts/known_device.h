// Devices from which an account has signed in before: back-off by what others try does not concern them.
//
// Nothing of them is stored: the device keeps a token that only this server can have made. It opens nothing; whoever
// steals one may try passwords of that one account, and waits as anybody does. (The idea is OWASP's device cookie.)
#ifndef PHANCONG_SERVICES_ACCOUNTS_KNOWN_DEVICE_H_
#define PHANCONG_SERVICES_ACCOUNTS_KNOWN_DEVICE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "services/serving/entropy.h"

namespace phancong::accounts {

inline constexpr int64_t kDeviceMicros = int64_t{180} * 24 * 3600 * 1'000'000;

// Thread-safe.
class KnownDevices {
 public:
  // Of random bytes, kept with the database.
  static constexpr size_t kKeyBytes = 32;

  explicit KnownDevices(std::string key) : key_(std::move(key)) {}

  // A token by which a device is known to the account ("bac-quang/chu-tich") until kDeviceMicros from now.
  [[nodiscard]] std::string TokenFor(std::string_view account, int64_t now_micros, serving::Entropy& entropy) const;

  // Which device shows a token, in bytes that mean nothing else; nothing where this server did not make it for this
  // account, or too long ago.
  [[nodiscard]] std::optional<std::string> DeviceOf(std::string_view token, std::string_view account,
                                                    int64_t now_micros) const;

 private:
  [[nodiscard]] std::string Seal(std::string_view device, std::string_view account) const;

  const std::string key_;
};

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_KNOWN_DEVICE_H_
