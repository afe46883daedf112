// One connection to one server, over what vouches for it, and calls over it by the descriptors of their methods.
#ifndef PHANCONG_CLIENT_CLI_CHANNEL_H_
#define PHANCONG_CLIENT_CLI_CHANNEL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/contract.h"
#include "client/cli/file_content.h"
#include "client/cli/known_servers.h"
#include "client/cli/language.h"

namespace phancong::client {

struct CallSettings {
  Language language = Language::kVietnamese;
  // Empty: not signed in.
  std::string token = {};
  // Whose delegated position is exercised, by account id; empty: nobody's.
  std::string on_behalf_of = {};
  // Infinite: no deadline.
  absl::Duration timeout = absl::Seconds(30);
  // What a method that takes a stream is sent as its `chunk`s, instead of the request's own; it outlives the call.
  FileContent* content = nullptr;
  // Says what a server that is not known is known by from now on; see meeting.h.
  std::function<absl::StatusOr<KnownServer>(const std::string& server)> meet = {};
  // Told how many bytes of a long request have been sent, if set.
  std::function<void(int64_t)> sent = {};
};

// For calls that send or get a file, where no --timeout says otherwise.
inline constexpr absl::Duration kFileTimeout = absl::Minutes(30);

class Channel {
 public:
  // Connects when the first call is made: over TLS 1.3, by what `known_servers` has of the server; where that is
  // nothing, the call's `meet` says it first, and it is kept. In clear text only to this machine (WrongUsage).
  Channel(std::string server, KnownServers known_servers);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // One request, one answer. Where the method takes a stream, the request is sent in pieces of its field `chunk`, or of
  // the content, the other fields with the first of them; where the content can't be read to its end, the call is
  // broken off, and nothing is done. A refusal is the status of the server (failure.h: FromAnswer); NotTrusted where
  // nothing vouches for the server, and nothing was sent.
  [[nodiscard]] absl::StatusOr<MessagePtr> Call(const google::protobuf::MethodDescriptor& method,
                                                const google::protobuf::Message& request, const CallSettings& settings);

  // One request, many answers: each goes to `take`, until it returns false (then OK) or the stream ends.
  [[nodiscard]] absl::Status Watch(const google::protobuf::MethodDescriptor& method,
                                   const google::protobuf::Message& request, const CallSettings& settings,
                                   absl::FunctionRef<bool(const google::protobuf::Message&)> take);

 private:
  struct Stub;

  [[nodiscard]] absl::Status Connect(const CallSettings& settings);
  // Of a call that did not get through: it is looked at once more whether it was for want of trust.
  [[nodiscard]] absl::Status NotReached(const std::string& why, const CallSettings& settings);

  const std::string server_;
  const KnownServers known_servers_;
  KnownServer known_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CHANNEL_H_
