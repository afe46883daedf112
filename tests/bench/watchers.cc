#include "tests/bench/watchers.h"

#include <utility>

#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/client_callback.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {

class Watchers::Watcher final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Watcher(Watchers& all, const std::shared_ptr<grpc::Channel>& channel, const ReadyCall& call)
      : all_(all), stub_(channel), request_(call.request) {
    Authorise(context_, call.token);
    stub_.PrepareBidiStreamingCall(&context_, call.method, grpc::StubOptions(), this);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&message_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    all_.Had(all_.number_of_(message_), message_.Length());
    StartRead(&message_);
  }

  void OnDone(const grpc::Status& status) override {
    const std::lock_guard lock(all_.mutex_);
    if (!all_.ending_) faults::Fail("a watch ended: " + status.error_message());
    --all_.open_;
    all_.changed_.notify_all();
  }

 private:
  Watchers& all_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
};

Watchers::Watchers(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::vector<ReadyCall>& calls,
                   NumberOf number_of)
    : number_of_(std::move(number_of)), open_(calls.size()) {
  for (size_t i = 0; i < calls.size(); ++i) {
    watchers_.push_back(std::make_unique<Watcher>(*this, channels[i % channels.size()], calls[i]));
  }
}

Watchers::~Watchers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  for (const std::unique_ptr<Watcher>& watcher : watchers_) watcher->Cancel();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return open_ == 0; });
}

std::chrono::steady_clock::time_point Watchers::WaitForAll(int64_t number) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return arrivals_[number].watchers == watchers_.size(); });
  return arrivals_[number].last;
}

size_t Watchers::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

size_t Watchers::message_bytes() const {
  const std::lock_guard lock(mutex_);
  return message_bytes_;
}

void Watchers::Had(int64_t number, size_t bytes) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  Arrival& arrival = arrivals_[number];
  arrival.last = now;
  ++messages_;
  message_bytes_ = bytes;
  if (++arrival.watchers == watchers_.size()) changed_.notify_all();
}

}  // namespace phancong::bench
