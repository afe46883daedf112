// What was typed becomes the request of a verb's call.
#ifndef PHANCONG_CLIENT_CLI_BINDING_H_
#define PHANCONG_CLIENT_CLI_BINDING_H_

#include "absl/status/status.h"
#include "client/cli/command_line.h"
#include "client/cli/names.h"
#include "client/cli/verb.h"
#include "google/protobuf/message.h"

namespace phancong::client {

// Flags of a report, for every verb that has one.
inline constexpr std::string_view kFigureFlag = "--figure";
inline constexpr std::string_view kNotApplicableFlag = "--not-applicable";

// Whether every argument that must be given was. WrongUsage naming the first that was not.
[[nodiscard]] absl::Status CheckGiven(const Verb& verb, const Typed& typed);

// Fills `request`. A field `parent` that no argument fills is the federation. WrongUsage where a text can't be read as
// what its field holds. A figure without a name stays nameless (reports.h: NameFigures).
[[nodiscard]] absl::Status Bind(const Verb& verb, const Typed& typed, const Place& place,
                                google::protobuf::Message& request);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_BINDING_H_
