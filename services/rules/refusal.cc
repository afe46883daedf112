#include "services/rules/refusal.h"

#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "google/rpc/error_details.pb.h"

namespace phancong::rules {
namespace {

constexpr std::string_view kReasonPrefix = "ERROR_REASON_";
constexpr std::string_view kDomain = "phancong.v1";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
// One BadRequest for each language, with the same fields in the same order.
constexpr char kViolationsVi[] = "phancong.v1/google.rpc.BadRequest/vi";
constexpr char kViolationsEn[] = "phancong.v1/google.rpc.BadRequest/en";

void Attach(absl::Status& status, const char* type, const google::protobuf::Message& message) {
  status.SetPayload(type, absl::Cord(message.SerializeAsString()));
}

bool Read(const absl::Status& status, const char* type, google::protobuf::Message& message) {
  const absl::optional<absl::Cord> payload = status.GetPayload(type);
  return payload && message.ParseFromString(std::string(*payload));
}

google::rpc::BadRequest Violations(const std::vector<FieldProblem>& problems, std::string FieldProblem::*text) {
  google::rpc::BadRequest request;
  for (const FieldProblem& problem : problems) {
    google::rpc::BadRequest::FieldViolation& violation = *request.add_field_violations();
    violation.set_field(problem.field);
    violation.set_description(problem.*text);
  }
  return request;
}

std::string InOneLine(const std::vector<FieldProblem>& problems, std::string FieldProblem::*text) {
  std::string line;
  for (const FieldProblem& problem : problems) {
    line += fmt::format("{}{}: {}", line.empty() ? "" : "; ", problem.field, problem.*text);
  }
  return line;
}

}  // namespace

absl::Status Refuse(v1::ErrorReason reason, RefusalValues values) {
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(std::string(kDomain));
  info.mutable_metadata()->insert(values.begin(), values.end());
  const std::string message = RefusalMessage({.reason = reason, .values = std::move(values), .problems = {}}, "en");
  absl::Status status(static_cast<absl::StatusCode>(DeclarationOf(reason).code()),
                      fmt::format("{}: {}", info.reason(), message));
  Attach(status, kErrorInfo, info);
  return status;
}

absl::Status RefuseFields(const std::vector<FieldProblem>& problems) {
  absl::Status status = Refuse(
      v1::ERROR_REASON_INVALID_FIELD,
      {{"problem.vi", InOneLine(problems, &FieldProblem::vi)}, {"problem.en", InOneLine(problems, &FieldProblem::en)}});
  Attach(status, kViolationsVi, Violations(problems, &FieldProblem::vi));
  Attach(status, kViolationsEn, Violations(problems, &FieldProblem::en));
  return status;
}

absl::Status RefuseField(std::string field, std::string vi, std::string en) {
  return RefuseFields({{.field = std::move(field), .vi = std::move(vi), .en = std::move(en)}});
}

absl::Status RefuseNotFound(std::string name) {
  return Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", std::move(name)}});
}

std::optional<RefusalFacts> RefusalOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  RefusalFacts facts;
  if (!Read(status, kErrorInfo, info) || info.domain() != kDomain ||
      !v1::ErrorReason_Parse(fmt::format("{}{}", kReasonPrefix, info.reason()), &facts.reason)) {
    return std::nullopt;
  }
  facts.values.insert(info.metadata().begin(), info.metadata().end());
  google::rpc::BadRequest vi;
  google::rpc::BadRequest en;
  if (Read(status, kViolationsVi, vi) && Read(status, kViolationsEn, en)) {
    for (int i = 0; i < vi.field_violations_size() && i < en.field_violations_size(); ++i) {
      facts.problems.push_back({.field = vi.field_violations(i).field(),
                                .vi = vi.field_violations(i).description(),
                                .en = en.field_violations(i).description()});
    }
  }
  return facts;
}

const v1::Refusal& DeclarationOf(v1::ErrorReason reason) {
  const google::protobuf::EnumDescriptor& reasons = *v1::ErrorReason_descriptor();
  const google::protobuf::EnumValueDescriptor* value = reasons.FindValueByNumber(reason);
  if (value == nullptr) value = reasons.FindValueByNumber(v1::ERROR_REASON_UNSPECIFIED);
  return value->options().GetExtension(v1::refusal);
}

std::string ReasonName(v1::ErrorReason reason) {
  const std::string& name = v1::ErrorReason_Name(reason);
  return name.empty() ? fmt::to_string(static_cast<int>(reason)) : name.substr(kReasonPrefix.size());
}

std::string RefusalMessage(const RefusalFacts& facts, std::string_view language) {
  const v1::Refusal& declaration = DeclarationOf(facts.reason);
  const std::string_view text = language == "en" ? declaration.en() : declaration.vi();
  std::string message;
  size_t at = 0;
  while (at < text.size()) {
    const size_t open = text.find('{', at);
    const size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string word(text.substr(open + 1, close - open - 1));
    auto value = facts.values.find(word + (language == "en" ? ".en" : ".vi"));
    if (value == facts.values.end()) value = facts.values.find(word);
    message += text.substr(at, open - at);
    message += value == facts.values.end() ? text.substr(open, close + 1 - open) : value->second;
    at = close + 1;
  }
  message += text.substr(at);
  return message;
}

}  // namespace phancong::rules
