// How tasks are shown wherever they are: in lists, alone, after a command.
#ifndef PHANCONG_CLIENT_CLI_TASK_COLUMNS_H_
#define PHANCONG_CLIENT_CLI_TASK_COLUMNS_H_

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/cells.h"

namespace phancong::client {

// A list of tasks; `rows` is the answer's field that holds them.
[[nodiscard]] Showing TaskList(std::string_view rows);

// A list of journal entries (task history, journal).
[[nodiscard]] Showing EntryList();

// The timing of a task or a scorecard's line, with the days it is late: "Quá hạn 5 ngày". The row's message has
// `timing`, and may have `days_late`.
[[nodiscard]] Cell TimingCell(const Row& row, const Style& style);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_TASK_COLUMNS_H_
