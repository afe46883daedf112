// Calls by many callers, each waiting for its answer before the next; how many a second, and how long they took.
#ifndef PHANCONG_TESTS_BENCH_LOAD_H_
#define PHANCONG_TESTS_BENCH_LOAD_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {

// One call as it goes out: nothing is serialised while it is measured.
struct ReadyCall {
  std::string method;  // "/package.Service/Method"
  grpc::ByteBuffer request;
  std::string token;  // empty: nobody's
};

[[nodiscard]] ReadyCall Ready(std::string method, const google::protobuf::Message& request, std::string token = "");
// What a sign-in adds to a call.
void Authorise(grpc::ClientContext& context, const std::string& token);

// So many connections at most as many callers share; each a connection of its own.
inline constexpr size_t kMostConnections = 8;
// Connected, and warm as far as TLS goes. The caller's token is not looked at.
[[nodiscard]] std::vector<std::shared_ptr<grpc::Channel>> Connections(const faults::Caller& door, size_t callers);

// One call; its answer. Ends the process where it fails, as those below do.
grpc::ByteBuffer Call(const std::shared_ptr<grpc::Channel>& channel, const ReadyCall& call);
// One call whose answer is wanted.
void Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
          const google::protobuf::Message& request, const std::string& token, google::protobuf::Message* response);

// What was serialised. Ends the process where it is no such message.
template <class Message>
Message Read(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  Message message;
  if (!bytes.DumpToSingleSlice(&slice).ok() || !message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    faults::Fail("no " + message.GetTypeName());
  }
  return message;
}

struct Figures {
  double a_second = 0;
  double median_ms = 0;
  double p99_ms = 0;
  double most_ms = 0;
  // Those that were counted, and all.
  size_t calls = 0;
  size_t calls_in_all = 0;
  size_t answer_bytes = 0;  // their mean
};

// The calls of all callers, on any thread; nothing where there are no more.
using NextCall = std::function<const ReadyCall*()>;
// `calls` outlives it, and is not empty.
[[nodiscard]] NextCall Once(const std::vector<ReadyCall>& calls);
[[nodiscard]] NextCall OverAndOver(const std::vector<ReadyCall>& calls);

// Ends after `lasting`, or with the calls. The first fifth of the time is not counted, unless that
// is when the calls ended.
[[nodiscard]] Figures Measure(const std::vector<std::shared_ptr<grpc::Channel>>& channels, size_t callers,
                              std::chrono::milliseconds lasting, const NextCall& next);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_LOAD_H_
