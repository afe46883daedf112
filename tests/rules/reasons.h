// What a test asks of a refusal.
#ifndef PHANCONG_TESTS_RULES_REASONS_H_
#define PHANCONG_TESTS_RULES_REASONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/rules/refusal.h"

namespace phancong::rules {

// "OK", the reason's name such as "TASK_STATE", or "(an error inside)".
inline std::string ReasonOf(const absl::Status& status) {
  if (status.ok()) return "OK";
  const std::optional<RefusalFacts> facts = RefusalOf(status);
  return facts ? ReasonName(facts->reason) : "(an error inside)";
}

// What the caller reads; empty where it is no refusal.
inline std::string MessageOf(const absl::Status& status, std::string_view language) {
  const std::optional<RefusalFacts> facts = RefusalOf(status);
  return facts ? RefusalMessage(*facts, language) : "";
}

// The fields that an INVALID_FIELD names.
inline std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const std::optional<RefusalFacts> facts = RefusalOf(status);
  if (!facts) return fields;
  for (const FieldProblem& problem : facts->problems) fields.push_back(problem.field);
  return fields;
}

}  // namespace phancong::rules

#endif  // PHANCONG_TESTS_RULES_REASONS_H_
