// A checkpoint as it is kept in a file: a signed note, and before it, where it was asked for, the proof that it
// continues an older one:
//
//   phancong-consistency/v1
//   from 3200                     entries of the older one
//   BASE64HASH …                  the proof (RFC 6962, 2.1.2), one hash in a line
//   (empty line)
//   phancong/federations/…        the checkpoint
#ifndef PHANCONG_CLIENT_CLI_CHECKPOINT_FILE_H_
#define PHANCONG_CLIENT_CLI_CHECKPOINT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/known_journals.h"
#include "services/rules/merkle.h"

namespace phancong::client {

struct CheckpointFile {
  // The checkpoint that the proof begins with; 0: there is no proof.
  int64_t from_size = 0;
  std::vector<rules::Hash> proof = {};
  // The signed note, and what it says.
  std::string note = {};
  ReadCheckpoint read = {};
};

[[nodiscard]] std::string CheckpointFileText(const CheckpointFile& file);
// WrongFile where it is none.
[[nodiscard]] absl::StatusOr<CheckpointFile> ReadCheckpointFile(std::string_view text);
// The same, or the checkpoint of a receipt (rules/receipt.h) that is right: who holds one holds a checkpoint.
[[nodiscard]] absl::StatusOr<CheckpointFile> ReadCheckpointOrReceipt(std::string_view text);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CHECKPOINT_FILE_H_
