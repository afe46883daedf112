#include "storage/calendars.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::CalendarLoaded&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::GuidanceRecorded&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
