#include "tests/fuzz/texts.h"

#include <vector>

namespace phancong::fuzz {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void ForEachText(const Message& message, absl::FunctionRef<void(const FieldDescriptor&, const std::string&)> each) {
  const Reflection& values = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  values.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? values.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        each(*field,
             field->is_repeated() ? values.GetRepeatedString(message, field, i) : values.GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ForEachText(
            field->is_repeated() ? values.GetRepeatedMessage(message, field, i) : values.GetMessage(message, field),
            each);
      }
    }
  }
}

void ReplaceTexts(Message& message, absl::FunctionRef<std::string(const std::string&)> other) {
  const Reflection& values = *message.GetReflection();
  for (int at = 0; at < message.GetDescriptor()->field_count(); ++at) {
    const FieldDescriptor* field = message.GetDescriptor()->field(at);
    const int count = field->is_repeated() ? values.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text =
            field->is_repeated() ? values.GetRepeatedString(message, field, i) : values.GetString(message, field);
        const std::string replaced = other(text);
        if (replaced == text) continue;
        field->is_repeated() ? values.SetRepeatedString(&message, field, i, replaced)
                             : values.SetString(&message, field, replaced);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 (field->is_repeated() || values.HasField(message, field))) {
        ReplaceTexts(field->is_repeated() ? *values.MutableRepeatedMessage(&message, field, i)
                                          : *values.MutableMessage(&message, field),
                     other);
      }
    }
  }
}

}  // namespace phancong::fuzz
