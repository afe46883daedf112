#include "services/serving/status.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server_context.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {
namespace {

constexpr size_t kMessageBytes = 1024;
constexpr size_t kValueBytes = 512;

// With an ellipsis within the bytes, where it was cut.
std::string CutUtf8(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  static constexpr std::string_view kEllipsis = "…";
  return std::string(rules::WholeCharacters(text, bytes - kEllipsis.size())).append(kEllipsis);
}

// grpc-message is percent-encoded, binary details may travel in base64.
size_t WireBytes(std::string_view message, size_t details) {
  size_t bytes = (details + 2) / 3 * 4;
  for (const char c : message) bytes += c >= ' ' && c <= '~' && c != '%' ? 1 : 3;
  return bytes;
}

// A value given as "name.vi" and "name.en" becomes "name" in the language asked for.
std::map<std::string, std::string> InLanguage(const rules::RefusalValues& values, std::string_view language) {
  std::map<std::string, std::string> resolved;
  for (const auto& [key, value] : values) {
    const size_t dot = key.rfind('.');
    const std::string_view suffix =
        dot == std::string::npos ? std::string_view() : std::string_view(key).substr(dot + 1);
    if (suffix != "vi" && suffix != "en") {
      resolved.emplace(key, value);
    } else if (suffix == language) {
      resolved[key.substr(0, dot)] = value;
    }
  }
  return resolved;
}

std::optional<int64_t> RetryAfterMillis(const rules::RefusalFacts& facts) {
  switch (facts.reason) {
    case v1::ERROR_REASON_OVERLOADED:
      return 250;
    case v1::ERROR_REASON_STOPPING:
    case v1::ERROR_REASON_STORAGE_UNAVAILABLE:
      return 2000;
    case v1::ERROR_REASON_TOO_MANY_ATTEMPTS: {
      const auto seconds = facts.values.find("seconds");
      int64_t wait = 1;
      if (seconds != facts.values.end() && !absl::SimpleAtoi(seconds->second, &wait)) wait = 1;
      return wait * 1000;
    }
    default:
      return std::nullopt;
  }
}

rules::RefusalFacts FactsOf(const absl::Status& status) {
  if (std::optional<rules::RefusalFacts> facts = rules::RefusalOf(status)) return *std::move(facts);
  const bool storage = absl::IsUnavailable(status);
  // A read that lasted too long was stopped; which one, is for the operator.
  if (absl::IsDeadlineExceeded(status)) {
    spdlog::error("a read was stopped: {}", status.ToString());
    return {.reason = v1::ERROR_REASON_OVERLOADED, .values = {}, .problems = {}};
  }
  if (!storage && !absl::IsCancelled(status)) spdlog::error("a call failed inside: {}", status.ToString());
  return {.reason = storage ? v1::ERROR_REASON_STORAGE_UNAVAILABLE : v1::ERROR_REASON_UNSPECIFIED,
          .values = {},
          .problems = {}};
}

grpc::StatusCode CodeOf(const absl::Status& status, const rules::RefusalFacts& facts) {
  if (facts.reason == v1::ERROR_REASON_UNSPECIFIED && (absl::IsDataLoss(status) || absl::IsCancelled(status))) {
    return static_cast<grpc::StatusCode>(status.code());
  }
  return static_cast<grpc::StatusCode>(rules::DeclarationOf(facts.reason).code());
}

}  // namespace

std::string ChooseLanguage(std::string_view accept_language) {
  std::string chosen = "vi";
  double best = 0;
  for (const absl::string_view part :
       absl::StrSplit(absl::string_view(accept_language.data(), accept_language.size()), ',')) {
    const std::vector<absl::string_view> pieces = absl::StrSplit(part, ';');
    const std::string tag = absl::AsciiStrToLower(absl::StripAsciiWhitespace(pieces[0]));
    double weight = 1;
    for (size_t i = 1; i < pieces.size(); ++i) {
      const absl::string_view parameter = absl::StripAsciiWhitespace(pieces[i]);
      if (parameter.substr(0, 2) == "q=" && !absl::SimpleAtod(parameter.substr(2), &weight)) weight = 0;
    }
    const std::string primary = tag.substr(0, tag.find('-'));
    if ((primary == "vi" || primary == "en") && weight > best) {
      chosen = primary;
      best = weight;
    }
  }
  return chosen;
}

std::string LanguageOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto entry = metadata.find("accept-language");
  if (entry == metadata.end()) return "vi";
  return ChooseLanguage(std::string_view(entry->second.data(), entry->second.size()));
}

std::string OutcomeName(const absl::Status& status) {
  if (status.ok()) return "OK";
  const std::optional<rules::RefusalFacts> refusal = rules::RefusalOf(status);
  return refusal ? rules::ReasonName(refusal->reason) : absl::StatusCodeToString(status.code());
}

grpc::Status ToGrpc(const absl::Status& status, std::string_view language) {
  if (status.ok()) return grpc::Status::OK;
  const rules::RefusalFacts facts = FactsOf(status);
  const grpc::StatusCode code = CodeOf(status, facts);
  const std::string message = CutUtf8(rules::RefusalMessage(facts, language), kMessageBytes);

  google::rpc::Status details;
  details.set_code(code);
  details.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(rules::ReasonName(facts.reason));
  info.set_domain("phancong.v1");
  for (const auto& [key, value] : InLanguage(facts.values, language)) {
    (*info.mutable_metadata())[key] = CutUtf8(value, kValueBytes);
  }
  details.add_details()->PackFrom(info);
  if (const std::optional<int64_t> millis = RetryAfterMillis(facts)) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(*millis / 1000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(*millis % 1000 * 1'000'000));
    details.add_details()->PackFrom(retry);
  }
  if (!facts.problems.empty()) {
    google::rpc::BadRequest request;
    google::protobuf::Any* packed = details.add_details();
    packed->PackFrom(request);
    for (const rules::FieldProblem& problem : facts.problems) {
      google::rpc::BadRequest::FieldViolation& violation = *request.add_field_violations();
      violation.set_field(CutUtf8(problem.field, kValueBytes));
      violation.set_description(CutUtf8(language == "en" ? problem.en : problem.vi, kValueBytes));
      google::protobuf::Any longer;
      longer.PackFrom(request);
      if (WireBytes(message, details.ByteSizeLong() - packed->ByteSizeLong() + longer.ByteSizeLong() + 16) >
          kTrailerBytes) {
        break;
      }
      *packed = std::move(longer);
    }
  }
  return grpc::Status(code, message, details.SerializeAsString());
}

}  // namespace phancong::serving
