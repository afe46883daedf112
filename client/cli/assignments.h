// How a round's items are shown: as a preview, and when it is issued.
#ifndef PHANCONG_CLIENT_CLI_ASSIGNMENTS_H_
#define PHANCONG_CLIENT_CLI_ASSIGNMENTS_H_

#include <string_view>

#include "absl/status/status.h"
#include "client/cli/cells.h"
#include "client/cli/turn.h"

namespace phancong::client {

// A line for each item; `rows` is the answer's field that holds them.
[[nodiscard]] Showing RoundItems(std::string_view rows);

// Plays a verb whose answer holds a `round`: its items as the verb shows them, and below them its raised targets, for
// people alone.
[[nodiscard]] absl::Status PlayRound(Turn& turn);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_ASSIGNMENTS_H_
