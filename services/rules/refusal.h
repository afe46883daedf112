// A refusal is an absl::Status that carries a reason of error_reason.proto and the values its message speaks of. Its
// code is the reason's; its message is for logs. serving/status turns it into what a caller sees, in their language.
#ifndef PHANCONG_SERVICES_RULES_REFUSAL_H_
#define PHANCONG_SERVICES_RULES_REFUSAL_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/error_reason.pb.h"

namespace phancong::rules {

// Values for the words in braces of a reason's message. A value that differs by language is given twice, under
// "name.vi" and "name.en".
using RefusalValues = std::map<std::string, std::string>;

// One wrong field of a request: its path as in the proto, and what is wrong and would be right.
struct FieldProblem {
  std::string field;
  std::string vi;
  std::string en;
};

[[nodiscard]] absl::Status Refuse(v1::ErrorReason reason, RefusalValues values = {});

// INVALID_FIELD for one or more fields; `problems` is not empty.
[[nodiscard]] absl::Status RefuseFields(const std::vector<FieldProblem>& problems);
[[nodiscard]] absl::Status RefuseField(std::string field, std::string vi, std::string en);
// NOT_FOUND for a resource, a file, or whatever else has this name.
[[nodiscard]] absl::Status RefuseNotFound(std::string name);

// What a refusal says; nothing where `status` is OK or does not come from Refuse (an error inside).
struct RefusalFacts {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  RefusalValues values;
  std::vector<FieldProblem> problems;
};
[[nodiscard]] std::optional<RefusalFacts> RefusalOf(const absl::Status& status);

// The declaration of a reason in error_reason.proto.
[[nodiscard]] const v1::Refusal& DeclarationOf(v1::ErrorReason reason);

// The reason's name without its prefix: "TASK_STATE".
[[nodiscard]] std::string ReasonName(v1::ErrorReason reason);

// The reason's message in `language` ("vi" or "en") with its values filled in.
[[nodiscard]] std::string RefusalMessage(const RefusalFacts& facts, std::string_view language);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_REFUSAL_H_
