#include "services/serving/methods.h"

#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "services/rules/policy.h"

namespace phancong::serving {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

const FieldDescriptor* Find(const Descriptor& message, const char* name, FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->cpp_type() == type ? field : nullptr;
}

bool HoldsCodes(const Descriptor& message, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&message).second) return false;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (field.name() == kOneTimeCode) return true;
    if (field.message_type() != nullptr && HoldsCodes(*field.message_type(), seen)) return true;
  }
  return false;
}

absl::StatusOr<Method> Describe(const MethodDescriptor& descriptor) {
  static const std::set<std::string> kOpenWithOneTimeCode = {"ChangePassword", "SignOut", "WhoAmI"};
  Method method;
  method.name = descriptor.name();
  method.answers_in_a_stream = descriptor.server_streaming();
  absl::StatusOr<v1::Access> access = rules::AccessOf(descriptor);
  if (!access.ok()) return access.status();
  method.access = *std::move(access);
  for (const v1::Grant& grant : method.access.grants()) {
    method.is_public = method.is_public || grant.scope() == v1::ACCESS_SCOPE_PUBLIC;
  }
  const Descriptor& request = *descriptor.input_type();
  method.request = &request;
  method.resource = Find(request, "name", FieldDescriptor::CPPTYPE_STRING);
  if (method.resource == nullptr) method.resource = Find(request, "parent", FieldDescriptor::CPPTYPE_STRING);
  if (method.resource == nullptr) {
    return absl::InternalError(fmt::format("{} names no resource: its request has no name or parent", method.name));
  }
  method.min_revision = Find(request, "min_revision", FieldDescriptor::CPPTYPE_INT64);
  if (method.access.changes()) {
    method.request_id = Find(request, "request_id", FieldDescriptor::CPPTYPE_STRING);
    method.revision = Find(*descriptor.output_type(), "revision", FieldDescriptor::CPPTYPE_INT64);
    if (method.request_id == nullptr || method.revision == nullptr) {
      return absl::InternalError(fmt::format("{} is a command without request_id or revision", method.name));
    }
    std::set<const Descriptor*> seen;
    method.answers_with_codes = HoldsCodes(*descriptor.output_type(), seen);
  }
  method.open_with_one_time_code = kOpenWithOneTimeCode.contains(method.name);
  return method;
}

}  // namespace

absl::Status Methods::Add(const google::protobuf::ServiceDescriptor& service) {
  for (int i = 0; i < service.method_count(); ++i) {
    absl::StatusOr<Method> method = Describe(*service.method(i));
    if (!method.ok()) return method.status();
    const bool added = by_request_.emplace(service.method(i)->input_type(), *std::move(method)).second;
    if (!added) {
      return absl::InternalError(
          fmt::format("{} shares its request message with another method", service.method(i)->full_name()));
    }
  }
  return absl::OkStatus();
}

const Method& Methods::WithRequest(const Descriptor& request) const { return by_request_.at(&request); }

}  // namespace phancong::serving
