// Entries as they are stored and hashed. Body of a call (see serving/command.h).
#ifndef PHANCONG_SERVICES_JOURNAL_STORED_ENTRIES_H_
#define PHANCONG_SERVICES_JOURNAL_STORED_ENTRIES_H_

#include "absl/status/status.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/serving/command.h"

namespace phancong::journal {

// Entries of a range in order: as many as were asked for, or fit into a page of kEntriesBytes (journal.h), but at least
// one. An event that may not be shown to the reader (disclosure.h), or was erased, is its digest alone. INVALID_FIELD
// where the range does not begin at 1 or later, or ends before it begins; a range that ends after the newest entry ends
// with it.
[[nodiscard]] absl::Status ListStoredEntries(serving::ReadContext& read, const v1::ListStoredEntriesRequest& request,
                                             v1::ListStoredEntriesResponse* response);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_STORED_ENTRIES_H_
