#include "tests/support/wire.h"

#include <utility>

#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "tests/support/contract.h"

namespace phancong::support {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

grpc::ChannelArguments OfItsOwn(grpc::ChannelArguments arguments) {
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

void Keep(const std::multimap<grpc::string_ref, grpc::string_ref>& from, std::multimap<std::string, std::string>& to) {
  for (const auto& [key, value] : from) {
    to.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
}

}  // namespace

Wire::Wire(const std::string& address, grpc::ChannelArguments arguments)
    : stub_(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), OfItsOwn(std::move(arguments)))) {}

Reply Wire::Call(const MethodDescriptor& method, const Message& request, const Metadata& metadata,
                 size_t most_messages) {
  Reply reply;
  grpc::ClientContext context;
  if (longest_) context.set_deadline(std::chrono::system_clock::now() + *longest_);
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
  grpc::CompletionQueue queue;
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  const auto call = stub_.PrepareCall(&context, "/" + method.service()->full_name() + "/" + method.name(), &queue);
  call->StartCall(nullptr);
  if (done()) {
    grpc::WriteOptions last;
    last.set_last_message();
    call->Write(request, last, nullptr);
    done();
  }
  while (true) {
    if (reply.messages.size() == most_messages) {
      context.TryCancel();
      break;
    }
    std::unique_ptr<Message> message = NewResponse(method);
    call->Read(message.get(), nullptr);
    if (!done()) break;
    reply.messages.push_back(std::move(message));
  }
  call->Finish(&reply.status, nullptr);
  done();
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
