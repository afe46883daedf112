// The client's own verbs: many at once, sending again, profiles, help.
#include <ostream>
#include <string>
#include <utility>

#include "client/cli/completion.h"
#include "client/cli/failure.h"
#include "client/cli/help.h"
#include "client/cli/meeting.h"
#include "client/cli/run.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

absl::Status PlayProfileList(Turn& turn) {
  const Language language = turn.manner.language;
  const ProfileFolder folder = turn.client.profiles(turn.manner);
  const std::string current = folder.Current();
  Table table{.headings = {{std::string(Phrase{"Hồ sơ", "Profile"}.In(language)), false, /*keep=*/true},
                           {std::string(Phrase{"Máy chủ", "Server"}.In(language))},
                           {std::string(Phrase{"Liên đoàn", "Federation"}.In(language))},
                           {std::string(Phrase{"Tài khoản", "Account"}.In(language))},
                           {std::string(Phrase{"Đợt", "Round"}.In(language))},
                           {std::string(Phrase{"Đăng nhập", "Signed in"}.In(language))},
                           {std::string(Phrase{"Dùng", "Current"}.In(language))}}};
  const auto word = [&](bool yes) { return std::string(yes ? Phrase{"có", "yes"}.In(language) : ""); };
  for (const std::string& name : folder.List()) {
    ASSIGN_OR_RETURN(const Profile profile, folder.Load(name));
    table.rows.push_back({{name},
                          {profile.server},
                          {profile.federation},
                          {profile.account},
                          {profile.round},
                          {word(!profile.token.empty())},
                          {word(name == current)}});
  }
  turn.Draw(std::move(table), {"profile", "server", "federation", "account", "round", "signed_in", "current"});
  return absl::OkStatus();
}

absl::Status PlayProfileUse(Turn& turn) {
  const std::string name = turn.typed.Text("profile");
  RETURN_IF_ERROR(turn.client.profiles(turn.manner).SetCurrent(name));
  turn.Line(Say(turn.manner.language, {"✓ Từ nay dùng hồ sơ {}.", "✓ Profile {} is used from now on."}, name));
  return absl::OkStatus();
}

absl::Status PlayProfileSet(Turn& turn) {
  const std::string key = turn.typed.Text("key");
  ASSIGN_OR_RETURN(Session * session, turn.session());
  Profile profile = session->profile();
  for (const ProfileKey& known : ProfileKeys()) {
    if (known.key != key) continue;
    profile.*(known.field) = turn.typed.Text("value");
    RETURN_IF_ERROR(turn.Become(std::move(profile)));
    turn.Line(Concat("✓ ", key, " = ", turn.typed.Text("value")));
    return absl::OkStatus();
  }
  const std::string keys = Join(ProfileKeys(), ", ", [](const ProfileKey& known) { return known.key; });
  return WrongUsage(Concat("Hồ sơ không có khóa “", key, "”; có: ", keys, "."),
                    Concat("A profile has no key \"", key, "\"; there are: ", keys, "."));
}

absl::Status PlayHelp(Turn& turn) {
  const Language language = turn.manner.language;
  const std::string words = Join(turn.typed.All("verb"), " ");
  if (turn.typed.Has("--markdown")) {
    turn.screen().out << HelpAsMarkdown(language);
    return absl::OkStatus();
  }
  if (words.empty()) {
    turn.screen().out << HelpOnAll(language, turn.screen().width);
    return absl::OkStatus();
  }
  const Verb* verb = FindVerb(words);
  if (verb == nullptr) {
    return WrongUsage(Concat("Không có lệnh “", words, "”. Xem: phancong help"),
                      Concat("There is no command \"", words, "\". See: phancong help"));
  }
  turn.screen().out << HelpOn(*verb, language, turn.screen().width);
  return absl::OkStatus();
}

absl::Status PlayCompletion(Turn& turn) {
  const std::optional<std::string> script = CompletionScript(turn.typed.Text("shell"));
  if (!script) return WrongUsage("Có: bash, zsh.", "There are: bash, zsh.");
  turn.screen().out << *script;
  return absl::OkStatus();
}

}  // namespace

Section ClientVerbs() {
  return {
      .title = {"Công cụ", "The client"},
      .verbs =
          {
              {.words = "run",
               .help = {"Chạy nhiều lệnh từ tệp, mỗi dòng một lệnh; “@hồ-sơ” ở đầu dòng để làm bằng hồ sơ khác.",
                        "Play many commands of a file, one in a line; \"@profile\" before it plays it with another "
                        "profile."},
               .example = "run viec-hom-nay.txt --keep-going",
               .arguments = {{.name = "file", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--keep-going",
                              .help = {"Dòng lỗi thì vẫn chạy tiếp.", "Go on after a line that fails."},
                              .reading = Reading::kSwitch}},
               .play = PlayRun},
              {.words = "retry",
               .help = {"Gửi lại các lệnh chưa có trả lời; gửi lại cũng chỉ làm một lần.",
                        "Send again what was not answered; it is done once all the same."},
               .example = "retry --list",
               .arguments = {{.name = "--list",
                              .help = {"Chỉ xem các lệnh đang chờ.", "Only show what waits."},
                              .reading = Reading::kSwitch},
                             {.name = "--discard",
                              .help = {"Không gửi lệnh có mã này nữa.", "Do not send the one with this request id."},
                              .reading = Reading::kText}},
               .play = PlayRetry},
              {.words = "profile list",
               .help = {"Các hồ sơ trên máy này.", "The profiles on this machine."},
               .example = "profile list",
               .play = PlayProfileList},
              {.words = "profile use",
               .help = {"Chọn hồ sơ dùng khi không ghi --profile.", "Choose the profile used without --profile."},
               .example = "profile use chu-tich",
               .arguments = {{.name = "profile", .given = Given::kMust, .reading = Reading::kText}},
               .play = PlayProfileUse},
              {.words = "profile set",
               .help = {"Đổi một khóa của hồ sơ: server, federation, account, round, time_zone.",
                        "Change a key of the profile: server, federation, account, round, time_zone."},
               .example = "profile set round 2025",
               .arguments = {{.name = "key", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "value", .given = Given::kMust, .reading = Reading::kText}},
               .play = PlayProfileSet},
              {.words = "server show",
               .help = {"Máy chủ của hồ sơ được tin nhờ đâu.", "What vouches for the profile's server."},
               .example = "server show",
               .play = PlayServerShow},
              {.words = "server trust",
               .help = {"Tin chứng thư mới của máy chủ, sau khi đã hỏi người quản trị.",
                        "Trust the new certificate of the server, after asking its administrator."},
               .example = "server trust --fingerprint "
                          "BA78-16BF-8F01-CFEA-4141-40DE-5DAE-2223-B003-61A3-9617-7A9C-B410-FF61-F200-15AD",
               .arguments = {{.name = kFingerprintFlag,
                              .help = {"Mã chứng thư mà người quản trị đọc.",
                                       "The fingerprint that the administrator reads."},
                              .reading = Reading::kText},
                             {.name = kClearTextFlag,
                              .help = {"Không mã hóa; chỉ với máy chủ trên máy này.",
                                       "Without encryption; only to a server on this machine."},
                              .reading = Reading::kSwitch}},
               .play = PlayServerTrust},
              {.words = "completion",
               .help = {"In tập lệnh gõ tắt cho bash hoặc zsh: source <(phancong completion bash)",
                        "Print the completion script for bash or zsh: source <(phancong completion bash)"},
               .example = "completion bash",
               .arguments = {{.name = "shell", .given = Given::kMust, .reading = Reading::kText}},
               .play = PlayCompletion},
              {.words = "help",
               .help = {"Trợ giúp, cho tất cả hoặc cho một lệnh.", "Help, on everything or on one command."},
               .example = "help task list",
               .arguments = {{.name = "verb", .reading = Reading::kText, .repeated = true},
                             {.name = "--markdown",
                              .help = {"Bảng lệnh dạng Markdown.", "The list of commands as Markdown."},
                              .reading = Reading::kSwitch}},
               .play = PlayHelp},
          },
  };
}

}  // namespace phancong::client
