// The one place that turns what went wrong into what a caller sees.
#ifndef PHANCONG_SERVICES_SERVING_STATUS_H_
#define PHANCONG_SERVICES_SERVING_STATUS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace grpc {
class ServerContextBase;
}  // namespace grpc

namespace phancong::serving {

// What the trailer of a refusal takes on the wire at most, message and details together: clients and proxies allow
// 8 KiB of metadata.
inline constexpr size_t kTrailerBytes = 7168;

// "vi" or "en": the first of them that the metadata entry "accept-language" asks for, by its weights; "vi" without one.
[[nodiscard]] std::string LanguageOf(const grpc::ServerContextBase& context);

// The same for the entry's text.
[[nodiscard]] std::string ChooseLanguage(std::string_view accept_language);

// OK for OK. A refusal (services/rules/refusal.h) keeps its code and gets its message in `language`; details are a
// google.rpc.Status with ErrorInfo (reason, domain "phancong.v1", the message's values in `language`), BadRequest where
// fields are wrong, and RetryInfo with OVERLOADED, TOO_MANY_ATTEMPTS, STOPPING and STORAGE_UNAVAILABLE. UNAVAILABLE of
// the store is STORAGE_UNAVAILABLE. Everything else is an error inside: INTERNAL (DATA_LOSS and CANCELLED keep their
// code) with no word of what it was, which is logged instead. Violations that would not fit into kTrailerBytes are left
// out.
[[nodiscard]] grpc::Status ToGrpc(const absl::Status& status, std::string_view language);

// In one word, for logs and figures: "OK", the refusal's reason ("TASK_STATE"), or the code of what has none
// ("INTERNAL").
[[nodiscard]] std::string OutcomeName(const absl::Status& status);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_STATUS_H_
