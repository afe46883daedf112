// The keys that sign a federation's journal, and what a restore from a backup lost of it.
#ifndef PHANCONG_STORAGE_JOURNAL_KEYS_H_
#define PHANCONG_STORAGE_JOURNAL_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/merkle.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct JournalKeyRow {
  int64_t number = 0;      // 1, 2, …
  std::string public_key;  // Ed25519, 32 bytes
  std::string handover;    // a signed note by the key before; empty: nobody vouches for it
  int64_t revision = 0;    // of the entry that set it
};

// All of them, the oldest first; the last one is in force.
[[nodiscard]] absl::StatusOr<std::vector<JournalKeyRow>> JournalKeys(ReadTransaction& tx, int64_t federation);

struct RestorationRow {
  int64_t revision = 0;  // of the entry that says so
  int64_t lost_size = 0;
  rules::Hash lost_root;
  int64_t kept_size = 0;
};

// The newest; nothing where the database never was a backup.
[[nodiscard]] absl::StatusOr<std::optional<RestorationRow>> LastRestoration(ReadTransaction& tx, int64_t federation);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::JournalKeySet& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::RestoredFromBackup& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_JOURNAL_KEYS_H_
