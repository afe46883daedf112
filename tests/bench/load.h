// Calls by many callers, each waiting for its answer before the next; how many a second, and how long they took.
#ifndef PHANCONG_TESTS_BENCH_LOAD_H_
#define PHANCONG_TESTS_BENCH_LOAD_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/byte_buffer.h"

namespace phancong::bench {

// One call as it goes out: nothing is serialised while it is measured.
struct ReadyCall {
  std::string method;  // "/package.Service/Method"
  grpc::ByteBuffer request;
  std::string token;  // empty: nobody's
};

[[nodiscard]] ReadyCall Ready(std::string method, const google::protobuf::Message& request, std::string token = "");

struct Figures {
  double a_second = 0;
  double median_ms = 0;
  double p99_ms = 0;
  size_t calls = 0;
  size_t answer_bytes = 0;  // of the last one
};

// `next` gives the calls of all callers, on any thread, and nothing where there are no more. Ends after `lasting`, or
// with the calls. The first fifth of the time is not counted. Ends the process where a call fails.
[[nodiscard]] Figures Measure(const std::vector<std::shared_ptr<grpc::Channel>>& channels, size_t callers,
                              std::chrono::milliseconds lasting, const std::function<const ReadyCall*()>& next);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_LOAD_H_
