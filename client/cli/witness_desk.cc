#include "client/cli/witness_desk.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <system_error>

#include "absl/strings/numbers.h"
#include "client/cli/failure.h"
#include "client/cli/known_servers.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/text.h"

namespace phancong::client {
namespace {

constexpr size_t kSeedBytes = 32;

std::string NewSeed() {
  std::string seed(kSeedBytes, '\0');
  randombytes_buf(seed.data(), seed.size());
  return seed;
}

std::filesystem::path FileOf(const std::filesystem::path& folder, int64_t number) {
  return folder / fmt::format("{:06}.checkpoint", number);
}

// The greatest number of a file there; 0 where there is none.
int64_t LastNumber(const std::filesystem::path& folder) {
  int64_t last = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    int64_t number = 0;
    if (entry.path().extension() == ".checkpoint" && absl::SimpleAtoi(entry.path().stem().string(), &number)) {
      last = std::max(last, number);
    }
  }
  return last;
}

}  // namespace

absl::StatusOr<std::optional<rules::SigningKey>> WitnessDesk::Key() const {
  const absl::StatusOr<std::string> text = ReadPrivateFile(folder_ / "key");
  if (absl::IsNotFound(text.status())) return std::nullopt;
  if (!text.ok()) return text.status();
  const absl::StatusOr<rules::SigningKey> key = rules::ParseSigningKey(Trim(*text));
  if (!key.ok() || key->verifier.kind != rules::KeyKind::kWitness) {
    const std::string file = (folder_ / "key").string();
    return WrongUsage(Concat("Tệp ", file, " không phải là khóa của bên làm chứng."),
                      Concat("The file ", file, " is no witness's key."));
  }
  return *key;
}

absl::StatusOr<rules::SigningKey> WitnessDesk::MakeKey(std::string_view name) const {
  const rules::SigningKey key = rules::MakeSigningKey(name, rules::KeyKind::kWitness, NewSeed());
  if (!rules::ParseVerifierKey(rules::VerifierKeyText(key.verifier)).ok() || rules::HasUnsafeCharacters(name)) {
    return WrongUsage(Concat("“", name, "” không dùng làm tên khóa được: không có dấu cách và “+”."),
                      Concat("\"", name, "\" can't be a key's name: no spaces and no '+'."));
  }
  RETURN_IF_ERROR(WritePrivateFile(folder_ / "key", Concat(rules::SigningKeyText(key), "\n"), IfThere::kFail));
  return key;
}

absl::StatusOr<std::string> WitnessDesk::LastSigned(std::string_view server, std::string_view federation) const {
  const std::filesystem::path folder = folder_ / FileNameOf(server) / FileNameOf(federation);
  const int64_t last = LastNumber(folder);
  return last == 0 ? std::string() : ReadPrivateFile(FileOf(folder, last));
}

absl::Status WitnessDesk::Keep(std::string_view server, std::string_view federation, const std::string& note) const {
  const std::filesystem::path folder = folder_ / FileNameOf(server) / FileNameOf(federation);
  return WritePrivateFile(FileOf(folder, LastNumber(folder) + 1), note, IfThere::kFail);
}

}  // namespace phancong::client
