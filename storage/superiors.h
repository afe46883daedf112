// Which federation belongs to which.
#ifndef PHANCONG_STORAGE_SUPERIORS_H_
#define PHANCONG_STORAGE_SUPERIORS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// The id of the federation to which one belongs on a day; empty: none.
[[nodiscard]] absl::StatusOr<std::string> SuperiorOn(ReadTransaction& tx, int64_t federation, rules::Day day);

// Of every federation that belongs to one on that day: its number, and the superior's id.
[[nodiscard]] absl::StatusOr<std::map<int64_t, std::string>> SuperiorsOn(ReadTransaction& tx, rules::Day day);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::SuperiorSet& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SUPERIORS_H_
