// One verb being played: what was typed, in whose name, and where its answer goes.
#ifndef PHANCONG_CLIENT_CLI_TURN_H_
#define PHANCONG_CLIENT_CLI_TURN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/cells.h"
#include "client/cli/client.h"
#include "client/cli/contract.h"
#include "client/cli/table.h"
#include "client/cli/verb.h"

namespace phancong::client {

class Turn {
 public:
  Turn(Client& client, const Verb& verb, const Typed& typed, const Manner& manner)
      : client(client), verb(verb), typed(typed), manner(manner) {}

  Client& client;
  const Verb& verb;
  const Typed& typed;
  const Manner& manner;

  [[nodiscard]] const Screen& screen() const { return client.screen(); }
  [[nodiscard]] absl::StatusOr<Session*> session() const { return client.SessionOf(manner); }

  // The profile in use becomes this one.
  [[nodiscard]] absl::Status Become(const Profile& profile) const { return client.Become(manner, profile); }

  // Where short names are read from, and how cells are written, for the profile in use.
  [[nodiscard]] absl::StatusOr<Place> GetPlace() const;
  [[nodiscard]] absl::StatusOr<Style> GetStyle() const;
  [[nodiscard]] CallSettings Settings() const;

  // The verb's request, filled from what was typed.
  [[nodiscard]] absl::StatusOr<MessagePtr> Request() const;

  // Calls the verb's method, or another one.
  [[nodiscard]] absl::StatusOr<MessagePtr> Send(google::protobuf::Message& request) const;
  [[nodiscard]] absl::StatusOr<MessagePtr> Send(std::string_view method, google::protobuf::Message& request) const;

  // The request sent and answered; of a list, every page of it, or as much as --limit says, as one answer.
  [[nodiscard]] absl::StatusOr<MessagePtr> SendAll() const;

  // Draws an answer as the verb, or `show`, says it is shown, in the output format chosen.
  [[nodiscard]] absl::Status Show(const google::protobuf::Message& answer) const;
  [[nodiscard]] absl::Status Show(const google::protobuf::Message& answer, const Showing& show) const;
  // A table that is no answer of the server; `keys` name its columns for programs.
  void Draw(Table table, const std::vector<std::string>& keys) const;

  // A sentence of what was done, in the table format alone; as SafeLine gives it, whatever the server put into it.
  void Line(std::string_view text) const;
  // A sentence about what is going on, on standard error, safe in the same way.
  void Note(std::string_view text) const;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_TURN_H_
