#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "fmt/format.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/slice.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

using std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;
using Seconds = std::chrono::duration<double>;

struct Span {
  steady_clock::time_point begun;
  steady_clock::time_point answered;
};

class Caller {
 public:
  Caller(const std::shared_ptr<grpc::Channel>& channel, const std::function<const ReadyCall*()>& next,
         steady_clock::time_point end, std::function<void()> gone)
      : stub_(channel), next_(next), end_(end), gone_(std::move(gone)) {}

  void Call() {
    const ReadyCall* const call = steady_clock::now() < end_ ? next_() : nullptr;
    if (call == nullptr) return gone_();
    context_ = std::make_unique<grpc::ClientContext>();
    if (!call->token.empty()) context_->AddMetadata("authorization", "Bearer " + call->token);
    begun_ = steady_clock::now();
    stub_.UnaryCall(context_.get(), call->method, grpc::StubOptions(), &call->request, &response_,
                    [this, call](const grpc::Status& status) {
                      spans_.push_back({begun_, steady_clock::now()});
                      if (!status.ok()) faults::Fail(fmt::format("{}: {}", call->method, status.error_message()));
                      Call();
                    });
  }

  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }
  [[nodiscard]] size_t answer_bytes() const { return response_.Length(); }

 private:
  grpc::GenericStub stub_;
  const std::function<const ReadyCall*()>& next_;
  const steady_clock::time_point end_;
  const std::function<void()> gone_;
  std::unique_ptr<grpc::ClientContext> context_;
  grpc::ByteBuffer response_;
  steady_clock::time_point begun_;
  std::vector<Span> spans_;
};

}  // namespace

ReadyCall Ready(std::string method, const google::protobuf::Message& request, std::string token) {
  const grpc::Slice slice(request.SerializeAsString());
  return {.method = std::move(method), .request = grpc::ByteBuffer(&slice, 1), .token = std::move(token)};
}

Figures Measure(const std::vector<std::shared_ptr<grpc::Channel>>& channels, size_t callers,
                std::chrono::milliseconds lasting, const std::function<const ReadyCall*()>& next) {
  std::mutex mutex;
  std::condition_variable all_gone;
  size_t gone = 0;
  const auto begun = steady_clock::now();
  const auto counted_from = begun + lasting / 5;
  std::vector<std::unique_ptr<Caller>> all;
  for (size_t i = 0; i < callers; ++i) {
    all.push_back(std::make_unique<Caller>(channels[i % channels.size()], next, begun + lasting, [&] {
      const std::lock_guard lock(mutex);
      ++gone;
      all_gone.notify_one();
    }));
  }
  for (const std::unique_ptr<Caller>& caller : all) caller->Call();
  std::unique_lock lock(mutex);
  all_gone.wait(lock, [&] { return gone == callers; });

  std::vector<double> took;
  auto last = counted_from;
  for (const std::unique_ptr<Caller>& caller : all) {
    for (const Span& span : caller->spans()) {
      if (span.begun < counted_from) continue;
      took.push_back(Millis(span.answered - span.begun).count());
      last = std::max(last, span.answered);
    }
  }
  if (took.empty()) faults::Fail("nothing was measured");
  std::sort(took.begin(), took.end());
  return {.a_second = static_cast<double>(took.size()) / Seconds(last - counted_from).count(),
          .median_ms = took[took.size() / 2],
          .p99_ms = took[took.size() * 99 / 100],
          .calls = took.size(),
          .answer_bytes = all[0]->answer_bytes()};
}

}  // namespace phancong::bench
