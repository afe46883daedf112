// Profiles: where a server is, in which federation, as whom. One folder for each, readable by its owner only:
//   CONFIG/current            the name of the profile in use where none is named
//   CONFIG/servers/           what vouches for the servers that all profiles share (known_servers.h)
//   CONFIG/journals/          what is known of the journals that this person has seen (known_journals.h)
//   CONFIG/witness/           what a witness of journals has: their key, and what they signed (witness_desk.h)
//   CONFIG/NAME/profile       "key = value" lines
//   CONFIG/NAME/token         the session's token
//   CONFIG/NAME/device        the token by which the server knows this device
//   CONFIG/NAME/outbox/       commands that wait to be sent again (outbox.h)
#ifndef PHANCONG_CLIENT_CLI_PROFILE_H_
#define PHANCONG_CLIENT_CLI_PROFILE_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/known_journals.h"
#include "client/cli/known_servers.h"
#include "client/cli/witness_desk.h"

namespace phancong::client {

struct Profile {
  std::string name;
  std::string server = {};      // "127.0.0.1:7443"
  std::string federation = {};  // "bac-quang"
  std::string account = {};     // "chu-tich"
  // The round meant where none is named; empty: the current year's.
  std::string round = {};
  // IANA name of the federation's zone, learnt when signing in.
  std::string time_zone = {};
  // Not in the profile file. Empty: not signed in.
  std::string token = {};
  // Nor this: shown in the next sign-in.
  std::string device_token = {};
};

class ProfileFolder {
 public:
  explicit ProfileFolder(std::filesystem::path config) : config_(std::move(config)) {}

  // Letters, digits, '.', '-', '_', and not ".", ".." or what CONFIG has besides: it is the name of a folder.
  [[nodiscard]] static bool IsName(std::string_view name);

  // A profile with nothing but its name where there is none yet. WrongUsage where a file can't be read, holds an
  // unknown key, or the token may be read by others.
  [[nodiscard]] absl::StatusOr<Profile> Load(std::string_view name) const;

  // Writes profile and tokens (removes the file of one that is empty), each whole or not at all.
  [[nodiscard]] absl::Status Save(const Profile& profile) const;

  // Names of all profiles, sorted.
  [[nodiscard]] std::vector<std::string> List() const;

  // The profile in use where none is named: "default" until another is chosen.
  [[nodiscard]] std::string Current() const;
  [[nodiscard]] absl::Status SetCurrent(std::string_view name) const;

  [[nodiscard]] KnownServers servers() const { return KnownServers(config_); }
  [[nodiscard]] KnownJournals journals() const { return KnownJournals(config_); }
  [[nodiscard]] WitnessDesk witness() const { return WitnessDesk(config_); }
  [[nodiscard]] std::filesystem::path Outbox(std::string_view name) const { return config_ / name / "outbox"; }

 private:
  std::filesystem::path config_;
};

// Keys of a profile file, and the field of each; what `profile set` may change.
struct ProfileKey {
  std::string_view key;
  std::string Profile::*field;
};
[[nodiscard]] const std::vector<ProfileKey>& ProfileKeys();

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_PROFILE_H_
