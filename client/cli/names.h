// Short names that people type and read, and the resource names of the contract.
//
//   task         [ROUND/]ITEM.UNION   2025/1.3.thpt-viet-vinh, or 1.3.thpt-viet-vinh in the round meant
//   unit         UNION, or "federation" for the federation itself
//   finding      INSPECTION/NUMBER    2025-03/1
//   all others   their id: 2025, chu-tich, 2025-03, 7
// A full name ("federations/…") is taken as it is.
#ifndef PHANCONG_CLIENT_CLI_NAMES_H_
#define PHANCONG_CLIENT_CLI_NAMES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/rules/names.h"

namespace phancong::client {

// Where short names are read from: what the profile and --round say.
struct Place {
  std::string federation;
  std::string account;
  // The round meant where none is named; empty: none is.
  std::string round = {};
  // Named on the command line, and not only meant.
  bool round_named = false;
};

// The full name of what a person typed. WrongUsage where it can't be one of that kind.
[[nodiscard]] absl::StatusOr<std::string> FullName(rules::NameKind kind, std::string_view text, const Place& place);

// What a person types to mean `name` again; `name` itself where it is no name in this federation. The round of a task
// is left out where it is the one meant and `leave_out_round`.
[[nodiscard]] std::string ShortName(std::string_view name, const Place& place, bool leave_out_round);

// The id in a federation's name; the text itself where it is no such name.
[[nodiscard]] std::string FederationId(std::string_view name);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_NAMES_H_
