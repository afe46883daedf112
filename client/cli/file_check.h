// Files that the server checks before it takes them: first everything that is wrong is shown, or what would change;
// then it is done.
#ifndef PHANCONG_CLIENT_CLI_FILE_CHECK_H_
#define PHANCONG_CLIENT_CLI_FILE_CHECK_H_

#include <string_view>

#include "absl/status/status.h"
#include "client/cli/turn.h"

namespace phancong::client {

// How one kind of file is checked and loaded.
struct FileCheck {
  // The request's field that takes the file's bytes.
  std::string_view field;
  // What the check says of a good file.
  Showing preview;
  // In words, {path} filled in from the answer.
  Phrase summary = {};
};

// Plays a verb with the arguments `file`, --dry-run and --decision, whose method has `validate_only` and answers with
// `problems`. AlreadyTold(kRefused) where the file is wrong.
[[nodiscard]] absl::Status PlayFile(Turn& turn, const FileCheck& check);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_FILE_CHECK_H_
