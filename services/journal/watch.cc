#include "services/journal/watch.h"

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/server_context.h"
#include "services/journal/journal.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/status.h"

namespace phancong::journal {
namespace {

constexpr int64_t kBatch = 100;

}  // namespace

// Lives as long as gRPC or anybody who may still call it holds it.
class Watches::Watch final : public grpc::ServerWriteReactor<v1::WatchEntriesResponse>,
                             public std::enable_shared_from_this<Watch> {
 public:
  Watch(Watches& watches, grpc::CallbackServerContext* context, const v1::WatchEntriesRequest* request)
      : watches_(watches),
        context_(context),
        request_(*request),
        language_(serving::LanguageOf(*context)),
        last_sent_(request->after_revision()) {}

  void Begin() {
    const bool one_too_many = watches_.watching_.fetch_add(1) >= kWatches;
    const absl::StatusOr<serving::Actor> actor = SignedIn();
    {
      const std::lock_guard lock(mutex_);
      held_by_grpc_ = shared_from_this();
      if (!actor.ok()) return End(actor.status());
      if (one_too_many) return End(rules::Refuse(v1::ERROR_REASON_OVERLOADED));
      if (last_sent_ < 0) {
        return End(rules::RefuseField("after_revision", "phải từ 0 trở lên", "must be 0 or more"));
      }
    }
    const int64_t listener = watches_.announcements_.Listen(actor->federation, [weak = weak_from_this()] {
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
    }
    watches_.watching_.fetch_sub(1);
  }

 private:
  absl::StatusOr<serving::Actor> SignedIn() const {
    return watches_.calls_.SignedIn(*context_, watches_.calls_.MethodOf(request_));
  }

  // All below: with mutex_ held.

  void End(const absl::Status& status) {
    if (ended_) return;
    ended_ = true;
    waiting_.clear();
    Finish(serving::ToGrpc(status, language_));
  }

  // Does the next thing there is to do, one at a time.
  void GoOn() {
    if (ended_ || writing_ || reading_) return;
    if (!waiting_.empty()) {
      response_.mutable_entry()->Swap(&waiting_.front());
      waiting_.pop_front();
      last_sent_ = response_.entry().revision();
      writing_ = true;
      StartWrite(&response_);
    } else if (news_) {
      absl::StatusOr<serving::Actor> actor = SignedIn();
      if (!actor.ok()) return End(actor.status());
      news_ = false;
      reading_ = true;
      StartReading(*std::move(actor));
    }
  }

  void StartReading(serving::Actor actor) {
    auto batch = std::make_shared<std::vector<v1::Entry>>();
    auto self = shared_from_this();
    watches_.reads_.Run(
        {.method = &watches_.calls_.MethodOf(request_),
         .actor = std::move(actor),
         .request = &request_,
         .response = nullptr,
         .body = [self, batch, after = last_sent_](serving::ReadContext& read) -> absl::Status {
           if (after > read.revision()) {
             return rules::Refuse(v1::ERROR_REASON_REVISION_AHEAD, {{"revision", std::to_string(read.revision())}});
           }
           ASSIGN_OR_RETURN(*batch, EntriesFrom(read, after + 1, kBatch));
           return absl::OkStatus();
         },
         .abandoned = {},
         .done = [self, batch](const absl::Status& read) { self->HaveRead(read, *batch); }});
  }

  // Without mutex_: called by the pool, or by StartReading itself where the pool refuses.
  void HaveRead(const absl::Status& read, std::vector<v1::Entry>& batch) {
    const std::lock_guard lock(mutex_);
    reading_ = false;
    if (!read.ok()) return End(read);
    // Whoever got entries asks again: there may be more than fit into the batch.
    news_ = news_ || !batch.empty();
    for (v1::Entry& entry : batch) waiting_.push_back(std::move(entry));
    GoOn();
  }

  Watches& watches_;
  grpc::CallbackServerContext* const context_;
  const v1::WatchEntriesRequest request_;
  const std::string language_;

  std::recursive_mutex mutex_;
  // Guarded by mutex_.
  std::shared_ptr<Watch> held_by_grpc_;
  int64_t listener_ = 0;
  int64_t last_sent_;
  std::deque<v1::Entry> waiting_;
  v1::WatchEntriesResponse response_;
  bool news_ = false;
  bool reading_ = false;
  bool writing_ = false;
  int64_t missed_ = 0;
  bool ended_ = false;
};

grpc::ServerWriteReactor<v1::WatchEntriesResponse>* Watches::Start(grpc::CallbackServerContext* context,
                                                                   const v1::WatchEntriesRequest* request) {
  const auto watch = std::make_shared<Watch>(*this, context, request);
  watch->Begin();
  return watch.get();
}

}  // namespace phancong::journal
