// Calendars of working days, and guidance that plans wait for.
#ifndef PHANCONG_STORAGE_CALENDARS_H_
#define PHANCONG_STORAGE_CALENDARS_H_

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::CalendarLoaded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::GuidanceRecorded& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_CALENDARS_H_
