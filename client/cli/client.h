// The client: plays what is typed, over one connection for each profile.
#ifndef PHANCONG_CLIENT_CLI_CLIENT_H_
#define PHANCONG_CLIENT_CLI_CLIENT_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/clock.h"
#include "client/cli/command_line.h"
#include "client/cli/failure.h"
#include "client/cli/language.h"
#include "client/cli/screen.h"
#include "client/cli/session.h"

namespace phancong::client {

// What the process's environment says.
struct Environment {
  std::string home;             // HOME
  std::string xdg_config_home;  // XDG_CONFIG_HOME
  std::string config;           // PHANCONG_CONFIG
  std::string profile;          // PHANCONG_PROFILE
  std::string language;         // PHANCONG_LANG
  std::string lang;             // LANG
  std::function<absl::Time()> now = SystemTime;

  static Environment OfProcess();
};

// How verbs are played: what the general flags say, else what is around (the flags of `run`), else the environment.
struct Manner {
  Language language = Language::kVietnamese;
  std::string output = "table";
  std::string config = {};
  std::string profile = {};     // empty: the current one
  std::string server = {};      // empty: the profile's
  std::string round = {};       // empty: the profile's
  std::string acting_for = {};  // an account's id; empty: for oneself
  std::optional<absl::Duration> timeout = {};
  bool yes = false;
  // One of many: each says one line.
  bool brief = false;
};

class Client {
 public:
  Client(const Environment& environment, Screen& screen);

  // Plays one command line and says what came of it: answers on the screen's `out`, everything else on `err`.
  ExitCode Play(const std::vector<std::string>& words);

  // The same within another one: a line of `run`. Failures are returned, not said.
  absl::Status PlayWithin(const Manner& around, const std::vector<std::string>& words);

  // Says a failure, the first line behind `prefix`, the others below it.
  void Tell(const absl::Status& status, std::string_view prefix, Language language) const;

  // The session of a profile, kept for the next verb; that of the current profile where `manner` names none.
  [[nodiscard]] absl::StatusOr<Session*> SessionOf(const Manner& manner);

  // The profile of `manner` becomes `profile`, in its file and in every session of it.
  [[nodiscard]] absl::Status Become(const Manner& manner, const Profile& profile);

  [[nodiscard]] const Screen& screen() const { return screen_; }
  [[nodiscard]] absl::Time Now() const { return now_(); }
  [[nodiscard]] ProfileFolder profiles(const Manner& manner) const { return ProfileFolder(manner.config); }

 private:
  [[nodiscard]] std::string ProfileName(const Manner& manner) const;

  Screen& screen_;
  const std::function<absl::Time()> now_;
  const Manner usual_;
  // By config folder, profile and server.
  std::map<std::tuple<std::string, std::string, std::string>, std::unique_ptr<Session>> sessions_;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CLIENT_H_
