// Receipts for entries: what the reader may be shown of one, the proof that it is in the log, and a checkpoint, in one
// file (rules/receipt.h). Made when somebody asks, and kept nowhere. Bodies of calls (see serving/command.h).
#ifndef PHANCONG_SERVICES_JOURNAL_RECEIPTS_H_
#define PHANCONG_SERVICES_JOURNAL_RECEIPTS_H_

#include "absl/status/status.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/checkpoints.h"
#include "services/serving/command.h"

namespace phancong::journal {

// NOT_FOUND where there is no such entry, or nothing in it that the reader may be shown (disclosure.h): which of both
// is not said. Errors of Checkpoints.
[[nodiscard]] absl::Status GetReceipt(serving::ReadContext& read, Checkpoints& checkpoints,
                                      const v1::GetReceiptRequest& request, v1::GetReceiptResponse* response);

// Adds to a checkpoint that has a note the receipt for the newest entry by which the database was restored, if it ever
// was.
[[nodiscard]] absl::Status AddRestorationReceipt(serving::ReadContext& read, Checkpoints& checkpoints,
                                                 v1::GetCheckpointResponse* response);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_RECEIPTS_H_
