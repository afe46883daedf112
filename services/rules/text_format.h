// Reads a message written in protobuf text format and keeps the line of every value. Pure.
//
// Protobuf's own parser gives up at the first unknown name or value, in English, at the place of the token after it; a
// committee that wrote a programme wants all its slips at once, in its own language, each at its line. What both
// accept, they read alike; this one takes what programmes need: strings, flags, whole numbers, enums, and messages
// that do not contain themselves, no extensions, and no line break inside a string.
#ifndef PHANCONG_SERVICES_RULES_TEXT_FORMAT_H_
#define PHANCONG_SERVICES_RULES_TEXT_FORMAT_H_

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"
#include "services/rules/file_problem.h"

namespace phancong::rules {

// Where a value of a message stands in its source, and where its fields do.
struct SourceTree {
  // From 1; 0 for the message as a whole.
  int line = 0;
  // By field name, each with as many as the message has.
  std::map<std::string, std::vector<SourceTree>, std::less<>> fields;
  // Fields of which a value stands in the source and could not be read: a problem says so.
  std::set<std::string, std::less<>> unreadable;
};

// One step of a path as people read it, of an element of a list: "items[1.3]" by its id, or where it has none by its
// place from 1: "items[#4]". `index` counts from 0.
[[nodiscard]] std::string PathStep(std::string_view field, int index, std::string_view id);

// Why a file cannot be read at all: it is greater than `most` bytes, or not UTF-8. Nothing where it can be.
[[nodiscard]] std::optional<FileProblem> WhyNotText(std::string_view source, size_t most);

// Reads `source` into `message`, which is empty, and adds what is wrong to `problems`: names and values that are
// unknown, of the wrong kind, too great, or given twice are left out, and reading goes on. Strings come out in
// normalisation form C. False where the syntax itself is broken, so that the rest was not read. `source` is UTF-8, with
// or without byte-order mark; strings escape nothing but UTF-8.
[[nodiscard]] bool ReadTextFormat(std::string_view source, google::protobuf::Message& message, SourceTree& tree,
                                  std::vector<FileProblem>& problems);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_TEXT_FORMAT_H_
