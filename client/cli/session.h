// One profile's session with its server.
#ifndef PHANCONG_CLIENT_CLI_SESSION_H_
#define PHANCONG_CLIENT_CLI_SESSION_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/channel.h"
#include "client/cli/outbox.h"
#include "client/cli/profile.h"

namespace phancong::client {

class Session {
 public:
  Session(ProfileFolder folder, Profile profile)
      : folder_(std::move(folder)), outbox_(folder_.Outbox(profile.name)), profile_(std::move(profile)) {}

  [[nodiscard]] const Profile& profile() const { return profile_; }
  [[nodiscard]] Outbox& outbox() { return outbox_; }
  // The caller's full name.
  [[nodiscard]] std::string Account() const;

  // Writes the changed profile. What was learnt when signing in, or chosen by `profile set`.
  [[nodiscard]] absl::Status Become(Profile profile);

  // Calls. A command gets a request_id, if it has none, and is kept in the outbox until it is answered; figures without
  // a name get theirs from the task (reports.h). NotSignedIn where the method asks for a session and there is none.
  [[nodiscard]] absl::StatusOr<MessagePtr> Send(const google::protobuf::MethodDescriptor& method,
                                                google::protobuf::Message& request, CallSettings settings);

  // Sends a command that waits in the outbox, and takes it out when it is done or refused for good: not where the
  // session has ended or the server is busy.
  [[nodiscard]] absl::StatusOr<MessagePtr> SendAgain(const KeptCommand& command, CallSettings settings);

  [[nodiscard]] absl::Status Watch(const google::protobuf::MethodDescriptor& method,
                                   const google::protobuf::Message& request, CallSettings settings,
                                   absl::FunctionRef<bool(const google::protobuf::Message&)> take);

 private:
  // The channel, for a method that may be called now.
  [[nodiscard]] absl::StatusOr<std::shared_ptr<Channel>> Ready(const google::protobuf::MethodDescriptor& method,
                                                               CallSettings& settings);

  // Names the figures, and calls.
  [[nodiscard]] absl::StatusOr<MessagePtr> CallWhole(Channel& channel, const google::protobuf::MethodDescriptor& method,
                                                     google::protobuf::Message& request, const CallSettings& settings);

  const ProfileFolder folder_;
  Outbox outbox_;
  Profile profile_;
  std::shared_ptr<Channel> channel_;
};

// A random UUID (version 4).
[[nodiscard]] std::string NewRequestId();

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_SESSION_H_
