// Checkpoints of journals, signed where somebody asks for one; and proofs between them. Nothing of it is done when an
// entry is written. Bodies of calls (see serving/command.h).
#ifndef PHANCONG_SERVICES_JOURNAL_CHECKPOINTS_H_
#define PHANCONG_SERVICES_JOURNAL_CHECKPOINTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/signing_keys.h"
#include "services/rules/signed_note.h"
#include "services/serving/command.h"
#include "storage/witnesses.h"

namespace phancong::journal {

// A checkpoint as somebody gets it: the log's signature, then those of witnesses in office who signed that very size.
struct SignedCheckpoint {
  rules::SignedNote note;
  int64_t size = 0;
  bool witnessed = false;
};

// Thread-safe. A log signs one tree of each size: what was signed last is kept beside the keys, durably before anybody
// gets the signature, and a journal that is not its continuation is not signed, unless it says that it was restored.
class Checkpoints {
 public:
  // Told of each signature that was made; may be empty.
  using Told = std::function<void()>;

  // `keys` outlives it, and whatever `told` speaks to.
  explicit Checkpoints(SigningKeys& keys, Told told = {});
  ~Checkpoints();
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

  // The checkpoint of the snapshot, signed by the key in force in it; one signature for each size. JOURNAL_KEY_MISSING;
  // UNAVAILABLE where what was signed before is not the beginning of this journal, or can't be kept: the log says why.
  [[nodiscard]] absl::StatusOr<SignedCheckpoint> OfSnapshot(serving::ReadContext& read);
  // The newest checkpoint that a witness in office has signed; nothing where there is none. Errors as above.
  [[nodiscard]] absl::StatusOr<std::optional<SignedCheckpoint>> NewestWitnessed(serving::ReadContext& read);
  // The best one for who is to prove that the entry is in the log: the newest witnessed one that has it, else the
  // snapshot's.
  [[nodiscard]] absl::StatusOr<SignedCheckpoint> Covering(serving::ReadContext& read, int64_t revision);

  [[nodiscard]] absl::Status Get(serving::ReadContext& read, const v1::GetCheckpointRequest& request,
                                 v1::GetCheckpointResponse* response);

 private:
  struct Log;

  using Witnesses = std::vector<storage::WitnessRow>;

  Log& LogOf(int64_t federation);
  [[nodiscard]] absl::StatusOr<SignedCheckpoint> OfSnapshot(serving::ReadContext& read, const Witnesses& in_office);
  [[nodiscard]] absl::StatusOr<std::optional<SignedCheckpoint>> NewestWitnessed(serving::ReadContext& read,
                                                                                Witnesses in_office);
  [[nodiscard]] absl::StatusOr<SignedCheckpoint> Sign(serving::ReadContext& read, int64_t size);

  SigningKeys& keys_;
  const Told told_;
  std::mutex mutex_;
  std::map<int64_t, std::unique_ptr<Log>> logs_;  // by federation; guarded by mutex_
};

// All keys that the snapshot's journal names, the oldest first.
[[nodiscard]] absl::StatusOr<std::vector<v1::JournalKey>> KeysOf(serving::ReadContext& read);

[[nodiscard]] absl::Status ProveInclusion(serving::ReadContext& read, const v1::ProveInclusionRequest& request,
                                          v1::ProveInclusionResponse* response);
[[nodiscard]] absl::Status ProveConsistency(serving::ReadContext& read, const v1::ProveConsistencyRequest& request,
                                            v1::ProveConsistencyResponse* response);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_CHECKPOINTS_H_
