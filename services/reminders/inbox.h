// Everybody's own inbox. Bodies of calls (see serving/command.h); of another's, POSITION_REQUIRED.
#ifndef PHANCONG_SERVICES_REMINDERS_INBOX_H_
#define PHANCONG_SERVICES_REMINDERS_INBOX_H_

#include "absl/status/status.h"
#include "phancong/v1/inbox_service.pb.h"
#include "services/serving/calls.h"
#include "services/serving/command.h"
#include "services/serving/watches.h"
#include "services/serving/writer.h"

namespace phancong::reminders {

[[nodiscard]] absl::Status ListInbox(serving::ReadContext& read, const v1::ListInboxRequest& request,
                                     v1::ListInboxResponse* response);
[[nodiscard]] absl::Status SetMailAddress(serving::CommandContext& command, const v1::SetMailAddressRequest& request,
                                          v1::SetMailAddressResponse* response);
// What WatchInbox sends.
[[nodiscard]] serving::Watches::Next<v1::WatchInboxResponse> MessagesAfter(const v1::WatchInboxRequest& request);
// Leaves no entry. `request` and `response` stay valid until `done`.
void MarkInboxRead(serving::Writer& writer, const serving::Actor& actor, const v1::MarkInboxReadRequest& request,
                   v1::MarkInboxReadResponse* response, serving::Done done);

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_INBOX_H_
