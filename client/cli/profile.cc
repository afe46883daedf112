#include "client/cli/profile.h"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

absl::Status NotAName(std::string_view name) {
  return WrongUsage(Concat("“", name, "” không dùng làm tên hồ sơ được: chỉ gồm chữ không dấu, số, “.”, “-”, “_”."),
                    Concat("\"", name, "\" can't be a profile's name: letters, digits, '.', '-', '_' only."));
}

absl::Status ReadKeys(std::string_view text, Profile& profile) {
  for (std::string_view line : Split(text, '\n')) {
    line = Trim(line);
    if (line.empty() || line.front() == '#') continue;
    const auto [name, value] = SplitOnce(line, '=');
    const std::string_view word = Trim(name);
    const auto& keys = ProfileKeys();
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const ProfileKey& known) { return known.key == word; });
    if (key == keys.end()) {
      return WrongUsage(Concat("Hồ sơ “", profile.name, "” có dòng không hiểu: ", line),
                        Concat("Profile \"", profile.name, "\" has a line that means nothing: ", line));
    }
    profile.*(key->field) = Trim(value);
  }
  return absl::OkStatus();
}

// Files of their own, and the field of each.
constexpr std::pair<std::string_view, std::string Profile::*> kTokens[] = {{"token", &Profile::token},
                                                                           {"device", &Profile::device_token}};

absl::Status SaveToken(const std::filesystem::path& file, const std::string& token) {
  if (!token.empty()) return WritePrivateFile(file, Concat(token, "\n"), IfThere::kReplace);
  std::error_code error;
  std::filesystem::remove(file, error);
  if (error) {
    return WrongUsage(Concat("Không xóa được thẻ đăng nhập: ", error.message()),
                      Concat("Can't remove the token: ", error.message()));
  }
  return absl::OkStatus();
}

}  // namespace

const std::vector<ProfileKey>& ProfileKeys() {
  static const auto& keys = *new std::vector<ProfileKey>{{"server", &Profile::server},
                                                         {"federation", &Profile::federation},
                                                         {"account", &Profile::account},
                                                         {"round", &Profile::round},
                                                         {"time_zone", &Profile::time_zone}};
  return keys;
}

bool ProfileFolder::IsName(std::string_view name) {
  constexpr std::string_view kTaken[] = {".", "..", "current", "servers", "journals", "witness"};
  return !name.empty() && std::find(std::begin(kTaken), std::end(kTaken), name) == std::end(kTaken) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return IsLetter(c) || IsDigit(c) || c == '.' || c == '-' || c == '_'; });
}

absl::StatusOr<Profile> ProfileFolder::Load(std::string_view name) const {
  if (!IsName(name)) return NotAName(name);
  Profile profile{.name = std::string(name)};
  const std::filesystem::path folder = config_ / name;
  absl::StatusOr<std::string> keys = ReadPrivateFile(folder / "profile");
  if (absl::IsNotFound(keys.status())) return profile;
  if (!keys.ok()) return keys.status();
  RETURN_IF_ERROR(ReadKeys(*keys, profile));

  for (const auto& [file, field] : kTokens) {
    absl::StatusOr<std::string> token = ReadPrivateFile(folder / file);
    if (token.ok()) {
      profile.*field = Trim(*token);
    } else if (!absl::IsNotFound(token.status())) {
      return token.status();
    }
  }
  return profile;
}

absl::Status ProfileFolder::Save(const Profile& profile) const {
  if (!IsName(profile.name)) return NotAName(profile.name);
  const std::filesystem::path folder = config_ / profile.name;
  std::string text;
  for (const ProfileKey& key : ProfileKeys()) {
    const std::string& value = profile.*(key.field);
    if (!value.empty()) Append(text, key.key, " = ", value, "\n");
  }
  RETURN_IF_ERROR(WritePrivateFile(folder / "profile", text, IfThere::kReplace));
  for (const auto& [file, field] : kTokens) RETURN_IF_ERROR(SaveToken(folder / file, profile.*field));
  return absl::OkStatus();
}

std::vector<std::string> ProfileFolder::List() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(config_, error)) {
    if (std::filesystem::exists(entry.path() / "profile", error)) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string ProfileFolder::Current() const {
  const absl::StatusOr<std::string> name = ReadPrivateFile(config_ / "current");
  const std::string_view stripped = name.ok() ? Trim(*name) : "";
  return IsName(stripped) ? std::string(stripped) : "default";
}

absl::Status ProfileFolder::SetCurrent(std::string_view name) const {
  if (!IsName(name)) return NotAName(name);
  return WritePrivateFile(config_ / "current", Concat(name, "\n"), IfThere::kReplace);
}

}  // namespace phancong::client
