// What can go wrong, and the exit code a script sees. Everything inside the client is an absl::Status: one that the
// client made itself carries its text in both languages, one from the server carries the server's details.
#ifndef PHANCONG_CLIENT_CLI_FAILURE_H_
#define PHANCONG_CLIENT_CLI_FAILURE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/language.h"
#include "grpcpp/support/status.h"

namespace phancong::client {

enum class ExitCode {
  kDone = 0,
  kRefused = 1,      // the server said no, or a file is wrong
  kUsage = 2,        // the command line, or a file of the client's own
  kNotSignedIn = 3,  // no session, or none any more
  kNotReached = 4,   // no answer came; a command is kept for `phancong retry`
  kPartly = 5,       // some of many were done
  kNotTrusted = 6,   // nothing vouches for the server (nothing was sent, a command is kept), or for a journal's key
  kForked = 7,       // a journal was shown that is not the continuation of the one that was seen before
  kRestored = 8,     // the same, but it says that it was restored from a backup: to be accepted by a person
};

// The command line is wrong, or something on this machine is.
[[nodiscard]] absl::Status WrongUsage(std::string vi, std::string en);
// Nobody is signed in with this profile.
[[nodiscard]] absl::Status NotSignedIn(std::string_view profile);
// Nothing vouches for the server, so nothing was sent to it; a command is kept. Of several lines, the first says what,
// those behind "→" what to do.
[[nodiscard]] absl::Status NotTrusted(std::string vi, std::string en);
// The same of a journal: a key of it that nobody vouches for, another journal than was seen before, one that says that
// it was restored. The lines are as above.
[[nodiscard]] absl::Status KeyNotTrusted(std::string vi, std::string en);
[[nodiscard]] absl::Status Forked(std::string vi, std::string en);
[[nodiscard]] absl::Status Restored(std::string vi, std::string en);
// A file is not what it should be.
[[nodiscard]] absl::Status WrongFile(std::string vi, std::string en);
// A check found problems that are shown already, or some of many failed: nothing more is printed.
[[nodiscard]] absl::Status AlreadyTold(ExitCode code);

// An answer's status, with the details that the server gave (google.rpc.Status, if any).
[[nodiscard]] absl::Status FromAnswer(const grpc::Status& status);

[[nodiscard]] ExitCode ExitCodeOf(const absl::Status& status);

// The call may or may not have been done: no answer came, or the server could not record it. Worth sending again with
// the same request_id.
[[nodiscard]] bool IsWorthRetrying(const absl::Status& status);

// The reason's name of error_reason.proto, such as "TASK_STATE"; empty where the server gave none.
[[nodiscard]] std::string ReasonOf(const absl::Status& status);

// The lines for people: the message with its reason, each wrong field, and what to do next. Empty for AlreadyTold.
[[nodiscard]] std::vector<std::string> Explain(const absl::Status& status, Language language);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_FAILURE_H_
