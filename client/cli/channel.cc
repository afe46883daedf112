#include "client/cli/channel.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/introduction.h"
#include "client/cli/strings.h"
#include "grpc/support/log.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/rules/endpoint.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;

// Bytes. Pages of a thousand long comments or entries are longer than the 4 MiB that gRPC takes unless it is told.
constexpr int kGreatestAnswer = 64 << 20;
// A handshake that takes longer leads nowhere.
constexpr absl::Duration kHandshakeTimeout = absl::Seconds(10);

// Once, before gRPC looks: it speaks TLS 1.3 alone (its own list is of the suites of TLS 1.2, and one that needs a key
// agreed on before is never chosen), and leaves it to us to say what went wrong.
void PrepareTransport() {
  static const bool done = [] {
    setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", /*overwrite=*/1);
    gpr_set_log_function([](gpr_log_func_args*) {});
    return true;
  }();
  static_cast<void>(done);
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsFor(const KnownServer& known, grpc::ChannelArguments& arguments) {
  if (known.vouching == Vouching::kClearText) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (known.vouching == Vouching::kSystem) {
    options.pem_root_certs = SystemRoots();
  } else {
    options.pem_root_certs = known.certificate;
    // The pin vouches for the one server that has its key, whatever the address through which it is called.
    arguments.SetSslTargetNameOverride(NameIn(known.certificate));
  }
  return grpc::SslCredentials(options);
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

// Of what failed inside the server, the operator finds a line in its log by the call's id.
grpc::Status WithCallId(const grpc::Status& status, const grpc::ClientContext& context, Language language) {
  const auto& metadata = context.GetServerTrailingMetadata();
  const auto id = metadata.find("phancong-call-id");
  const bool inside = status.error_code() == grpc::StatusCode::INTERNAL ||
                      status.error_code() == grpc::StatusCode::UNKNOWN ||
                      status.error_code() == grpc::StatusCode::DATA_LOSS;
  if (!inside || id == metadata.end()) return status;
  const Phrase told{" Khi báo người quản trị, kèm mã cuộc gọi ", " Tell the administrator, with the call's id "};
  return {
      status.error_code(),
      Concat(status.error_message(), told.In(language), std::string_view(id->second.data(), id->second.size()), "."),
      status.error_details()};
}

}  // namespace

// Kept out of the header: gRPC's own take seconds to compile. Requests and responses are messages of any type.
struct Channel::Stub {
  explicit Stub(std::shared_ptr<grpc::Channel> channel) : generic(std::move(channel)) {}
  grpc::TemplatedGenericStub<Message, Message> generic;
};

Channel::Channel(std::string server, KnownServers known_servers)
    : server_(std::move(server)), known_servers_(std::move(known_servers)) {}
Channel::~Channel() = default;

absl::Status Channel::Connect(const CallSettings& settings) {
  if (stub_ != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(known_, known_servers_.Find(server_));
  if (known_.vouching == Vouching::kNothing) {
    if (!settings.meet) return absl::InternalError("nobody says what vouches for a server");
    ASSIGN_OR_RETURN(known_, settings.meet(server_));
    RETURN_IF_ERROR(known_servers_.Keep(server_, known_));
  }
  if (known_.vouching == Vouching::kClearText && !rules::IsOfThisMachine(server_)) return ClearTextElsewhere(server_);
  PrepareTransport();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kGreatestAnswer);
  const std::shared_ptr<grpc::ChannelCredentials> credentials = CredentialsFor(known_, arguments);
  stub_ = std::make_unique<Stub>(grpc::CreateCustomChannel(server_, credentials, arguments));
  return absl::OkStatus();
}

absl::Status Channel::NotReached(const std::string& why, const CallSettings& settings) {
  const absl::Status checked = CheckIntroduction(server_, known_, std::min(settings.timeout, kHandshakeTimeout));
  if (!checked.ok()) {
    // It may be known by something else the next time.
    stub_ = nullptr;
    return checked;
  }
  // gRPC's own words end in what the system said: "…: Connection refused".
  const size_t last = why.rfind(": ");
  return FromAnswer(
      {grpc::StatusCode::UNAVAILABLE, Concat(server_, ": ", last == std::string::npos ? why : why.substr(last + 2))});
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
  RETURN_IF_ERROR(Connect(settings));
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
    return FromAnswer(WithCallId(status, context, settings.language));
  return NotReached(status.error_message(), settings);
}

}  // namespace phancong::client
