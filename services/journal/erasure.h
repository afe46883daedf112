// Names and texts erased by a decision. The body of a call (see serving/command.h).
#ifndef PHANCONG_SERVICES_JOURNAL_ERASURE_H_
#define PHANCONG_SERVICES_JOURNAL_ERASURE_H_

#include "absl/status/status.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/serving/command.h"

namespace phancong::journal {

// At once: entries of which all texts go.
inline constexpr int kMostErasedEntries = 100;

// Holds the writer for as long as a replay of the federation's journal takes.
[[nodiscard]] absl::Status EraseTexts(serving::CommandContext& command, const v1::EraseTextsRequest& request,
                                      v1::EraseTextsResponse* response);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_ERASURE_H_
