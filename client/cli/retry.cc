#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "client/cli/failure.h"
#include "client/cli/run.h"
#include "client/cli/strings.h"
#include "client/cli/words.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// What a kept command is about: the resource that it names, else the one below which it makes something.
std::string AboutOf(const KeptCommand& command, const Style& style) {
  const std::string name = GetString(*command.request, "name");
  return ShortName(name.empty() ? GetString(*command.request, "parent") : name, style.place, /*leave_out_round=*/false);
}

std::string WordsFor(const KeptCommand& command, const Style& style) {
  return Concat(MethodWord(command.method->name(), style.language), " ", AboutOf(command, style));
}

void DrawKept(const Turn& turn, const std::vector<KeptCommand>& commands, const Style& style) {
  Table table{.headings = {{std::string(Phrase{"Việc", "Command"}.In(style.language))},
                           {std::string(Phrase{"Về", "About"}.In(style.language)), false, /*keep=*/true},
                           {std::string(Phrase{"Mã yêu cầu", "Request id"}.In(style.language)), false, /*keep=*/true}}};
  for (const KeptCommand& command : commands) {
    table.rows.push_back({{MethodWord(command.method->name(), style.language)},
                          {AboutOf(command, style)},
                          {GetString(*command.request, "request_id")}});
  }
  turn.Draw(std::move(table), {"command", "about", "request_id"});
}

absl::Status Discard(const Turn& turn, Session& session, const std::vector<KeptCommand>& commands, const Style& style) {
  const std::string id = turn.typed.Text("--discard");
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const KeptCommand& command) {
    return GetString(*command.request, "request_id") == id;
  });
  if (found == commands.end()) {
    return WrongUsage(Concat("Không có lệnh nào chờ gửi với mã ", id, "."),
                      Concat("No command with the id ", id, " waits."));
  }
  RETURN_IF_ERROR(session.outbox().Remove(found->file));
  turn.Line(Say(style.language, {"✓ Không gửi nữa: {}", "✓ Not sent any more: {}"}, WordsFor(*found, style)));
  return absl::OkStatus();
}

absl::Status SendAgain(const Turn& turn, Session& session, const KeptCommand& command) {
  if (command.account != session.Account()) {
    return WrongUsage(Concat("Lệnh này là của ", command.account, "; hãy đăng nhập bằng tài khoản đó."),
                      Concat("This is a command of ", command.account, "; sign in as that account."));
  }
  CallSettings settings = turn.Settings();
  std::optional<ProgressBar> bar;
  if (command.method->client_streaming()) {
    settings.timeout = turn.manner.timeout.value_or(kFileTimeout);
    std::error_code unknown;
    bar.emplace(turn.screen(), static_cast<int64_t>(std::filesystem::file_size(command.file, unknown)));
    settings.sent = [&bar](int64_t sent) { bar->Show(sent); };
  }
  const absl::StatusOr<MessagePtr> answer = session.SendAgain(command, std::move(settings));
  bar.reset();
  return answer.ok() ? turn.Show(**answer, VerbFor(*command.method).show) : answer.status();
}

}  // namespace

absl::Status PlayRetry(Turn& turn) {
  ASSIGN_OR_RETURN(Session * session, turn.session());
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  ASSIGN_OR_RETURN(const std::vector<KeptCommand> commands, session->outbox().List());
  if (turn.typed.Has("--discard")) return Discard(turn, *session, commands, style);
  if (turn.typed.Has("--list")) DrawKept(turn, commands, style);
  if (commands.empty()) turn.Line(Phrase{"Không có lệnh nào chờ gửi.", "Nothing waits to be sent."}.In(style.language));
  if (turn.typed.Has("--list")) return absl::OkStatus();
  size_t done = 0;
  for (const KeptCommand& command : commands) {
    const absl::Status status = SendAgain(turn, *session, command);
    if (status.ok()) {
      ++done;
      continue;
    }
    turn.client.Tell(status, Concat(WordsFor(command, style), ": "), style.language);
    const ExitCode code = ExitCodeOf(status);
    if (code == ExitCode::kNotReached || code == ExitCode::kNotTrusted || code == ExitCode::kNotSignedIn) {
      return AlreadyTold(done > 0 ? ExitCode::kPartly : code);
    }
  }
  if (done == commands.size()) return absl::OkStatus();
  return AlreadyTold(done > 0 ? ExitCode::kPartly : ExitCode::kRefused);
}

}  // namespace phancong::client
