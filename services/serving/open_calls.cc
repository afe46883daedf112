#include "services/serving/open_calls.h"

#include <string_view>

#include "absl/strings/numbers.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"

namespace phancong::serving {
namespace {

// Of a server's connections; gRPC gives a page of them where it is not told how many.
constexpr intptr_t kAll = 1'000'000;

// What gRPC's figures are made of: JSON, of which these few values are looked for by their names.
class Figures {
 public:
  // Takes what gRPC gave.
  explicit Figures(char* text) : text_(text == nullptr ? "" : text) { gpr_free(text); }

  // The next text of that name; empty where there is none.
  std::string Next(std::string_view name) {
    const std::string key = "\"" + std::string(name) + "\":\"";
    const size_t at = text_.find(key, read_);
    if (at == std::string::npos) return "";
    const size_t begin = at + key.size();
    const size_t end = text_.find('"', begin);
    read_ = end;
    return text_.substr(begin, end - begin);
  }
  // The next number of that name; a zero is not there.
  int64_t NextNumber(std::string_view name) {
    int64_t number = 0;
    return absl::SimpleAtoi(Next(name), &number) ? number : 0;
  }
  // Looks from the beginning again.
  void Rewind() { read_ = 0; }

 private:
  const std::string text_;
  size_t read_ = 0;
};

CallCounts CallsOn(int64_t socket) {
  Figures figures(grpc_channelz_get_socket(socket));
  const auto number = [&figures](std::string_view name) {
    figures.Rewind();
    return figures.NextNumber(name);
  };
  const int64_t begun = number("streamsStarted");
  return {.begun = begun, .open = begun - number("streamsSucceeded") - number("streamsFailed")};
}

void CountOf(int64_t server, const std::set<std::string>& peers, std::map<std::string, CallCounts>& calls) {
  Figures sockets(grpc_channelz_get_server_sockets(server, 0, kAll));
  for (std::string name = sockets.Next("name"); !name.empty(); name = sockets.Next("name")) {
    // Behind what kind of connection it is.
    const std::string peer = name.substr(name.rfind(' ') + 1);
    const int64_t socket = sockets.NextNumber("socketId");
    if (peers.contains(peer)) calls[peer] = CallsOn(socket);
  }
}

}  // namespace

std::map<std::string, CallCounts> CallsOf(const std::set<std::string>& peers) {
  std::map<std::string, CallCounts> calls;
  Figures servers(grpc_channelz_get_servers(0));
  for (int64_t server = servers.NextNumber("serverId"); server != 0; server = servers.NextNumber("serverId")) {
    CountOf(server, peers, calls);
  }
  return calls;
}

}  // namespace phancong::serving
