// Texts of the journal erased by a decision: the text and its salt go, its digest stays.
#ifndef PHANCONG_STORAGE_ERASURE_H_
#define PHANCONG_STORAGE_ERASURE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// One text: its entry, and its place there, from 1.
struct TextPlace {
  int64_t revision = 0;
  int64_t ordinal = 0;

  auto operator<=>(const TextPlace&) const = default;
};

// The texts of an entry that are not erased yet.
[[nodiscard]] absl::StatusOr<std::vector<TextPlace>> TextsOfEntry(ReadTransaction& tx, int64_t federation,
                                                                  int64_t revision);
// The same, of every entry that gave the account a name or a mail address.
[[nodiscard]] absl::StatusOr<std::vector<TextPlace>> NamesOfAccount(ReadTransaction& tx, int64_t federation,
                                                                    int64_t account);

// Those of which an entry says that they were erased, in order.
[[nodiscard]] absl::StatusOr<std::vector<TextPlace>> ErasedTexts(ReadTransaction& tx, int64_t federation);

// Erases the texts, whose entries come before the one under way: in the journal, in what is remembered of those
// requests, and in every projected table, since the federation's rows are filled anew from its journal without them.
// Takes as long as a replay of the federation's journal does.
[[nodiscard]] absl::Status EraseTexts(WriteTransaction& tx, const EntryContext& entry,
                                      const std::vector<TextPlace>& texts);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TextsErased& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_ERASURE_H_
