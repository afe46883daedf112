// Where a caller calls from, as back-off counts it.
#ifndef PHANCONG_SERVICES_ACCOUNTS_CALLER_ADDRESS_H_
#define PHANCONG_SERVICES_ACCOUNTS_CALLER_ADDRESS_H_

#include <string>
#include <string_view>

namespace phancong::accounts {

// Of gRPC's peer ("ipv4:203.0.113.7:50412", "ipv6:[2001:db8::7]:50412", also with the brackets as %5B and %5D): the
// IPv4 address, or the IPv6 network of 64 bits, since a house or an office has as many addresses in it as it likes. An
// IPv4 address within IPv6 is the IPv4 address. Anything else (a Unix socket) is all one.
[[nodiscard]] std::string CallerAddress(std::string_view peer);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_CALLER_ADDRESS_H_
