// WatchEntries: every entry after a revision, and then each new one as it is committed.
#ifndef PHANCONG_SERVICES_JOURNAL_WATCH_H_
#define PHANCONG_SERVICES_JOURNAL_WATCH_H_

#include <atomic>
#include <cstdint>

#include "grpcpp/support/server_callback.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/serving/announcements.h"
#include "services/serving/calls.h"
#include "services/serving/reads.h"

namespace phancong::journal {

// So many watches at a time; one more is refused with OVERLOADED.
inline constexpr int kWatches = 1000;
// What a watcher that does not read may miss before it is ended with OVERLOADED.
inline constexpr int64_t kMissedAnnouncements = 10'000;

// Thread-safe. A watch is a cursor: it reads the entries after the last one it sent, a batch at a time, and sleeps
// where there are none until the next announcement; so none is lost or repeated, and it holds one batch at most.
// Sign-in and policy are asked again at each batch.
class Watches {
 public:
  // All outlive it, and every watch.
  Watches(serving::Calls& calls, serving::Reads& reads, serving::Announcements& announcements)
      : calls_(calls), reads_(reads), announcements_(announcements) {}

  [[nodiscard]] grpc::ServerWriteReactor<v1::WatchEntriesResponse>* Start(grpc::CallbackServerContext* context,
                                                                          const v1::WatchEntriesRequest* request);

 private:
  class Watch;

  serving::Calls& calls_;
  serving::Reads& reads_;
  serving::Announcements& announcements_;
  std::atomic<int> watching_ = 0;
};

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_WATCH_H_
