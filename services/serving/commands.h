// The command runner: what every command goes through, on the writer's thread.
//
// In a savepoint, in this order: the revision is bumped; the actor's positions on the entry's day, and policy; the body,
// which decides and emits events; the entry is appended, the response remembered. Where that leaves nothing, or the
// request is remembered already, the remembered response is given: so access is checked before a replay.
//   - Refused by policy or a guard (a reason that error_reason.proto marks as journaled): the savepoint is rolled back,
//     and an AttemptRefused entry written in another. Above kRefusalsInAnHour of a person in an hour of real time,
//     refusals are only counted; the person's next one in a later hour brings one entry for all of them.
//   - OK without an event (a validate_only, a replay): rolled back too; nothing is left behind.
#ifndef PHANCONG_SERVICES_SERVING_COMMANDS_H_
#define PHANCONG_SERVICES_SERVING_COMMANDS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/command.h"
#include "services/serving/entropy.h"
#include "services/serving/methods.h"
#include "services/serving/writer.h"

namespace phancong::serving {

inline constexpr int64_t kRefusalsInAnHour = 20;

// One command as it came in. `request` and `response` stay valid until `done`.
struct CommandCall {
  const Method* method = nullptr;
  Actor actor;  // without positions
  const google::protobuf::Message* request = nullptr;
  google::protobuf::Message* response = nullptr;
  std::function<absl::Status(CommandContext&)> body;
  // May be empty; see CommittedFunction in calls.h.
  std::function<void(const Actor&)> committed;
  // Whether nobody waits for it any more.
  std::function<bool()> abandoned;
  // Called exactly once, after the commit.
  std::function<void(const absl::Status&)> done;
};

// A command of the server itself, which nobody called: its entry is the operator's (account 0).
struct OwnCommand {
  int64_t federation = 0;
  // As the entry's header has it, such as "RingReminders".
  std::string name;
  // May run more than once. Without an event nothing is left behind.
  std::function<absl::Status(CommandContext&)> body;
  // Called exactly once, after the commit, on the thread that answers; see WriterJob. What the body returned where it
  // failed.
  std::function<void(const absl::Status&)> done;
};

// Thread-safe.
class Commands {
 public:
  // All outlive it.
  Commands(Writer& writer, const Clock& clock, Entropy& entropy, Announcements& announcements)
      : writer_(writer), clock_(clock), entropy_(entropy), announcements_(announcements) {}

  // Sign-in has been checked. INVALID_FIELD for a field that is too large (form.h), a request_id of other than 1 to 64
  // characters or a malformed name, before the writer; what the steps above refuse; OVERLOADED, STOPPING and
  // STORAGE_UNAVAILABLE of the writer.
  void Run(CommandCall call);

  // On the writer between the commands of others, in a savepoint of its own: no policy, no request memory. OVERLOADED
  // and STOPPING at once, `done` is then not called.
  [[nodiscard]] absl::Status RunOwn(OwnCommand command);

 private:
  // Requests remembered long enough are forgotten once in an hour.
  void ForgetOldRequests();

  Writer& writer_;
  const Clock& clock_;
  Entropy& entropy_;
  Announcements& announcements_;
  std::atomic<int64_t> forgot_in_hour_ = 0;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_COMMANDS_H_
