// Calls as they travel: any method of the contract by its descriptor, with any metadata, and all that comes back.
#ifndef PHANCONG_TESTS_SUPPORT_WIRE_H_
#define PHANCONG_TESTS_SUPPORT_WIRE_H_

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/status.h"
#include "tests/support/exchange.h"
#include "tests/support/outcome.h"

namespace phancong::support {

struct Reply {
  grpc::Status status;
  Answered answered;
  // One of a unary call that was done; all of a stream, or as many as were asked for.
  std::vector<std::unique_ptr<google::protobuf::Message>> messages;
  // Initial and trailing metadata: each key with its values.
  std::multimap<std::string, std::string> metadata;
};

// One connection. To be used by one thread at a time.
class Wire {
 public:
  using Metadata = std::map<std::string, std::string>;

  // In clear text; or however the channel does it.
  explicit Wire(const std::string& address, grpc::ChannelArguments arguments = {});
  explicit Wire(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {}
  // From now on a call ends with DEADLINE_EXCEEDED where it takes longer.
  void GivesUpAfter(std::chrono::milliseconds longest) { longest_ = longest; }

  // Sends one request, in whatever shape the method is. A stream that has sent `most_messages` is cancelled.
  Reply Call(const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request,
             const Metadata& metadata, size_t most_messages = 10'000);
  // Somebody signed in, by their token; for whom they say to act, where it is not empty.
  Reply As(const std::string& token, const google::protobuf::MethodDescriptor& method,
           const google::protobuf::Message& request, const std::string& acts_for = "", size_t most_messages = 10'000);

 private:
  std::optional<std::chrono::milliseconds> longest_;
  Exchange::Stub stub_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_WIRE_H_
