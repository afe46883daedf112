// Positions of an account, in words.
#ifndef PHANCONG_CLIENT_CLI_POSITION_TEXT_H_
#define PHANCONG_CLIENT_CLI_POSITION_TEXT_H_

#include "client/cli/cells.h"

namespace phancong::client {

// A line for each position of the row's Account: "#12 Chủ tịch công đoàn cơ sở thpt-viet-vinh từ 01/01/2025".
[[nodiscard]] Cell PositionsCell(const Row& row, const Style& style);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_POSITION_TEXT_H_
