#include "client/cli/contract.h"

#include <algorithm>
#include <utility>

#include "client/cli/strings.h"
#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "phancong/v1/access.pb.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/text.h"
#include "unicode/utf16.h"
#include "unicode/utf8.h"

namespace phancong::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// The files that declare a service, in the order in which help speaks of them. Naming a message of each also keeps the
// linker from leaving its file out.
std::vector<const FileDescriptor*> ServiceFiles() {
  return {v1::AssignItemRequest::descriptor()->file(),
          v1::SubmitTaskRequest::descriptor()->file(),
          v1::ScheduleInspectionRequest::descriptor()->file(),
          v1::GetProgrammeRequest::descriptor()->file(),
          v1::GetUnionRequest::descriptor()->file(),
          v1::GetTaskRequest::descriptor()->file(),
          v1::GetEvidenceRequest::descriptor()->file(),
          v1::GetTimelinessRequest::descriptor()->file(),
          v1::ListEntriesRequest::descriptor()->file(),
          v1::ListInboxRequest::descriptor()->file(),
          v1::SignInRequest::descriptor()->file()};
}

MessagePtr NewMessage(const Descriptor& type) {
  return MessagePtr(MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

// Any character of a JSON text may be written as \uXXXX. Protobuf does so with most of those that are not fit for a
// terminal; this, with the others.
std::string WithUnsafeEscaped(const std::string& json) {
  std::string escaped;
  for (int32_t at = 0; at < static_cast<int32_t>(json.size());) {
    const int32_t begin = at;
    UChar32 point = 0;
    U8_NEXT(json.data(), at, static_cast<int32_t>(json.size()), point);
    if (point < 0 || !rules::IsUnsafe(static_cast<char32_t>(point))) {
      escaped.append(json, static_cast<size_t>(begin), static_cast<size_t>(at - begin));
    } else if (U_IS_BMP(point)) {
      escaped += fmt::format("\\u{:04x}", static_cast<unsigned>(point));
    } else {
      escaped += fmt::format("\\u{:04x}\\u{:04x}", static_cast<unsigned>(U16_LEAD(point)),
                             static_cast<unsigned>(U16_TRAIL(point)));
    }
  }
  return escaped;
}

}  // namespace

std::vector<const ServiceDescriptor*> AllServices() {
  std::vector<const ServiceDescriptor*> services;
  for (const FileDescriptor* file : ServiceFiles()) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

const MethodDescriptor* FindMethod(std::string_view service_and_method) {
  static const bool linked = !ServiceFiles().empty();
  return linked ? google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
                      Concat("phancong.v1.", service_and_method))
                : nullptr;
}

bool IsPublic(const MethodDescriptor& method) {
  const v1::Access& access = method.options().GetExtension(v1::access);
  return std::any_of(access.grants().begin(), access.grants().end(),
                     [](const v1::Grant& grant) { return grant.scope() == v1::ACCESS_SCOPE_PUBLIC; });
}

bool IsCommand(const MethodDescriptor& method) { return method.options().GetExtension(v1::access).changes(); }

MessagePtr NewRequest(const MethodDescriptor& method) { return NewMessage(*method.input_type()); }
MessagePtr NewResponse(const MethodDescriptor& method) { return NewMessage(*method.output_type()); }

const FieldDescriptor* FindField(const Descriptor& message, std::string_view path) {
  const Descriptor* type = &message;
  const FieldDescriptor* field = nullptr;
  for (std::string_view step : Split(path, '.')) {
    if (type == nullptr) return nullptr;
    field = type->FindFieldByName(std::string(step));
    if (field == nullptr) return nullptr;
    type = field->is_repeated() ? nullptr : field->message_type();
  }
  return field;
}

FieldIn Reach(const Message& message, std::string_view path) {
  if (FindField(*message.GetDescriptor(), path) == nullptr) return {};
  FieldIn reached{&message, nullptr};
  for (std::string_view step : Split(path, '.')) {
    if (reached.field != nullptr) {
      reached.holder = &reached.holder->GetReflection()->GetMessage(*reached.holder, reached.field);
    }
    reached.field = reached.holder->GetDescriptor()->FindFieldByName(std::string(step));
  }
  return reached;
}

MutableFieldIn MutableReach(Message& message, std::string_view path) {
  if (FindField(*message.GetDescriptor(), path) == nullptr) return {};
  MutableFieldIn reached{&message, nullptr};
  for (std::string_view step : Split(path, '.')) {
    if (reached.field != nullptr) {
      reached.holder = reached.holder->GetReflection()->MutableMessage(reached.holder, reached.field);
    }
    reached.field = reached.holder->GetDescriptor()->FindFieldByName(std::string(step));
  }
  return reached;
}

std::string GetString(const Message& message, std::string_view field) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(std::string(field));
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

void SetString(Message& message, std::string_view field, std::string value) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(std::string(field));
  if (found != nullptr) message.GetReflection()->SetString(&message, found, std::move(value));
}

std::string ToJson(const Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = pretty;
  std::string json;
  // Fails only for a google.protobuf.Any of an unknown type; the contract has none.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json.clear();
  return WithUnsafeEscaped(json);
}

bool FromJson(std::string_view json, Message& message) {
  return google::protobuf::util::JsonStringToMessage(google::protobuf::StringPiece(json.data(), json.size()), &message)
      .ok();
}

}  // namespace phancong::client
