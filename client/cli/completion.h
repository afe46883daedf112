// Completion for shells, written from the verb table.
#ifndef PHANCONG_CLIENT_CLI_COMPLETION_H_
#define PHANCONG_CLIENT_CLI_COMPLETION_H_

#include <optional>
#include <string>
#include <string_view>

namespace phancong::client {

// The script for "bash" or "zsh", to be sourced; nothing for another shell.
[[nodiscard]] std::optional<std::string> CompletionScript(std::string_view shell);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_COMPLETION_H_
