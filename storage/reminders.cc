#include "storage/reminders.h"

namespace phancong::storage {

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::RemindersRung&) {
  return absl::UnimplementedError("not yet");
}

absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::MailAddressSet&) {
  return absl::UnimplementedError("not yet");
}

}  // namespace phancong::storage
