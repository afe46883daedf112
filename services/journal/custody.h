// What the operator of a server has to do with journals, by entries of their own: the keys that sign them, and a
// restore from a backup. None of it is a call; a server may go on serving the database beside it.
#ifndef PHANCONG_SERVICES_JOURNAL_CUSTODY_H_
#define PHANCONG_SERVICES_JOURNAL_CUSTODY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/journal/signing_keys.h"
#include "services/rules/signed_note.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/federations.h"
#include "storage/journal_keys.h"
#include "storage/store.h"

namespace phancong::journal {

// What these need; all outlive it.
struct Custody {
  storage::Store& store;
  const serving::Clock& clock;
  serving::Entropy& entropy;
  SigningKeys& keys;
};

// How a journal gets its next key.
enum class Succession {
  kHandedOver,  // the key before vouches for it; JOURNAL_KEY_MISSING where this server does not have that one
  kAlone,       // nobody does: the key before is lost, or may be in other hands
};

// Makes a new key and sets it, by the federation's id; returns it. It is the one in force as soon as this is done.
// NOT_FOUND; refusals of SigningKeys; errors of the store.
[[nodiscard]] absl::StatusOr<rules::VerifierKey> SetKey(const Custody& custody, const std::string& federation,
                                                        Succession succession);

enum class Restored {
  kIfItShows,  // where the journal is not the continuation of what was signed last, and no entry says why
  kForCertain,
};

// Says in the federation's journal that the database was restored from a backup, before anything else is written into
// it: the first entry after what the backup held. Whether it said so. Errors as above.
[[nodiscard]] absl::StatusOr<bool> DeclareRestore(const Custody& custody, const std::string& federation,
                                                  Restored restored);

// Before a server serves: declares restores of which nobody has told, gives a key to journals that never had one, and
// warns of keys that this server does not have. Nothing where the keys are nowhere. Changes nothing when it is done
// again.
[[nodiscard]] absl::Status PrepareJournals(const Custody& custody);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_CUSTODY_H_
