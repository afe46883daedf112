// What every handler calls: one line turns a unary call into a command on the writer or a read on a snapshot.
//
//   grpc::ServerUnaryReactor* SubmitTask(grpc::CallbackServerContext* context, const v1::SubmitTaskRequest* request,
//                                        v1::SubmitTaskResponse* response) override {
//     return calls_.Command(context, request, response, grassroots_union::SubmitTask);
//   }
//
// The method is known by its request's type: every method of phancong.v1 has its own request message. Nothing here
// blocks for long: commands run on the writer's thread, reads on the pool, or where they are short. The caller's answer
// is sent by `calls` alone, with google.rpc.Status details where it is a refusal.
//
// Unless a method is public, a call by somebody who is not signed in is refused with NOT_SIGNED_IN, one in a session
// opened with a one-time code with PASSWORD_CHANGE_REQUIRED; a name that is not well formed with INVALID_FIELD; a name
// of another federation than the session's with POSITION_REQUIRED, so that nothing is learnt of it.
#ifndef PHANCONG_SERVICES_SERVING_CALLS_H_
#define PHANCONG_SERVICES_SERVING_CALLS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/serving/call_log.h"
#include "services/serving/command.h"
#include "services/serving/reads.h"

namespace grpc {
class CallbackServerContext;
class ServerUnaryReactor;
class Status;
}  // namespace grpc

namespace phancong::serving {

class Commands;
struct Method;
class Methods;
class Sessions;

template <class Request, class Response>
using CommandFunction = std::function<absl::Status(CommandContext&, const Request&, Response*)>;
template <class Request, class Response>
using ReadFunction = std::function<absl::Status(ReadContext&, const Request&, Response*)>;
// Runs once the entry is committed and before the caller is answered, on the thread that answers; not for a replay, a
// refusal, or a command that changed nothing. For what is kept in memory beside the database.
template <class Response>
using CommittedFunction = std::function<void(const Actor&, const Response&)>;

// An operation's end; called exactly once, from any thread.
using Done = std::function<void(const absl::Status&)>;
// How a call is answered; called exactly once, from any thread.
using Answer = std::function<void(const grpc::Status&)>;

// Thread-safe. Outlives every call.
class Calls {
 public:
  // `upload_patience`: the window in which an upload has to bring something (patience.h).
  Calls(const Methods& methods, Sessions& sessions, Commands& commands, Reads& reads, CallLog& log,
        absl::Duration upload_patience)
      : methods_(methods),
        sessions_(sessions),
        commands_(commands),
        reads_(reads),
        log_(log),
        upload_patience_(upload_patience) {}
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  // `request` and `response` are gRPC's, valid until the answer. The body may run more than once: what it leaves in the
  // response is cleared before.
  template <class Request, class Response>
  [[nodiscard]] grpc::ServerUnaryReactor* Command(grpc::CallbackServerContext* context, const Request* request,
                                                  Response* response,
                                                  std::type_identity_t<CommandFunction<Request, Response>> body,
                                                  std::type_identity_t<CommittedFunction<Response>> committed = {}) {
    return UnaryCommand(
        context, *request, response,
        [body = std::move(body), request, response](CommandContext& command) {
          return body(command, *request, response);
        },
        Bind(std::move(committed), response));
  }

  template <class Request, class Response>
  [[nodiscard]] grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Request* request,
                                               Response* response,
                                               std::type_identity_t<ReadFunction<Request, Response>> body,
                                               ReadLength length = ReadLength::kAny) {
    return UnaryRead(
        context, *request, response,
        [body = std::move(body), request, response](ReadContext& read) { return body(read, *request, response); },
        length);
  }

  // A call that is neither: sign-in and what concerns the caller's own sessions. Where the method is public, nobody
  // needs to be signed in, and the actor is nobody. The request's name must be in the session's federation.
  [[nodiscard]] grpc::ServerUnaryReactor* Operation(grpc::CallbackServerContext* context,
                                                    const google::protobuf::Message* request,
                                                    const std::function<void(const Actor&, Done)>& operation);

  // For calls of another shape than unary (see collect.h).

  [[nodiscard]] absl::Duration upload_patience() const { return upload_patience_; }

  // The caller, without positions yet (they are of the business day, which a snapshot knows). NOT_SIGNED_IN;
  // PASSWORD_CHANGE_REQUIRED but for the few methods that are open then. Who calls what is public is nobody.
  [[nodiscard]] absl::StatusOr<Actor> SignedIn(const grpc::CallbackServerContext& context, const Method& method) const;
  [[nodiscard]] const Method& MethodOf(const google::protobuf::Message& request) const;
  void RunCommand(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                  google::protobuf::Message* response, std::function<absl::Status(CommandContext&)> body,
                  std::function<void(const Actor&)> committed, Answer answer);
  void RunRead(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
               google::protobuf::Message* response, std::function<absl::Status(ReadContext&)> body, Answer answer,
               ReadLength length = ReadLength::kAny);
  // The same as a read, but for what is no call's end: whether more of it may come. Not logged, not counted.
  void Admit(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
             std::function<absl::Status(ReadContext&)> body, Done done);
  // How a call of many messages ends before it becomes one of these: logged, counted, and as gRPC answers it.
  [[nodiscard]] grpc::Status Refused(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
                                     const absl::Status& refusal);
  // The same around a call that lasts.
  [[nodiscard]] CallMark Begin(grpc::CallbackServerContext& context);
  [[nodiscard]] grpc::Status Ended(const CallMark& call, const Method& method, const Actor& actor,
                                   const absl::Status& outcome, const std::string& language);

 private:
  template <class Response>
  static std::function<void(const Actor&)> Bind(CommittedFunction<Response> committed, const Response* response) {
    if (!committed) return {};
    return [committed = std::move(committed), response](const Actor& actor) { committed(actor, *response); };
  }
  [[nodiscard]] Done LogAndAnswer(grpc::CallbackServerContext& context, const Method& method, const Actor& actor,
                                  const google::protobuf::Message& request, Answer answer);
  void Read(const grpc::CallbackServerContext& context, const Method& method, absl::StatusOr<Actor> actor,
            const google::protobuf::Message& request, google::protobuf::Message* response,
            std::function<absl::Status(ReadContext&)> body, ReadLength length, Done done);
  // Who may go on with an operation.
  [[nodiscard]] absl::StatusOr<Actor> Operating(const grpc::CallbackServerContext& context, const Method& method,
                                                const google::protobuf::Message& request) const;
  grpc::ServerUnaryReactor* UnaryCommand(grpc::CallbackServerContext* context, const google::protobuf::Message& request,
                                         google::protobuf::Message* response,
                                         std::function<absl::Status(CommandContext&)> body,
                                         std::function<void(const Actor&)> committed);
  grpc::ServerUnaryReactor* UnaryRead(grpc::CallbackServerContext* context, const google::protobuf::Message& request,
                                      google::protobuf::Message* response,
                                      std::function<absl::Status(ReadContext&)> body, ReadLength length);

  const Methods& methods_;
  Sessions& sessions_;
  Commands& commands_;
  Reads& reads_;
  CallLog& log_;
  const absl::Duration upload_patience_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_CALLS_H_
