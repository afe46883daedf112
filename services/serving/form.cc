#include "services/serving/form.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "services/rules/refusal.h"

namespace phancong::serving {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kWholeFile = "source";

enum class Fault { kText, kZeroByte, kList, kValue };

struct Violation {
  std::string field;
  Fault fault;
};

std::optional<Violation> Find(const Message& message);

// Of one entry of a list, or of the field itself.
std::optional<Violation> FindIn(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool listed = field.is_repeated();
  const auto path = [&] { return listed ? fmt::format("{}[{}]", field.name(), index) : field.name(); };
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    std::optional<Violation> inside =
        Find(listed ? reflection.GetRepeatedMessage(message, &field, index) : reflection.GetMessage(message, &field));
    if (inside) inside->field = field.is_map() ? field.name() : fmt::format("{}.{}", path(), inside->field);
    return inside;
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const int value =
        listed ? reflection.GetRepeatedEnumValue(message, &field, index) : reflection.GetEnumValue(message, &field);
    if (field.enum_type()->FindValueByNumber(value) != nullptr) return std::nullopt;
    return Violation{.field = path(), .fault = Fault::kValue};
  }
  if (field.type() != FieldDescriptor::TYPE_STRING || field.name() == kWholeFile) return std::nullopt;
  std::string scratch;
  const std::string& text = listed ? reflection.GetRepeatedStringReference(message, &field, index, &scratch)
                                   : reflection.GetStringReference(message, &field, &scratch);
  if (text.size() > kTextBytes) return Violation{.field = path(), .fault = Fault::kText};
  // No store keeps or finds one in a text.
  if (text.find('\0') != std::string::npos) return Violation{.field = path(), .fault = Fault::kZeroByte};
  return std::nullopt;
}

std::optional<Violation> Find(const Message& message) {
  const Descriptor& fields = *message.GetDescriptor();
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < fields.field_count(); ++i) {
    const FieldDescriptor& field = *fields.field(i);
    const bool has_form = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
                          field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM ||
                          field.type() == FieldDescriptor::TYPE_STRING;
    if (!field.is_repeated()) {
      if (!has_form || (field.has_presence() && !reflection.HasField(message, &field))) continue;
      if (std::optional<Violation> found = FindIn(message, field, 0)) return found;
      continue;
    }
    const int entries = reflection.FieldSize(message, &field);
    if (entries > kListEntries) return Violation{.field = field.name(), .fault = Fault::kList};
    for (int entry = 0; has_form && entry < entries; ++entry) {
      if (std::optional<Violation> found = FindIn(message, field, entry)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

absl::Status CheckForm(const Message& request) {
  std::optional<Violation> found = Find(request);
  if (!found) return absl::OkStatus();
  if (found->fault == Fault::kList) {
    return rules::RefuseField(std::move(found->field), fmt::format("có quá {} phần tử", kListEntries),
                              fmt::format("has more than {} entries", kListEntries));
  }
  if (found->fault == Fault::kZeroByte) {
    return rules::RefuseField(std::move(found->field), "không được có byte 0", "must not have a zero byte in it");
  }
  if (found->fault == Fault::kValue) {
    return rules::RefuseField(std::move(found->field), "không phải là một giá trị có trong giao ước",
                              "is no value that the contract has");
  }
  return rules::RefuseField(std::move(found->field), fmt::format("dài quá {} byte", kTextBytes),
                            fmt::format("is longer than {} bytes", kTextBytes));
}

}  // namespace phancong::serving
