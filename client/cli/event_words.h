// Events of the journal in words, from their own fields and nothing else: what a receipt proves is said without asking
// a server. Things have the numbers here that the journal gives them.
#ifndef PHANCONG_CLIENT_CLI_EVENT_WORDS_H_
#define PHANCONG_CLIENT_CLI_EVENT_WORDS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/cells.h"
#include "client/cli/language.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/merkle.h"

namespace phancong::client {

// What happened, by the name of the event's field in Event, such as "task_submitted"; and what a field of an event
// holds, by its name. Empty where there is no word for it.
[[nodiscard]] Phrase EventWord(std::string_view kind);
[[nodiscard]] Phrase EventFieldWord(std::string_view field);

// What happened, then a line for each field that says something; what is within another message has a dash before it.
// `texts` are those that are known, by their digests; of others it is said that they are not.
[[nodiscard]] std::vector<std::string> LinesOf(const v1::Event& event, const std::map<rules::Hash, std::string>& texts,
                                               const Style& style);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_EVENT_WORDS_H_
