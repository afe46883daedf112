#include "services/rules/endpoint.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace phancong::rules {
namespace {

// Four numbers of one to three digits. Shorter ways to write an IPv4 address are not taken for one here.
bool IsDottedQuad(std::string_view host) {
  int dots = 0;
  int digits = 0;
  for (const char c : host) {
    if (c == '.') {
      if (digits == 0) return false;
      ++dots;
      digits = 0;
    } else if (!absl::ascii_isdigit(c) || ++digits > 3) {
      return false;
    }
  }
  return dots == 3 && digits > 0;
}

}  // namespace

std::optional<Endpoint> ParseEndpoint(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || address.starts_with("unix:")) return std::nullopt;
  std::string_view host = address.substr(0, colon);
  const std::string_view port = address.substr(colon + 1);
  if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), absl::ascii_isdigit))
    return std::nullopt;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  // An IPv6 address needs its brackets, else its last group is taken for the port.
  if (host.empty() || (!bracketed && host.find_first_of(":[]") != std::string_view::npos)) return std::nullopt;
  return Endpoint{.host = std::string(host), .port = std::string(port)};
}

bool IsOfThisMachine(std::string_view address) {
  if (address.starts_with("unix:")) return true;
  const std::optional<Endpoint> endpoint = ParseEndpoint(address);
  if (!endpoint) return false;
  return endpoint->host == "localhost" || endpoint->host == "::1" ||
         (endpoint->host.starts_with("127.") && IsDottedQuad(endpoint->host));
}

}  // namespace phancong::rules
