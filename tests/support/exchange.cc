#include "tests/support/exchange.h"

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace phancong::support {

using google::protobuf::Message;

std::shared_ptr<grpc::Channel> ChannelOfItsOwn(const std::string& address, grpc::ChannelArguments arguments) {
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Exchange::Exchange(Stub& stub, const google::protobuf::MethodDescriptor& method, grpc::ClientContext& context)
    : Exchange(stub, "/" + method.service()->full_name() + "/" + method.name(), context) {}

Exchange::Exchange(Stub& stub, const std::string& path, grpc::ClientContext& context)
    : call_(stub.PrepareCall(&context, path, &queue_)) {
  call_->StartCall(nullptr);
  goes_on_ = IsDone();
}

bool Exchange::Writes(const Message& message, bool is_last) {
  if (!goes_on_) return false;
  grpc::WriteOptions options;
  if (is_last) options.set_last_message();
  call_->Write(message, options, nullptr);
  goes_on_ = IsDone();
  return goes_on_;
}

bool Exchange::Reads(Message* message) {
  call_->Read(message, nullptr);
  return IsDone();
}

grpc::Status Exchange::Ends() {
  grpc::Status status;
  call_->Finish(&status, nullptr);
  IsDone();
  return status;
}

bool Exchange::IsDone() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

}  // namespace phancong::support
