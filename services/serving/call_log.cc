#include "services/serving/call_log.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "services/serving/log.h"
#include "services/serving/methods.h"
#include "services/serving/status.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {
namespace {

constexpr char kCallId[] = "phancong-call-id";

// Not to be mixed up with a call of before the last start.
uint32_t NumberOfProcess(Entropy& entropy) {
  uint32_t number = 0;
  for (const char byte : entropy.Bytes(sizeof number)) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::string Who(const Actor& actor) {
  return actor.account_id.empty() ? std::string() : actor.federation_id + "/" + actor.account_id;
}

}  // namespace

CallLog::CallLog(Metrics& metrics, Entropy& entropy) : metrics_(metrics), process_(NumberOfProcess(entropy)) {}

CallMark CallLog::Begin(grpc::CallbackServerContext& context) {
  CallMark call{.id = absl::StrCat(absl::Hex(process_, absl::kZeroPad8), "-", ++calls_),
                .begun = std::chrono::steady_clock::now()};
  context.AddTrailingMetadata(kCallId, call.id);
  return call;
}

void CallLog::End(const CallMark& call, const Method& method, const Actor& actor, std::string_view request_id,
                  const absl::Status& outcome) {
  const absl::Duration took = absl::FromChrono(std::chrono::steady_clock::now() - call.begun);
  metrics_.Called(method, outcome, took);
  const spdlog::level::level_enum level = outcome.ok() ? spdlog::level::debug : spdlog::level::info;
  if (!spdlog::should_log(level)) return;
  spdlog::log(level, LogLine("call")
                         .With("call", call.id)
                         .With("method", method.name)
                         .With("who", Who(actor))
                         .With("for", actor.on_behalf_of_id)
                         .With("request", request_id)
                         .With("outcome", OutcomeName(outcome))
                         .With("ms", std::to_string(absl::ToInt64Milliseconds(took)))
                         .text());
}

}  // namespace phancong::serving
