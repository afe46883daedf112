#include "services/rules/named_texts.h"

#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "phancong/v1/event.pb.h"

namespace phancong::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The fields of a message under which texts are; asked of each kind of message once.
class FieldsWithTexts {
 public:
  const std::vector<const FieldDescriptor*>& Of(const Descriptor& message) {
    const std::lock_guard lock(mutex_);
    return Find(message);
  }

 private:
  const std::vector<const FieldDescriptor*>& Find(const Descriptor& message) {
    const auto [fields, fresh] = fields_.try_emplace(&message);
    if (!fresh) return fields->second;
    std::vector<const FieldDescriptor*> found;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      if (field.message_type() == nullptr || field.is_map()) continue;
      if (field.message_type() == v1::Text::descriptor() || !Find(*field.message_type()).empty()) {
        found.push_back(&field);
      }
    }
    return fields_[&message] = std::move(found);
  }

  std::mutex mutex_;
  std::map<const Descriptor*, std::vector<const FieldDescriptor*>> fields_;
};

FieldsWithTexts& Fields() {
  static auto* const fields = new FieldsWithTexts();
  return *fields;
}

void Collect(const google::protobuf::Message& message, std::set<Hash>& digests) {
  if (message.GetDescriptor() == v1::Text::descriptor()) {
    const auto& text = static_cast<const v1::Text&>(message);
    if (!text.digest().empty()) digests.insert(text.digest());
    return;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* const field : Fields().Of(*message.GetDescriptor())) {
    if (!field->is_repeated()) {
      if (reflection.HasField(message, field)) Collect(reflection.GetMessage(message, field), digests);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      Collect(reflection.GetRepeatedMessage(message, field, i), digests);
    }
  }
}

}  // namespace

std::set<Hash> TextsNamedBy(const google::protobuf::Message& event) {
  std::set<Hash> digests;
  Collect(event, digests);
  return digests;
}

}  // namespace phancong::rules
