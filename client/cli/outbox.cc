#include "client/cli/outbox.h"

#include <algorithm>
#include <system_error>

#include "absl/strings/numbers.h"
#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr std::string_view kExtension = ".command";

absl::Status NotACommand(const std::filesystem::path& file) {
  return WrongUsage(Concat("Tệp ", file.string(), " không phải là một lệnh chờ gửi."),
                    Concat("The file ", file.string(), " is no command that waits to be sent."));
}

// Three lines: the account, the method, the request as JSON. The content follows them.
struct Opened {
  std::string lines;
  FileContent content;
};

absl::StatusOr<Opened> Open(const std::filesystem::path& file) {
  ASSIGN_OR_RETURN(FileContent content, OpenPrivateFile(file));
  std::string lines;
  size_t end = 0;
  for (int line = 0; line < 3;) {
    const size_t found = lines.find('\n', end);
    if (found != std::string::npos) {
      end = found + 1;
      ++line;
      continue;
    }
    ASSIGN_OR_RETURN(const std::string piece, content.Next(kPieceBytes));
    if (piece.empty()) return NotACommand(file);
    lines += piece;
  }
  lines.resize(end);
  RETURN_IF_ERROR(content.BeginAt(static_cast<int64_t>(end)));
  return Opened{.lines = std::move(lines), .content = std::move(content)};
}

absl::StatusOr<KeptCommand> Read(const std::filesystem::path& file) {
  ASSIGN_OR_RETURN(const Opened opened, Open(file));
  const std::vector<std::string_view> lines = Split(opened.lines, '\n', 3);
  KeptCommand command{.file = file, .account = std::string(lines[0]), .method = FindMethod(lines[1])};
  if (command.method == nullptr) return NotACommand(file);
  command.request = NewRequest(*command.method);
  if (!FromJson(lines[2], *command.request)) return NotACommand(file);
  return command;
}

}  // namespace

std::vector<std::filesystem::path> Outbox::Files() const {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    if (entry.path().extension() == kExtension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<std::filesystem::path> Outbox::Keep(std::string_view account, const MethodDescriptor& method,
                                                   const Message& request, FileContent* content) {
  const std::string text =
      Concat(account, "\n", method.service()->name(), ".", method.name(), "\n", ToJson(request, false), "\n");
  if (next_ == 0) {
    const std::vector<std::filesystem::path> files = Files();
    if (files.empty() || !absl::SimpleAtoi(files.back().stem().string(), &next_)) next_ = 0;
    ++next_;
  }
  // Another process may take a number meanwhile: then the next one.
  for (;; ++next_) {
    std::filesystem::path file = folder_ / fmt::format("{:09}{}", next_, kExtension);
    const absl::Status written = WritePrivateFile(file, text, IfThere::kFail, content);
    if (absl::IsAlreadyExists(written)) continue;
    if (!written.ok()) return written;
    ++next_;
    return file;
  }
}

absl::StatusOr<FileContent> Outbox::ContentOf(const std::filesystem::path& file) {
  ASSIGN_OR_RETURN(Opened opened, Open(file));
  return std::move(opened.content);
}

absl::Status Outbox::Remove(const std::filesystem::path& file) {
  std::error_code error;
  std::filesystem::remove(file, error);
  if (!error) return absl::OkStatus();
  return WrongUsage(Concat("Không xóa được tệp ", file.string(), ": ", error.message()),
                    Concat("Can't remove the file ", file.string(), ": ", error.message()));
}

absl::StatusOr<std::vector<KeptCommand>> Outbox::List() const {
  std::vector<KeptCommand> commands;
  for (const std::filesystem::path& file : Files()) {
    absl::StatusOr<KeptCommand> command = Read(file);
    if (absl::IsNotFound(command.status())) continue;  // answered meanwhile, in another process
    if (!command.ok()) return command.status();
    commands.push_back(*std::move(command));
  }
  return commands;
}

}  // namespace phancong::client
