// What a witness of journals has: a key of their own, and every checkpoint that they signed, by journal, the oldest
// first. Files that their owner alone may read:
//
//   CONFIG/witness/key                                    the key, as keys are written down (rules/signed_note.h)
//   CONFIG/witness/SERVER/FEDERATION/000001.checkpoint    what was signed first, and so on; never written again
#ifndef PHANCONG_CLIENT_CLI_WITNESS_DESK_H_
#define PHANCONG_CLIENT_CLI_WITNESS_DESK_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/signed_note.h"

namespace phancong::client {

class WitnessDesk {
 public:
  // The folder of profiles.
  explicit WitnessDesk(const std::filesystem::path& config) : folder_(config / "witness") {}

  // Nothing where there is none yet. WrongUsage where its file can't be read, is no witness's key, or others may read
  // it.
  [[nodiscard]] absl::StatusOr<std::optional<rules::SigningKey>> Key() const;
  // A new key of this name; ALREADY_EXISTS where there is one. WrongUsage where a key can't be called so.
  [[nodiscard]] absl::StatusOr<rules::SigningKey> MakeKey(std::string_view name) const;

  // The checkpoint that was signed last; empty where none was.
  [[nodiscard]] absl::StatusOr<std::string> LastSigned(std::string_view server, std::string_view federation) const;
  // Keeps one more, behind those before.
  [[nodiscard]] absl::Status Keep(std::string_view server, std::string_view federation, const std::string& note) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_WITNESS_DESK_H_
