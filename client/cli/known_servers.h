// The servers that this person has met, and what vouches for each: one file below CONFIG/servers for each address,
// which its owner alone may read, and all profiles share.
#ifndef PHANCONG_CLIENT_CLI_KNOWN_SERVERS_H_
#define PHANCONG_CLIENT_CLI_KNOWN_SERVERS_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace phancong::client {

// An address as a file's name: another address has another one.
[[nodiscard]] std::string FileNameOf(std::string_view server);

enum class Vouching {
  kNothing,    // never met
  kSystem,     // its certificate is for its name, and the system's roots vouch for it
  kPin,        // the certificate that it had when it was met, and no other
  kClearText,  // nothing is encrypted: it is of this machine
};

struct KnownServer {
  Vouching vouching = Vouching::kNothing;
  // PEM, of kPin.
  std::string certificate = {};
};

class KnownServers {
 public:
  // The folder of profiles.
  explicit KnownServers(const std::filesystem::path& config) : folder_(config / "servers") {}

  // kNothing where the server was never met. WrongUsage where its file can't be read, or others may write it.
  [[nodiscard]] absl::StatusOr<KnownServer> Find(std::string_view server) const;
  // Instead of what was known before.
  [[nodiscard]] absl::Status Keep(std::string_view server, const KnownServer& known) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_KNOWN_SERVERS_H_
