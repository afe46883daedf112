// Reads: each on one snapshot, on a bounded pool of threads.
#ifndef PHANCONG_SERVICES_SERVING_READS_H_
#define PHANCONG_SERVICES_SERVING_READS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/serving/clock.h"
#include "services/serving/command.h"
#include "services/serving/methods.h"
#include "services/serving/pool.h"
#include "storage/store.h"

namespace phancong::serving {

// A short read's body reads but a few rows, each by its key: it may run on gRPC's own thread.
enum class ReadLength { kAny, kShort };

// One read as it came in. `request` and `response` stay valid until `done`.
struct ReadCall {
  const Method* method = nullptr;
  Actor actor;  // without positions
  const google::protobuf::Message* request = nullptr;
  google::protobuf::Message* response = nullptr;  // cleared before the body; nullptr: the body keeps its answer itself
  std::function<absl::Status(ReadContext&)> body;
  ReadLength length = ReadLength::kAny;
  // Whether nobody waits for it any more.
  std::function<bool()> abandoned;
  // Called exactly once, after the snapshot is closed.
  std::function<void(const absl::Status&)> done;
};

// Thread-safe.
class Reads {
 public:
  // All outlive it.
  Reads(storage::Store& store, const Clock& clock, Pool& pool) : store_(store), clock_(clock), pool_(pool) {}

  // Sign-in has been checked. INVALID_FIELD for a field that is too large (form.h), before the pool. On the pool, or
  // for a short one on the thread that calls where one of the pool has nothing to do: policy with the positions of the
  // business day, then `min_revision` (REVISION_AHEAD), then the body. The business time of a read is that of a command
  // at the same moment: the later of the clock and the last entry's time; in a demo the last entry's. What is public is
  // of the federation that it names (NOT_FOUND where there is none), whoever asks, and waits for all who are signed in.
  void Run(ReadCall call);

  [[nodiscard]] const Clock& clock() const { return clock_; }

 private:
  void Do(ReadCall& call) const;
  absl::Status Answer(storage::ReadTransaction& tx, ReadCall& call) const;

  storage::Store& store_;
  const Clock& clock_;
  Pool& pool_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_READS_H_
