#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include "fmt/format.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/slice.h"

namespace phancong::bench {
namespace {

using std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;
using Seconds = std::chrono::duration<double>;

constexpr auto kPatience = std::chrono::seconds(20);

struct Span {
  steady_clock::time_point begun;
  steady_clock::time_point answered;
};

class Caller {
 public:
  Caller(const std::shared_ptr<grpc::Channel>& channel, const NextCall& next, steady_clock::time_point end,
         std::function<void()> gone)
      : stub_(channel), next_(next), end_(end), gone_(std::move(gone)) {}

  void Call() {
    const ReadyCall* const call = steady_clock::now() < end_ ? next_() : nullptr;
    if (call == nullptr) return gone_();
    context_ = std::make_unique<grpc::ClientContext>();
    Authorise(*context_, call->token);
    begun_ = steady_clock::now();
    stub_.UnaryCall(context_.get(), call->method, grpc::StubOptions(), &call->request, &response_,
                    [this, call](const grpc::Status& status) {
                      spans_.push_back({begun_, steady_clock::now()});
                      if (!status.ok()) faults::Fail(fmt::format("{}: {}", call->method, status.error_message()));
                      answer_bytes_ += response_.Length();
                      Call();
                    });
  }

  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }
  [[nodiscard]] size_t answer_bytes() const { return answer_bytes_; }

 private:
  grpc::GenericStub stub_;
  const NextCall& next_;
  const steady_clock::time_point end_;
  const std::function<void()> gone_;
  std::unique_ptr<grpc::ClientContext> context_;
  grpc::ByteBuffer response_;
  steady_clock::time_point begun_;
  std::vector<Span> spans_;
  size_t answer_bytes_ = 0;
};

}  // namespace

ReadyCall Ready(std::string method, const google::protobuf::Message& request, std::string token) {
  const grpc::Slice slice(request.SerializeAsString());
  return {.method = std::move(method), .request = grpc::ByteBuffer(&slice, 1), .token = std::move(token)};
}

void Authorise(grpc::ClientContext& context, const std::string& token) {
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
}

std::vector<std::shared_ptr<grpc::Channel>> Connections(const faults::Caller& door, size_t callers) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (size_t i = 0; i < std::min(callers, kMostConnections); ++i) channels.push_back(faults::Connect(door));
  for (const std::shared_ptr<grpc::Channel>& channel : channels) {
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kPatience)) faults::Fail("no connection");
  }
  return channels;
}

grpc::ByteBuffer Call(const std::shared_ptr<grpc::Channel>& channel, const ReadyCall& call) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  Authorise(context, call.token);
  grpc::ByteBuffer response;
  const auto answered = std::make_shared<std::promise<grpc::Status>>();
  stub.UnaryCall(&context, call.method, grpc::StubOptions(), &call.request, &response,
                 [answered](grpc::Status status) { answered->set_value(std::move(status)); });
  const grpc::Status status = answered->get_future().get();
  if (!status.ok()) faults::Fail(fmt::format("{}: {}", call.method, status.error_message()));
  return response;
}

void Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
          const google::protobuf::Message& request, const std::string& token, google::protobuf::Message* response) {
  grpc::TemplatedGenericStub<google::protobuf::Message, google::protobuf::Message> stub(channel);
  grpc::ClientContext context;
  Authorise(context, token);
  const auto answered = std::make_shared<std::promise<grpc::Status>>();
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request, response,
                 [answered](grpc::Status status) { answered->set_value(std::move(status)); });
  const grpc::Status status = answered->get_future().get();
  if (!status.ok()) faults::Fail(fmt::format("{}: {}", method, status.error_message()));
}

NextCall Once(const std::vector<ReadyCall>& calls) {
  return [&calls, at = std::make_shared<std::atomic<size_t>>(0)]() -> const ReadyCall* {
    const size_t next = (*at)++;
    return next < calls.size() ? &calls[next] : nullptr;
  };
}

NextCall OverAndOver(const std::vector<ReadyCall>& calls) {
  return [&calls, at = std::make_shared<std::atomic<size_t>>(0)] { return &calls[(*at)++ % calls.size()]; };
}

Figures Measure(const std::vector<std::shared_ptr<grpc::Channel>>& channels, size_t callers,
                std::chrono::milliseconds lasting, const NextCall& next) {
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

  // Where the calls were over before that, all count.
  const bool short_of = std::all_of(all.begin(), all.end(), [&](const std::unique_ptr<Caller>& caller) {
    return caller->spans().empty() || caller->spans().back().begun < counted_from;
  });
  const auto from = short_of ? begun : counted_from;
  std::vector<double> took;
  auto last = from;
  size_t calls_in_all = 0;
  size_t answer_bytes = 0;
  for (const std::unique_ptr<Caller>& caller : all) {
    calls_in_all += caller->spans().size();
    answer_bytes += caller->answer_bytes();
    for (const Span& span : caller->spans()) {
      if (span.begun < from) continue;
      took.push_back(Millis(span.answered - span.begun).count());
      last = std::max(last, span.answered);
    }
  }
  if (took.empty()) faults::Fail("nothing was measured");
  std::sort(took.begin(), took.end());
  return {.a_second = static_cast<double>(took.size()) / Seconds(last - from).count(),
          .median_ms = took[took.size() / 2],
          .p99_ms = took[took.size() * 99 / 100],
          .most_ms = took.back(),
          .calls = took.size(),
          .calls_in_all = calls_in_all,
          .answer_bytes = answer_bytes / calls_in_all};
}

}  // namespace phancong::bench
