// Client-streaming commands: the pieces are collected, then run as any other command.
//
//   grpc::ServerReadReactor<v1::ImportUnionsRequest>* ImportUnions(grpc::CallbackServerContext* context,
//                                                                  v1::ImportUnionsResponse* response) override {
//     return serving::Collect<v1::ImportUnionsRequest>(calls_, context, response, directory::ImportUnions);
//   }
//
// The body gets the first message's fields with the `chunk`s of all messages joined; fields other than `chunk` count in
// the first message alone. More than kCollectedBytes are refused with TOO_LARGE, more than kCollecting uploads at a
// time with OVERLOADED; one that brings too little in the server's patience is cancelled. Policy is asked after the
// first message, so that nobody sends what they may not.
#ifndef PHANCONG_SERVICES_SERVING_COLLECT_H_
#define PHANCONG_SERVICES_SERVING_COLLECT_H_

#include <atomic>
#include <string>
#include <utility>

#include "grpcpp/support/server_callback.h"
#include "services/rules/refusal.h"
#include "services/serving/calls.h"
#include "services/serving/methods.h"
#include "services/serving/patience.h"
#include "services/serving/status.h"

namespace phancong::serving {

inline constexpr size_t kCollectedBytes = size_t{16} << 20;
inline constexpr int kCollecting = 16;

template <class Request, class Response>
class CollectReactor final : public grpc::ServerReadReactor<Request> {
 public:
  CollectReactor(Calls& calls, grpc::CallbackServerContext* context, Response* response,
                 CommandFunction<Request, Response> body)
      : calls_(calls),
        context_(context),
        response_(response),
        body_(std::move(body)),
        patience_(calls.upload_patience(), [context] { context->TryCancel(); }) {
    const auto actor = calls_.SignedIn(*context, calls_.MethodOf(whole_));
    if (actor.ok()) {
      patience_.Begin();
      this->StartRead(&piece_);
    } else {
      Refuse(actor.status());
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      patience_.End();
      return Run();
    }
    patience_.Heard(piece_.ByteSizeLong());
    if (!first_) {
      whole_.mutable_chunk()->append(piece_.chunk());
      return GoOn();
    }
    first_ = false;
    whole_.Swap(&piece_);
    calls_.Admit(
        *context_, whole_, [](ReadContext&) { return absl::OkStatus(); },
        [this](const absl::Status& admitted) {
          // Refused as the command that it would have become: in the journal, too.
          if (!admitted.ok()) return Run();
          counted_ = true;
          if (collecting_.fetch_add(1) >= kCollecting) return Refuse(rules::Refuse(v1::ERROR_REASON_OVERLOADED));
          GoOn();
        });
  }

  void OnDone() override {
    if (counted_) collecting_.fetch_sub(1);
    delete this;
  }

 private:
  void Refuse(const absl::Status& refusal) { this->Finish(calls_.Refused(*context_, whole_, refusal)); }

  void GoOn() {
    if (whole_.chunk().size() > kCollectedBytes) {
      return Refuse(rules::Refuse(v1::ERROR_REASON_TOO_LARGE, {{"limit", "16 MiB"}}));
    }
    this->StartRead(&piece_);
  }

  void Run() {
    if (context_->IsCancelled()) return this->Finish(grpc::Status::CANCELLED);
    calls_.RunCommand(
        *context_, whole_, response_, [this](CommandContext& command) { return body_(command, whole_, response_); }, {},
        [this](const grpc::Status& status) { this->Finish(status); });
  }

  static inline std::atomic<int> collecting_ = 0;

  Calls& calls_;
  grpc::CallbackServerContext* const context_;
  Response* const response_;
  const CommandFunction<Request, Response> body_;
  Patience patience_;
  bool counted_ = false;
  bool first_ = true;
  Request piece_;
  Request whole_;
};

// `body` is `absl::Status Body(CommandContext&, const Request& whole, Response*)`.
template <class Request, class Response>
[[nodiscard]] grpc::ServerReadReactor<Request>* Collect(Calls& calls, grpc::CallbackServerContext* context,
                                                        Response* response,
                                                        std::type_identity_t<CommandFunction<Request, Response>> body) {
  return new CollectReactor<Request, Response>(calls, context, response, std::move(body));
}

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_COLLECT_H_
