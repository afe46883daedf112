// How a round's items are shown: as a preview, and when it is issued.
#ifndef PHANCONG_CLIENT_CLI_ASSIGNMENTS_H_
#define PHANCONG_CLIENT_CLI_ASSIGNMENTS_H_

#include <string_view>

#include "client/cli/cells.h"

namespace phancong::client {

// A line for each item; `rows` is the answer's field that holds them.
[[nodiscard]] Showing RoundItems(std::string_view rows);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_ASSIGNMENTS_H_
