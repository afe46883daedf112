#include "tests/support/outcome.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "phancong/v1/error_reason.pb.h"

namespace phancong::support {
namespace {

// The code that error_reason.proto declares for a reason.
int DeclaredCode(const std::string& reason) {
  const auto* value = v1::ErrorReason_descriptor()->FindValueByName(absl::StrCat("ERROR_REASON_", reason));
  return value == nullptr ? 0 : value->options().GetExtension(v1::refusal).code();
}

}  // namespace

Answered AnsweredOf(const grpc::Status& status) {
  Answered answered;
  answered.code = status.error_code();
  answered.message = status.error_message();
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return answered;
  for (const google::protobuf::Any& any : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info)) {
      answered.reason = info.reason();
      answered.domain = info.domain();
      answered.values = {info.metadata().begin(), info.metadata().end()};
    } else if (any.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) answered.fields.push_back(violation.field());
    } else if (any.UnpackTo(&retry)) {
      answered.retry_info = true;
    }
  }
  return answered;
}

std::ostream& operator<<(std::ostream& out, const Answered& answered) {
  if (answered.ok()) return out << "done";
  out << answered.code << " " << answered.reason << ": " << answered.message;
  if (!answered.fields.empty()) out << " [" << absl::StrJoin(answered.fields, ", ") << "]";
  return out;
}

testing::AssertionResult IsDone(const char* expression, const Answered& answered) {
  if (answered.ok()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << expression << "\n  was refused: " << answered;
}

testing::AssertionResult IsRefused(const char* expression, const char* /*reason_expression*/, const Answered& answered,
                                   const std::string& reason) {
  const int code = DeclaredCode(reason);
  if (code == 0) return testing::AssertionFailure() << reason << " is no reason of error_reason.proto";
  if (answered.reason == reason && answered.code == code && answered.domain == "phancong.v1") {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << expression << "\n  was to be refused with " << reason << " (" << code
                                     << "), but: " << answered;
}

}  // namespace phancong::support
