#include "client/cli/channel.h"

#include <algorithm>
#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;

bool IsOfThisMachine(std::string_view server) {
  return server.starts_with("127.") || server.starts_with("localhost:") || server.starts_with("[::1]:") ||
         server.starts_with("unix:");
}

// The messages that a request becomes on the wire: one, or the pieces of its chunk or content.
class Pieces {
 public:
  Pieces(const MethodDescriptor& method, const Message& request, FileContent* content)
      : streamed_(method.client_streaming()), request_(request), content_(content) {
    if (streamed_ && content_ == nullptr) whole_ = GetString(request, "chunk");
  }

  // The next message; nullptr: that was all.
  absl::StatusOr<MessagePtr> Next() {
    MessagePtr piece(request_.New());
    if (first_) piece->CopyFrom(request_);
    if (!streamed_) return std::exchange(first_, false) ? std::move(piece) : nullptr;
    ASSIGN_OR_RETURN(std::string chunk, NextChunk());
    if (chunk.empty() && !first_) return nullptr;
    SetString(*piece, "chunk", std::move(chunk));
    first_ = false;
    return piece;
  }

 private:
  absl::StatusOr<std::string> NextChunk() {
    if (content_ != nullptr) return content_->Next(kPieceBytes);
    std::string chunk = whole_.substr(at_, kPieceBytes);
    at_ += chunk.size();
    return chunk;
  }

  const bool streamed_;
  const Message& request_;
  FileContent* const content_;
  std::string whole_;
  size_t at_ = 0;
  bool first_ = true;
};

}  // namespace

// Kept out of the header: gRPC's own take seconds to compile. Requests and responses are messages of any type.
struct Channel::Stub {
  explicit Stub(std::shared_ptr<grpc::Channel> channel) : generic(std::move(channel)) {}
  grpc::TemplatedGenericStub<Message, Message> generic;
};

Channel::Channel(std::string server, std::unique_ptr<Stub> stub) : server_(std::move(server)), stub_(std::move(stub)) {}
Channel::~Channel() = default;

absl::StatusOr<std::shared_ptr<Channel>> Channel::Open(const std::string& server) {
  if (!IsOfThisMachine(server)) {
    return WrongUsage(Concat("Máy chủ “", server,
                             "” không ở máy này; đường truyền chưa mã hóa nên chưa gọi ra ngoài. "
                             "Hãy mở đường hầm: ssh -L 7443:127.0.0.1:7443 MÁY, rồi dùng --server 127.0.0.1:7443"),
                      Concat("The server \"", server,
                             "\" is not on this machine, and nothing is encrypted yet. "
                             "Open a tunnel: ssh -L 7443:127.0.0.1:7443 HOST, then use --server 127.0.0.1:7443"));
  }
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  auto stub = std::make_unique<Stub>(grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments));
  return std::shared_ptr<Channel>(new Channel(server, std::move(stub)));
}

absl::StatusOr<MessagePtr> Channel::Call(const MethodDescriptor& method, const Message& request,
                                         const CallSettings& settings) {
  MessagePtr answer;
  const absl::Status status = Watch(method, request, settings, [&](const Message& message) {
    answer.reset(message.New());
    answer->CopyFrom(message);
    return true;
  });
  if (!status.ok()) return status;
  if (answer == nullptr) return FromAnswer({grpc::StatusCode::INTERNAL, "no answer"});
  return answer;
}

absl::Status Channel::Watch(const MethodDescriptor& method, const Message& request, const CallSettings& settings,
                            absl::FunctionRef<bool(const Message&)> take) {
  grpc::ClientContext context;
  context.AddMetadata("accept-language", std::string(Code(settings.language)));
  if (!settings.token.empty()) context.AddMetadata("authorization", Concat("Bearer ", settings.token));
  if (!settings.on_behalf_of.empty()) context.AddMetadata("phancong-on-behalf-of", settings.on_behalf_of);
  if (settings.timeout != absl::InfiniteDuration()) {
    context.set_deadline(gpr_time_from_millis(absl::ToInt64Milliseconds(settings.timeout), GPR_TIMESPAN));
  }

  // Every operation is waited for before the next: the queue holds one event at a time.
  grpc::CompletionQueue queue;
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  const std::string path = Concat("/", method.service()->full_name(), "/", method.name());
  const auto call = stub_->generic.PrepareCall(&context, path, &queue);
  call->StartCall(nullptr);
  bool going = done();

  int64_t sent = 0;
  absl::Status unread;
  Pieces pieces(method, request, settings.content);
  while (going) {
    const absl::StatusOr<MessagePtr> piece = pieces.Next();
    unread = piece.status();
    if (!unread.ok()) context.TryCancel();
    if (!unread.ok() || *piece == nullptr) break;
    call->Write(**piece, nullptr);
    going = done();
    sent += static_cast<int64_t>((*piece)->ByteSizeLong());
    if (settings.sent) settings.sent(sent);
  }
  if (going && unread.ok()) {
    call->WritesDone(nullptr);
    done();
  }
  bool stopped = false;
  const MessagePtr answer = NewResponse(method);
  while (!stopped) {
    call->Read(answer.get(), nullptr);
    if (!done()) break;
    stopped = !take(*answer);
  }
  if (stopped) context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  done();
  if (!unread.ok()) return unread;
  if (stopped) return absl::OkStatus();
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE || !status.error_details().empty())
    return FromAnswer(status);
  // gRPC's own words end in what the system said: "…: Connection refused".
  const std::string why = status.error_message();
  const size_t last = why.rfind(": ");
  return FromAnswer(
      {grpc::StatusCode::UNAVAILABLE, Concat(server_, ": ", last == std::string::npos ? why : why.substr(last + 2))});
}

}  // namespace phancong::client
