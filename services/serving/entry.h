// Entries of the journal: one of somebody who called, and one of the operator of the server.
#ifndef PHANCONG_SERVICES_SERVING_ENTRY_H_
#define PHANCONG_SERVICES_SERVING_ENTRY_H_

#include <cstdint>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "services/rules/policy.h"
#include "services/serving/command.h"
#include "services/serving/entropy.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::serving {

// What fills an entry: decides and emits.
using Fill = absl::FunctionRef<absl::Status(CommandContext&)>;

// Begins an entry of the actor, lets `fill` decide and emit, and appends it. ABORTED where `fill` emitted nothing: the
// savepoint or the transaction around it is then to be rolled back.
[[nodiscard]] absl::Status WriteEntry(storage::WriteTransaction& tx, const Actor& actor, const rules::Reach& reach,
                                      storage::EntryContext& entry, int64_t real_now_micros, Entropy& entropy,
                                      Fill fill);

// The same for the operator (account 0), whom nobody refuses anything, in a closed federation either; `command` is the
// entry's.
[[nodiscard]] absl::Status WriteOperatorEntry(storage::WriteTransaction& tx, const storage::FederationRow& federation,
                                              std::string_view command, int64_t real_now_micros, Entropy& entropy,
                                              Fill fill);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ENTRY_H_
