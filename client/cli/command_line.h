// Words of a command line, against the verb table.
#ifndef PHANCONG_CLIENT_CLI_COMMAND_LINE_H_
#define PHANCONG_CLIENT_CLI_COMMAND_LINE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/verb.h"

namespace phancong::client {

// What was typed for each argument, by the argument's name. A switch that was given has one empty text.
class Typed {
 public:
  [[nodiscard]] bool Has(std::string_view name) const { return values_.contains(name); }
  // The last text given; empty where none was.
  [[nodiscard]] std::string Text(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> All(std::string_view name) const;
  void Add(std::string_view name, std::string text);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

struct CommandLine {
  // nullptr: nothing but general flags.
  const Verb* verb = nullptr;
  Typed typed;
};

// The verb is the longest row of the table that the words begin with. Flags stand anywhere, as "--flag value",
// "--flag=value" or "-o value"; general flags before the verb too; after "--" everything has its place. WrongUsage for
// an unknown verb or flag, a missing or superfluous value; what a request needs is looked at later (binding.h).
[[nodiscard]] absl::StatusOr<CommandLine> ReadCommandLine(const std::vector<std::string>& words);

// One line of a file in words, quoted as in a shell: '…' as it stands, "…" and outside with '\' before a character; '#'
// at the beginning of a word starts a comment. WrongUsage where a quote is not closed.
[[nodiscard]] absl::StatusOr<std::vector<std::string>> SplitWords(std::string_view line);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_COMMAND_LINE_H_
