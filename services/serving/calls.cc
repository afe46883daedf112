#include "services/serving/calls.h"

#include <optional>
#include <string>
#include <utility>

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/admission.h"
#include "services/serving/commands.h"
#include "services/serving/form.h"
#include "services/serving/methods.h"
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

// Whom the caller says to act for, by account id; empty: for nobody.
std::string PrincipalOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto entry = metadata.find("phancong-on-behalf-of");
  return entry == metadata.end() ? std::string() : std::string(entry->second.data(), entry->second.size());
}

std::string_view RequestIdOf(const Method& method, const google::protobuf::Message& request) {
  static const std::string kNone;
  return method.request_id == nullptr
             ? kNone
             : request.GetReflection()->GetStringReference(request, method.request_id, nullptr);
}

}  // namespace

absl::StatusOr<Actor> Calls::SignedIn(const grpc::CallbackServerContext& context, const Method& method) const {
  Actor actor;
  actor.language = LanguageOf(context);
  if (method.is_public) return actor;
  const std::optional<Session> session = sessions_.Find(TokenOf(context), reads_.clock().NowMicros());
  if (!session) return rules::Refuse(v1::ERROR_REASON_NOT_SIGNED_IN);
  if (session->password_change_required && !method.open_with_one_time_code) {
    return rules::Refuse(v1::ERROR_REASON_PASSWORD_CHANGE_REQUIRED);
  }
  actor.federation = session->federation;
  actor.federation_id = session->federation_id;
  actor.account = session->account;
  actor.account_id = session->account_id;
  actor.session = session->session;
  actor.on_behalf_of_id = PrincipalOf(context);
  return actor;
}

Done Calls::LogAndAnswer(grpc::CallbackServerContext& context, const Method& method, const Actor& actor,
                         const google::protobuf::Message& request, Answer answer) {
  return [this, call = log_.Begin(context), &method, actor, &request, language = LanguageOf(context),
          answer = std::move(answer)](const absl::Status& outcome) {
    log_.End(call, method, actor, RequestIdOf(method, request), outcome);
    answer(ToGrpc(outcome, language));
  };
}

grpc::Status Calls::Ended(const CallMark& call, const Method& method, const Actor& actor, const absl::Status& outcome,
                          const std::string& language) {
  log_.End(call, method, actor, {}, outcome);
  return ToGrpc(outcome, language);
}

grpc::Status Calls::Refused(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                            const absl::Status& refusal) {
  return Ended(log_.Begin(context), MethodOf(request), Actor(), refusal, LanguageOf(context));
}

CallMark Calls::Begin(grpc::CallbackServerContext& context) { return log_.Begin(context); }

const Method& Calls::MethodOf(const google::protobuf::Message& request) const {
  return methods_.WithRequest(*request.GetDescriptor());
}

void Calls::RunCommand(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                       google::protobuf::Message* response, std::function<absl::Status(CommandContext&)> body,
                       std::function<void(const Actor&)> committed, Answer answer) {
  const Method& method = MethodOf(request);
  absl::StatusOr<Actor> actor = SignedIn(context, method);
  Done done = LogAndAnswer(context, method, actor.value_or(Actor()), request, std::move(answer));
  if (!actor.ok()) return done(actor.status());
  commands_.Run({.method = &method,
                 .actor = *std::move(actor),
                 .request = &request,
                 .response = response,
                 .body = std::move(body),
                 .committed = std::move(committed),
                 .abandoned = [&context] { return context.IsCancelled(); },
                 .done = std::move(done)});
}

void Calls::RunRead(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                    google::protobuf::Message* response, std::function<absl::Status(ReadContext&)> body, Answer answer,
                    ReadLength length) {
  const Method& method = MethodOf(request);
  absl::StatusOr<Actor> actor = SignedIn(context, method);
  Done done = LogAndAnswer(context, method, actor.value_or(Actor()), request, std::move(answer));
  Read(context, method, std::move(actor), request, response, std::move(body), length, std::move(done));
}

void Calls::Admit(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                  std::function<absl::Status(ReadContext&)> body, Done done) {
  const Method& method = MethodOf(request);
  Read(context, method, SignedIn(context, method), request, nullptr, std::move(body), ReadLength::kAny,
       std::move(done));
}

void Calls::Read(const grpc::CallbackServerContext& context, const Method& method, absl::StatusOr<Actor> actor,
                 const google::protobuf::Message& request, google::protobuf::Message* response,
                 std::function<absl::Status(ReadContext&)> body, ReadLength length, Done done) {
  if (!actor.ok()) return done(actor.status());
  reads_.Run({.method = &method,
              .actor = *std::move(actor),
              .request = &request,
              .response = response,
              .body = std::move(body),
              .length = length,
              .abandoned = [&context] { return context.IsCancelled(); },
              .done = std::move(done)});
}

absl::StatusOr<Actor> Calls::Operating(const grpc::CallbackServerContext& context, const Method& method,
                                       const google::protobuf::Message& request) const {
  ASSIGN_OR_RETURN(Actor actor, SignedIn(context, method));
  RETURN_IF_ERROR(CheckForm(request));
  if (method.is_public) return actor;
  ASSIGN_OR_RETURN(const rules::ResourceName resource, ResourceOf(method, request));
  if (resource.federation != actor.federation_id) return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  return actor;
}

grpc::ServerUnaryReactor* Calls::Operation(grpc::CallbackServerContext* context,
                                           const google::protobuf::Message* request,
                                           const std::function<void(const Actor&, Done)>& operation) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const Method& method = MethodOf(*request);
  const absl::StatusOr<Actor> actor = Operating(*context, method, *request);
  Done done = LogAndAnswer(*context, method, actor.value_or(Actor()), *request,
                           [reactor](const grpc::Status& status) { reactor->Finish(status); });
  if (actor.ok()) {
    operation(*actor, std::move(done));
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
                                           std::function<absl::Status(ReadContext&)> body, ReadLength length) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  RunRead(
      *context, request, response, std::move(body), [reactor](const grpc::Status& status) { reactor->Finish(status); },
      length);
  return reactor;
}

}  // namespace phancong::serving
