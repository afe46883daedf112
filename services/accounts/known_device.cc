#include "services/accounts/known_device.h"

#include <sodium.h>

#include "absl/strings/escaping.h"

namespace phancong::accounts {
namespace {

// A device is when it got its token, in seconds, and random bytes.
constexpr size_t kTimeBytes = 8;
constexpr size_t kRandomBytes = 17;  // so that base64 has no bits to spare
constexpr size_t kDeviceBytes = kTimeBytes + kRandomBytes;
constexpr size_t kSealBytes = crypto_auth_BYTES;
constexpr size_t kTokenLength = (kDeviceBytes + kSealBytes + 2) / 3 * 4;
constexpr int64_t kSecond = 1'000'000;

std::string BytesOf(int64_t number) {
  std::string bytes(kTimeBytes, '\0');
  for (size_t i = 0; i < kTimeBytes; ++i) bytes[i] = static_cast<char>(static_cast<uint64_t>(number) >> (8 * i));
  return bytes;
}

int64_t NumberOf(std::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < kTimeBytes; ++i) number |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
  return static_cast<int64_t>(number);
}

}  // namespace

std::string KnownDevices::Seal(std::string_view device, std::string_view account) const {
  std::string sealed(device);
  sealed += account;
  std::string seal(kSealBytes, '\0');
  crypto_auth(reinterpret_cast<unsigned char*>(seal.data()), reinterpret_cast<const unsigned char*>(sealed.data()),
              sealed.size(), reinterpret_cast<const unsigned char*>(key_.data()));
  return seal;
}

std::string KnownDevices::TokenFor(std::string_view account, int64_t now_micros, serving::Entropy& entropy) const {
  const std::string device = BytesOf(now_micros / kSecond) + entropy.Bytes(kRandomBytes);
  return absl::WebSafeBase64Escape(device + Seal(device, account));
}

std::optional<std::string> KnownDevices::DeviceOf(std::string_view token, std::string_view account,
                                                  int64_t now_micros) const {
  std::string bytes;
  if (token.size() > kTokenLength ||
      !absl::WebSafeBase64Unescape(absl::string_view(token.data(), token.size()), &bytes) ||
      bytes.size() != kDeviceBytes + kSealBytes) {
    return std::nullopt;
  }
  std::string device = bytes.substr(0, kDeviceBytes);
  const std::string seal = Seal(device, account);
  if (sodium_memcmp(seal.data(), bytes.data() + kDeviceBytes, kSealBytes) != 0) return std::nullopt;
  if (NumberOf(device) * kSecond + kDeviceMicros <= now_micros) return std::nullopt;
  return device;
}

}  // namespace phancong::accounts
