// The journal as it is read; and the simulated clock of a demo. Bodies of calls (see serving/command.h).
#ifndef PHANCONG_SERVICES_JOURNAL_JOURNAL_H_
#define PHANCONG_SERVICES_JOURNAL_JOURNAL_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/serving/command.h"
#include "services/serving/watches.h"

namespace phancong::journal {

// Described entries from `from_revision` on, in order: at most `limit`, and no more than fit into kEntriesBytes, but at
// least one where there is one.
inline constexpr size_t kEntriesBytes = size_t{512} << 10;
[[nodiscard]] absl::StatusOr<std::vector<v1::Entry>> EntriesFrom(serving::ReadContext& read, int64_t from_revision,
                                                                 int64_t limit);

// What WatchEntries sends, from the entry after `revision` on. INVALID_FIELD where that is negative, REVISION_AHEAD
// where there is no such entry yet.
[[nodiscard]] serving::Watches::Next<v1::WatchEntriesResponse> EntriesAfter(int64_t revision);

[[nodiscard]] absl::Status ListEntries(serving::ReadContext& read, const v1::ListEntriesRequest& request,
                                       v1::ListEntriesResponse* response);
[[nodiscard]] absl::Status AdvanceClock(serving::CommandContext& command, const v1::AdvanceClockRequest& request,
                                        v1::AdvanceClockResponse* response);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_JOURNAL_H_
