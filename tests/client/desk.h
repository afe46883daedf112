// Somebody at a terminal: a client with a config folder of its own, and what it said.
#ifndef PHANCONG_TESTS_CLIENT_DESK_H_
#define PHANCONG_TESTS_CLIENT_DESK_H_

#include <filesystem>
#include <sstream>
#include <string>

#include "absl/time/time.h"
#include "client/cli/client.h"
#include "client/cli/profile.h"

namespace phancong::client {

class Desk {
 public:
  Desk() {
    std::string name = (std::filesystem::temp_directory_path() / "phancong-client-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Desk() { std::filesystem::remove_all(folder_); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // As after a sign-in, in clear text, to a server on this machine.
  void SignIn(const std::string& server, const std::string& account, const std::string& profile = "default") {
    const absl::Status saved = profiles().Save({.name = profile,
                                                .server = server,
                                                .federation = "bac-quang",
                                                .account = account,
                                                .round = "2025",
                                                .time_zone = "Asia/Ho_Chi_Minh",
                                                .token = "token-of-" + account});
    const absl::Status kept = profiles().servers().Keep(server, {.vouching = Vouching::kClearText});
    if (!saved.ok() || !kept.ok()) std::abort();
  }

  // Plays a line as a process of its own would, `input` on its standard input.
  ExitCode Plays(std::string_view line, const std::string& input = "") {
    in.clear();
    in.str(input);
    out.str("");
    err.str("");
    Screen screen{.in = in, .out = out, .err = terminal ? out : err, .interactive = terminal};
    Client client({.home = folder_.string(),
                   .xdg_config_home = {},
                   .config = config().string(),
                   .profile = {},
                   .language = language,
                   .lang = {},
                   .now = [this] { return now; }},
                  screen);
    return client.Play(SplitWords(line).value());
  }

  [[nodiscard]] std::filesystem::path folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path config() const { return folder_ / "config"; }
  [[nodiscard]] ProfileFolder profiles() const { return ProfileFolder(config()); }

  std::string language = "vi";
  // A person sits before it, and sees both streams in one: `out`.
  bool terminal = false;
  // What the clock of this machine says.
  absl::Time now = absl::UnixEpoch();
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;

 private:
  std::filesystem::path folder_;
};

}  // namespace phancong::client

#endif  // PHANCONG_TESTS_CLIENT_DESK_H_
