#include "client/cli/known_servers.h"

#include <cstddef>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// The first line of a file; of a pin, the certificate follows.
constexpr std::pair<Vouching, std::string_view> kWords[] = {
    {Vouching::kSystem, "system"}, {Vouching::kPin, "pin"}, {Vouching::kClearText, "clear-text"}};

}  // namespace

std::string FileNameOf(std::string_view server) {
  std::string name;
  for (const char c : server) {
    if (IsLetter(c) || IsDigit(c) || (c == '.' && !name.empty()) || c == '-') {
      name += c;
    } else {
      name += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return name;
}

absl::StatusOr<KnownServer> KnownServers::Find(std::string_view server) const {
  const std::filesystem::path file = folder_ / FileNameOf(server);
  const absl::StatusOr<std::string> text = ReadPrivateFile(file);
  if (absl::IsNotFound(text.status())) return KnownServer{};
  if (!text.ok()) return text.status();
  const auto [first, rest] = SplitOnce(*text, '\n');
  for (const auto& [vouching, word] : kWords) {
    if (first == word) return KnownServer{.vouching = vouching, .certificate = std::string(rest)};
  }
  return WrongUsage(Concat("Không hiểu tệp ", file.string(), "; xóa tệp rồi gọi lại thì máy chủ được hỏi lại từ đầu."),
                    Concat("The file ", file.string(), " means nothing; remove it to meet the server anew."));
}

absl::Status KnownServers::Keep(std::string_view server, const KnownServer& known) const {
  for (const auto& [vouching, word] : kWords) {
    if (known.vouching != vouching) continue;
    return WritePrivateFile(folder_ / FileNameOf(server), Concat(word, "\n", known.certificate), IfThere::kReplace);
  }
  return absl::InvalidArgumentError("nothing to keep");
}

}  // namespace phancong::client
