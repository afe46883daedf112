// An entry of the journal as people read it: who, when, and what happened in words.
#ifndef PHANCONG_SERVICES_JOURNAL_WORDS_H_
#define PHANCONG_SERVICES_JOURNAL_WORDS_H_

#include <cstdint>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::journal {

// Describes one stored entry in `language` ("vi" or "en"): one short sentence for each event, with the names that
// accounts, unions, items and tasks have now. What was erased is said to be erased. Errors are the store's.
[[nodiscard]] absl::StatusOr<v1::Entry> DescribeEntry(storage::ReadTransaction& tx, int64_t federation,
                                                      std::string_view federation_id, const storage::StoredEntry& entry,
                                                      std::string_view language);
// The same, but of its events those alone that `told` picks.
[[nodiscard]] absl::StatusOr<v1::Entry> DescribeEntry(storage::ReadTransaction& tx, int64_t federation,
                                                      std::string_view federation_id, const storage::StoredEntry& entry,
                                                      std::string_view language,
                                                      absl::FunctionRef<bool(const v1::Event&)> told);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_WORDS_H_
