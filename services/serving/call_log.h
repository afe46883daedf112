// How each call ended: a line of the log, and the figures.
#ifndef PHANCONG_SERVICES_SERVING_CALL_LOG_H_
#define PHANCONG_SERVICES_SERVING_CALL_LOG_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/serving/command.h"
#include "services/serving/entropy.h"
#include "services/serving/metrics.h"

namespace grpc {
class CallbackServerContext;
}  // namespace grpc

namespace phancong::serving {

struct Method;

// A call that is under way.
struct CallMark {
  // By which an operator finds its line; the caller gets it as trailing metadata "phancong-call-id".
  std::string id;
  std::chrono::steady_clock::time_point begun;
};

// Thread-safe.
class CallLog {
 public:
  // Outlive it.
  CallLog(Metrics& metrics, Entropy& entropy);

  // Before the call is answered.
  [[nodiscard]] CallMark Begin(grpc::CallbackServerContext& context);

  // What was not done is a line at `info`; what was done, at `debug`, since the journal has it. `request_id` may be
  // empty.
  void End(const CallMark& call, const Method& method, const Actor& actor, std::string_view request_id,
           const absl::Status& outcome);

 private:
  Metrics& metrics_;
  const uint32_t process_;
  std::atomic<uint64_t> calls_ = 0;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_CALL_LOG_H_
