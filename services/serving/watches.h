// Streams that follow what happens: all there is after a cursor, and then what each new entry brings.
#ifndef PHANCONG_SERVICES_SERVING_WATCHES_H_
#define PHANCONG_SERVICES_SERVING_WATCHES_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/announcements.h"
#include "services/serving/calls.h"
#include "services/serving/reads.h"
#include "services/serving/status.h"

namespace phancong::serving {

// So many watches at a time; one more is refused with OVERLOADED.
inline constexpr int kWatches = 1000;
// And so many of one account, on all its machines.
inline constexpr int kWatchesOfAccount = 20;
// What a watcher that does not read may miss before it is ended with OVERLOADED.
inline constexpr int64_t kMissedAnnouncements = 10'000;
// What is read at a time.
inline constexpr int64_t kWatchBatch = 100;

// Thread-safe. A watch is a cursor: it reads what comes after the last that it read, a batch at a time, and sleeps
// where there is nothing until the next announcement; so nothing is lost or repeated, and it holds one batch at most.
// Sign-in and policy are asked again at each batch.
class Watches {
 public:
  // All outlive it, and every watch.
  Watches(Calls& calls, Reads& reads, Announcements& announcements)
      : calls_(calls), reads_(reads), announcements_(announcements) {}

  // The next batch after the cursor, which `next` keeps itself; empty where there is nothing yet. Called by one thread
  // at a time.
  template <class Response>
  using Next = std::function<absl::StatusOr<std::vector<Response>>(ReadContext&)>;

  template <class Response, class Request>
  [[nodiscard]] grpc::ServerWriteReactor<Response>* Start(grpc::CallbackServerContext* context, const Request* request,
                                                          std::type_identity_t<Next<Response>> next);

  // How many are open.
  [[nodiscard]] int watching() const { return watching_.load(); }

 private:
  template <class Request, class Response>
  class Watch;

  // A federation, and an account in it.
  using Watcher = std::pair<int64_t, int64_t>;

  // False where the account has as many watches as it may.
  [[nodiscard]] bool Enter(const Watcher& watcher) {
    const std::lock_guard lock(watchers_mutex_);
    int& watches = watchers_[watcher];
    if (watches >= kWatchesOfAccount) return false;
    ++watches;
    return true;
  }
  void Leave(const Watcher& watcher) {
    const std::lock_guard lock(watchers_mutex_);
    if (--watchers_[watcher] == 0) watchers_.erase(watcher);
  }

  Calls& calls_;
  Reads& reads_;
  Announcements& announcements_;
  std::atomic<int> watching_ = 0;
  std::mutex watchers_mutex_;
  std::map<Watcher, int> watchers_;  // guarded by watchers_mutex_; none at 0
};

// Lives as long as gRPC or anybody who may still call it holds it.
template <class Request, class Response>
class Watches::Watch final : public grpc::ServerWriteReactor<Response>,
                             public std::enable_shared_from_this<Watches::Watch<Request, Response>> {
 public:
  Watch(Watches& watches, grpc::CallbackServerContext* context, const Request* request, Next<Response> next)
      : watches_(watches),
        context_(context),
        request_(*request),
        language_(LanguageOf(*context)),
        call_(watches.calls_.Begin(*context)),
        next_(std::move(next)) {}

  void Begin() {
    const bool one_too_many = watches_.watching_.fetch_add(1) >= kWatches;
    const absl::StatusOr<Actor> actor = SignedIn();
    {
      const std::lock_guard lock(mutex_);
      held_by_grpc_ = this->shared_from_this();
      if (!actor.ok()) return End(actor.status());
      actor_ = *actor;
      const Watcher watcher(actor->federation, actor->account);
      if (one_too_many || !watches_.Enter(watcher)) return End(rules::Refuse(v1::ERROR_REASON_OVERLOADED));
      watcher_ = watcher;
    }
    const int64_t listener = watches_.announcements_.Listen(actor->federation, [weak = this->weak_from_this()] {
      if (const std::shared_ptr<Watch> watch = weak.lock()) watch->Hear();
    });
    {
      const std::lock_guard lock(mutex_);
      listener_ = listener;
    }
    Hear();
  }

  // Something is new; or the server stops.
  void Hear() {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    if (watches_.announcements_.stopping()) return End(rules::Refuse(v1::ERROR_REASON_STOPPING));
    if (writing_ && ++missed_ > kMissedAnnouncements) return End(rules::Refuse(v1::ERROR_REASON_OVERLOADED));
    news_ = true;
    GoOn();
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    missed_ = 0;
    if (!ok) End(absl::CancelledError());
    GoOn();
  }

  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    End(absl::CancelledError());
  }

  void OnDone() override {
    std::shared_ptr<Watch> last;
    {
      const std::lock_guard lock(mutex_);
      watches_.announcements_.Forget(listener_);
      last = std::move(held_by_grpc_);
      if (watcher_) watches_.Leave(*watcher_);
    }
    watches_.watching_.fetch_sub(1);
  }

 private:
  absl::StatusOr<Actor> SignedIn() const {
    return watches_.calls_.SignedIn(*context_, watches_.calls_.MethodOf(request_));
  }

  // All below: with mutex_ held.

  void End(const absl::Status& status) {
    if (ended_) return;
    ended_ = true;
    waiting_.clear();
    this->Finish(watches_.calls_.Ended(call_, watches_.calls_.MethodOf(request_), actor_, status, language_));
  }

  // Does the next thing there is to do, one at a time.
  void GoOn() {
    if (ended_ || writing_ || reading_) return;
    if (!waiting_.empty()) {
      response_.Swap(&waiting_.front());
      waiting_.pop_front();
      writing_ = true;
      this->StartWrite(&response_);
    } else if (news_) {
      absl::StatusOr<Actor> actor = SignedIn();
      if (!actor.ok()) return End(actor.status());
      news_ = false;
      reading_ = true;
      StartReading(*std::move(actor));
    }
  }

  void StartReading(Actor actor) {
    auto batch = std::make_shared<std::vector<Response>>();
    auto self = this->shared_from_this();
    watches_.reads_.Run({.method = &watches_.calls_.MethodOf(request_),
                         .actor = std::move(actor),
                         .request = &request_,
                         .response = nullptr,
                         .body = [self, batch](ReadContext& read) -> absl::Status {
                           ASSIGN_OR_RETURN(*batch, self->next_(read));
                           return absl::OkStatus();
                         },
                         .abandoned = {},
                         .done = [self, batch](const absl::Status& read) { self->HaveRead(read, *batch); }});
  }

  // Without mutex_: called by the pool, or by StartReading itself where the pool refuses.
  void HaveRead(const absl::Status& read, std::vector<Response>& batch) {
    const std::lock_guard lock(mutex_);
    reading_ = false;
    if (!read.ok()) return End(read);
    // Whoever got something asks again: there may be more than fit into the batch.
    news_ = news_ || !batch.empty();
    for (Response& one : batch) waiting_.push_back(std::move(one));
    GoOn();
  }

  Watches& watches_;
  grpc::CallbackServerContext* const context_;
  const Request request_;
  const std::string language_;
  const CallMark call_;
  const Next<Response> next_;

  std::recursive_mutex mutex_;
  // Guarded by mutex_.
  std::shared_ptr<Watch> held_by_grpc_;
  Actor actor_;
  int64_t listener_ = 0;
  std::optional<Watcher> watcher_;  // once it counts
  std::deque<Response> waiting_;
  Response response_;
  bool news_ = false;
  bool reading_ = false;
  bool writing_ = false;
  int64_t missed_ = 0;
  bool ended_ = false;
};

template <class Response, class Request>
grpc::ServerWriteReactor<Response>* Watches::Start(grpc::CallbackServerContext* context, const Request* request,
                                                   std::type_identity_t<Next<Response>> next) {
  const auto watch = std::make_shared<Watch<Request, Response>>(*this, context, request, std::move(next));
  watch->Begin();
  return watch.get();
}

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_WATCHES_H_
