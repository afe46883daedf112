#include "services/serving/calls.h"

#include <optional>
#include <string>
#include <utility>

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rules/refusal.h"
#include "services/serving/admission.h"
#include "services/serving/commands.h"
#include "services/serving/methods.h"
#include "services/serving/reads.h"
#include "services/serving/sessions.h"
#include "services/serving/status.h"

namespace phancong::serving {
namespace {

constexpr std::string_view kBearer = "bearer ";

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The token of "authorization: Bearer …"; empty without one.
std::string_view TokenOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto entry = metadata.find("authorization");
  if (entry == metadata.end()) return {};
  const std::string_view value(entry->second.data(), entry->second.size());
  if (value.size() <= kBearer.size()) return {};
  for (size_t i = 0; i < kBearer.size(); ++i) {
    if (Lower(value[i]) != kBearer[i]) return {};
  }
  return value.substr(kBearer.size());
}

}  // namespace

absl::StatusOr<Actor> Calls::SignedIn(const grpc::CallbackServerContext& context, const Method& method) const {
  const std::optional<Session> session = sessions_.Find(TokenOf(context), reads_.clock().NowMicros());
  if (!session) return rules::Refuse(v1::ERROR_REASON_NOT_SIGNED_IN);
  if (session->password_change_required && !method.open_with_one_time_code) {
    return rules::Refuse(v1::ERROR_REASON_PASSWORD_CHANGE_REQUIRED);
  }
  Actor actor;
  actor.federation = session->federation;
  actor.federation_id = session->federation_id;
  actor.account = session->account;
  actor.account_id = session->account_id;
  actor.session = session->session;
  actor.language = LanguageOf(context);
  return actor;
}

const Method& Calls::MethodOf(const google::protobuf::Message& request) const {
  return methods_.WithRequest(*request.GetDescriptor());
}

void Calls::RunCommand(const grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                       google::protobuf::Message* response, std::function<absl::Status(CommandContext&)> body,
                       std::function<void(const Actor&)> committed, Answer answer) {
  const Method& method = MethodOf(request);
  absl::StatusOr<Actor> actor = SignedIn(context, method);
  if (!actor.ok()) return answer(ToGrpc(actor.status(), LanguageOf(context)));
  const std::string language = actor->language;
  commands_.Run({.method = &method,
                 .actor = *std::move(actor),
                 .request = &request,
                 .response = response,
                 .body = std::move(body),
                 .committed = std::move(committed),
                 .abandoned = [&context] { return context.IsCancelled(); },
                 .done = [answer = std::move(answer),
                          language](const absl::Status& outcome) { answer(ToGrpc(outcome, language)); }});
}

void Calls::RunRead(const grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                    google::protobuf::Message* response, std::function<absl::Status(ReadContext&)> body,
                    Answer answer) {
  const Method& method = MethodOf(request);
  absl::StatusOr<Actor> actor = SignedIn(context, method);
  if (!actor.ok()) return answer(ToGrpc(actor.status(), LanguageOf(context)));
  const std::string language = actor->language;
  reads_.Run({.method = &method,
              .actor = *std::move(actor),
              .request = &request,
              .response = response,
              .body = std::move(body),
              .abandoned = [&context] { return context.IsCancelled(); },
              .done = [answer = std::move(answer),
                       language](const absl::Status& outcome) { answer(ToGrpc(outcome, language)); }});
}

grpc::ServerUnaryReactor* Calls::Operation(grpc::CallbackServerContext* context,
                                           const google::protobuf::Message* request,
                                           const std::function<void(const Actor&, Done)>& operation) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const Method& method = MethodOf(*request);
  const std::string language = LanguageOf(*context);
  const Done done = [reactor, language](const absl::Status& outcome) { reactor->Finish(ToGrpc(outcome, language)); };
  absl::StatusOr<Actor> actor = method.is_public ? Actor() : SignedIn(*context, method);
  if (actor.ok() && !method.is_public) {
    const absl::StatusOr<rules::ResourceName> resource = ResourceOf(method, *request);
    if (!resource.ok()) {
      actor = resource.status();
    } else if (resource->federation != actor->federation_id) {
      actor = rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
    }
  }
  if (actor.ok()) {
    operation(*actor, done);
  } else {
    done(actor.status());
  }
  return reactor;
}

grpc::ServerUnaryReactor* Calls::UnaryCommand(grpc::CallbackServerContext* context,
                                              const google::protobuf::Message& request,
                                              google::protobuf::Message* response,
                                              std::function<absl::Status(CommandContext&)> body,
                                              std::function<void(const Actor&)> committed) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  RunCommand(*context, request, response, std::move(body), std::move(committed),
             [reactor](const grpc::Status& status) { reactor->Finish(status); });
  return reactor;
}

grpc::ServerUnaryReactor* Calls::UnaryRead(grpc::CallbackServerContext* context,
                                           const google::protobuf::Message& request,
                                           google::protobuf::Message* response,
                                           std::function<absl::Status(ReadContext&)> body) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  RunRead(*context, request, response, std::move(body),
          [reactor](const grpc::Status& status) { reactor->Finish(status); });
  return reactor;
}

}  // namespace phancong::serving
