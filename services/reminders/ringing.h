// Ringing: a command of the server itself that records which rungs of the tasks' reminders are due, and whom they tell.
#ifndef PHANCONG_SERVICES_REMINDERS_RINGING_H_
#define PHANCONG_SERVICES_REMINDERS_RINGING_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/dates.h"
#include "services/serving/clock.h"
#include "services/serving/commands.h"
#include "storage/reminders.h"
#include "storage/store.h"

namespace phancong::reminders {

// Tasks in one entry at most.
inline constexpr size_t kTasksInAnEntry = 200;

// Thread-safe. It remembers how far it has looked: where a federation's day and revision are the same as then, nothing
// can be due; where only the revision is another, it looks at the tasks that changed. After a restart it looks at all.
class Ringing {
 public:
  // All outlive it. `by_mail`: messages to accounts with an address are queued as mail too.
  Ringing(storage::Store& store, serving::Commands& commands, const serving::Clock& clock, bool by_mail)
      : store_(store), commands_(commands), clock_(clock), by_mail_(by_mail) {}

  // Rings what is due today in every federation that is not closed, and returns how many entries it took. Waits until
  // they are committed; not to be called on the writer's thread. Where one federation fails, the others still ring, and
  // the first error is returned; the next call tries again.
  [[nodiscard]] absl::StatusOr<int64_t> RingDue();

  // What is under way ends after the entry that it is at.
  void Stop() { stopping_ = true; }

 private:
  // How far it has looked.
  struct Seen {
    rules::Day day = 0;
    int64_t revision = 0;
  };

  absl::StatusOr<int64_t> RingFederation(const storage::RingingFederationRow& federation);
  // Tasks with a rung that is due.
  absl::StatusOr<std::vector<int64_t>> Find(const storage::RingingFederationRow& federation, rules::Day today,
                                            const Seen* seen);
  // One entry.
  absl::Status Ring(int64_t federation, std::vector<int64_t> tasks);

  storage::Store& store_;
  serving::Commands& commands_;
  const serving::Clock& clock_;
  const bool by_mail_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::map<int64_t, Seen> seen_;  // guarded by mutex_
};

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_RINGING_H_
