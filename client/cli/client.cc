#include "client/cli/client.h"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "absl/strings/numbers.h"
#include "client/cli/binding.h"
#include "client/cli/help.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

std::string Get(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string ConfigFolder(const Environment& environment) {
  if (!environment.config.empty()) return environment.config;
  if (!environment.xdg_config_home.empty()) return environment.xdg_config_home + "/phancong";
  return environment.home + "/.config/phancong";
}

// The language of a command line that can't be read.
Language LanguageOf(const std::vector<std::string>& words, Language usual) {
  for (size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word == "--lang" && i + 1 < words.size()) return ParseLanguage(words[i + 1]).value_or(usual);
    if (TakePrefix(word, "--lang=")) return ParseLanguage(word).value_or(usual);
  }
  return usual;
}

absl::Status NotOneOf(std::string_view flag, std::string_view text, std::string_view known) {
  return WrongUsage(Concat(flag, ": không hiểu “", text, "”. Có thể ghi: ", known, "."),
                    Concat(flag, ": \"", text, "\" is unknown. There are: ", known, "."));
}

absl::StatusOr<Manner> MannerOf(const Typed& typed, const Manner& around) {
  Manner manner = around;
  const auto take = [&](std::string_view flag, std::string& value) {
    if (typed.Has(flag)) value = typed.Text(flag);
  };
  take("--output", manner.output);
  take("--config", manner.config);
  take("--profile", manner.profile);
  take("--server", manner.server);
  take("--round", manner.round);
  take("--for", manner.acting_for);
  manner.yes = manner.yes || typed.Has("--yes");
  if (std::find(std::begin(kOutputs), std::end(kOutputs), manner.output) == std::end(kOutputs)) {
    return NotOneOf("--output", manner.output, "table, json, csv");
  }
  if (typed.Has("--lang")) {
    const std::optional<Language> language = ParseLanguage(typed.Text("--lang"));
    if (!language) return NotOneOf("--lang", typed.Text("--lang"), "vi, en");
    manner.language = *language;
  }
  if (typed.Has("--timeout")) {
    double seconds = 0;
    if (!absl::SimpleAtod(typed.Text("--timeout"), &seconds) || !(seconds > 0)) {
      return WrongUsage("--timeout: hãy ghi số giây, lớn hơn 0.", "--timeout: write seconds, more than 0.");
    }
    manner.timeout = absl::Seconds(seconds);
  }
  return manner;
}

// A verb that is one call and its answer.
absl::Status PlayCall(Turn& turn) {
  const absl::StatusOr<MessagePtr> answer = turn.SendAll();
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

}  // namespace

Environment Environment::OfProcess() {
  return {.home = Get("HOME"),
          .xdg_config_home = Get("XDG_CONFIG_HOME"),
          .config = Get("PHANCONG_CONFIG"),
          .profile = Get("PHANCONG_PROFILE"),
          .language = Get("PHANCONG_LANG"),
          .lang = Get("LANG")};
}

Client::Client(const Environment& environment, Screen& screen)
    : screen_(screen),
      now_(environment.now),
      usual_{.language = ChooseLanguage("", environment.language, environment.lang),
             .config = ConfigFolder(environment),
             .profile = environment.profile} {}

ExitCode Client::Play(const std::vector<std::string>& words) {
  const absl::Status status = PlayWithin(usual_, words);
  const Language language = LanguageOf(words, usual_.language);
  Tell(status, "phancong: ", language);
  for (const auto& [key, session] : sessions_) {
    const int waiting = session == nullptr ? 0 : session->outbox().Count();
    if (waiting == 0) continue;
    screen_.err << Say(language,
                       {"Còn {} lệnh chờ gửi lại: phancong --profile {} retry\n",
                        "{} command(s) wait to be sent again: phancong --profile {} retry\n"},
                       waiting, session->profile().name);
  }
  screen_.out.flush();
  return ExitCodeOf(status);
}

absl::Status Client::PlayWithin(const Manner& around, const std::vector<std::string>& words) {
  ASSIGN_OR_RETURN(const CommandLine line, ReadCommandLine(words));
  ASSIGN_OR_RETURN(const Manner manner, MannerOf(line.typed, around));
  if (line.typed.Has("--version")) {
    screen_.out << "phancong " PHANCONG_VERSION "\n";
    return absl::OkStatus();
  }
  if (line.verb == nullptr || line.typed.Has("--help")) {
    screen_.out << (line.verb == nullptr ? HelpOnAll(manner.language, screen_.width)
                                         : HelpOn(*line.verb, manner.language, screen_.width));
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(CheckGiven(*line.verb, line.typed));
  Turn turn(*this, *line.verb, line.typed, manner);
  return line.verb->play != nullptr ? line.verb->play(turn) : PlayCall(turn);
}

void Client::Tell(const absl::Status& status, std::string_view prefix, Language language) const {
  if (status.ok()) return;
  std::string begin = Painted(prefix, Paint::kBad, screen_.colour_err);
  for (const std::string& line : Explain(status, language)) {
    screen_.err << begin << SafeText(line) << "\n";
    begin = "  ";
  }
  screen_.err.flush();
}

std::string Client::ProfileName(const Manner& manner) const {
  return manner.profile.empty() ? ProfileFolder(manner.config).Current() : manner.profile;
}

absl::StatusOr<Session*> Client::SessionOf(const Manner& manner) {
  const ProfileFolder folder(manner.config);
  const std::string name = ProfileName(manner);
  std::unique_ptr<Session>& session = sessions_[{manner.config, name, manner.server}];
  if (session == nullptr) {
    ASSIGN_OR_RETURN(Profile profile, folder.Load(name));
    if (!manner.server.empty()) profile.server = manner.server;
    session = std::make_unique<Session>(folder, std::move(profile));
  }
  return session.get();
}

absl::Status Client::Become(const Manner& manner, const Profile& profile) {
  ASSIGN_OR_RETURN(Session * session, SessionOf(manner));
  RETURN_IF_ERROR(session->Become(profile));
  // Those to the same profile through another server hold what was before.
  std::erase_if(sessions_, [&](const auto& entry) {
    return std::get<0>(entry.first) == manner.config && std::get<1>(entry.first) == profile.name &&
           entry.second.get() != session;
  });
  return absl::OkStatus();
}

}  // namespace phancong::client
