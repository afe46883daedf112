#include "tests/support/wire.h"

#include <utility>

#include "grpcpp/client_context.h"
#include "tests/support/contract.h"

namespace phancong::support {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

void Keep(const std::multimap<grpc::string_ref, grpc::string_ref>& from, std::multimap<std::string, std::string>& to) {
  for (const auto& [key, value] : from) {
    to.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
}

}  // namespace

Wire::Wire(const std::string& address, grpc::ChannelArguments arguments)
    : stub_(ChannelOfItsOwn(address, std::move(arguments))) {}

Reply Wire::Call(const MethodDescriptor& method, const Message& request, const Metadata& metadata,
                 size_t most_messages) {
  Reply reply;
  grpc::ClientContext context;
  if (longest_) context.set_deadline(std::chrono::system_clock::now() + *longest_);
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
  Exchange exchange(stub_, method, context);
  exchange.Writes(request, /*is_last=*/true);
  while (true) {
    if (reply.messages.size() == most_messages) {
      context.TryCancel();
      break;
    }
    std::unique_ptr<Message> message = NewResponse(method);
    if (!exchange.Reads(message.get())) break;
    reply.messages.push_back(std::move(message));
  }
  reply.status = exchange.Ends();
  reply.answered = AnsweredOf(reply.status);
  Keep(context.GetServerInitialMetadata(), reply.metadata);
  Keep(context.GetServerTrailingMetadata(), reply.metadata);
  return reply;
}

Reply Wire::As(const std::string& token, const MethodDescriptor& method, const Message& request,
               const std::string& acts_for, size_t most_messages) {
  Metadata metadata;
  if (!token.empty()) metadata["authorization"] = "Bearer " + token;
  if (!acts_for.empty()) metadata["phancong-on-behalf-of"] = acts_for;
  return Call(method, request, metadata, most_messages);
}

}  // namespace phancong::support
