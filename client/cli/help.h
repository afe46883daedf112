// Help, written from the verb table.
#ifndef PHANCONG_CLIENT_CLI_HELP_H_
#define PHANCONG_CLIENT_CLI_HELP_H_

#include <string>

#include "client/cli/language.h"
#include "client/cli/verb.h"

namespace phancong::client {

// All verbs by their sections, the general flags, the exit codes.
[[nodiscard]] std::string HelpOnAll(Language language, int width);

// One verb: its use, its arguments, an example.
[[nodiscard]] std::string HelpOn(const Verb& verb, Language language, int width);

// The verb list of client/README.md.
[[nodiscard]] std::string HelpAsMarkdown(Language language);

// "phancong submit NHIỆM-VỤ [tùy chọn]": what is typed for a verb.
[[nodiscard]] std::string UseOf(const Verb& verb, Language language);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_HELP_H_
