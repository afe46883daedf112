// Many verbs over one connection.
#ifndef PHANCONG_CLIENT_CLI_RUN_H_
#define PHANCONG_CLIENT_CLI_RUN_H_

#include "absl/status/status.h"
#include "client/cli/turn.h"

namespace phancong::client {

// `run FILE`: plays each line of a file ("-": standard input), quoted as in a shell. A line may begin with "@profile",
// to be played with that profile. Stops at the first line that fails, with its exit code; with --keep-going plays all
// of them, AlreadyTold(kPartly) where some failed.
[[nodiscard]] absl::Status PlayRun(Turn& turn);

// `retry`: sends the commands of the outbox again, oldest first; --list only shows them, --discard takes one out.
// Stops where the server can't be reached or is not trusted, or nobody is signed in.
[[nodiscard]] absl::Status PlayRetry(Turn& turn);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_RUN_H_
