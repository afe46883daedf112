#include "tests/bench/paced.h"

#include <algorithm>

#include "fmt/format.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {

using Millis = std::chrono::duration<double, std::milli>;
using Seconds = std::chrono::duration<double>;

struct PacedCalls::Made {
  explicit Made(const std::shared_ptr<grpc::Channel>& channel) : stub(channel) {}

  grpc::GenericStub stub;
  grpc::ClientContext context;
  grpc::ByteBuffer response;
  // The moment when it was due, so that a late beginning counts as waiting, too.
  Moment due;
  Moment answered;
};

PacedCalls::PacedCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::vector<ReadyCall>& calls,
                       std::chrono::microseconds interval)
    : thread_([this, channels, &calls, interval] { Run(channels, calls, interval); }) {}

PacedCalls::~PacedCalls() { Join(); }

void PacedCalls::Run(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::vector<ReadyCall>& calls,
                     std::chrono::microseconds interval) {
  Moment due = std::chrono::steady_clock::now();
  for (size_t i = 0; i < calls.size(); ++i, due += interval) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_until(lock, due, [&] { return stopping_; })) return;
      ++under_way_;
    }
    made_.push_back(std::make_unique<Made>(channels[i % channels.size()]));
    Made& made = *made_.back();
    made.due = due;
    Authorise(made.context, calls[i].token);
    made.stub.UnaryCall(&made.context, calls[i].method, grpc::StubOptions(), &calls[i].request, &made.response,
                        [this, &made, &calls, i](const grpc::Status& status) {
                          if (!status.ok()) {
                            faults::Fail(fmt::format("{}: {}", calls[i].method, status.error_message()));
                          }
                          const std::lock_guard lock(mutex_);
                          made.answered = std::chrono::steady_clock::now();
                          --under_way_;
                          changed_.notify_all();
                        });
  }
}

void PacedCalls::Join() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return under_way_ == 0; });
}

void PacedCalls::WaitUntilMade() { thread_.join(); }

Figures PacedCalls::Stop(Moment from, Moment to) {
  Join();
  std::vector<double> took;
  for (const std::unique_ptr<Made>& made : made_) {
    if (made->due < to && made->answered > from) took.push_back(Millis(made->answered - made->due).count());
  }
  if (took.empty()) faults::Fail("nothing was measured");
  std::sort(took.begin(), took.end());
  return {.a_second = static_cast<double>(took.size()) / Seconds(to - from).count(),
          .median_ms = took[took.size() / 2],
          .p99_ms = took[took.size() * 99 / 100],
          .most_ms = took.back(),
          .calls = took.size(),
          .calls_in_all = made_.size()};
}

}  // namespace phancong::bench
