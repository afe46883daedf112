// Who outside the federation signs checkpoints of its journal, and what each has signed last.
#ifndef PHANCONG_STORAGE_WITNESSES_H_
#define PHANCONG_STORAGE_WITNESSES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/merkle.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct WitnessRow {
  int64_t number = 0;      // 1, 2, …
  std::string name;        // of its key
  std::string public_key;  // Ed25519, 32 bytes
  std::string decision_number;
  int64_t revision = 0;        // of the entry that named it
  int64_t ended_revision = 0;  // 0: in office
  // The newest checkpoint that it signed; size 0: none yet.
  int64_t signed_size = 0;
  rules::Hash signed_root = {};
  int64_t signed_at = 0;       // seconds since 1970, by its own clock
  std::string signature = {};  // as the note has it: hash of the key and what it signed
};

// All that were ever named, in the order in which they were.
[[nodiscard]] absl::StatusOr<std::vector<WitnessRow>> Witnesses(ReadTransaction& tx, int64_t federation);

// Keeps the row's `signed_…` and `signature` where they are of a larger log than what is kept, or of the same one.
[[nodiscard]] absl::Status KeepWitnessSignature(WriteTransaction& tx, int64_t federation, const WitnessRow& row);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::WitnessNamed& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::WitnessEnded& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_WITNESSES_H_
