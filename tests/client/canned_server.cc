#include "tests/client/canned_server.h"

#include <utility>

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"

namespace phancong::client {
namespace {

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

// Reads all that is sent, then writes all that is laid out, then finishes.
class Exchange : public grpc::ServerGenericBidiReactor {
 public:
  Exchange(CannedServer& server, grpc::GenericCallbackServerContext* context) : server_(server) {
    call_.method = context->method().substr(context->method().rfind('/') + 1);
    for (const auto& [key, value] : context->client_metadata()) {
      call_.metadata[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
    }
    context->AddTrailingMetadata("phancong-call-id", kCallId);
    StartRead(&buffer_);
  }
  void OnReadDone(bool ok) override {
    if (ok) {
      call_.messages.push_back(BytesOf(buffer_));
      StartRead(&buffer_);
      return;
    }
    answer_ = server_.Next(call_);
    WriteNext();
  }
  void OnWriteDone(bool ok) override {
    if (ok) {
      WriteNext();
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnDone() override { delete this; }

 private:
  void WriteNext() {
    if (written_ == answer_.messages.size()) {
      Finish(answer_.status);
      return;
    }
    const grpc::Slice slice(answer_.messages[written_++]);
    buffer_ = grpc::ByteBuffer(&slice, 1);
    StartWrite(&buffer_);
  }

  CannedServer& server_;
  SeenCall call_;
  CannedAnswer answer_;
  size_t written_ = 0;
  grpc::ByteBuffer buffer_;
};

}  // namespace

class CannedServer::Service : public grpc::CallbackGenericService {
 public:
  explicit Service(CannedServer& server) : server_(server) {}
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Exchange(server_, context);
  }

 private:
  CannedServer& server_;
};

CannedServer::CannedServer(const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : service_(std::make_unique<Service>(*this)) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
}

CannedServer::~CannedServer() { server_->Shutdown(); }

void CannedServer::Answer(const std::string& method, CannedAnswer answer) {
  const std::lock_guard lock(mutex_);
  answers_[method].push_back(std::move(answer));
}

void CannedServer::Answer(const std::string& method, const google::protobuf::Message& message) {
  Answer(method, CannedAnswer{.messages = {message.SerializeAsString()}, .status = grpc::Status::OK});
}

void CannedServer::Refuse(const std::string& method, grpc::StatusCode code, const std::string& message,
                          const std::string& reason,
                          const std::vector<std::pair<std::string, std::string>>& violations) {
  google::rpc::Status details;
  details.set_code(code);
  details.set_message(message);
  if (!reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(reason);
    info.set_domain("phancong.v1");
    details.add_details()->PackFrom(info);
  }
  if (!violations.empty()) {
    google::rpc::BadRequest request;
    for (const auto& [field, description] : violations) {
      auto* violation = request.add_field_violations();
      violation->set_field(field);
      violation->set_description(description);
    }
    details.add_details()->PackFrom(request);
  }
  Answer(method, CannedAnswer{.messages = {}, .status = grpc::Status(code, message, details.SerializeAsString())});
}

std::vector<SeenCall> CannedServer::seen() {
  const std::lock_guard lock(mutex_);
  return seen_;
}

CannedAnswer CannedServer::Next(const SeenCall& call) {
  const std::lock_guard lock(mutex_);
  seen_.push_back(call);
  auto& answers = answers_[call.method];
  if (answers.empty()) {
    return {.messages = {},
            .status = grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "nothing laid out for " + call.method)};
  }
  CannedAnswer answer = answers.front();
  if (answers.size() > 1) answers.pop_front();
  return answer;
}

}  // namespace phancong::client
