// Commands whose answer did not come. A command is written here, and synced, before it is sent, and taken out when it
// was answered, whatever the answer: so what is found here may or may not have been done, and sending it again with its
// request_id does it once. No request that is kept here has a secret in it: those that have one carry no request_id.
#ifndef PHANCONG_CLIENT_CLI_OUTBOX_H_
#define PHANCONG_CLIENT_CLI_OUTBOX_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/contract.h"
#include "client/cli/file_content.h"

namespace phancong::client {

struct KeptCommand {
  std::filesystem::path file;
  // federations/{federation}/accounts/{account}: who gave it, and only who may send it again.
  std::string account;
  const google::protobuf::MethodDescriptor* method = nullptr;
  MessagePtr request = {};
};

class Outbox {
 public:
  explicit Outbox(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Writes a command behind those that wait already, with a copy of the `content` that is sent with it: who kept it may
  // change or remove their file. The file, to take it out again.
  [[nodiscard]] absl::StatusOr<std::filesystem::path> Keep(std::string_view account,
                                                           const google::protobuf::MethodDescriptor& method,
                                                           const google::protobuf::Message& request,
                                                           FileContent* content = nullptr);
  // The content that was kept; nothing in it where there was none.
  [[nodiscard]] static absl::StatusOr<FileContent> ContentOf(const std::filesystem::path& file);
  [[nodiscard]] absl::Status Remove(const std::filesystem::path& file);

  // In the order in which they were kept. WrongUsage where a file is no kept command.
  [[nodiscard]] absl::StatusOr<std::vector<KeptCommand>> List() const;

  [[nodiscard]] int Count() const { return static_cast<int>(Files().size()); }

 private:
  // Sorted by their numbers.
  [[nodiscard]] std::vector<std::filesystem::path> Files() const;

  std::filesystem::path folder_;
  // The number of the next file; 0: not known yet.
  int64_t next_ = 0;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_OUTBOX_H_
