#include "client/cli/session.h"

#include <array>
#include <cstdint>
#include <optional>
#include <random>

#include "client/cli/failure.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "fmt/format.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

std::string Session::Account() const { return rules::AccountName(profile_.federation, profile_.account); }

absl::Status Session::Become(Profile profile) {
  RETURN_IF_ERROR(folder_.Save(profile));
  if (profile.server != profile_.server) channel_ = nullptr;
  profile_ = std::move(profile);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<Channel>> Session::Ready(const MethodDescriptor& method, CallSettings& settings) {
  if (profile_.server.empty() || (settings.token.empty() && profile_.token.empty() && !IsPublic(method))) {
    return NotSignedIn(profile_.name);
  }
  if (settings.token.empty() && !IsPublic(method)) settings.token = profile_.token;
  if (channel_ == nullptr) channel_ = std::make_shared<Channel>(profile_.server, folder_.servers());
  return channel_;
}

absl::StatusOr<MessagePtr> Session::Send(const MethodDescriptor& method, Message& request, CallSettings settings) {
  ASSIGN_OR_RETURN(const std::shared_ptr<Channel> channel, Ready(method, settings));
  const FieldIn check = Reach(request, "validate_only");
  const bool changes_nothing = check.field != nullptr && request.GetReflection()->GetBool(request, check.field);
  const bool takes_id = method.input_type()->FindFieldByName("request_id") != nullptr;
  if (takes_id && GetString(request, "request_id").empty()) SetString(request, "request_id", NewRequestId());
  // What changes nothing need not be kept to be sent again.
  if (changes_nothing || !takes_id) return channel->Call(method, request, settings);
  // What is kept to be sent again is the account's own: for whom it acted is not kept.
  if (!settings.on_behalf_of.empty()) return CallWhole(*channel, method, request, settings);
  ASSIGN_OR_RETURN(const std::filesystem::path file, outbox_.Keep(Account(), method, request, settings.content));
  if (settings.content != nullptr) RETURN_IF_ERROR(settings.content->Rewind());
  absl::StatusOr<MessagePtr> answer = CallWhole(*channel, method, request, settings);
  if (IsWorthRetrying(answer.status())) return answer;
  RETURN_IF_ERROR(outbox_.Remove(file));
  return answer;
}

absl::StatusOr<MessagePtr> Session::CallWhole(Channel& channel, const MethodDescriptor& method, Message& request,
                                              const CallSettings& settings) {
  NameFiles(profile_.federation, request);
  for (v1::Report* report : ReportsIn(request)) {
    if (!HasNamelessFigure(*report)) continue;
    v1::GetTaskRequest get;
    get.set_name(GetString(request, "name"));
    ASSIGN_OR_RETURN(const MessagePtr task, channel.Call(*FindMethod("TaskService.GetTask"), get, settings));
    RETURN_IF_ERROR(NameFigures(static_cast<const v1::GetTaskResponse&>(*task).task(), *report));
  }
  return channel.Call(method, request, settings);
}

absl::StatusOr<MessagePtr> Session::SendAgain(const KeptCommand& command, CallSettings settings) {
  ASSIGN_OR_RETURN(const std::shared_ptr<Channel> channel, Ready(*command.method, settings));
  std::optional<FileContent> content;
  if (command.method->client_streaming() && GetString(*command.request, "chunk").empty()) {
    ASSIGN_OR_RETURN(content, Outbox::ContentOf(command.file));
    settings.content = &*content;
  }
  absl::StatusOr<MessagePtr> answer = CallWhole(*channel, *command.method, *command.request, settings);
  // It may have been done when it was sent first: only an answer about the command itself ends the waiting.
  if (IsWorthRetrying(answer.status()) || absl::IsUnauthenticated(answer.status()) ||
      absl::IsResourceExhausted(answer.status())) {
    return answer;
  }
  RETURN_IF_ERROR(outbox_.Remove(command.file));
  return answer;
}

absl::Status Session::Watch(const MethodDescriptor& method, const Message& request, CallSettings settings,
                            absl::FunctionRef<bool(const Message&)> take) {
  ASSIGN_OR_RETURN(const std::shared_ptr<Channel> channel, Ready(method, settings));
  return channel->Watch(method, request, settings, take);
}

std::string NewRequestId() {
  std::random_device random;
  std::array<uint32_t, 4> words{random(), random(), random(), random()};
  words[1] = (words[1] & 0xFFFF0FFF) | 0x00004000;  // version 4
  words[2] = (words[2] & 0x3FFFFFFF) | 0x80000000;  // variant 1
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16, words[1] & 0xFFFF,
                     words[2] >> 16, words[2] & 0xFFFF, words[3]);
}

}  // namespace phancong::client
