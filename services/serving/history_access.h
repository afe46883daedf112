// Whom the history of a closed federation is open to: its successors, and theirs.
#ifndef PHANCONG_SERVICES_SERVING_HISTORY_ACCESS_H_
#define PHANCONG_SERVICES_SERVING_HISTORY_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "phancong/v1/access.pb.h"
#include "services/serving/command.h"
#include "storage/store.h"

namespace phancong::serving {

// Whether a position's holder sees all that goes on in a federation, and not only what is published: those of the
// Standing, Inspection and Executive Committees.
[[nodiscard]] bool ReadsTheFederation(const rules::PositionFact& fact);

// What a method grants in a closed federation to people of its successor: what it grants to a federation's positions
// and within one's own union. Nothing that is one's own (SELF), nothing to everybody, nothing that changes anything.
[[nodiscard]] v1::Access HistoryAccess(const v1::Access& access);

// The actor, whose `positions` are those held in their own federation, becomes a reader of the closed federation
// `federation`: nobody's account there, with the positions that the history is open to. Those of the Standing,
// Inspection and Executive Committees stay as they are; a position in a union becomes one in the union that it was
// there, if it was one. POSITION_REQUIRED where the actor's federation does not succeed it, directly or through others:
// whether there is such a federation is not said.
[[nodiscard]] absl::Status BecomeReaderOf(storage::ReadTransaction& tx, const std::string& federation, Actor& actor);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_HISTORY_ACCESS_H_
