#include "services/accounts/caller_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>

#include "absl/strings/str_replace.h"

namespace phancong::accounts {
namespace {

constexpr size_t kNetworkBytes = 8;
constexpr size_t kIpv4Offset = 12;

std::string TextOf(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return inet_ntop(family, address, text.data(), text.size()) == nullptr ? std::string() : std::string(text.data());
}

}  // namespace

std::string CallerAddress(std::string_view peer) {
  std::string text = absl::StrReplaceAll(absl::string_view(peer.data(), peer.size()), {{"%5B", "["}, {"%5D", "]"}});
  const size_t kind = text.find(':');
  const size_t port = text.rfind(':');
  if (kind == std::string::npos || port == kind) return "local";
  std::string host = text.substr(kind + 1, port - kind - 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  host = host.substr(0, host.find('%'));  // the zone of a link-local address
  in_addr ipv4{};
  if (inet_pton(AF_INET, host.c_str(), &ipv4) == 1) return TextOf(AF_INET, &ipv4);
  in6_addr ipv6{};
  if (inet_pton(AF_INET6, host.c_str(), &ipv6) != 1) return "local";
  if (IN6_IS_ADDR_V4MAPPED(&ipv6)) return TextOf(AF_INET, ipv6.s6_addr + kIpv4Offset);
  for (size_t i = kNetworkBytes; i < sizeof ipv6.s6_addr; ++i) ipv6.s6_addr[i] = 0;
  return TextOf(AF_INET6, &ipv6) + "/64";
}

}  // namespace phancong::accounts
