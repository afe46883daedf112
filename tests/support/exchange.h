// One call to a server, step by step, whatever its method.
#ifndef PHANCONG_TESTS_SUPPORT_EXCHANGE_H_
#define PHANCONG_TESTS_SUPPORT_EXCHANGE_H_

#include <memory>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/status.h"

namespace phancong::support {

// In clear text, and shared with nobody: not even with one to the same port before.
std::shared_ptr<grpc::Channel> ChannelOfItsOwn(const std::string& address, grpc::ChannelArguments arguments = {});

// Begun when it is made. Each step waits until it is done; `context` outlives it. For one thread.
class Exchange {
 public:
  using Stub = grpc::TemplatedGenericStub<google::protobuf::Message, google::protobuf::Message>;

  Exchange(Stub& stub, const google::protobuf::MethodDescriptor& method, grpc::ClientContext& context);
  // By the method's path: "/package.Service/Method".
  Exchange(Stub& stub, const std::string& path, grpc::ClientContext& context);

  // False where the call is over already.
  bool Writes(const google::protobuf::Message& message, bool is_last);
  // False where nothing comes any more.
  bool Reads(google::protobuf::Message* message);
  // How it ended; once, when nothing more is to be written or read.
  grpc::Status Ends();

 private:
  bool IsDone();

  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<google::protobuf::Message, google::protobuf::Message>> call_;
  bool goes_on_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_EXCHANGE_H_
