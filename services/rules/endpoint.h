// Where a server is: "127.0.0.1:7443", "[::1]:7443", "phancong.congdoan.vn:7443", "unix:/run/phancong".
#ifndef PHANCONG_SERVICES_RULES_ENDPOINT_H_
#define PHANCONG_SERVICES_RULES_ENDPOINT_H_

#include <optional>
#include <string>
#include <string_view>

namespace phancong::rules {

struct Endpoint {
  // A name or an address, an IPv6 one without its brackets.
  std::string host;
  std::string port;
};

// Nothing where there is no host or no port in digits, and for "unix:…", which has neither.
[[nodiscard]] std::optional<Endpoint> ParseEndpoint(std::string_view address);

// What is sent there leaves this machine's loopback under no circumstances: 127.0.0.0/8, ::1, localhost, or a socket in
// the file system. A name that only begins like such an address ("127.example.vn") is not one.
[[nodiscard]] bool IsOfThisMachine(std::string_view address);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_ENDPOINT_H_
